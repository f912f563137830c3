package dev.jacobi.pjrt.capi;

import dev.jacobi.ir.DType;

/** Element types of buffers by their numbers in the interface. Only those that the IR has can be exchanged with Java. */
public enum ElementType {
    INVALID, PRED, S8, S16, S32, S64, U8, U16, U32, U64, F16, F32, F64, BF16, C64, C128;

    /** The type with this number. */
    public static ElementType of(long number) {
        return number >= 0 && number < values().length ? values()[(int) number] : INVALID;
    }

    /** The type of the IR's elements. */
    public static ElementType of(DType d) {
        return switch (d) {
            case BOOL -> PRED;
            case I8 -> S8;
            case I16 -> S16;
            case U16 -> U16;
            case I32 -> S32;
            case I64 -> S64;
            case BF16 -> BF16;
            case F16 -> F16;
            case F32 -> F32;
            case F64 -> F64;
        };
    }

    /** The IR's type with the same elements, or null when there is none. */
    public DType dtype() {
        return switch (this) {
            case PRED -> DType.BOOL;
            case S8 -> DType.I8;
            case S16 -> DType.I16;
            case U16 -> DType.U16;
            case S32 -> DType.I32;
            case S64 -> DType.I64;
            case BF16 -> DType.BF16;
            case F16 -> DType.F16;
            case F32 -> DType.F32;
            case F64 -> DType.F64;
            case INVALID, U8, U32, U64, C64, C128 -> null;
        };
    }
}
