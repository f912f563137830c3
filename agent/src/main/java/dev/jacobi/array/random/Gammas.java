package dev.jacobi.array.random;

import static dev.jacobi.array.random.Reals.add;
import static dev.jacobi.array.random.Reals.and;
import static dev.jacobi.array.random.Reals.constant;
import static dev.jacobi.array.random.Reals.div;
import static dev.jacobi.array.random.Reals.exp;
import static dev.jacobi.array.random.Reals.is;
import static dev.jacobi.array.random.Reals.log;
import static dev.jacobi.array.random.Reals.max;
import static dev.jacobi.array.random.Reals.mul;
import static dev.jacobi.array.random.Reals.neg;
import static dev.jacobi.array.random.Reals.number;
import static dev.jacobi.array.random.Reals.or;
import static dev.jacobi.array.random.Reals.pow;
import static dev.jacobi.array.random.Reals.select;
import static dev.jacobi.array.random.Reals.sqrt;
import static dev.jacobi.array.random.Reals.sub;
import static dev.jacobi.array.random.Reals.to;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.control.Control;
import dev.jacobi.array.control.OwnDerivative;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.EachElement;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.scipy.GammaSlopes;
import dev.jacobi.ir.Prim;
import java.util.List;

/** The gamma distribution, by the method of Marsaglia and Tsang ("A simple method for generating gamma variables", 2000), and those that are made of it. */
public final class Gammas {
    private static final double SQUEEZE = 0.0331;

    private Gammas() {
    }

    /** What is drawn for the places of a shape with parameters that have the type of the numbers. */
    @FunctionalInterface
    private interface Formula {
        NDArray of(Key key, Shape shape, DType d, List<NDArray> parameters);
    }

    private static NDArray drawn(String name, NDArray key, Shape shape, DType dtype, List<NDArray> parameters, Formula f) {
        DType d = Basic.real(name, dtype);
        Shape s = Drawing.shape(name, shape, parameters);
        return Drawing.flat(Structural.key(name, d), key, s, parameters, (k, all, in) -> f.of(k, all, d, in.stream().map(p -> to(p, d)).toList()));
    }

    /** Of the gamma distribution with scale 1. */
    public static NDArray gamma(NDArray key, NDArray a, Shape shape, DType dtype) {
        return drawn("gamma", key, shape, dtype, List.of(a), (k, s, d, in) -> gamma(k, s, in.get(0), false));
    }

    /** The logarithm of such a number, which is exact also where that is nearly 0. */
    public static NDArray loggamma(NDArray key, NDArray a, Shape shape, DType dtype) {
        return drawn("loggamma", key, shape, dtype, List.of(a), (k, s, d, in) -> gamma(k, s, in.get(0), true));
    }

    /** The same in a program: each place has a key of its own. Derivatives by the parameter are those of numbers below which as much of the distribution lies, as in JAX. */
    static NDArray gamma(Key key, Shape shape, NDArray a, boolean log) {
        if (shape.rank() == 0) {
            return derived(one(key.with(Reals.whole(0, DType.U32)), constant(a), log), a, log, (x, in) -> List.of(slope(in.get(0), x, log)));
        }
        Shape row = new Shape(List.of(shape.size()));
        NDArray flat = a.rank() == 0 ? a : Structural.reshape(Structural.broadcastTo(a, shape), row);
        NDArray fixed = constant(flat);
        NDArray drawn = EachElement.map(shape.size(), a.dtype(), i -> one(key.with(i), EachElement.at(fixed, i), log));
        NDArray out = derived(drawn, flat, log, (x, in) -> List.of(EachElement.map(x.shapeOf().get(0), a.dtype(), i -> slope(EachElement.at(in.get(0), i), EachElement.at(x, i), log))));
        return Structural.reshape(out, shape);
    }

    /** What has been drawn, with the derivative by the parameter; the steps that draw it have none. */
    private static NDArray derived(NDArray drawn, NDArray a, boolean log, OwnDerivative.Rule slope) {
        return OwnDerivative.of(log ? "loggamma" : "gamma", drawn, List.of(a), slope);
    }

    /** The derivative of one number by its parameter, without changing how much of the distribution lies below. */
    private static NDArray slope(NDArray a, NDArray drawn, boolean log) {
        DType wide = a.dtype().bits() < Float.SIZE ? DType.F32 : a.dtype();
        NDArray x = Casts.to(drawn, wide);
        NDArray ofLogarithm = GammaSlopes.ofLogarithm(Casts.to(a, wide), log ? x : log(x));
        return Casts.to(log ? ofLogarithm : mul(ofLogarithm, x), a.dtype());
    }

    /** One number. For {@code a} below 1 that of {@code a + 1} is multiplied by a power of a uniform one. */
    private static NDArray one(Key key, NDArray a, boolean log) {
        DType d = a.dtype();
        NDArray large = is(Prim.GE, a, 1);
        NDArray shape = sub(select(large, a, add(a, 1)), 1.0 / 3);
        NDArray c = div(1.0 / 3, sqrt(shape));
        List<Key> keys = key.split(2);
        NDArray v = accepted(keys.get(0), shape, c, d);
        NDArray u = Basic.unit(keys.get(1), Shape.SCALAR, d);
        if (log) {
            NDArray samples = Reals.log1p(neg(u));
            NDArray boost = select(or(large, is(Prim.EQ, samples, 0)), 0, mul(samples, div(1, a)));
            return add(add(log(shape), log(v)), boost);
        }
        return mul(mul(shape, v), select(large, 1, pow(sub(1, u), div(1, a))));
    }

