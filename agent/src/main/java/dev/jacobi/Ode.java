package dev.jacobi;

import dev.jacobi.array.control.Control;
import dev.jacobi.array.scipy.DormandPrince;
import dev.jacobi.array.scipy.StateVectors;
import java.util.List;

/**
 * Ordinary differential equations.
 *
 * <pre>{@code
 * Fn3<NDArray, NDArray, NDArray, NDArray> f = (y, t, rate) -> y.times(rate);
 * NDArray ys = Ode.odeint(f, NDArray.of(1f), Np.linspace(0, 1, 5), NDArray.of(2f));     // exp(2t) at 5 times
 * }</pre>
 */
public final class Ode {
    private static final double TOLERANCE = 1.4e-8;

    private Ode() {
    }

    /** The last step: where it began and what it ended with, and how long the next one is. */
    private record State(NDArray y, NDArray slope, NDArray t, NDArray h, NDArray before, NDArray slopeBefore, NDArray middle, NDArray start, NDArray steps) {
    }

    /** How exact a solution has to be, how many steps there are between two times at most, and how long one is. */
    private record Limits(NDArray rtol, NDArray atol, NDArray steps, NDArray length) {
        static Limits of(double rtol, double atol, int steps, double length) {
            if (steps < 1 || !(length > 0)) {
                throw new JacobiException("Ode.odeint: mxstep is " + steps + " and hmax " + length + "; give at least one step, and a length above 0.");
            }
            return new Limits(NDArray.scalar(rtol), NDArray.scalar(atol), NDArray.of(steps), NDArray.scalar(length));
        }
    }

    /** What a slope depends on, each as a vector. */
    private record Point(NDArray y, NDArray t, NDArray args) {
    }

    /** What goes on from one time to the one before while derivatives are taken, each as a vector. */
    private record Cotangents(NDArray y, NDArray t, NDArray args) {
    }

    /** The cotangents at the time with a number, and those of the times behind it. */
    private record Worth(NDArray i, Cotangents c, NDArray times) {
    }

    /** What derivatives need of a solution. */
    private record Solution(NDArray ys, NDArray t, NDArray args) {
    }

    /**
     * The solution of dy/dt = f(y, t) at given times, with tolerances of 1.4e-8.
     *
     * @param f the derivative of y for y and t, of the structure and shapes of y
     * @param y0 y at the first time: an array of reals, or a tree of such
     * @param t the times, a vector of reals, rising
     * @param <Y> the type of y
     * @return y at each time along a new first axis
     */
    public static <Y> Y odeint(Fn2<Y, NDArray, Y> f, Y y0, NDArray t) {
        return odeint(f, y0, t, TOLERANCE, TOLERANCE);
    }

    /**
     * The solution of dy/dt = f(y, t) at given times by the method of Dormand and Prince, with steps as long as the tolerances allow. Derivatives go through the steps, also those by what {@code f}
     * has captured; {@link #odeint(Fn3, Object, NDArray, Object, double, double)} keeps nothing of them.
     *
     * @param f the derivative of y for y and t, of the structure and shapes of y
     * @param y0 y at the first time: an array of reals, or a tree of such
     * @param t the times, a vector of reals, rising
     * @param rtol how large the error of a step may be as a part of y
     * @param atol how large the error of a step may be besides
     * @param <Y> the type of y
     * @return y at each time along a new first axis
     */
    public static <Y> Y odeint(Fn2<Y, NDArray, Y> f, Y y0, NDArray t, double rtol, double atol) {
        return odeint(f, y0, t, rtol, atol, Integer.MAX_VALUE, Double.POSITIVE_INFINITY);
    }

