package dev.jacobi.array.optim;

import dev.jacobi.DType;
import dev.jacobi.Fn1;
import dev.jacobi.Lax;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.ValueAndGrad;

/**
 * The method of Broyden, Fletcher, Goldfarb and Shanno, with the settings of jax.scipy.optimize: steps along directions that an estimate of the inverse Hessian gives, of
 * lengths that satisfy the strong conditions of Wolfe. It is code over arrays, which runs in Java or becomes a part of the function that calls it.
 */
public final class Bfgs {
    /** The greatest element of a gradient that counts as none is less than this. */
    public static final double TOLERANCE = 1e-5;
    private static final int MOST_STEPS_OF_SEARCH = 10;
    private static final double SHORTEST = 1e-8;

    private Bfgs() {
    }

    /**
     * Where the method is.
     *
     * @param x the place
     * @param value the function's value there
     * @param gradient its gradient there
     * @param inverse the estimate of the inverse Hessian
     * @param before the value of the place before
     * @param iterations how many there have been
     * @param evaluations of the function and its gradient
     * @param converged whether the gradient is small enough
     * @param search what the last line search has ended with, 0 if it is good
     */
    public record State(NDArray x, NDArray value, NDArray gradient, NDArray inverse, NDArray before, NDArray iterations, NDArray evaluations, NDArray converged, NDArray search) {
    }

    /** The last state, after {@code most} iterations at most. */
    public static State minimize(Fn1<NDArray, ValueAndGrad<NDArray, NDArray>> f, NDArray x0, double tolerance, int most) {
        ValueAndGrad<NDArray, NDArray> v = f.apply(x0);
        NDArray value = v.value().astype(x0.dtype());
        NDArray before = value.plus(Np.sqrt(Np.sum(Np.square(v.grad()))).times(0.5));
        State start = new State(x0, value, v.grad(), Np.eye(x0.size(), x0.dtype()), before, NDArray.of(0), NDArray.of(1), isFlat(v.grad(), tolerance), NDArray.of(0));
        return Lax.whileLoop((State s) -> s.converged().not().and(s.search().eq(0)).and(s.iterations().lt(most)), (State s) -> step(f, s, tolerance), start);
    }

    /** JAX's numbers: 0 for success, 1 for the most iterations, 3 and 5 where the line search has found a bracket, or none, but no step. */
    public static NDArray status(State s, int most) {
        return Np.where(s.converged(), NDArray.of(0), Np.where(s.iterations().ge(most), NDArray.of(1), s.search().plus(2)));
    }

    private static NDArray isFlat(NDArray gradient, double tolerance) {
        return Np.max(Np.abs(gradient)).lt(tolerance);
    }

    private static State step(Fn1<NDArray, ValueAndGrad<NDArray, NDArray>> f, State s, double tolerance) {
        NDArray direction = Np.matmul(s.inverse(), s.gradient()).neg();
        NDArray slope = Np.dot(s.gradient(), direction);
        NDArray guess = s.value().minus(s.before()).times(2.02).dividedBy(slope);
        NDArray first = Np.where(guess.gt(1.0), Np.onesLike(guess), guess);
        var start = new ZoomSearch.Point(Np.zerosLike(slope), s.value(), slope, s.gradient());
        ZoomSearch.Found found = ZoomSearch.search(new ZoomSearch.Line(f, s.x(), direction), start, first, MOST_STEPS_OF_SEARCH);
        ZoomSearch.Point p = found.step();
        NDArray moved = direction.times(notTooShort(p.t()));
        NDArray inverse = updated(s.inverse(), moved, p.gradient().minus(s.gradient()));
        return new State(s.x().plus(moved), p.value(), p.gradient(), inverse, s.value(), s.iterations().plus(1), s.evaluations().plus(found.evaluations()),
            isFlat(p.gradient(), tolerance), found.status());
    }

    /** Numbers of 32 bits would stay where they are. */
    private static NDArray notTooShort(NDArray t) {
        return t.dtype() == DType.F64 ? t : Np.where(Np.abs(t).lt(SHORTEST), Np.sign(t).times(SHORTEST), t);
    }

    /** W H W' + r s s' with W = 1 - r s y' and r = 1 / s'y; H itself where that is no number. */
    private static NDArray updated(NDArray h, NDArray s, NDArray y) {
        NDArray r = Np.reciprocal(Np.dot(y, s));
        NDArray w = Np.eye(s.size(), s.dtype()).minus(Np.outer(s, y).times(r));
        NDArray next = Np.matmul(Np.matmul(w, h), Np.transpose(w)).plus(Np.outer(s, s).times(r));
        return Np.where(Np.isfinite(r), next, h);
    }
}
