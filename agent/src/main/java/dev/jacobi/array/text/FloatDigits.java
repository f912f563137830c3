// Decimal digits of one floating-point number: the fewest by which it is told from all others of its type, or a given number of them. Numbers are exact (BigDecimal) throughout.
package dev.jacobi.array.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** A positive number and the interval of all decimals that are read as it: those nearer to it than to its neighbours. */
final class FloatDigits {
    private static final BigDecimal HALF = new BigDecimal("0.5");

    private final BigDecimal value;
    private final BigDecimal below;
    private final BigDecimal above;
    /** Whether the ends of the interval belong to it: a decimal in the middle between two numbers is read as the even one. */
    private final boolean closed;

    private FloatDigits(BigDecimal value, BigDecimal below, BigDecimal above, boolean closed) {
        this.value = value;
        this.below = below;
        this.above = above;
        this.closed = closed;
    }

    /** Of a finite number that is not 0; its sign does not count. */
    static FloatDigits of(double x, FloatType type) {
        double v = Math.abs(x);
        int e = Math.max(Math.getExponent(v), type.minExponent());
        int last = e - type.bits() + 1;
        BigDecimal exact = new BigDecimal(v);
        BigInteger mantissa = exact.divide(power(last)).toBigIntegerExact();
        boolean lowest = mantissa.equals(BigInteger.ONE.shiftLeft(type.bits() - 1)) && e > type.minExponent();
        BigDecimal half = power(last - 1);
        return new FloatDigits(exact, lowest ? power(last - 2) : half, half, !mantissa.testBit(0));
    }

    private static BigDecimal power(int exponentOfTwo) {
        return exponentOfTwo >= 0 ? new BigDecimal(BigInteger.ONE.shiftLeft(exponentOfTwo)) : new BigDecimal(BigInteger.valueOf(5).pow(-exponentOfTwo), -exponentOfTwo);
    }

    /** The exponent of ten of the number's first digit. */
    int exponent() {
        return value.precision() - value.scale() - 1;
    }

    /** The fewest digits behind the point that no other number has; the number rounded to {@code most} digits where that takes more. */
    BigDecimal shortest(int most) {
        int first = -exponent();
        for (int scale = first; scale < most; scale++) {
            BigDecimal floor = value.setScale(scale, RoundingMode.FLOOR);
            BigDecimal rest = value.subtract(floor);
            BigDecimal unit = BigDecimal.ONE.movePointLeft(scale);
            boolean low = within(rest, below);
            boolean high = within(unit.subtract(rest), above);
            if (low || high) {
                boolean down = low == high ? value.setScale(scale, RoundingMode.HALF_EVEN).compareTo(floor) == 0 : low;
                return down ? floor : floor.add(unit);
            }
        }
        return exactly(most);
    }

    /** The number rounded to so many digits behind the point; where just one of the two decimals around it is read as it, to that one. */
    BigDecimal exactly(int scale) {
        BigDecimal floor = value.setScale(scale, RoundingMode.FLOOR);
        BigDecimal unit = BigDecimal.ONE.movePointLeft(scale);
        BigDecimal rest = value.subtract(floor);
        boolean low = within(rest, below);
        boolean high = within(unit.subtract(rest), above);
        boolean down = low != high ? low : compareToHalf(rest, unit, floor) < 0;
        return down ? floor : floor.add(unit);
    }

    /** Less than 0 where a number is rounded down: nearer to the decimal below, or in the middle and that decimal is even. */
    private static int compareToHalf(BigDecimal rest, BigDecimal unit, BigDecimal floor) {
        int c = rest.compareTo(unit.multiply(HALF));
        return c != 0 ? c : floor.unscaledValue().testBit(0) ? 1 : -1;
    }

    private boolean within(BigDecimal distance, BigDecimal margin) {
        int c = distance.compareTo(margin);
        return closed ? c <= 0 : c < 0;
    }
}
