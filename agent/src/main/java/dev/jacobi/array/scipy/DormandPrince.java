package dev.jacobi.array.scipy;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.Reductions;
import dev.jacobi.array.core.Casts;
import java.util.List;

/**
 * The method of Dormand and Prince of the orders 5 and 4, in Shampine's variant: what slopes are taken at, what a step gives, what lies between, and how long the next one is. Lengths of steps are
 * constants for derivatives.
 */
public final class DormandPrince {
    private static final double[][] STAGES = {{1}, {1 / 5.0}, {3 / 40.0, 9 / 40.0}, {44 / 45.0, -56 / 15.0, 32 / 9.0}, {19372 / 6561.0, -25360 / 2187.0, 64448 / 6561.0, -212 / 729.0},
        {9017 / 3168.0, -355 / 33.0, 46732 / 5247.0, 49 / 176.0, -5103 / 18656.0}, {35 / 384.0, 0, 500 / 1113.0, 125 / 192.0, -2187 / 6784.0, 11 / 84.0}};
    private static final double[] TIMES = {0, 1 / 5.0, 3 / 10.0, 4 / 5.0, 8 / 9.0, 1, 1};
    private static final double[] ERROR = {35 / 384.0 - 1951 / 21600.0, 0, 500 / 1113.0 - 22642 / 50085.0, 125 / 192.0 - 451 / 720.0, -2187 / 6784.0 + 12231 / 42400.0, 11 / 84.0 - 649 / 6300.0, -1 / 60.0};
    private static final double[] MIDDLE = {6025192743.0 / 30085553152.0 / 2, 0, 51252292925.0 / 65400821598.0 / 2, -2691868925.0 / 45128329728.0 / 2, 187940372067.0 / 1594534317056.0 / 2,
        -1776094331.0 / 19743644256.0 / 2, 11237099.0 / 235043384.0 / 2};
    private static final double SAFETY = 0.9;
    private static final double MOST_GROWTH = 10;
    private static final double MOST_SHRINKING = 0.2;

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

    private static NDArray of(NDArray h, NDArray y) {
        return Casts.to(h, y.dtype());
    }

    /** Where a slope is taken, of those before; what stands for later ones is not read. Stage 0 stands for a step along the first slope alone. */
    public static NDArray place(NDArray y, NDArray h, int stage, NDArray k1, NDArray k2, NDArray k3, NDArray k4, NDArray k5, NDArray k6) {
        return y.plus(sum(STAGES[stage], List.of(k1, k2, k3, k4, k5, k6)).times(of(h, y)));
    }

    /** When a slope is taken. */
    public static NDArray time(NDArray t, NDArray h, int stage) {
        return t.plus(h.times(SpecialReals.number(TIMES[stage], h)));
    }

    /** The error of a step as a part of what may be: at most 1 for a step that counts. */
    public static NDArray error(NDArray y, NDArray next, NDArray h, NDArray rtol, NDArray atol, List<NDArray> slopes) {
        NDArray estimate = sum(ERROR, slopes).times(of(h, y));
        NDArray allowed = SpecialReals.max(SpecialReals.abs(y), SpecialReals.abs(next)).times(Casts.to(rtol, y.dtype())).plus(Casts.to(atol, y.dtype()));
        NDArray ratio = estimate.dividedBy(allowed);
        return Casts.to(SpecialReals.constant(SpecialReals.sqrt(mean(ratio.times(ratio)))), h.dtype());
    }

    private static NDArray mean(NDArray x) {
        return total(x).dividedBy(total(SpecialReals.filled(1, x)));
    }

    private static NDArray total(NDArray x) {
        return Reductions.sum(x, null, null, false, null, null);
    }

    /** The length of the step after one with such an error. */
    public static NDArray next(NDArray h, NDArray error) {
        NDArray least = SpecialReals.where(error.lt(1.0), 1, SpecialReals.number(MOST_SHRINKING, error));
        NDArray wanted = SpecialReals.pow(error, SpecialReals.number(-0.2, error)).times(SpecialReals.number(SAFETY, error));
        NDArray factor = SpecialReals.min(SpecialReals.max(wanted, least), SpecialReals.number(MOST_GROWTH, error));
        return SpecialReals.constant(h.times(SpecialReals.where(error.eq(0.0), MOST_GROWTH, factor)));
    }

