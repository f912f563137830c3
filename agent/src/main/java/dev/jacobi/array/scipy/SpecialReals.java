package dev.jacobi.array.scipy;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.control.Control;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** The words that formulas of arrays of one real type are written in, beside the operators of {@link NDArray}. */
final class SpecialReals {
    private static final double EPSILON_F32 = 0x1p-24;
    private static final double EPSILON_F64 = 0x1p-53;
    /** What is lost beside the largest factor of a series in floats. */
    private static final double LOST = 0x1p-30;
    /** How much larger the factors of powers may be together than those of Chebyshev polynomials. */
    private static final double TAME = 1.5;

    private SpecialReals() {
    }

    static NDArray exp(NDArray x) {
        return Elementwise.unary(Prim.EXP, x);
    }

    static NDArray expm1(NDArray x) {
        return Elementwise.unary(Prim.EXPM1, x);
    }

    static NDArray log(NDArray x) {
        return Elementwise.unary(Prim.LOG, x);
    }

    static NDArray log1p(NDArray x) {
        return Elementwise.unary(Prim.LOG1P, x);
    }

    static NDArray sqrt(NDArray x) {
        return Elementwise.unary(Prim.SQRT, x);
    }

    static NDArray sin(NDArray x) {
        return Elementwise.unary(Prim.SIN, x);
    }

    static NDArray cos(NDArray x) {
        return Elementwise.unary(Prim.COS, x);
    }

    static NDArray tan(NDArray x) {
        return Elementwise.unary(Prim.TAN, x);
    }

    static NDArray atan(NDArray x) {
        return Elementwise.unary(Prim.ATAN, x);
    }

    static NDArray tanh(NDArray x) {
        return Elementwise.unary(Prim.TANH, x);
    }

    static NDArray abs(NDArray x) {
        return Elementwise.unary(Prim.ABS, x);
    }

    static NDArray sign(NDArray x) {
        return Elementwise.unary(Prim.SIGN, x);
    }

    static NDArray floor(NDArray x) {
        return Elementwise.unary(Prim.FLOOR, x);
    }

    static NDArray lgamma(NDArray x) {
        return Elementwise.unary(Prim.LGAMMA, x);
    }

    static NDArray digamma(NDArray x) {
        return Elementwise.unary(Prim.DIGAMMA, x);
    }

    static NDArray pow(NDArray x, NDArray y) {
        return Elementwise.apply(Prim.POW, x, y);
    }

    static NDArray min(NDArray x, NDArray y) {
        return Elementwise.apply(Prim.MIN, x, y);
    }

    static NDArray max(NDArray x, NDArray y) {
        return Elementwise.apply(Prim.MAX, x, y);
    }

    /** The value without a derivative. */
    static NDArray constant(NDArray x) {
        return Elementwise.unary(Prim.STOP_GRADIENT, x);
    }

    static NDArray where(NDArray condition, NDArray a, NDArray b) {
        return Elementwise.select(condition, a, b);
    }

    static NDArray where(NDArray condition, NDArray a, double b) {
        return Elementwise.select(condition, a, number(b, a));
    }

    static NDArray where(NDArray condition, double a, NDArray b) {
        return Elementwise.select(condition, number(a, b), b);
    }

    /** A number as the type of an array. */
    static NDArray number(double v, NDArray like) {
        return JavaArrays.scalar(v, like.dtype(), like.isWeak());
    }

    static NDArray isFinite(NDArray x) {
        return abs(x).lt(Double.POSITIVE_INFINITY);
    }

    static NDArray isNaN(NDArray x) {
        return x.ne(x);
    }

    /** Half of the distance of 1 to the next number of the type. */
    static double epsilon(NDArray x) {
        return x.dtype().bits() == Double.SIZE ? EPSILON_F64 : EPSILON_F32;
    }

    /** An array of this number of the shape of another. */
    static NDArray filled(double v, NDArray like) {
        return where(like.eq(like), number(v, like), number(v, like));
    }

