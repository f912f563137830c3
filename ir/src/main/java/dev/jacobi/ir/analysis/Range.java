package dev.jacobi.ir.analysis;

import dev.jacobi.ir.DType;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** An interval of integers; {@code Long.MIN_VALUE} and {@code Long.MAX_VALUE} mean unbounded. */
public record Range(long lo, long hi) {
    static final Range ALL = new Range(Long.MIN_VALUE, Long.MAX_VALUE);
    /** Extents of arrays. */
    public static final Range DIM = new Range(0, Integer.MAX_VALUE);

    static Range of(long c) {
        return new Range(c, c);
    }

    /** The values of a type; i64 counts as unbounded. */
    public static Range of(DType t) {
        return switch (t) {
            case BOOL -> new Range(0, 1);
            case I8 -> new Range(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case I16 -> new Range(Short.MIN_VALUE, Short.MAX_VALUE);
            case U16 -> new Range(0, Character.MAX_VALUE);
            case I32 -> new Range(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case I64, BF16, F16, F32, F64 -> ALL;
        };
    }

    // Written out because what the JVM makes for records is slow until it is warm, and ranges are compared until nothing changes.
    @Override
    public boolean equals(Object o) {
        return o instanceof Range r && lo == r.lo && hi == r.hi;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(lo) * 31 + Long.hashCode(hi);
    }

    /** True when there is a least value. */
    public boolean boundedBelow() {
        return lo != Long.MIN_VALUE;
    }

    /** True when there is a largest value. */
    public boolean boundedAbove() {
        return hi != Long.MAX_VALUE;
    }

    /** True when there are a least and a largest value. */
    public boolean bounded() {
        return boundedBelow() && boundedAbove();
    }

    /** Whether all of it lies in the other one. */
    public boolean within(Range o) {
        return lo >= o.lo && hi <= o.hi;
    }

    Range meet(Range o) {
        return new Range(Math.max(lo, o.lo), Math.min(hi, o.hi));
    }

    Range join(Range o) {
        return new Range(Math.min(lo, o.lo), Math.max(hi, o.hi));
    }

    /** Of the smaller of two numbers. */
    Range min(Range o) {
        return new Range(Math.min(lo, o.lo), Math.min(hi, o.hi));
    }

    /** Of the larger of two numbers. */
    Range max(Range o) {
        return new Range(Math.max(lo, o.lo), Math.max(hi, o.hi));
    }

    /** The sum of two lower ends. */
    static long low(long a, long b) {
        if (a == Long.MIN_VALUE || b == Long.MIN_VALUE) {
            return Long.MIN_VALUE;
        }
        long s = a + b;
        return ((a ^ s) & (b ^ s)) < 0 ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE - 1) : s;
    }

    /** The sum of two upper ends. */
    static long high(long a, long b) {
        if (a == Long.MAX_VALUE || b == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        long s = a + b;
        return ((a ^ s) & (b ^ s)) < 0 ? (a < 0 ? Long.MIN_VALUE + 1 : Long.MAX_VALUE) : s;
    }

    Range times(Range o) {
        if (lo == hi) {
            return o.times(lo);
        }
        if (o.lo == o.hi) {
            return times(o.lo);
        }
        long a = mul(lo, o.lo);
        long b = mul(lo, o.hi);
        long c = mul(hi, o.lo);
        long d = mul(hi, o.hi);
        return new Range(Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)));
    }

    Range times(long c) {
        if (c == 1) {
            return this;
        }
        long a = mul(lo, c);
        long b = mul(hi, c);
        return a <= b ? new Range(a, b) : new Range(b, a);
    }

    /** Saturating, with the bounds as infinities. */
    static long mul(long a, long b) {
        if (a == 0 || b == 0) {
            return 0;
        }
        boolean negative = a < 0 != b < 0;
        if (a == Long.MIN_VALUE || a == Long.MAX_VALUE || b == Long.MIN_VALUE || b == Long.MAX_VALUE
            || Math.multiplyHigh(a, b) != (a * b) >> 63) {
            return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return a * b;
    }

    /**
     * Intervals of products of two variables that say more than those of the variables: that {@code n * m} is no larger than an array's length can be, as checks of indices say, keeps
     * {@code (i * n + j) * m + k} within what can be computed, and so does {@code a / n * n <= a} the number of a loop's trips times its step.
     */
    static final class Products {
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
}
