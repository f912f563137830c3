// Many measured numbers as one.
package dev.jacobi.harness;

import java.util.stream.DoubleStream;

/** What tables of times show of many of them. */
public final class Figures {
    private Figures() {
    }

    /** The one in the middle, the upper one of two. */
    public static double median(DoubleStream numbers) {
        double[] sorted = numbers.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** Of ratios; 1 when there are none. */
    public static double geometricMean(DoubleStream ratios) {
        return Math.exp(ratios.map(Math::log).average().orElse(0));
    }
}
