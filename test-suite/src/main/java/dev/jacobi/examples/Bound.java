package dev.jacobi.examples;

import java.util.Locale;

/**
 * What a figure must reach.
 *
 * @param least the smallest number that is good
 * @param most the largest
 */
public record Bound(double least, double most) {
    /** At least so much. */
    public static Bound atLeast(double least) {
        return new Bound(least, Double.POSITIVE_INFINITY);
    }

    /** At most so much. */
    public static Bound atMost(double most) {
        return new Bound(Double.NEGATIVE_INFINITY, most);
    }

    /** Whether a number is within; a NaN never is. */
    boolean holds(double value) {
        return value >= least && value <= most;
    }

    static String text(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 0.01 && value != 0 ? "%.2e" : "%.4g", value);
    }

    @Override
    public String toString() {
        return most == Double.POSITIVE_INFINITY ? "at least " + text(least) : least == Double.NEGATIVE_INFINITY ? "at most " + text(most) : "from " + text(least) + " to " + text(most);
    }
}
