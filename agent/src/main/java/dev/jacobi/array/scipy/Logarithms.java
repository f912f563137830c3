package dev.jacobi.array.scipy;

import dev.jacobi.NDArray;
import dev.jacobi.array.nn.Normal;
import java.util.List;

/** Logarithms of probabilities, entropies, and sums of exponentials. */
public final class Logarithms {
    private Logarithms() {
    }

    /** log(x / (1 - x)). */
    public static NDArray logit(NDArray x) {
        return Formula.unary("logit", a -> Formula.withPartials("logit", in -> SpecialReals.log(in.get(0).dividedBy(SpecialReals.number(1, a).minus(in.get(0)))), in -> {
            NDArray one = SpecialReals.number(1, in.get(0));
            return List.of(one.dividedBy(in.get(0)).plus(one.dividedBy(one.minus(in.get(0)))));
        }, a), x);
    }

    /** 1 / (1 + exp(-x)). */
    public static NDArray expit(NDArray x) {
        return Formula.unary("expit", Logarithms::logistic, x);
    }

    static NDArray logistic(NDArray x) {
        // of the exponential of a negative number, which does not overflow
        NDArray e = SpecialReals.exp(SpecialReals.abs(x).neg());
        NDArray one = SpecialReals.number(1, x);
        return SpecialReals.where(x.lt(0.0), e, SpecialReals.where(x.eq(x), one, x)).dividedBy(e.plus(1.0));
    }

    /** x log(y), 0 where x is 0. */
    public static NDArray xlogy(NDArray x, NDArray y) {
        return Formula.binary("xlogy", Logarithms::timesLog, x, y);
    }

    /** The derivative by x is log(y) also where x is 0. */
    static NDArray timesLog(NDArray x, NDArray y) {
        return Formula.withPartials("xlogy", in -> valueOfTimesLog(in.get(0), in.get(1)), in -> List.of(SpecialReals.log(in.get(1)), ratio(in.get(0), in.get(1))), x, y);
    }

    /** x / y, 0 where x is 0. */
    private static NDArray ratio(NDArray x, NDArray y) {
        NDArray zero = x.eq(0.0).and(y.eq(y));
        return x.dividedBy(SpecialReals.where(zero, 1, y));
    }

    private static NDArray valueOfTimesLog(NDArray x, NDArray y) {
        NDArray zero = x.eq(0.0).and(y.eq(y));
        return SpecialReals.where(zero, 0, x.times(SpecialReals.log(SpecialReals.where(zero, 1, y))));
    }

    /** x log(1 + y), 0 where x is 0. */
    public static NDArray xlog1py(NDArray x, NDArray y) {
        return Formula.binary("xlog1py", Logarithms::timesLog1p, x, y);
    }

    static NDArray timesLog1p(NDArray x, NDArray y) {
        return Formula.withPartials("xlog1py", in -> valueOfTimesLog1p(in.get(0), in.get(1)),
            in -> List.of(SpecialReals.log1p(in.get(1)), ratio(in.get(0), in.get(1).plus(1.0))), x, y);
    }

    private static NDArray valueOfTimesLog1p(NDArray x, NDArray y) {
        NDArray zero = x.eq(0.0).and(y.eq(y));
        return SpecialReals.where(zero, 0, x.times(SpecialReals.log1p(SpecialReals.where(zero, 0, y))));
    }

    /** -x log(x), 0 at 0, the negative infinity below. */
    public static NDArray entr(NDArray x) {
        return Formula.unary("entr", a -> {
            NDArray outside = a.lt(0.0);
            NDArray y = SpecialReals.where(outside, 1, a);
            return SpecialReals.where(outside, Double.NEGATIVE_INFINITY, timesLog(y, y).neg());
        }, x);
    }

    /** x log(x / y), 0 where x is 0 and y is not negative, infinite outside. */
    public static NDArray relEntr(NDArray x, NDArray y) {
        return Formula.binary("relEntr", Logarithms::relative, x, y);
    }

    private static NDArray relative(NDArray p, NDArray q) {
        NDArray both = p.gt(0.0).and(q.gt(0.0));
        NDArray zero = p.eq(0.0).and(q.ge(0.0));
        NDArray x = SpecialReals.where(both, p, 1);
        NDArray out = x.times(SpecialReals.log(x).minus(SpecialReals.log(SpecialReals.where(both, q, 1))));
        return SpecialReals.where(both, out, SpecialReals.where(zero, 0, SpecialReals.filled(Double.POSITIVE_INFINITY, p)));
    }

    /** x log(x / y) - x + y. */
    public static NDArray klDiv(NDArray x, NDArray y) {
        return Formula.binary("klDiv", (p, q) -> relative(p, q).minus(p).plus(q), x, y);
    }

    /** log(sum(b exp(a))) along axes; {@code b} may be null. */
    public static NDArray logsumexp(NDArray a, int[] axes, NDArray b, boolean keepDims) {
        return Normal.logsumexp(a, axes, b, keepDims, null);
    }

    /** exp(x) / sum(exp(x)) along axes. */
    public static NDArray softmax(NDArray x, int[] axes) {
        return Normal.softmax(x, axes, null);
    }

    /** The logarithm of {@link #softmax}. */
    public static NDArray logSoftmax(NDArray x, int[] axes) {
        return Normal.logSoftmax(x, axes, null);
    }
}
