package dev.jacobi.ir;

import java.util.Locale;

/** Element types. Java's {@code char} is {@link #U16}; {@code boolean} is {@link #BOOL}. */
public enum DType {
    BOOL(1), I8(1), I16(2), U16(2), I32(4), I64(8), BF16(2), F16(2), F32(4), F64(8);

    private final int bytes;
    private final String text = name().toLowerCase(Locale.ROOT);

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Size of one stored element in bytes. */
    public int bytes() {
        return bytes;
    }

    public boolean isFloat() {
        return switch (this) {
            case BF16, F16, F32, F64 -> true;
            case BOOL, I8, I16, U16, I32, I64 -> false;
        };
    }

    /** True for the integer types; {@link #BOOL} is not one of them. */
    public boolean isInt() {
        return this != BOOL && !isFloat();
    }

    /** Significant bits of a value: 1 for bool, 8 to 64 for the others. */
    public int bits() {
        return this == BOOL ? 1 : 8 * bytes;
    }

    /** A new Java array of n zeros: {@code short[]} holds the bits of f16 and bf16. */
    public Object array(int n) {
        return switch (this) {
            case BOOL -> new boolean[n];
            case I8 -> new byte[n];
            case I16, F16, BF16 -> new short[n];
            case U16 -> new char[n];
            case I32 -> new int[n];
            case I64 -> new long[n];
            case F32 -> new float[n];
            case F64 -> new double[n];
        };
    }

    /** The name used in printed IR: {@code f64}, {@code bool}, ... */
    public String text() {
        return text;
    }
}
