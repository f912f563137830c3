package dev.jacobi.ir.analysis;

import dev.jacobi.ir.DType;

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
}
