package dev.jacobi.vectorize;

import dev.jacobi.ir.DType;

/** An interval of integers; {@code Long.MIN_VALUE} and {@code Long.MAX_VALUE} mean unbounded. */
record Range(long lo, long hi) {
    static final Range ALL = new Range(Long.MIN_VALUE, Long.MAX_VALUE);
    static final Range DIM = new Range(0, Integer.MAX_VALUE);

    static Range of(long c) {
        return new Range(c, c);
    }

    /** The values of a type; i64 counts as unbounded. */
    static Range of(DType t) {
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

    boolean boundedBelow() {
        return lo != Long.MIN_VALUE;
    }

    boolean boundedAbove() {
        return hi != Long.MAX_VALUE;
    }

    boolean bounded() {
        return boundedBelow() && boundedAbove();
    }

    boolean within(Range o) {
        return lo >= o.lo && hi <= o.hi;
    }

    Range meet(Range o) {
        return new Range(Math.max(lo, o.lo), Math.min(hi, o.hi));
    }

    Range join(Range o) {
        return new Range(Math.min(lo, o.lo), Math.max(hi, o.hi));
    }

    Range plus(Range o) {
        return new Range(boundedBelow() && o.boundedBelow() ? low(lo, o.lo) : Long.MIN_VALUE,
            boundedAbove() && o.boundedAbove() ? high(hi, o.hi) : Long.MAX_VALUE);
    }

    private static long low(long a, long b) {
        long s = a + b;
        return ((a ^ s) & (b ^ s)) < 0 ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE - 1) : s;
    }

    private static long high(long a, long b) {
        long s = a + b;
        return ((a ^ s) & (b ^ s)) < 0 ? (a < 0 ? Long.MIN_VALUE + 1 : Long.MAX_VALUE) : s;
    }

    Range times(Range o) {
        if (equals(of(0)) || o.equals(of(0))) {
            return of(0);
        }
        long[] c = {mul(lo, o.lo), mul(lo, o.hi), mul(hi, o.lo), mul(hi, o.hi)};
        long min = c[0];
        long max = c[0];
        for (long x : c) {
            min = Math.min(min, x);
            max = Math.max(max, x);
        }
        return new Range(min, max);
    }

    /** Saturating, with the bounds as infinities. */
    private static long mul(long a, long b) {
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
