package dev.jacobi.llvm.emit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/** Doubles whose square roots are hard to round, or are special. */
final class RootCases {
    static final double[] SPECIAL = {0.0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, -Double.MIN_VALUE,
        Double.MIN_NORMAL, -Double.MIN_NORMAL, Math.nextDown(Double.MIN_NORMAL), Double.MAX_VALUE, -Double.MAX_VALUE, 0x1p-960, Math.nextDown(0x1p-960),
        Math.nextUp(0x1p-960), Double.longBitsToDouble(0xFFF8000000000000L), 4.9e-320, 1e-300, 1e300};

    private RootCases() {
    }

    /** Both sides of every power of two. */
    static double[] powers() {
        return DoubleStream.iterate(Double.MIN_NORMAL, x -> x < Double.POSITIVE_INFINITY, x -> 2 * x).flatMap(x -> DoubleStream.of(
            x, Math.nextUp(x), Math.nextDown(x), Math.nextUp(Math.nextUp(x)), Math.nextDown(Math.nextDown(x)), x + 3 * Math.ulp(x))).toArray();
    }

    /** Squares of doubles in [1, 2) and of middles between two, rounded, with two neighbours on each side. */
    static double[] nearSquares(SplittableRandom random, int count) {
        return random.doubles(count, 1, 2).flatMap(s -> {
            double a = s * s;
            double m = Math.fma(s, Math.ulp(s), a); // (s + ulp / 2)², rounded
            return DoubleStream.of(a, Math.nextUp(a), Math.nextDown(a), a + 2 * Math.ulp(a), a - 2 * Math.ulp(a), m, Math.nextUp(m), Math.nextDown(m));
        }).toArray();
    }

    /**
     * All doubles a in [1, 4) for which the root is closest to the middle m of two doubles: with M = 2^53 m, an odd integer, M² differs from a * 2^106
     * by no more than {@code most}. M is a root of the difference c modulo 2^54 for a in [1, 2), else 2^55, which has four roots where c = 1 modulo 8.
     */
    static List<Double> nearMiddles(int most) {
        var found = new ArrayList<Double>();
        for (int w = 54; w <= 55; w++) {
            BigInteger modulus = BigInteger.ONE.shiftLeft(w);
            for (int c = 1 - most / 8 * 8; c <= most; c += 8) {
                BigInteger r = BigInteger.ONE;
                BigInteger want = BigInteger.valueOf(c);
                for (int k = 3; k < w; k++) {
                    if (r.multiply(r).subtract(want).testBit(k)) {
                        r = r.setBit(k - 1);
                    }
                }
                BigInteger half = modulus.shiftRight(1);
                for (BigInteger root : List.of(r, r.negate(), r.add(half), half.subtract(r))) {
                    BigInteger m = root.mod(modulus);
                    BigInteger a = m.multiply(m).subtract(want).shiftRight(w);
                    if (m.bitLength() == 54 && a.bitLength() == 53) {
                        found.add(Math.scalb((double) a.longValueExact(), w - 106));
                    }
                }
            }
        }
        return found;
    }
}
