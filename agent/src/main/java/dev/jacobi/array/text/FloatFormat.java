// The one form that all floating-point numbers of an array are printed in: with or without an exponent, digits, and widths on both sides of the point. The rules are those of NumPy 2.4's FloatingFormat.
package dev.jacobi.array.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;

/** Made from the numbers that are shown; then asked for the text of each. */
final class FloatFormat {
    private final FloatType type;
    private final boolean plus;
    private final boolean exponents;
    /** Digits behind the point: all of them with an exponent, at most so many without. */
    private final int digits;
    private final int exponentDigits;
    private final int left;
    private final int right;

    /**
     * @param shown the numbers to be printed
     * @param plus whether positive numbers have a sign, as imaginary parts do
     */
    FloatFormat(double[] shown, FloatType type, TextOptions options, boolean plus) {
        this.type = type;
        this.plus = plus;
        double[] finite = Arrays.stream(shown).filter(Double::isFinite).toArray();
        exponents = needsExponents(finite, options);
        int whole = 0;
        int fraction = 0;
        int ofExponent = 2;
        for (double x : finite) {
            String text = exponents ? scientific(x, options.precision(), false, 2) : positional(x, options.precision());
            int point = text.indexOf('.');
            int e = text.indexOf('e');
            whole = Math.max(whole, point);
            fraction = Math.max(fraction, (e < 0 ? text.length() : e) - point - 1);
            ofExponent = Math.max(ofExponent, e < 0 ? 0 : text.length() - e - 2);
        }
        digits = exponents ? fraction : options.precision();
        exponentDigits = ofExponent;
        right = exponents ? ofExponent + 2 + fraction : fraction;
        if (finite.length != shown.length) {
            boolean sign = plus || Arrays.stream(shown).anyMatch(x -> x == Double.NEGATIVE_INFINITY);
            whole = Math.max(whole, (sign ? 4 : 3) - (right + 1));
        }
        left = whole;
    }

    private boolean needsExponents(double[] finite, TextOptions options) {
        double most = 0;
        double least = Double.POSITIVE_INFINITY;
        for (double x : finite) {
            most = Math.max(most, Math.abs(x));
            least = x == 0 ? least : Math.min(least, Math.abs(x));
        }
        if (most == 0) {
            return false;
        }
        return most >= Math.pow(10, Math.min(8, type.decimals())) || !options.suppress() && (least < type.round(1e-4) || type.round(most / least) > 1000);
    }

    /** A number's text, as wide as those of all others that were shown. */
    String text(double x) {
        if (!Double.isFinite(x)) {
            String s = Double.isNaN(x) ? (plus ? "+nan" : "nan") : x < 0 ? "-inf" : plus ? "+inf" : "inf";
            return " ".repeat(Math.max(0, left + right + 1 - s.length())) + s;
        }
        String s = exponents ? scientific(x, digits, true, exponentDigits) : positional(x, digits);
        int point = s.indexOf('.');
        String before = " ".repeat(Math.max(0, left - point));
        return exponents ? before + s : before + s + " ".repeat(Math.max(0, right - (s.length() - point - 1)));
    }

    private String sign(double x) {
        return Math.copySign(1, x) < 0 ? "-" : plus ? "+" : "";
    }

    /** Without an exponent: the fewest digits, at most {@code precision} of them behind the point, which is there though nothing follows. */
    private String positional(double x, int precision) {
        return sign(x) + positional(magnitude(x, precision));
    }

    private BigDecimal magnitude(double x, int precision) {
        return x == 0 ? BigDecimal.ZERO : FloatDigits.of(x, type).shortest(precision);
    }

    private static String positional(BigDecimal magnitude) {
        String s = trimmed(magnitude).toPlainString();
        return s.indexOf('.') < 0 ? s + "." : s;
    }

    private static BigDecimal trimmed(BigDecimal x) {
        return x.signum() == 0 ? BigDecimal.ZERO : x.stripTrailingZeros();
    }

    /** With an exponent: as few digits as there need be, or exactly {@code precision} of them behind the point. */
    private String scientific(double x, int precision, boolean exactly, int exponentDigits) {
        return sign(x) + scientific(x, type, precision, exactly, exponentDigits);
    }

    private static String scientific(double x, FloatType type, int precision, boolean exactly, int exponentDigits) {
        String all = "0";
        int exponent = 0;
        if (x != 0) {
            FloatDigits number = FloatDigits.of(x, type);
            int scale = precision - number.exponent();
            BigDecimal d = exactly ? number.exactly(scale) : number.shortest(scale);
            all = trimmed(d).unscaledValue().toString();
            exponent = d.precision() - d.scale() - 1;
        }
        String fraction = all.substring(1);
        String zeros = exactly ? "0".repeat(Math.max(0, precision - fraction.length())) : "";
        String power = Integer.toString(Math.abs(exponent));
        return all.charAt(0) + "." + fraction + zeros + "e" + (exponent < 0 ? "-" : "+") + "0".repeat(Math.max(0, exponentDigits - power.length())) + power;
    }

    /**
     * A single number as NumPy's scalars are printed: with an exponent where it is very large or small for its type.
     *
     * @param point whether whole numbers end in {@code .0}, which parts of complex numbers do not
     */
    static String scalar(double x, FloatType type, boolean point) {
        if (!Double.isFinite(x)) {
            return Double.isNaN(x) ? "nan" : x < 0 ? "-inf" : "inf";
        }
        String sign = Math.copySign(1, x) < 0 ? "-" : "";
        double magnitude = Math.abs(x);
        double most = type == FloatType.F64 ? 1e16 : Math.pow(10, type.decimals());
        if (magnitude == 0 || magnitude >= 1e-4 && magnitude < most) {
            String s = positional(magnitude == 0 ? BigDecimal.ZERO : FloatDigits.of(x, type).shortest(Integer.MAX_VALUE));
            return sign + (!s.endsWith(".") ? s : point ? s + "0" : s.substring(0, s.length() - 1));
        }
        return sign + scientific(x, type, 400, false, 2).replace(".e", "e");
    }

    /** The text of a type without a form of its own, such as bfloat16: six significant digits, without zeros at the end, as C's {@code %g} has it. */
    static String general(double x) {
        if (!Double.isFinite(x) || x == 0) {
            return x == 0 ? (1 / x < 0 ? "-0" : "0") : scalar(x, FloatType.F64, false);
        }
        BigDecimal d = new BigDecimal(x).round(new MathContext(6, RoundingMode.HALF_EVEN)).stripTrailingZeros();
        int exponent = d.precision() - d.scale() - 1;
        if (exponent >= -4 && exponent < 6) {
            return d.toPlainString();
        }
        String all = d.unscaledValue().abs().toString();
        String power = Integer.toString(Math.abs(exponent));
        return (x < 0 ? "-" : "") + all.charAt(0) + (all.length() > 1 ? "." + all.substring(1) : "") + "e" + (exponent < 0 ? "-" : "+") + (power.length() < 2 ? "0" : "") + power;
    }
}