    /**
     * The same with at most so many steps from one time to the next, and steps that are not longer than given. Where {@code mxstep} steps do not reach a time, the solution there is what the last
     * one's polynomial gives, as in JAX.
     *
     * @param f the derivative of y for y and t, of the structure and shapes of y
     * @param y0 y at the first time: an array of reals, or a tree of such
     * @param t the times, a vector of reals, rising
     * @param rtol how large the error of a step may be as a part of y
     * @param atol how large the error of a step may be besides
     * @param mxstep how many steps there are between two times at most, at least 1
     * @param hmax how long a step is at most, above 0
     * @param <Y> the type of y
     * @return y at each time along a new first axis
     * @throws JacobiException if {@code mxstep} or {@code hmax} is no such number
     */
    public static <Y> Y odeint(Fn2<Y, NDArray, Y> f, Y y0, NDArray t, double rtol, double atol, int mxstep, double hmax) {
        NDArray times = DormandPrince.times(t);
        Limits limits = Limits.of(rtol, atol, mxstep, hmax);
        List<NDArray> like = Tree.leaves(y0);
        NDArray ys = solved((y, s) -> StateVectors.joined(Tree.leaves(f.apply(Tree.unflatten(y0, StateVectors.parts(y, Tree.leaves(y0))), s)), y), StateVectors.joined(like, times), times, limits);
        return Tree.unflatten(y0, StateVectors.parts(ys, like));
    }

    /**
     * The solution of dy/dt = f(y, t, args) at given times, with tolerances of 1.4e-8.
     *
     * @param f the derivative of y for y, t and args, of the structure and shapes of y
     * @param y0 y at the first time: an array of reals, or a tree of such
     * @param t the times, a vector of reals, rising
     * @param args what {@code f} depends on besides: an array of reals, or a tree of such
     * @param <Y> the type of y
     * @param <A> the type of args
     * @return y at each time along a new first axis
     */
    public static <Y, A> Y odeint(Fn3<Y, NDArray, A, Y> f, Y y0, NDArray t, A args) {
        return odeint(f, y0, t, args, TOLERANCE, TOLERANCE);
    }

    /**
     * The solution of dy/dt = f(y, t, args) at given times by the method of Dormand and Prince, with steps as long as the tolerances allow. Reverse derivatives, by y0, the times and args, are
     * solutions of the adjoint equation, which goes back in time from the results and keeps no steps; what {@code f} has captured is a constant for them.
     *
     * @param f the derivative of y for y, t and args, of the structure and shapes of y
     * @param y0 y at the first time: an array of reals, or a tree of such
     * @param t the times, a vector of reals, rising
     * @param args what {@code f} depends on besides: an array of reals, or a tree of such
     * @param rtol how large the error of a step may be as a part of y
     * @param atol how large the error of a step may be besides
     * @param <Y> the type of y
     * @param <A> the type of args
     * @return y at each time along a new first axis
     */
    public static <Y, A> Y odeint(Fn3<Y, NDArray, A, Y> f, Y y0, NDArray t, A args, double rtol, double atol) {
        return odeint(f, y0, t, args, rtol, atol, Integer.MAX_VALUE, Double.POSITIVE_INFINITY);
    }

