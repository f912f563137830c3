package dev.jacobi.ir.analysis;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Intervals of products of two variables that say more than those of the variables: that {@code n * m} is no larger than an array's length can be, as checks of indices say, keeps
 * {@code (i * n + j) * m + k} within what can be computed, and so does {@code a / n * n <= a} the number of a loop's trips times its step.
 */
final class ProductRanges {
    private final Map<Long, Range> known = new HashMap<>();

    /** From here on the product is at most this; what undoes that, or null when more was known. {@code now}: the interval known so far. */
    Runnable learn(long mono, long most, Range now) {
        if (most < 0 || most >= now.hi()) {
            return null;
        }
        Range before = known.put(mono, now.meet(new Range(Long.MIN_VALUE, most)));
        return () -> restore(known, mono, before);
    }

    /** The map as it was: {@code old}, which may be null, at the key. */
    static <K, T> void restore(Map<K, T> map, K key, T old) {
        if (old == null) {
            map.remove(key);
        } else {
            map.put(key, old);
        }
    }

    /** The interval of a product of two or three, given that which follows from its factors' intervals. */
    Range of(long mono, int[] vars, Range byFactors, IntFunction<Range> ranges) {
        if (known.isEmpty()) {
            return byFactors;
        }
        if (vars.length == 2) {
            return byFactors.meet(known.getOrDefault(mono, Range.ALL));
        }
        Range r = byFactors;
        for (int v : vars) {
            Range two = known.get(Poly.quotient(mono, v));
            r = two == null ? r : r.meet(two.times(of(v, ranges.apply(v))));
        }
        return r;
    }

    /** A factor's own interval, which its square's makes narrower. */
    private Range of(int v, Range own) {
        Range square = known.get(Poly.var(v).times(Poly.var(v)).mono(0));
        return square == null ? own : own.meet(new Range(Long.MIN_VALUE, (long) Math.sqrt((double) square.hi()) + 1));
    }
}
