package dev.jacobi.llvm.text;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Half;
import dev.jacobi.ir.Lit;
import java.util.HexFormat;

/** Spelling of types and constants in LLVM IR. A bool is {@code i1} as a value and {@code i8} in memory. */
public final class Ty {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Ty() {
    }

    /** Whether the text of a value is the name of a register: else it is a constant or a global. */
    public static boolean isRegister(String value) {
        return value.startsWith("%");
    }

    public static String value(DType t) {
        return switch (t) {
            case BOOL -> "i1";
            case I8 -> "i8";
            // bfloat16 as its bits: processors without such numbers would call functions that are not there
            case I16, U16, BF16 -> "i16";
            case I32 -> "i32";
            case I64 -> "i64";
            case F16 -> "half";
            case F32 -> "float";
            case F64 -> "double";
        };
    }

    public static String memory(DType t) {
        return t == DType.BOOL ? "i8" : value(t);
    }

    /** {@code <n x t>}, or the scalar type for n = 1. */
    public static String vector(String scalar, int n) {
        return n == 1 ? scalar : "<" + n + " x " + scalar + ">";
    }

    /** The part of an overloaded intrinsic's name for a type: {@code v8f64}, {@code i32}. */
    public static String suffix(DType t, int n) {
        String s = switch (t) {
            case BOOL -> "i1";
            case I8 -> "i8";
            case I16, U16, BF16 -> "i16";
            case I32 -> "i32";
            case I64 -> "i64";
            case F16 -> "f16";
            case F32 -> "f32";
            case F64 -> "f64";
        };
        return n == 1 ? s : "v" + n + s;
    }

    public static String lit(Lit l) {
        return switch (l.dtype()) {
            case BOOL -> l.asBool() ? "true" : "false";
            case I8, I16, I32, I64 -> Long.toString(l.bits());
            case U16, BF16 -> Short.toString((short) l.bits());
            case F64 -> f64(Double.longBitsToDouble(l.bits()), l.bits());
            case F32 -> {
                float f = Float.intBitsToFloat((int) l.bits());
                yield Float.isNaN(f) ? "bitcast (i32 " + (int) l.bits() + " to float)" : f64(f, Double.doubleToRawLongBits(f));
            }
            case F16 -> "0xH" + HEX.toHexDigits((short) l.bits());
        };
    }

    private static String f64(double d, long bits) {
        return "0x" + HEX.toHexDigits(bits);
    }

    /** A floating-point constant of the type, rounded to it. */
    public static String real(DType t, double v) {
        return switch (t) {
            case F64 -> lit(Lit.f64(v));
            case F32 -> lit(Lit.f32((float) v));
            case F16, BF16 -> lit(new Lit(t, Half.fromFloat(t, (float) v) & 0xFFFFL));
            case BOOL, I8, I16, U16, I32, I64 -> throw new IllegalArgumentException(t + " is not a floating-point type");
        };
    }

    /** A constant vector of one value, or the scalar for n = 1. */
    public static String splat(String scalarType, String constant, int n) {
        return n == 1 ? constant : "splat (" + scalarType + " " + constant + ")";
    }
}
