package dev.jacobi.array.optim;

import dev.jacobi.DType;
import dev.jacobi.Fn1;
import dev.jacobi.Lax;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.ValueAndGrad;

/**
 * Lengths of steps that satisfy the strong conditions of Wolfe, as jax.scipy.optimize finds them: steps are doubled until they bracket such a length, and the bracket is
 * made smaller around minima of cubic and quadratic polynomials (Nocedal and Wright, "Numerical Optimization", algorithms 3.5 and 3.6). A bracket may go either way, so
 * its width is taken without a sign; JAX gives up on those that go backwards.
 */
final class ZoomSearch {
    private static final double DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final double CUBIC_EDGE = 0.2;
    private static final double QUADRATIC_EDGE = 0.1;
    private static final int MOST_ZOOMS = 30;

    private ZoomSearch() {
    }

    /** What is minimised and where: a function with its gradient, a place, a direction, and the least relative width of a bracket. */
    record Line(Fn1<NDArray, ValueAndGrad<NDArray, NDArray>> f, NDArray x, NDArray direction) {
        Point at(NDArray t) {
            ValueAndGrad<NDArray, NDArray> v = f.apply(x.plus(direction.times(t)));
            return new Point(t, v.value().astype(t.dtype()), Np.dot(v.grad(), direction), v.grad());
        }
    }

    /** The length of a step, and there the value, the slope along the direction, and the gradient. */
    record Point(NDArray t, NDArray value, NDArray slope, NDArray gradient) {
        /** This one where a condition holds, or another. */
        Point where(NDArray condition, Point other) {
            return new Point(Np.where(condition, t, other.t), Np.where(condition, value, other.value), Np.where(condition, slope, other.slope),
                Np.where(condition, gradient, other.gradient));
        }
    }

    /** A step, how often the function was evaluated for it, and 0 if the step is good, 1 if no bracket had a good one, 3 if there was no bracket. */
    record Found(Point step, NDArray evaluations, NDArray status) {
    }

    /** A bracket: its better end, the other one, the length and value that were given up last, and the number of the trip. */
    private record Bracket(Point low, Point high, NDArray lastT, NDArray lastValue, NDArray trip, NDArray done, NDArray failed) {
    }

    private record Search(Point last, Point best, NDArray trip, NDArray evaluations, NDArray done, NDArray failed) {
    }

    /** A step along the line from {@code start}, for which the first guess is {@code guess}. */
    static Found search(Line line, Point start, NDArray guess, int most) {
        NDArray none = NDArray.of(0);
        NDArray no = none.gt(0);
        Search end = Lax.whileLoop((Search s) -> s.done().or(s.failed()).not().and(s.trip().le(most)), (Search s) -> longer(line, start, guess, s),
            new Search(start, start, NDArray.of(1), none, no, no));
        NDArray status = Np.where(end.failed(), 1, Np.where(end.trip().gt(most), NDArray.of(3), none)).astype(DType.I32);
        return new Found(end.best(), end.evaluations(), status);
    }

    private static NDArray isHigh(Point p, Point start) {
        return p.value().gt(start.value().plus(p.t().times(start.slope()).times(DECREASE)));
    }

    private static NDArray isFlat(Point p, Point start) {
        return Np.abs(p.slope()).le(start.slope().times(-CURVATURE));
    }

    private static Search longer(Line line, Point start, NDArray guess, Search s) {
        NDArray isFirst = s.trip().eq(1);
        Point now = line.at(Np.where(isFirst, guess, s.last().t().times(2.0)));
        NDArray isBehind = isHigh(now, start).or(now.value().ge(s.last().value()).and(isFirst.not()));
        NDArray isGood = isFlat(now, start).and(isBehind.not());
        NDArray rises = now.slope().ge(0.0).and(isBehind.or(isGood).not());
        NDArray brackets = isBehind.or(rises);
        Bracket b = zoomed(line, start, s.last().where(isBehind, now), now.where(isBehind, s.last()), brackets);
        Point best = b.low().where(brackets, now.where(isGood, s.best()));
        return new Search(now, best, s.trip().plus(1), s.evaluations().plus(1).plus(b.trip()), brackets.or(isGood), brackets.and(b.failed()));
    }

