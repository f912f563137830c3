// Distances between doubles in units in the last place, and the arguments at which elementary functions are difficult.
package dev.jacobi.math;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Helpers of the accuracy tests. */
final class Ulp {
    private Ulp() {
    }

    /** |got - want| in ulps of want; 0 for equal values (both NaN, or zeros of one sign), infinite when only one is NaN or infinite. */
    static double distance(double got, double want) {
        if (Double.compare(got, want) == 0) {
            return 0;
        }
        if (!Double.isFinite(got) || !Double.isFinite(want)) {
            // A result that overflows where the other just does not is one step away.
            boolean step = Math.abs(got) >= Double.MAX_VALUE && Math.abs(want) >= Double.MAX_VALUE && Math.signum(got) == Math.signum(want);
            return step ? 1 : Double.POSITIVE_INFINITY;
        }
        if (got == 0 && want == 0) {
            return Double.POSITIVE_INFINITY;
        }
        return new BigDecimal(got).subtract(new BigDecimal(want)).abs().divide(new BigDecimal(Math.ulp(want)), MathContext.DECIMAL64).doubleValue();
    }

    /** Edge values, values close to multiples of pi/4 and to 1, subnormals, and random ones: uniform in range and over all exponents. */
    static double[] arguments(double low, double high, int random) {
        List<Double> all = new ArrayList<>(List.of(0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE,
                -Double.MIN_VALUE, Double.MIN_NORMAL, -Double.MIN_NORMAL, 1e-310, Double.MAX_VALUE, -Double.MAX_VALUE, 709.782712893384,
                709.7827128933841, -708.3964185322641, -745.1332191019411, -745.1332191019412, 710.4758600739439, 22.0, -22.0, 0.5, -0.5, 1e22));
        for (int k = -64; k <= 64; k++) {
            double x = k * Math.PI / 4;
            all.addAll(List.of(x, Math.nextUp(x), Math.nextDown(x), (double) k, Math.scalb(1.0, k), -Math.scalb(1.0, k), 1 + Math.scalb(1.0, -Math.abs(k))));
        }
        for (double x = 1; x < 1e300; x *= 1e7) {
            all.addAll(List.of(x, -x, 1 / x, -1 / x));
        }
        SplittableRandom r = new SplittableRandom(1);
        for (int i = 0; i < random; i++) {
            all.add(low + (high - low) * r.nextDouble());
            all.add(Double.longBitsToDouble(r.nextLong()));
        }
        return all.stream().mapToDouble(d -> d).toArray();
    }
}