    @SuppressWarnings("unchecked")
    private static NDArray accepted(Key key, NDArray shape, NDArray c, DType d) {
        List<NDArray> start = List.of(key.high(), key.low(), number(0, d), number(1, d), number(2, d));
        return ((List<NDArray>) Control.whileLoop(carry -> refused((List<NDArray>) carry, shape), carry -> {
            var now = (List<NDArray>) carry;
            List<Key> keys = new Key(now.get(0), now.get(1)).split(3);
            List<NDArray> xv = positive(keys.get(1), c, d);
            NDArray v = xv.get(1);
            return List.of(keys.get(0).high(), keys.get(0).low(), mul(xv.get(0), xv.get(0)), mul(mul(v, v), v), Basic.unit(keys.get(2), Shape.SCALAR, d));
        }, start)).get(3);
    }

    private static NDArray refused(List<NDArray> carry, NDArray shape) {
        NDArray x = carry.get(2);
        NDArray v = carry.get(3);
        NDArray u = carry.get(4);
        NDArray squeezed = is(Prim.GE, u, sub(1, mul(mul(x, x), SQUEEZE)));
        return and(squeezed, is(Prim.GE, log(u), add(mul(x, 0.5), mul(shape, add(sub(1, v), log(v))))));
    }

    /** A normal number and that with {@code 1 + cx} positive. */
    @SuppressWarnings("unchecked")
    private static List<NDArray> positive(Key key, NDArray c, DType d) {
        List<NDArray> start = List.of(key.high(), key.low(), number(0, d), number(-1, d));
        var end = (List<NDArray>) Control.whileLoop(carry -> is(Prim.LE, ((List<NDArray>) carry).get(3), 0), carry -> {
            var now = (List<NDArray>) carry;
            List<Key> keys = new Key(now.get(0), now.get(1)).split(2);
            NDArray x = Continuous.normal(keys.get(1), Shape.SCALAR, d);
            return List.of(keys.get(0).high(), keys.get(0).low(), x, add(mul(x, c), 1));
        }, start);
        return end.subList(2, 4);
    }

    /** Of the beta distribution. */
    public static NDArray beta(NDArray key, NDArray a, NDArray b, Shape shape, DType dtype) {
        return drawn("beta", key, shape, dtype, List.of(a, b), (k, s, d, in) -> {
            List<Key> keys = k.split(2);
            NDArray x = gamma(keys.get(0), s, in.get(0), true);
            NDArray y = gamma(keys.get(1), s, in.get(1), true);
            NDArray most = max(x, y);
            NDArray first = exp(sub(x, most));
            return div(first, add(first, exp(sub(y, most))));
        });
    }

    /** Of Student's distribution. */
    public static NDArray t(NDArray key, NDArray df, Shape shape, DType dtype) {
        return drawn("t", key, shape, dtype, List.of(df), (k, s, d, in) -> {
            List<Key> keys = k.split(2);
            NDArray half = div(in.get(0), 2);
            return mul(Continuous.normal(keys.get(0), s, d), sqrt(div(half, gamma(keys.get(1), s, half, false))));
        });
    }

    /** Of the sum of squares of normal numbers. */
    public static NDArray chisquare(NDArray key, NDArray df, Shape shape, DType dtype) {
        return drawn("chisquare", key, shape, dtype, List.of(df), (k, s, d, in) -> chisquare(k, s, in.get(0)));
    }

    private static NDArray chisquare(Key key, Shape shape, NDArray df) {
        return mul(exp(gamma(key, shape, div(df, 2), true)), 2);
    }

    /** Of Fisher's distribution. */
    public static NDArray f(NDArray key, NDArray dfnum, NDArray dfden, Shape shape, DType dtype) {
        return drawn("f", key, shape, dtype, List.of(dfnum, dfden), (k, s, d, in) -> {
            List<Key> keys = k.split(2);
            NDArray top = chisquare(keys.get(1), s, in.get(0));
            NDArray bottom = chisquare(keys.get(0), s, in.get(1));
            return div(div(top, in.get(0)), div(bottom, in.get(1)));
        });
    }

    /** Of the distribution whose density falls as {@code exp(-|x|^p)}. */
    public static NDArray generalizedNormal(NDArray key, NDArray p, Shape shape, DType dtype) {
        return drawn("generalizedNormal", key, shape, dtype, List.of(p), (k, s, d, in) -> generalizedNormal(k, s, in.get(0)));
    }

    static NDArray generalizedNormal(Key key, Shape shape, NDArray p) {
        List<Key> keys = key.split(2);
        NDArray inverse = div(1, p);
        NDArray sign = Casts.to(Basic.signs(keys.get(1), shape, DType.I32), p.dtype());
        return mul(sign, pow(gamma(keys.get(0), shape, inverse, false), inverse));
    }
}
