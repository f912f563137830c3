package dev.jacobi.array.random;

import static dev.jacobi.array.random.Reals.abs;
import static dev.jacobi.array.random.Reals.add;
import static dev.jacobi.array.random.Reals.constant;
import static dev.jacobi.array.random.Reals.div;
import static dev.jacobi.array.random.Reals.exp;
import static dev.jacobi.array.random.Reals.floor;
import static dev.jacobi.array.random.Reals.is;
import static dev.jacobi.array.random.Reals.log;
import static dev.jacobi.array.random.Reals.log1p;
import static dev.jacobi.array.random.Reals.max;
import static dev.jacobi.array.random.Reals.min;
import static dev.jacobi.array.random.Reals.mul;
import static dev.jacobi.array.random.Reals.neg;
import static dev.jacobi.array.random.Reals.number;
import static dev.jacobi.array.random.Reals.pow;
import static dev.jacobi.array.random.Reals.select;
import static dev.jacobi.array.random.Reals.sqrt;
import static dev.jacobi.array.random.Reals.sub;
import static dev.jacobi.array.random.Reals.to;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Parts;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Prim;
import java.util.List;

/** Distributions of real numbers that are formulas of equally likely ones. */
public final class Continuous {
    private Continuous() {
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

    /** Of the normal distribution with mean 0 and variance 1; a complex number's parts have half of it each. */
    public static NDArray normal(NDArray key, Shape shape, DType dtype) {
        if (dtype == null || !dtype.isComplex()) {
            return drawn("normal", key, shape, dtype, List.of(), (k, s, d, in) -> normal(k, s, d));
        }
        DType d = dtype.real();
        return Drawing.flat(Structural.key("normal", dtype), key, shape, List.of(), (k, s, in) -> {
            List<Key> keys = k.split(2);
            return Parts.complex(div(normal(keys.get(0), s, d), Math.sqrt(2)), div(normal(keys.get(1), s, d), Math.sqrt(2)));
        });
    }

    static NDArray normal(Key key, Shape shape, DType d) {
        return ofUniform(Basic.uniform(key, shape, d, Basic.aboveMinusOne(d), 1));
    }

    /** The number below which a normal one is as often as one from -1 to 1 is below the one given. */
    static NDArray ofUniform(NDArray u) {
        return mul(Elementwise.unary(Prim.ERF_INV, u), Math.sqrt(2));
    }

    /** Of the normal distribution between two numbers. */
    public static NDArray truncatedNormal(NDArray key, NDArray lower, NDArray upper, Shape shape, DType dtype) {
        return drawn("truncatedNormal", key, shape, dtype, List.of(lower, upper), (k, s, d, in) -> {
            NDArray low = in.get(0);
            NDArray high = in.get(1);
            NDArray a = Elementwise.unary(Prim.ERF, div(low, Math.sqrt(2)));
            NDArray b = Elementwise.unary(Prim.ERF, div(high, Math.sqrt(2)));
            NDArray out = ofUniform(Basic.uniform(k, s, a, b));
            NDArray first = Elementwise.apply(Prim.NEXTAFTER, constant(low), number(Double.POSITIVE_INFINITY, d));
            NDArray last = Elementwise.apply(Prim.NEXTAFTER, constant(high), number(Double.NEGATIVE_INFINITY, d));
            return min(max(out, first), last);
        });
    }

    /** The exponential of a normal number with this standard deviation. */
    public static NDArray lognormal(NDArray key, NDArray sigma, Shape shape, DType dtype) {
        return drawn("lognormal", key, shape, dtype, List.of(sigma), (k, s, d, in) -> exp(mul(normal(k, s, d), in.get(0))));
    }

    /** Of the exponential distribution with mean 1. */
    public static NDArray exponential(NDArray key, Shape shape, DType dtype) {
        return drawn("exponential", key, shape, dtype, List.of(), (k, s, d, in) -> exponential(k, s, d));
    }

    static NDArray exponential(Key key, Shape shape, DType d) {
        return neg(log1p(neg(Basic.unit(key, shape, d))));
    }

    /** Of Laplace's distribution with mean 0 and scale 1. */
    public static NDArray laplace(NDArray key, Shape shape, DType dtype) {
        return drawn("laplace", key, shape, dtype, List.of(), (k, s, d, in) -> {
            NDArray u = Basic.uniform(k, s, d, Basic.aboveMinusOne(d), 1);
            return mul(Elementwise.unary(Prim.SIGN, u), log1p(neg(abs(u))));
        });
    }

    /** Of the logistic distribution with mean 0 and scale 1. */
    public static NDArray logistic(NDArray key, Shape shape, DType dtype) {
        return drawn("logistic", key, shape, dtype, List.of(), (k, s, d, in) -> {
            NDArray x = Basic.uniform(k, s, d, Basic.tiny(d), 1);
            return sub(log(x), log1p(neg(x)));
        });
    }

    /** Of Cauchy's distribution around 0 with scale 1. */
    public static NDArray cauchy(NDArray key, Shape shape, DType dtype) {
        return drawn("cauchy", key, shape, dtype, List.of(), (k, s, d, in) -> {
            NDArray u = Basic.uniform(k, s, d, Math.scalb(1.0, -Basic.mantissa(d)), 1);
            return Elementwise.unary(Prim.TAN, mul(sub(u, 0.5), Math.PI));
        });
    }

    /** Of Gumbel's distribution with location 0 and scale 1. */
    public static NDArray gumbel(NDArray key, Shape shape, DType dtype) {
        return drawn("gumbel", key, shape, dtype, List.of(), (k, s, d, in) -> gumbel(k, s, d));
    }

    static NDArray gumbel(Key key, Shape shape, DType d) {
        return neg(log(neg(log(Basic.uniform(key, shape, d, Basic.tiny(d), 1)))));
    }

    /** Of Pareto's distribution with scale 1 and this shape parameter. */
    public static NDArray pareto(NDArray key, NDArray b, Shape shape, DType dtype) {
        return drawn("pareto", key, shape, dtype, List.of(b), (k, s, d, in) -> exp(div(exponential(k, s, d), in.get(0))));
    }

    /** Of Rayleigh's distribution. */
    public static NDArray rayleigh(NDArray key, NDArray scale, Shape shape, DType dtype) {
        return drawn("rayleigh", key, shape, dtype, List.of(scale), (k, s, d, in) -> mul(in.get(0), sqrt(mul(log(Basic.unit(k, s, d)), -2))));
    }

    /** Of Weibull's distribution. */
    public static NDArray weibullMin(NDArray key, NDArray scale, NDArray concentration, Shape shape, DType dtype) {
        return drawn("weibullMin", key, shape, dtype, List.of(scale, concentration),
            (k, s, d, in) -> mul(pow(neg(log1p(neg(Basic.unit(k, s, d)))), div(1, in.get(1))), in.get(0)));
    }

    /** Of Wald's distribution, the inverse normal one, with scale 1. */
    public static NDArray wald(NDArray key, NDArray mean, Shape shape, DType dtype) {
        return drawn("wald", key, shape, dtype, List.of(mean), (k, s, d, in) -> {
            List<Key> keys = k.split(2);
            NDArray m = in.get(0);
            NDArray v = normal(keys.get(0), s, d);
            NDArray y = mul(v, v);
            NDArray square = mul(m, m);
            NDArray root = sqrt(add(mul(mul(m, 4), y), mul(square, mul(y, y))));
            NDArray x = sub(add(m, div(mul(square, y), 2)), mul(div(m, 2), root));
            return select(is(Prim.LE, Basic.unit(keys.get(1), s, d), div(m, add(m, x))), x, div(square, x));
        });
    }

    /** Of the distribution whose density rises from {@code left} to {@code mode} and falls to {@code right}. */
    public static NDArray triangular(NDArray key, NDArray left, NDArray mode, NDArray right, Shape shape, DType dtype) {
        return drawn("triangular", key, shape, dtype, List.of(left, mode, right), (k, s, d, in) -> {
            NDArray l = in.get(0);
            NDArray m = in.get(1);
            NDArray r = in.get(2);
            NDArray u = Basic.unit(k, s, d);
            NDArray rising = add(l, sqrt(mul(mul(u, sub(r, l)), sub(m, l))));
            NDArray falling = sub(r, sqrt(mul(mul(sub(1, u), sub(r, l)), sub(r, m))));
            return select(is(Prim.LT, u, div(sub(m, l), sub(r, l))), rising, falling);
        });
    }

    /** How often something with a probability is tried until it happens. */
    public static NDArray geometric(NDArray key, NDArray p, Shape shape, DType dtype) {
        DType d = Basic.integer("geometric", dtype);
        NDArray q = p.dtype().isReal() ? Casts.settled(p) : Casts.to(p, Basic.real("geometric", null));
        Shape s = Drawing.shape("geometric", shape, List.of(q));
        return Drawing.flat(Structural.key("geometric", d), key, s, List.of(q), (k, all, in) -> {
            NDArray u = Basic.unit(k, all, in.get(0).dtype());
            NDArray positive = select(is(Prim.EQ, u, 0), 1, u);
            return Casts.to(add(floor(div(log(positive), log1p(neg(to(in.get(0), u.dtype()))))), 1), d);
        });
    }
}
