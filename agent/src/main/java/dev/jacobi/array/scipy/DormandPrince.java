package dev.jacobi.array.scipy;

import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.Reductions;
import dev.jacobi.array.control.Rows;
import java.util.List;

/** The method of Dormand and Prince of the orders 5 and 4: what slopes are taken at, what a step gives, and how long the next one is. */
public final class DormandPrince {
    private static final double[][] STAGES = {{}, {1 / 5.0}, {3 / 40.0, 9 / 40.0}, {44 / 45.0, -56 / 15.0, 32 / 9.0}, {19372 / 6561.0, -25360 / 2187.0, 64448 / 6561.0, -212 / 729.0},
        {9017 / 3168.0, -355 / 33.0, 46732 / 5247.0, 49 / 176.0, -5103 / 18656.0}, {35 / 384.0, 0, 500 / 1113.0, 125 / 192.0, -2187 / 6784.0, 11 / 84.0}};
    private static final double[] TIMES = {0, 1 / 5.0, 3 / 10.0, 4 / 5.0, 8 / 9.0, 1, 1};
    private static final double[] ERROR = {35 / 384.0 - 5179 / 57600.0, 0, 500 / 1113.0 - 7571 / 16695.0, 125 / 192.0 - 393 / 640.0, -2187 / 6784.0 + 92097 / 339200.0, 11 / 84.0 - 187 / 2100.0, -1 / 40.0};

    private DormandPrince() {
    }

    private static NDArray sum(double[] factors, List<NDArray> slopes) {
        NDArray out = null;
        for (int i = 0; i < factors.length; i++) {
            if (factors[i] != 0) {
                NDArray term = slopes.get(i).times(SpecialReals.number(factors[i], slopes.get(i)));
                out = out == null ? term : out.plus(term);
            }
        }
        return out;
    }

    /** Where a slope is taken, of those before; what stands for later ones is not read. */
    public static NDArray place(NDArray y, NDArray h, int stage, NDArray k1, NDArray k2, NDArray k3, NDArray k4, NDArray k5, NDArray k6) {
        return y.plus(sum(STAGES[stage], List.of(k1, k2, k3, k4, k5, k6)).times(h));
    }

    /** When a slope is taken. */
    public static NDArray time(NDArray t, NDArray h, int stage) {
        return t.plus(h.times(SpecialReals.number(TIMES[stage], h)));
    }

    /** The error of a step as a part of what may be: at most 1 for a step that counts. */
    public static NDArray error(NDArray y, NDArray next, NDArray h, NDArray rtol, NDArray atol, NDArray k1, NDArray k2, NDArray k3, NDArray k4, NDArray k5, NDArray k6,
        NDArray k7) {
        NDArray estimate = sum(ERROR, List.of(k1, k2, k3, k4, k5, k6, k7)).times(h);
        NDArray allowed = SpecialReals.max(SpecialReals.abs(y), SpecialReals.abs(next)).times(rtol).plus(atol);
        NDArray ratio = estimate.dividedBy(allowed);
        return SpecialReals.constant(SpecialReals.sqrt(Reductions.sum(ratio.times(ratio), null, null, false, null, null).dividedBy(Reductions.sum(SpecialReals.filled(1, ratio), null, null, false, null, null))));
    }

    /** The length of the step after one with such an error. */
    public static NDArray next(NDArray h, NDArray error) {
        NDArray safe = SpecialReals.max(error, SpecialReals.number(1e-10, error));
        NDArray factor = SpecialReals.exp(SpecialReals.log(safe).times(SpecialReals.number(-0.2, error))).times(SpecialReals.number(0.9, error));
        return SpecialReals.constant(h.times(SpecialReals.min(SpecialReals.max(factor, SpecialReals.number(0.2, error)), SpecialReals.number(10, error))));
    }

    /** One of two arrays by a condition without axes. */
    public static NDArray where(NDArray condition, NDArray a, NDArray b) {
        return SpecialReals.where(condition, a, b);
    }

    /** The first number of a vector. */
    public static NDArray first(NDArray t) {
        return Rows.get(t, NDArray.of(0));
    }

    /** The smaller one of two numbers. */
    public static NDArray min(NDArray a, NDArray b) {
        return SpecialReals.min(a, b);
    }
}
