package dev.jacobi.arrays;

import java.util.Arrays;
import java.util.Locale;

/** What a result may differ by from what was recorded. Integers and bools are always equal, and so are dtype and shape; NaN equals NaN.
 * @param kind EXACT: every bit, so that -0.0 is not 0.0; ULP: steps between neighbours of the dtype, where all below the smallest normal number is as
 *     zero; NORM: multiples of the dtype's epsilon times the largest finite number expected; UNIT: the same, where that number counts as 1 at least
 * @param units how many */
record Tolerance(Kind kind, int units) {
    enum Kind { EXACT, ULP, NORM, UNIT }

    static Tolerance of(String text) {
        if (text.equals("exact")) {
            return new Tolerance(Kind.EXACT, 0);
        }
        Kind kind = Kind.valueOf(text.replaceAll("\\d", "").toUpperCase(Locale.ROOT));
        return new Tolerance(kind, Integer.parseInt(text.replaceAll("\\D", "")));
    }

    /** That of cotangents: a derivative of a value is a step further from the inputs, and a sum has zeros of one sign only. */
    Tolerance ofGradients() {
        return kind == Kind.EXACT ? new Tolerance(Kind.ULP, 0) : new Tolerance(kind, 8 * units);
    }

    /** A sentence about the first difference, or null if there is none.
     * @param absolute compares without signs, as eigenvectors have none of their own */
    String difference(RawArray expected, RawArray got, boolean absolute) {
        if (expected.type() != got.type()) {
            return "the dtype is " + got.type().text() + " for " + expected.type().text();
        }
        if (!Arrays.equals(expected.dims(), got.dims())) {
            return "the shape is " + Arrays.toString(got.dims()) + " for " + Arrays.toString(expected.dims());
        }
        double scale = kind == Kind.UNIT ? Math.max(1, scale(expected)) : scale(expected);
        for (int i = 0; i < expected.parts(); i++) {
            if (!same(expected, got, i, scale, absolute)) {
                return "element " + i + " is " + element(got, i) + " for " + element(expected, i);
            }
        }
        return null;
    }

    private static String element(RawArray a, int i) {
        return a.type().inexact() ? String.valueOf(a.value(i)) : Long.toString(a.bits(i));
    }

    private static double scale(RawArray a) {
        double most = 0;
        for (int i = 0; a.type().inexact() && i < a.parts(); i++) {
            double v = Math.abs(a.value(i));
            most = Double.isFinite(v) ? Math.max(most, v) : most;
        }
        return most;
    }

    private boolean same(RawArray expected, RawArray got, int i, double scale, boolean absolute) {
        if (expected.bits(i) == got.bits(i)) {
            return true;
        }
        if (!expected.type().inexact()) {
            return false;
        }
        double e = absolute ? Math.abs(expected.value(i)) : expected.value(i);
        double g = absolute ? Math.abs(got.value(i)) : got.value(i);
        if (Double.isNaN(e) || Double.isNaN(g)) {
            return Double.isNaN(e) && Double.isNaN(g);
        }
        if (Double.isInfinite(e) || Double.isInfinite(g)) {
            return e == g;
        }
        ElementType t = expected.type();
        double small = Math.scalb(1.0, t.lowestExponent());
        return switch (kind) {
            case EXACT -> false;
            case ULP -> Math.abs(e) <= small && Math.abs(g) <= small || Math.abs(e - g) <= units * ulp(t, e);
            case NORM, UNIT -> Math.abs(e - g) <= units * Math.max(scale * Math.scalb(1.0, -t.fraction()), small);
        };
    }

    /** The distance of neighbours at a value of the dtype. */
    private static double ulp(ElementType t, double v) {
        int e = v == 0 ? t.lowestExponent() : Math.max(Math.getExponent(v), t.lowestExponent());
        return Math.scalb(1.0, e - t.fraction());
    }
}
