package dev.jacobi.ir;

/**
 * A scalar constant. {@code bits} holds integers sign-extended (u16 and bool zero-extended), f64 and f32 as
 * their raw IEEE bits (f32, f16 and bf16 in the low bits, zero-extended), so that equality is bit equality.
 */
public record Lit(DType dtype, long bits) implements Atom {
    /** A NaN that nobody computes. */
    private static final long UNSET = 0x7FF8_6A61_636F_6269L;

    public static Lit i32(int v) {
        return new Lit(DType.I32, v);
    }

    public static Lit i64(long v) {
        return new Lit(DType.I64, v);
    }

    public static Lit bool(boolean v) {
        return new Lit(DType.BOOL, v ? 1 : 0);
    }

    public static Lit f32(float v) {
        return new Lit(DType.F32, Float.floatToRawIntBits(v) & 0xFFFFFFFFL);
    }

    public static Lit f64(double v) {
        return new Lit(DType.F64, Double.doubleToRawLongBits(v));
    }

    /** An integer or bool constant of the given type, wrapped to its width. */
    public static Lit of(DType dtype, long v) {
        return switch (dtype) {
            case BOOL -> bool(v != 0);
            case I8 -> new Lit(dtype, (byte) v);
            case I16 -> new Lit(dtype, (short) v);
            case U16 -> new Lit(dtype, (char) v);
            case I32 -> new Lit(dtype, (int) v);
            case I64 -> new Lit(dtype, v);
            case F32 -> f32(v);
            case F64 -> f64(v);
            case F16, BF16 -> new Lit(dtype, Half.fromFloat(dtype, v) & 0xFFFFL);
        };
    }

    /** The value of a floating-point type nearest to {@code v}. */
    public static Lit real(DType dtype, double v) {
        if (!dtype.isFloat()) {
            throw new IllegalArgumentException(dtype.text() + " is no floating-point type");
        }
        return new Lit(dtype, Eval.fromDouble(dtype, v));
    }

    /** Zero of the type: 0, false, +0.0. */
    public static Lit zero(DType dtype) {
        return new Lit(dtype, 0);
    }

    /**
     * What an array is full of that is certainly written before it is read: back ends need not write it. A NaN of its own for f64, zero for the
     * other types.
     */
    public static Lit unset(DType dtype) {
        return new Lit(dtype, dtype == DType.F64 ? UNSET : 0);
    }

    public boolean isUnset() {
        return dtype == DType.F64 && bits == UNSET;
    }

    public boolean asBool() {
        return bits != 0;
    }

    /** The value of an integer or bool literal. */
    public long asLong() {
        return bits;
    }

    /** The value of a floating-point literal. */
    public double asDouble() {
        return switch (dtype) {
            case F64 -> Double.longBitsToDouble(bits);
            case F32 -> Float.intBitsToFloat((int) bits);
            case F16, BF16 -> Half.toFloat(dtype, (short) bits);
            case BOOL, I8, I16, U16, I32, I64 -> bits;
        };
    }

    @Override
    public boolean equals(Object o) {
        return this == o || o instanceof Lit l && dtype == l.dtype && bits == l.bits;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bits) * 31 + dtype.ordinal();
    }

    @Override
    public Type type() {
        return Type.scalar(dtype);
    }
}