    /** The sum of Chebyshev polynomials of x in [-1, 1] with these factors, as far as these are not lost in the rounding of the largest ones. */
    static NDArray chebyshev(NDArray x, double... factors) {
        int terms = x.dtype() == DType.F64 ? factors.length : terms(factors);
        double[] powers = powers(Arrays.copyOf(factors, terms));
        if (size(powers) <= TAME * size(factors)) {
            return polynomial(x, powers);
        }
        NDArray twice = x.plus(x);
        NDArray b1 = number(factors[terms - 1], x);
        NDArray b2 = number(0, x);
        for (int k = terms - 2; k > 0; k--) {
            NDArray b = twice.times(b1).minus(b2).plus(number(factors[k], x));
            b2 = b1;
            b1 = b;
        }
        return x.times(b1).minus(b2).plus(number(factors[0], x));
    }

    /**
     * The same polynomial by powers of x, that of the highest first, which takes two operations for each instead of three. Their factors grow with the powers, and with them the rounding, unless those of the
     * Chebyshev polynomials become small as fast.
     */
    private static double[] powers(double[] factors) {
        int n = factors.length;
        double[] sum = new double[n];
        double[] before = new double[n];
        double[] now = new double[n];
        now[0] = 1;
        for (int k = 0; k < n; k++) {
            double[] next = new double[n];
            for (int j = 0; j < n; j++) {
                sum[n - 1 - j] += factors[k] * now[j];
                // T(k+1) = 2 x T(k) - T(k-1), but T(1) = x
                next[j] = (j == 0 ? 0 : (k == 0 ? 1 : 2) * now[j - 1]) - before[j];
            }
            before = now;
            now = next;
        }
        return sum;
    }

    private static double size(double[] factors) {
        return Arrays.stream(factors).map(Math::abs).sum();
    }

    /** How many factors of a series in floats count: those after them come to less than a 64th of a float's last place together, as each polynomial is at most 1. */
    private static int terms(double[] factors) {
        double largest = Arrays.stream(factors).map(Math::abs).max().orElse(0);
        double rest = 0;
        int n = factors.length;
        while (n > 2 && rest + Math.abs(factors[n - 1]) <= LOST * largest) {
            rest += Math.abs(factors[--n]);
        }
        return n;
    }

    /** A polynomial with these factors, that of the highest power first. */
    static NDArray polynomial(NDArray x, double... factors) {
        NDArray y = number(factors[0], x);
        for (int k = 1; k < factors.length; k++) {
            y = y.times(x).plus(number(factors[k], x));
        }
        return y;
    }

    /**
     * Repeats a step for elements until all are done: what goes from step to step are an array of bool, which says which elements go on, and others. Elements that are done keep their values, so that
     * they do not depend on their neighbours.
     */
    static List<NDArray> repeat(int most, List<NDArray> init, UnaryOperator<List<NDArray>> step) {
        var carry = new ArrayList<NDArray>();
        carry.add(NDArray.of(0));
        carry.addAll(init);
        List<?> out = (List<?>) Control.whileLoop(c -> {
            List<NDArray> now = arrays(c);
            NDArray active = now.get(1);
            NDArray any = active.rank() == 0 ? active : Reduction.reduce(Prim.REDUCE_OR, active, Reduction.allAxes(active));
            return any.and(now.get(0).lt(most));
        }, c -> {
            List<NDArray> now = arrays(c);
            List<NDArray> before = now.subList(1, now.size());
            List<NDArray> after = step.apply(before);
            var next = new ArrayList<NDArray>(Arrays.asList(now.get(0).plus(1), before.get(0).and(after.get(0))));
            for (int k = 1; k < before.size(); k++) {
                next.add(where(before.get(0), after.get(k), before.get(k)));
            }
            return next;
        }, carry);
        List<NDArray> all = arrays(out);
        return all.subList(1, all.size());
    }

    private static List<NDArray> arrays(Object list) {
        return ((List<?>) list).stream().map(x -> (NDArray) x).toList();
    }
}
