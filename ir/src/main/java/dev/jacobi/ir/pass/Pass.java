package dev.jacobi.ir.pass;

import dev.jacobi.ir.Module;
import java.util.Set;

/**
 * A stage that makes a program of a program. A pass has no state: the same program gives the same result. It says what it relies on and what
 * is true of its result, so that a {@link PassPipeline} can refuse an order in which it would not be.
 */
public interface Pass {
    /** Words joined by hyphens, as dumps, times and errors name the pass. */
    String name();

    /** The program after this pass; the very same object, or functions, where it changes nothing. */
    Module run(Module m);

    /** What has to hold of a program that the pass is given. */
    default Set<Property> requires() {
        return Set.of();
    }

    /** What holds of every result, whatever held before. */
    default Set<Property> establishes() {
        return Set.of();
    }

    /** What holds of the result where it held before. Everything else is taken as lost. */
    default Set<Property> keeps() {
        return Set.of();
    }

    /** Whether programs without this pass have the same results, if perhaps later, and whether back ends take them. */
    default boolean optional() {
        return false;
    }
}