    /** A length of a step, cut to the longest one. */
    public static NDArray atMost(NDArray h, NDArray longest) {
        return SpecialReals.constant(SpecialReals.min(h, Casts.to(longest, h.dtype())));
    }

    /** The first part of Hairer's guess at the first step's length: from the size of the state and of its slope. */
    public static NDArray firstGuess(NDArray t, NDArray y, NDArray slope, NDArray rtol, NDArray atol) {
        NDArray size = norm(y, scale(y, rtol, atol));
        NDArray speed = norm(slope, scale(y, rtol, atol));
        NDArray slow = size.lt(1e-5).or(speed.lt(1e-5));
        NDArray h = SpecialReals.where(slow, 1e-6, size.dividedBy(speed).times(SpecialReals.number(0.01, size)));
        return SpecialReals.constant(Casts.to(h, t.dtype()));
    }

    /** The first step's length, with the slope at the end of a step of the guessed length. */
    public static NDArray firstStep(NDArray guess, NDArray y, NDArray slope, NDArray later, NDArray rtol, NDArray atol) {
        NDArray scale = scale(y, rtol, atol);
        NDArray speed = norm(slope, scale);
        NDArray h = of(guess, y);
        NDArray bend = norm(later.minus(slope), scale).dividedBy(h);
        NDArray still = speed.le(1e-15).and(bend.le(1e-15));
        NDArray small = SpecialReals.max(SpecialReals.number(1e-6, h), h.times(SpecialReals.number(1e-3, h)));
        NDArray usual = SpecialReals.pow(SpecialReals.number(0.01, h).dividedBy(SpecialReals.max(speed, bend)), SpecialReals.number(0.2, h));
        NDArray step = SpecialReals.min(h.times(SpecialReals.number(100, h)), SpecialReals.where(still, small, usual));
        return SpecialReals.constant(Casts.to(step, guess.dtype()));
    }

    private static NDArray scale(NDArray y, NDArray rtol, NDArray atol) {
        return SpecialReals.abs(y).times(Casts.to(rtol, y.dtype())).plus(Casts.to(atol, y.dtype()));
    }

    private static NDArray norm(NDArray x, NDArray scale) {
        NDArray r = x.dividedBy(scale);
        return SpecialReals.sqrt(total(r.times(r)));
    }

    /** The state at a time within the last step, by the polynomial of order 4 through its ends, its middle and the slopes at its ends. */
    public static NDArray between(NDArray y0, NDArray y1, NDArray middle, NDArray slope0, NDArray slope1, NDArray from, NDArray to, NDArray at) {
        NDArray length = to.minus(from);
        NDArray moved = SpecialReals.where(length.eq(0.0), 1, length);
        NDArray s = of(at.minus(from).dividedBy(moved), y0);
        NDArray h = of(length, y0);
        NDArray d0 = slope0.times(h);
        NDArray d1 = slope1.times(h);
        NDArray a = combined(new double[] {-2, 2, -8, -8, 16}, d0, d1, y0, y1, middle);
        NDArray b = combined(new double[] {5, -3, 18, 14, -32}, d0, d1, y0, y1, middle);
        NDArray c = combined(new double[] {-4, 1, -11, -5, 16}, d0, d1, y0, y1, middle);
        return a.times(s).plus(b).times(s).plus(c).times(s).plus(d0).times(s).plus(y0);
    }

    private static NDArray combined(double[] factors, NDArray... of) {
        return sum(factors, List.of(of));
    }

    /** The state in the middle of a step. */
    public static NDArray middle(NDArray y, NDArray h, List<NDArray> slopes) {
        return y.plus(sum(MIDDLE, slopes).times(of(h, y)));
    }

    /** One of two arrays by a condition without axes. */
    public static NDArray where(NDArray condition, NDArray a, NDArray b) {
        return SpecialReals.where(condition, a, b);
    }

    /** Times as numbers of 32 bits or more. */
    public static NDArray times(NDArray t) {
        if (t.rank() != 1) {
            throw new JacobiException("odeint: the times are an array of " + t.rank() + " axes; give a vector, the first element of which is the time of the start.");
        }
        return t.dtype().isReal() && t.dtype().bits() >= DType.F32.bits() ? t : Casts.to(t, DType.F32);
    }
}
