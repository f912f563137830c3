package dev.jacobi.llvm.jit;

import dev.jacobi.ir.DType;

/** Slots of the JNIEnv function table that stubs use (JNI specification, chapter 4), and how dtypes appear in JNI. */
final class Jni {
    static final int PUSH_LOCAL_FRAME = 19;
    static final int POP_LOCAL_FRAME = 20;
    static final int DELETE_LOCAL_REF = 23;
    static final int SET_OBJECT_ARRAY_ELEMENT = 174;
    static final int NEW_ARRAY = 175;
    static final int SET_ARRAY_REGION = 207;
    static final int GET_CRITICAL = 222;
    static final int RELEASE_CRITICAL = 223;
    static final int EXCEPTION_CHECK = 228;
    /** Release mode: do not copy back. */
    static final int ABORT = 2;

    private Jni() {
    }

    /** JVM descriptor of a scalar. Half floats travel as their bits in a short. */
    static char descriptor(DType t) {
        return switch (t) {
            case BOOL -> 'Z';
            case I8 -> 'B';
            case I16, BF16, F16 -> 'S';
            case U16 -> 'C';
            case I32 -> 'I';
            case I64 -> 'J';
            case F32 -> 'F';
            case F64 -> 'D';
        };
    }

    /** Place of the element type in the blocks of eight functions per primitive (NewXArray, GetXArrayRegion, ...). */
    static int order(DType t) {
        return switch (t) {
            case BOOL -> 0;
            case I8 -> 1;
            case U16 -> 2;
            case I16, BF16, F16 -> 3;
            case I32 -> 4;
            case I64 -> 5;
            case F32 -> 6;
            case F64 -> 7;
        };
    }

    /** LLVM type of a scalar in a JNI signature. */
    static String llvm(DType t) {
        return switch (t) {
            case BOOL, I8 -> "i8";
            case I16, U16, BF16, F16 -> "i16";
            case I32 -> "i32";
            case I64 -> "i64";
            case F32 -> "float";
            case F64 -> "double";
        };
    }

    /** How the C ABI widens a returned value of this type. */
    static String extension(DType t) {
        return switch (t) {
            case BOOL, U16 -> "zeroext ";
            case I8, I16, BF16, F16 -> "signext ";
            case I32, I64, F32, F64 -> "";
        };
    }
}
