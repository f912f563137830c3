package dev.jacobi.stub;

import dev.jacobi.report.MethodStats;
import java.lang.invoke.MethodType;

/**
 * A method whose calls a program is to run.
 *
 * @param type its type
 * @param access reaches inputs that are not arguments themselves, and makes results
 * @param fallbacks is told of calls that have no result
 * @param stats what is known of it
 */
public record CalledMethod(MethodType type, FieldAccess access, Fallbacks fallbacks, MethodStats stats) {
}
