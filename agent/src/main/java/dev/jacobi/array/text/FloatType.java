package dev.jacobi.array.text;

/** The types of floating-point numbers whose shortest decimals are printed: significant bits, least exponent of a normal number, and decimal digits that every number of the type keeps. */
enum FloatType {
    F16(11, -14, 3), F32(24, -126, 6), F64(53, -1022, 15);

    private final int bits;
    private final int minExponent;
    private final int decimals;

    FloatType(int bits, int minExponent, int decimals) {
        this.bits = bits;
        this.minExponent = minExponent;
        this.decimals = decimals;
    }

    int bits() {
        return bits;
    }

    int minExponent() {
        return minExponent;
    }

    int decimals() {
        return decimals;
    }

    /** The number of the type that is nearest to x, which is a quotient or a constant; used only for comparisons. */
    double round(double x) {
        return switch (this) {
            case F64 -> x;
            case F32 -> (float) x;
            case F16 -> roundToHalf(x);
        };
    }

    private double roundToHalf(double x) {
        if (x == 0 || Double.isNaN(x) || Double.isInfinite(x)) {
            return x;
        }
        double unit = Math.scalb(1.0, Math.max(Math.getExponent(x), minExponent) - bits + 1);
        double rounded = Math.rint(x / unit) * unit;
        return Math.abs(rounded) >= 65536 ? Math.copySign(Double.POSITIVE_INFINITY, x) : rounded;
    }
}
