package dev.jacobi.array.optim;

import dev.jacobi.Fn1;
import dev.jacobi.NDArray;
import dev.jacobi.Tree;

/** A line search that makes steps shorter until the function has become small enough (Armijo's rule), with Optax's numbers. */
public final class Backtracking {
    private static final int MOST_STEPS = 15;
    private static final double SLOPE = 1e-4;
    private static final double SHORTER = 0.8;
    private static final double LONGER = 1.5;

    private Backtracking() {
    }

    /** The learning rate of a step along updates; 0 where no step gives a finite value. {@code last} is that of the step before. */
    public static <T> NDArray rate(Fn1<T, NDArray> f, T params, T updates, T gradients, NDArray value, NDArray last) {
        NDArray slope = Tree.dot(updates, gradients);
        NDArray rate = Formulas.min(last.times(LONGER), NDArray.scalar(1.0));
        NDArray first = rate;
        NDArray error = error(f.apply(moved(params, updates, first)), value, rate, slope);
        for (int k = 1; k <= MOST_STEPS && error.item() > 0; k++) {
            rate = rate.times(SHORTER);
            NDArray now = rate;
            error = error(f.apply(moved(params, updates, now)), value, rate, slope);
        }
        return Formulas.where(Formulas.equal(error, NDArray.scalar(Double.POSITIVE_INFINITY)), NDArray.scalar(0.0), rate, rate);
    }

    private static <T> T moved(T params, T updates, NDArray rate) {
        return Tree.map((p, u) -> p.plus(u.times(rate)), params, updates);
    }

    private static NDArray error(NDArray now, NDArray before, NDArray rate, NDArray slope) {
        NDArray e = now.minus(before).minus(rate.times(SLOPE).times(slope));
        NDArray bounded = Formulas.where(Formulas.equal(e, e), e, NDArray.scalar(Double.POSITIVE_INFINITY), e);
        return Formulas.max(bounded, NDArray.scalar(0.0));
    }
}
