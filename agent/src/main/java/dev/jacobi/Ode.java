package dev.jacobi;

import dev.jacobi.array.scipy.DormandPrince;

/** Ordinary differential equations. */
public final class Ode {
    private static final double FIRST_STEP = 0.01;

    private Ode() {
    }

    private record State(NDArray y, NDArray slope, NDArray t, NDArray h) {
    }

    /**
     * The solution of dy/dt = f(y, t) at given times by the method of Dormand and Prince, with steps as long as the tolerances allow.
     *
     * @param f the derivative of y for y and t, of the shape of y
     * @param y0 y at the first time, of reals
     * @param t the times, a vector of y's type, rising
     * @param rtol how large the error of a step may be as a part of y
     * @param atol how large the error of a step may be besides
     * @return y at each time along a new first axis
     */
    public static NDArray odeint(Fn2<NDArray, NDArray, NDArray> f, NDArray y0, NDArray t, double rtol, double atol) {
        if (t.rank() != 1) {
            throw new JacobiException("odeint: the times are an array of " + t.rank() + " axes; give a vector, the first element of which is the time of y0.");
        }
        NDArray relative = NDArray.scalar(rtol).astype(y0.dtype());
        NDArray absolute = NDArray.scalar(atol).astype(y0.dtype());
        NDArray start = DormandPrince.first(t);
        NDArray first = NDArray.scalar(FIRST_STEP).astype(y0.dtype());
        State init = new State(y0, f.apply(y0, start), start, first);
        return Lax.scan((State s, NDArray target) -> {
            State end = Lax.whileLoop((State c) -> c.t().lt(target), (State c) -> step(f, c, target, relative, absolute), s);
            return new Scanned<State, NDArray>(end, end.y());
        }, init, t).y();
    }

    private static State step(Fn2<NDArray, NDArray, NDArray> f, State s, NDArray target, NDArray rtol, NDArray atol) {
        NDArray y = s.y();
        NDArray t = s.t();
        NDArray left = target.minus(t);
        NDArray h = DormandPrince.min(s.h(), left);
        NDArray k1 = s.slope();
        NDArray k2 = f.apply(DormandPrince.place(y, h, 1, k1, k1, k1, k1, k1, k1), DormandPrince.time(t, h, 1));
        NDArray k3 = f.apply(DormandPrince.place(y, h, 2, k1, k2, k1, k1, k1, k1), DormandPrince.time(t, h, 2));
        NDArray k4 = f.apply(DormandPrince.place(y, h, 3, k1, k2, k3, k1, k1, k1), DormandPrince.time(t, h, 3));
        NDArray k5 = f.apply(DormandPrince.place(y, h, 4, k1, k2, k3, k4, k1, k1), DormandPrince.time(t, h, 4));
        NDArray k6 = f.apply(DormandPrince.place(y, h, 5, k1, k2, k3, k4, k5, k1), DormandPrince.time(t, h, 5));
        NDArray next = DormandPrince.place(y, h, 6, k1, k2, k3, k4, k5, k6);
        NDArray k7 = f.apply(next, DormandPrince.time(t, h, 6));
        NDArray error = DormandPrince.error(y, next, h, rtol, atol, k1, k2, k3, k4, k5, k6, k7);
        NDArray good = error.le(1.0);
        // the last step before a time ends there exactly, and says nothing about how long steps may be
        NDArray last = left.le(s.h());
        NDArray end = DormandPrince.where(last, target, t.plus(h));
        NDArray length = DormandPrince.where(last.and(good), s.h(), DormandPrince.next(h, error));
        return new State(DormandPrince.where(good, next, y), DormandPrince.where(good, k7, k1), DormandPrince.where(good, end, t), length);
    }
}
