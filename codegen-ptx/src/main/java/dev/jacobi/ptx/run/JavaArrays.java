package dev.jacobi.ptx.run;

import dev.jacobi.ir.DType;

/** Java arrays for the elements of a dtype. */
final class JavaArrays {
    private JavaArrays() {
    }

    static Object make(DType d, int n) {
        return switch (d) {
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
}
