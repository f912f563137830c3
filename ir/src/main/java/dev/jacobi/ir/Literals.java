package dev.jacobi.ir;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Text of literals, exact to the bit and the same on every JDK: {@code 3:i32}, {@code true}, {@code 1.0:f64}, {@code nan(7ff8000000000001):f64}. */
public final class Literals {
    private Literals() {
    }

    public static String print(Lit l) {
        return switch (l.dtype()) {
            case BOOL -> l.bits() == 0 ? "false" : l.bits() == 1 ? "true" : l.bits() + ":bool";
            case I8, I16, U16, I32, I64 -> l.bits() + ":" + l.dtype().text();
            case BF16, F16, F32, F64 -> real(l) + ":" + l.dtype().text();
        };
    }

    private static String real(Lit l) {
        double v = l.asDouble();
        if (Double.isNaN(v)) {
            return l.bits() == canonicalNan(l.dtype()) ? "nan" : "nan(" + Long.toHexString(l.bits()) + ")";
        }
        if (Double.isInfinite(v)) {
            return v > 0 ? "inf" : "-inf";
        }
        if (v == 0) {
            return Double.toString(v);
        }
        // The shortest decimal that reads back. Double.toString finds it only since JDK 19.
        var exact = new BigDecimal(v);
        for (int digits = 1;; digits++) {
            String s = decimal(exact.round(new MathContext(digits, RoundingMode.HALF_EVEN)).stripTrailingZeros());
            if (digits == 17 || parse(l.dtype(), s).bits() == l.bits()) {
                return s;
            }
        }
    }

    /** In the manner of Double.toString: plain from 0.001 to 10 million, else with an exponent. */
    private static String decimal(BigDecimal d) {
        int exponent = d.precision() - d.scale() - 1;
        if (exponent >= -3 && exponent < 7) {
            String s = d.toPlainString();
            return s.indexOf('.') < 0 ? s + ".0" : s;
        }
        String u = d.unscaledValue().abs().toString();
        return (d.signum() < 0 ? "-" : "") + u.charAt(0) + "." + (u.length() > 1 ? u.substring(1) : "0") + "E" + exponent;
    }

    static long canonicalNan(DType d) {
        return switch (d) {
            case F64 -> 0x7ff8000000000000L;
            case F32 -> 0x7fc00000L;
            case F16 -> 0x7e00L;
            case BF16 -> 0x7fc0L;
            case BOOL, I8, I16, U16, I32, I64 -> throw new IllegalArgumentException(d.text() + " has no NaN");
        };
    }

    /** The literal whose text, without the type, is {@code s}; decimal or hexadecimal. */
    public static Lit parse(DType d, String s) {
        if (!d.isFloat()) {
            Lit l = new Lit(d, Long.parseLong(s));
            if (!inRange(l)) {
                throw new NumberFormatException(s + " is out of range for " + d.text());
            }
            return l;
        }
        if (s.startsWith("nan(")) {
            return new Lit(d, Long.parseUnsignedLong(s.substring(4, s.length() - 1), 16));
        }
        return switch (s) {
            case "nan" -> new Lit(d, canonicalNan(d));
            case "inf" -> real(d, "Infinity");
            case "-inf" -> real(d, "-Infinity");
            default -> real(d, s);
        };
    }

    private static Lit real(DType d, String s) {
        return d == DType.F64 ? Lit.f64(Double.parseDouble(s)) : d == DType.F32 ? Lit.f32(Float.parseFloat(s))
            : new Lit(d, Half.fromFloat(d, Float.parseFloat(s)) & 0xFFFFL);
    }

    /** True when the bits are a value of the type as {@link Lit} stores it. */
    public static boolean inRange(Lit l) {
        long b = l.bits();
        return switch (l.dtype()) {
            case BOOL -> b == 0 || b == 1;
            case I8 -> b == (byte) b;
            case I16 -> b == (short) b;
            case U16, F16, BF16 -> b == (b & 0xFFFFL);
            case I32 -> b == (int) b;
            case F32 -> b == (b & 0xFFFFFFFFL);
            case I64, F64 -> true;
        };
    }
}