    /**
     * The same with at most so many steps from one time to the next, and steps that are not longer than given. Where {@code mxstep} steps do not reach a time, the solution there is what the last
     * one's polynomial gives, as in JAX.
     *
     * @param f the derivative of y for y, t and args, of the structure and shapes of y
     * @param y0 y at the first time: an array of reals, or a tree of such
     * @param t the times, a vector of reals, rising
     * @param args what {@code f} depends on besides: an array of reals, or a tree of such
     * @param rtol how large the error of a step may be as a part of y
     * @param atol how large the error of a step may be besides
     * @param mxstep how many steps there are between two times at most, at least 1
     * @param hmax how long a step is at most, above 0
     * @param <Y> the type of y
     * @param <A> the type of args
     * @return y at each time along a new first axis
     * @throws JacobiException if {@code mxstep} or {@code hmax} is no such number
     */
    public static <Y, A> Y odeint(Fn3<Y, NDArray, A, Y> f, Y y0, NDArray t, A args, double rtol, double atol, int mxstep, double hmax) {
        NDArray times = DormandPrince.times(t);
        Limits limits = Limits.of(rtol, atol, mxstep, hmax);
        List<NDArray> like = Tree.leaves(y0);
        List<NDArray> likeArgs = Tree.leaves(args);
        // what the function below captures are structures and shapes, by which no derivative is taken
        Y form = Tree.zerosLike(y0);
        A argsForm = Tree.zerosLike(args);
        Fn3<NDArray, NDArray, NDArray, NDArray> slope = (y, s, a) -> StateVectors.joined(Tree.leaves(f.apply(Tree.unflatten(form, StateVectors.parts(y, Tree.leaves(form))), s,
            Tree.unflatten(argsForm, StateVectors.parts(a, Tree.leaves(argsForm))))), y);
        Point start = new Point(StateVectors.joined(like, times), times, StateVectors.joined(likeArgs, times));
        Fn1<Point, NDArray> solve = p -> solved((y, s) -> slope.apply(y, s, p.args()), p.y(), p.t(), limits);
        if (!Control.isLifted()) {
            return Tree.unflatten(y0, StateVectors.parts(solve.apply(start), like));
        }
        NDArray ys = Jacobi.customVjp(solve, (Point p) -> {
            NDArray out = solve.apply(p);
            return new WithAux<NDArray, Solution>(out, new Solution(out, p.t(), p.args()));
        }, (Solution s, NDArray g) -> backwards(slope, s, g, limits)).apply(start);
        return Tree.unflatten(y0, StateVectors.parts(ys, like));
    }

    private static NDArray solved(Fn2<NDArray, NDArray, NDArray> f, NDArray y0, NDArray times, Limits l) {
        NDArray later = Lax.scan((State s, NDArray target) -> {
            State end = advanced(f, s, target, l);
            return new Scanned<State, NDArray>(end, at(end, target));
        }, started(f, y0, StateVectors.row(times, NDArray.of(0)), l), StateVectors.rest(times)).y();
        return StateVectors.under(y0, later);
    }

    private static State started(Fn2<NDArray, NDArray, NDArray> f, NDArray y0, NDArray start, Limits l) {
        NDArray slope = f.apply(y0, start);
        NDArray guess = DormandPrince.firstGuess(start, y0, slope, l.rtol(), l.atol());
        NDArray h = DormandPrince.firstStep(guess, y0, slope, f.apply(DormandPrince.place(y0, guess, 0, slope, slope, slope, slope, slope, slope), start.plus(guess)), l.rtol(), l.atol());
        return new State(y0, slope, start, DormandPrince.atMost(h, l.length()), y0, slope, y0, start, NDArray.of(0));
    }

    private static State advanced(Fn2<NDArray, NDArray, NDArray> f, State s, NDArray target, Limits l) {
        State begun = new State(s.y(), s.slope(), s.t(), s.h(), s.before(), s.slopeBefore(), s.middle(), s.start(), NDArray.of(0));
        return Lax.whileLoop((State c) -> c.t().lt(target).and(c.h().gt(0.0)).and(c.steps().lt(l.steps())), (State c) -> step(f, c, l), begun);
    }

    private static NDArray at(State s, NDArray time) {
        return DormandPrince.between(s.before(), s.y(), s.middle(), s.slopeBefore(), s.slope(), s.start(), s.t(), time);
    }