    /** A bracket whose better end is a good step, or one that has failed; without trips unless there is a bracket. */
    private static Bracket zoomed(Line line, Point start, Point low, Point high, NDArray brackets) {
        NDArray none = NDArray.of(0);
        NDArray no = none.gt(0);
        NDArray middle = low.t().plus(high.t()).times(0.5);
        Bracket first = new Bracket(low, high, middle, low.value().plus(high.value()).times(0.5), none, no, no);
        return Lax.whileLoop((Bracket b) -> b.done().or(b.failed()).not().and(brackets), (Bracket b) -> smaller(line, start, b), first);
    }

    private static Bracket smaller(Line line, Point start, Bracket b) {
        Point low = b.low();
        Point high = b.high();
        NDArray width = Np.abs(high.t().minus(low.t()));
        Point now = line.at(inside(b, width));
        NDArray isWorse = isHigh(now, start).or(now.value().ge(low.value()));
        NDArray isGood = isFlat(now, start).and(isWorse.not());
        NDArray isBetter = isWorse.or(isGood).not();
        NDArray turns = now.slope().times(high.t().minus(low.t())).ge(0.0).and(isBetter);
        NDArray losesHigh = isWorse.or(turns);
        Point nextHigh = now.where(isWorse, low.where(turns, high));
        NDArray lastT = Np.where(losesHigh, high.t(), Np.where(isBetter, low.t(), b.lastT()));
        NDArray lastValue = Np.where(losesHigh, high.value(), Np.where(isBetter, low.value(), b.lastValue()));
        NDArray trip = b.trip().plus(1);
        double least = now.t().dtype() == DType.F64 ? 1e-10 : 1e-5;
        NDArray failed = width.le(least).or(trip.ge(MOST_ZOOMS)).and(isGood.not());
        return new Bracket(now.where(isWorse.not(), low), nextHigh, lastT, lastValue, trip, isGood, failed);
    }

    /** Where a cubic polynomial through three values, or else a quadratic one through two, is least, if that is not near an end; else the middle. */
    private static NDArray inside(Bracket b, NDArray width) {
        Point low = b.low();
        NDArray toHigh = b.high().t().minus(low.t());
        NDArray toLast = b.lastT().minus(low.t());
        NDArray c = low.slope();
        NDArray aboveHigh = b.high().value().minus(low.value()).minus(c.times(toHigh));
        NDArray aboveLast = b.lastValue().minus(low.value()).minus(c.times(toLast));
        NDArray both = Np.square(toHigh.times(toLast)).times(toHigh.minus(toLast));
        NDArray u = toLast.times(toLast).times(aboveHigh).minus(toHigh.times(toHigh).times(aboveLast)).dividedBy(both);
        NDArray v = toHigh.times(toHigh).times(toHigh).times(aboveLast).minus(toLast.times(toLast).times(toLast).times(aboveHigh)).dividedBy(both);
        NDArray cubic = low.t().plus(Np.sqrt(v.times(v).minus(u.times(c).times(3.0))).minus(v).dividedBy(u.times(3.0)));
        NDArray quadratic = low.t().minus(c.dividedBy(aboveHigh.dividedBy(toHigh.times(toHigh)).times(2.0)));
        NDArray isCubic = b.trip().gt(0).and(isWithin(b, cubic, width.times(CUBIC_EDGE)));
        NDArray middle = low.t().plus(b.high().t()).times(0.5);
        return Np.where(isCubic, cubic, Np.where(isWithin(b, quadratic, width.times(QUADRATIC_EDGE)), quadratic, middle));
    }

    private static NDArray isWithin(Bracket b, NDArray t, NDArray edge) {
        NDArray least = Np.minimum(b.low().t(), b.high().t());
        NDArray most = Np.maximum(b.low().t(), b.high().t());
        return t.gt(least.plus(edge)).and(t.lt(most.minus(edge)));
    }
}
