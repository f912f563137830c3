package dev.jacobi.report;

import java.util.Locale;

/**
 * What one pass of a compilation did.
 *
 * @param pass its name, behind those of the pipelines that it is part of: {@code raise/hoist}
 * @param nanos the time it took
 * @param before the number of the program's equations before it
 * @param after the number after it
 */
public record PassTime(String pass, long nanos, int before, int after) {
    /** As one line of text. */
    public String line() {
        return String.format(Locale.ROOT, "%s %.2f ms, %d -> %d equations", pass, nanos / 1e6, before, after);
    }
}