    private static State step(Fn2<NDArray, NDArray, NDArray> f, State s, Limits l) {
        NDArray y = s.y();
        NDArray t = s.t();
        NDArray h = s.h();
        NDArray k1 = s.slope();
        NDArray k2 = f.apply(DormandPrince.place(y, h, 1, k1, k1, k1, k1, k1, k1), DormandPrince.time(t, h, 1));
        NDArray k3 = f.apply(DormandPrince.place(y, h, 2, k1, k2, k1, k1, k1, k1), DormandPrince.time(t, h, 2));
        NDArray k4 = f.apply(DormandPrince.place(y, h, 3, k1, k2, k3, k1, k1, k1), DormandPrince.time(t, h, 3));
        NDArray k5 = f.apply(DormandPrince.place(y, h, 4, k1, k2, k3, k4, k1, k1), DormandPrince.time(t, h, 4));
        NDArray k6 = f.apply(DormandPrince.place(y, h, 5, k1, k2, k3, k4, k5, k1), DormandPrince.time(t, h, 5));
        NDArray next = DormandPrince.place(y, h, 6, k1, k2, k3, k4, k5, k6);
        NDArray k7 = f.apply(next, DormandPrince.time(t, h, 6));
        List<NDArray> slopes = List.of(k1, k2, k3, k4, k5, k6, k7);
        NDArray error = DormandPrince.error(y, next, h, l.rtol(), l.atol(), slopes);
        NDArray good = error.le(1.0);
        NDArray length = DormandPrince.atMost(DormandPrince.next(h, error), l.length());
        return new State(DormandPrince.where(good, next, y), DormandPrince.where(good, k7, k1), DormandPrince.where(good, t.plus(h), t), length, DormandPrince.where(good, y, s.before()),
            DormandPrince.where(good, k1, s.slopeBefore()), DormandPrince.where(good, DormandPrince.middle(y, h, slopes), s.middle()), DormandPrince.where(good, t, s.start()), s.steps().plus(1));
    }

    /** The cotangents of y0, times and args for those of the solution: from each time back to the one before, the state and what it is worth are solved for together. */
    private static Point backwards(Fn3<NDArray, NDArray, NDArray, NDArray> slope, Solution s, NDArray g, Limits l) {
        NDArray last = StateVectors.last(s.t());
        NDArray zero = NDArray.scalar(0.0).astype(s.t().dtype());
        Cotangents end = new Cotangents(StateVectors.row(g, last), zero, Np.zerosLike(s.args()));
        Worth all = Lax.whileLoop((Worth w) -> w.i().gt(0), (Worth w) -> {
            Cotangents c = w.c();
            NDArray i = w.i();
            NDArray y = StateVectors.row(s.ys(), i);
            NDArray now = StateVectors.row(s.t(), i);
            NDArray moved = slope.apply(y, now, s.args()).times(StateVectors.row(g, i)).sum().astype(zero.dtype());
            Cotangents in = new Cotangents(c.y(), c.t().minus(moved), c.args());
            Cotangents out = interval(slope, y, s.args(), in, now.neg(), StateVectors.row(s.t(), i.minus(1)).neg(), l);
            return new Worth(i.minus(1), new Cotangents(out.y().plus(StateVectors.row(g, i.minus(1))), out.t(), out.args()), StateVectors.put(w.times(), i, moved));
        }, new Worth(last, end, Np.zerosLike(s.t())));
        return new Point(all.c().y(), StateVectors.put(all.times(), NDArray.of(0), all.c().t()), all.c().args());
    }

    private static Cotangents interval(Fn3<NDArray, NDArray, NDArray, NDArray> slope, NDArray y, NDArray args, Cotangents c, NDArray from, NDArray to, Limits l) {
        NDArray all = StateVectors.joined(List.of(y, c.y(), c.t(), c.args()), y);
        Fn2<NDArray, NDArray, NDArray> f = (u, t) -> {
            NDArray now = StateVectors.behind(u, List.of(), y);
            NDArray worth = StateVectors.behind(u, List.of(y), y);
            NDArray time = t.neg();
            Point g = Jacobi.grad((Point p) -> slope.apply(p.y(), p.t(), p.args()).times(worth).sum()).apply(new Point(now, time, args));
            return StateVectors.joined(List.of(slope.apply(now, time, args).neg(), g.y(), g.t(), g.args()), u);
        };
        NDArray end = at(advanced(f, started(f, all, from, l), to, l), to);
        return new Cotangents(StateVectors.behind(end, List.of(y), y), StateVectors.behind(end, List.of(y, y), c.t()).astype(c.t().dtype()), StateVectors.behind(end, List.of(y, y, c.t()), args));
    }
}
