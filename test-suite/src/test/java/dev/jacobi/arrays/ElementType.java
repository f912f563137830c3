package dev.jacobi.arrays;

import java.util.Locale;

/** The dtypes of the records, in the order of their codes there. */
enum ElementType {
    BOOL(1), I8(1), I16(2), I32(4), I64(8), U8(1), U16(2), U32(4), U64(8), BF16(2), F16(2), F32(4), F64(8), C64(8), C128(16);

    final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    static ElementType named(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean complex() {
        return this == C64 || this == C128;
    }

    /** Floating point numbers, complex ones among them. */
    boolean inexact() {
        return ordinal() >= BF16.ordinal();
    }

    boolean unsigned() {
        return this == U8 || this == U16 || this == U32 || this == U64;
    }

    /** What a case's dtype has to be for JAX to run it with 64-bit types enabled. */
    boolean wide() {
        return this == I64 || this == U64 || this == F64 || this == C128;
    }

    /** The dtype of a complex number's parts; any other dtype is its own part. */
    ElementType part() {
        return this == C64 ? F32 : this == C128 ? F64 : this;
    }

    /** Bits behind the binary point of a normal number's significand. */
    int fraction() {
        return switch (part()) {
            case BF16 -> 7;
            case F16 -> 10;
            case F32 -> 23;
            case F64 -> 52;
            case BOOL, I8, I16, I32, I64, U8, U16, U32, U64, C64, C128 -> throw new IllegalStateException(text() + " has no significand");
        };
    }

    /** Exponent of the smallest normal number. */
    int lowestExponent() {
        return switch (part()) {
            case F16 -> -14;
            case BF16, F32 -> -126;
            case F64 -> -1022;
            case BOOL, I8, I16, I32, I64, U8, U16, U32, U64, C64, C128 -> throw new IllegalStateException(text() + " has no exponent");
        };
    }
}
