package dev.jacobi.array.random;

import static dev.jacobi.array.random.Reals.abs;
import static dev.jacobi.array.random.Reals.add;
import static dev.jacobi.array.random.Reals.and;
import static dev.jacobi.array.random.Reals.div;
import static dev.jacobi.array.random.Reals.floor;
import static dev.jacobi.array.random.Reals.full;
import static dev.jacobi.array.random.Reals.is;
import static dev.jacobi.array.random.Reals.log;
import static dev.jacobi.array.random.Reals.log1p;
import static dev.jacobi.array.random.Reals.max;
import static dev.jacobi.array.random.Reals.min;
import static dev.jacobi.array.random.Reals.mul;
import static dev.jacobi.array.random.Reals.neg;
import static dev.jacobi.array.random.Reals.not;
import static dev.jacobi.array.random.Reals.or;
import static dev.jacobi.array.random.Reals.select;
import static dev.jacobi.array.random.Reals.sqrt;
import static dev.jacobi.array.random.Reals.sub;
import static dev.jacobi.array.random.Reals.to;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.control.Control;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Prim;
import java.util.List;
import java.util.function.Function;

/**
 * Numbers of events. Loops draw for all places together until each has a number, and one that is drawn later replaces one that was accepted before: so do JAX's, and the numbers depend on it.
 */
public final class Counts {
    private static final double MANY = 1e5;
    private static final double MANY_TRIALS = 1e4;

    private Counts() {
    }

    /** What loops carry: a key, an array of numbers, and one more. */
    private record Carry(Key key, NDArray numbers, NDArray state) {
    }

    private static Carry loop(Function<Carry, NDArray> open, Function<Carry, Carry> body, Carry init) {
        return (Carry) Control.whileLoop(c -> any(open.apply((Carry) c)), c -> body.apply((Carry) c), init);
    }

    private static NDArray any(NDArray x) {
        return Reduction.reduce(Prim.REDUCE_OR, x, Reduction.allAxes(x));
    }

    private static NDArray none(Shape shape) {
        return Structural.full(JavaArrays.scalar(0L, DType.BOOL, false), shape);
    }

    /** Of Poisson's distribution: for means below 10 by Knuth's products of uniform numbers, for others by Hörmann's transformed rejection (1993). */
    public static NDArray poisson(NDArray key, NDArray lam, Shape shape, DType dtype) {
        DType d = Basic.integer("poisson", dtype);
        Shape s = Drawing.shape("poisson", shape, List.of(lam));
        return Drawing.flat(Structural.key("poisson", d), key, s, List.of(lam), (k, all, in) -> {
            NDArray mean = Structural.broadcastTo(to(in.get(0), DType.F32), all);
            NDArray small = or(is(Prim.NE, mean, mean), is(Prim.LT, mean, 10));
            NDArray few = Casts.to(products(k, all, select(small, mean, 0)), d);
            NDArray many = Casts.to(rejection(k, all, select(small, MANY, mean)), d);
            return select(is(Prim.EQ, mean, 0), Reals.whole(0, d), select(small, few, many));
        });
    }

    private static NDArray products(Key key, Shape shape, NDArray lam) {
        Function<Carry, NDArray> open = c -> is(Prim.GT, c.state, neg(lam));
        return sub(loop(open, c -> {
            List<Key> keys = c.key.split(2);
            NDArray more = select(open.apply(c), add(c.numbers, 1), c.numbers);
            return new Carry(keys.get(0), more, add(c.state, log(Basic.unit(keys.get(1), shape, DType.F32))));
        }, new Carry(key, full(0, DType.F32, shape), full(0, DType.F32, shape))).numbers, 1);
    }

    private static NDArray rejection(Key key, Shape shape, NDArray lam) {
        DType d = lam.dtype();
        NDArray logLam = log(lam);
        NDArray b = add(mul(sqrt(lam), 2.53), 0.931);
        NDArray a = add(mul(b, 0.02483), -0.059);
        NDArray inverse = add(div(1.1328, sub(b, 3.4)), 1.1239);
        NDArray limit = sub(0.9277, div(3.6224, sub(b, 2)));
        return loop(c -> not(c.state), c -> {
            List<Key> keys = c.key.split(3);
            NDArray u = sub(Basic.unit(keys.get(1), shape, d), 0.5);
            NDArray v = Basic.unit(keys.get(2), shape, d);
            NDArray us = sub(0.5, abs(u));
            NDArray k = floor(add(add(mul(add(div(mul(a, 2), us), b), u), lam), 0.43));
            NDArray s = log(div(mul(v, inverse), add(div(a, mul(us, us)), b)));
            NDArray t = sub(sub(mul(k, logLam), lam), Elementwise.unary(Prim.LGAMMA, add(k, 1)));
            NDArray at = and(is(Prim.GE, us, 0.07), is(Prim.LE, v, limit));
            NDArray out = or(is(Prim.LT, k, 0), and(is(Prim.LT, us, 0.013), is(Prim.GT, v, us)));
            NDArray accept = or(at, and(not(out), is(Prim.LE, s, t)));
            return new Carry(keys.get(0), select(accept, k, c.numbers), or(c.state, accept));
        }, new Carry(key, full(-1, d, shape), none(shape))).numbers;
    }

    /** How often something with a probability happens in {@code n} trials: by sums of waiting times where it is seldom, else by Hörmann's transformed rejection. */
    public static NDArray binomial(NDArray key, NDArray n, NDArray p, Shape shape, DType dtype) {
        DType d = Basic.real("binomial", dtype);
        DType own = p.dtype().isReal() ? Casts.settled(p).dtype() : Basic.real("binomial", null);
        Shape s = Drawing.shape("binomial", shape, List.of(n, p));
        return Drawing.flat(Structural.key("binomial", d, own), key, s, List.of(n, p),
            (k, all, in) -> binomial(k, all, Structural.broadcastTo(to(in.get(0), own), all), Structural.broadcastTo(to(in.get(1), own), all), d));
    }

    private static NDArray binomial(Key key, Shape shape, NDArray n, NDArray p, DType d) {
        NDArray half = is(Prim.LT, p, 0.5);
        NDArray small = select(half, p, sub(1, p));
        NDArray badCount = or(is(Prim.NE, n, n), is(Prim.LT, n, 0));
        NDArray infinite = is(Prim.EQ, abs(n), Double.POSITIVE_INFINITY);
        NDArray nan = is(Prim.NE, small, small);
        NDArray badChance = or(is(Prim.LT, small, 0), nan);
        NDArray q = select(badChance, 0.01, small);
        NDArray seldom = or(badCount, is(Prim.LE, mul(n, q), 10));
        NDArray count = floor(n);
        NDArray waited = to(inversion(key, shape, select(seldom, count, 0), q), d);
        NDArray rejected = to(rejection(key, shape, select(seldom, MANY_TRIALS, count), select(seldom, 0.5, q)), d);
        NDArray invalid = or(badChance, badCount);
        NDArray drawn = select(invalid, Double.NaN, select(seldom, waited, rejected));
        drawn = select(and(infinite, not(invalid)), Double.POSITIVE_INFINITY, drawn);
        return select(or(or(half, badCount), or(nan, infinite)), drawn, sub(to(count, d), drawn));
    }

    private static NDArray inversion(Key key, Shape shape, NDArray count, NDArray p) {
        NDArray logRest = log1p(neg(p));
        Function<Carry, NDArray> open = c -> is(Prim.LE, c.state, count);
        return sub(loop(open, c -> {
            List<Key> keys = c.key.split(2);
            NDArray more = select(open.apply(c), add(c.numbers, 1), c.numbers);
            NDArray wait = Elementwise.unary(Prim.CEIL, div(log(Basic.unit(keys.get(0), shape, p.dtype())), logRest));
            return new Carry(keys.get(1), more, add(c.state, wait));
        }, new Carry(key, full(0, p.dtype(), shape), full(0, p.dtype(), shape))).numbers, 1);
    }

    private static NDArray rejection(Key key, Shape shape, NDArray n, NDArray p) {
        DType d = p.dtype();
        NDArray deviation = sqrt(mul(mul(n, p), sub(1, p)));
        NDArray b = add(mul(deviation, 2.53), 1.15);
        NDArray a = add(add(mul(b, 0.0248), -0.0873), mul(p, 0.01));
        NDArray center = add(mul(n, p), 0.5);
        NDArray limit = sub(0.92, div(4.2, b));
        NDArray odds = div(p, sub(1, p));
        NDArray alpha = mul(add(div(5.1, b), 2.83), deviation);
        NDArray m = floor(mul(add(n, 1), p));
        NDArray rest = add(sub(n, m), 1);
        NDArray fixed = mul(add(m, 0.5), log(div(add(m, 1), mul(odds, rest))));
        NDArray tails = add(tail(m), tail(sub(n, m)));
        return loop(c -> not(c.state), c -> {
            List<Key> keys = c.key.split(3);
            NDArray u = sub(Basic.unit(keys.get(1), shape, d), 0.5);
            NDArray v = Basic.unit(keys.get(2), shape, d);
            NDArray us = sub(0.5, abs(u));
            NDArray at = and(is(Prim.GE, us, 0.07), is(Prim.LE, v, limit));
            NDArray k = floor(add(mul(add(div(mul(a, 2), us), b), u), center));
            NDArray out = or(is(Prim.LT, k, 0), is(Prim.GT, k, n));
            NDArray left = add(sub(n, k), 1);
            NDArray bound = add(fixed, mul(add(n, 1), log(div(rest, left))));
            bound = add(bound, mul(add(k, 0.5), log(div(mul(odds, left), add(k, 1)))));
            bound = sub(sub(add(bound, tails), tail(k)), tail(sub(n, k)));
            NDArray below = is(Prim.LE, log(div(mul(v, alpha), add(div(a, mul(us, us)), b))), bound);
            NDArray accept = or(at, and(not(out), below));
            return new Carry(keys.get(0), select(accept, k, c.numbers), or(c.state, accept));
        }, new Carry(key, full(-1, d, shape), none(shape))).numbers;
    }

    /** What Stirling's formula leaves of the logarithm of k!, from a table below 10. */
    private static NDArray tail(NDArray k) {
        double[] table = {0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509, 0.0166446911898211, 0.0138761288230707, 0.0118967099458917, 0.0104112652619720,
            0.00925546218271273, 0.00833056343336287};
        NDArray low = min(max(k, Reals.number(0, k.dtype())), Reals.number(9, k.dtype()));
        NDArray square = mul(add(low, 1), add(low, 1));
        NDArray inner = div(sub(1.0 / 360, div(1.0 / 1260, square)), square);
        NDArray value = div(sub(1.0 / 12, inner), add(low, 1));
        for (int i = 9; i >= 0; i--) {
            value = select(and(is(Prim.LE, k, 9), is(Prim.LT, low, i + 1)), table[i], value);
        }
        return value;
    }

    /** How often each of several events happens in {@code n} trials; the last axis of {@code p} has their probabilities. */
    public static NDArray multinomial(NDArray key, NDArray n, NDArray p, Shape shape, DType dtype) {
        DType d = dtype == null ? JavaArrays.standard(DType.F64) : dtype;
        DType own = Basic.real("multinomial", p.dtype().isReal() ? Casts.settled(p).dtype() : null);
        Shape s = shape == null ? p.shapeOf() : Drawing.shape("multinomial", shape, List.of(p));
        int kinds = s.get(s.rank() - 1).value();
        return Drawing.shaped(Structural.key("multinomial", d, own, kinds), key, s, List.of(n, p), (k, all, in) -> {
            int last = all.rank() - 1;
            Shape each = all.part(0, last);
            NDArray rest = Structural.broadcastTo(to(in.get(0), own), each);
            NDArray chances = Structural.broadcastTo(to(in.get(1), own), each.followedBy(Shape.of(kinds)));
            NDArray sums = Reduction.cumulative(Prim.CUM_ADD, chances, last, true);
            NDArray ratios = min(max(div(chances, select(is(Prim.EQ, sums, 0), 1, sums)), Reals.number(0, own)), Reals.number(1, own));
            NDArray columns = Structural.reshape(ratios, new Shape(List.of(each.size(), Extent.of(kinds))));
            return Casts.to(kinds(k, each, rest, columns, kinds), d);
        });
    }

    private static NDArray kinds(Key key, Shape each, NDArray n, NDArray ratios, int kinds) {
        DType own = n.dtype();
        Shape column = new Shape(List.of(each.size(), Extent.of(1)));
        Shape flat = new Shape(List.of(each.size()));
        NDArray none = full(0, own, ratios.shapeOf());
        Object out = Control.forLoop(Control.number(kinds), (j, carry) -> {
            NDArray rest = (NDArray) ((List<?>) carry).get(0);
            List<NDArray> at = List.of(Reals.whole(0, DType.I32), j);
            NDArray ratio = Structural.reshape(Structural.dynamicSlice(ratios, at, column), flat);
            NDArray count = binomial(key.with(j), flat, rest, ratio, own);
            return List.of(sub(rest, count), Structural.dynamicUpdateSlice((NDArray) ((List<?>) carry).get(1), Structural.reshape(count, column), at));
        }, List.of(Structural.reshape(n, flat), none));
        return Structural.reshape((NDArray) ((List<?>) out).get(1), each.followedBy(Shape.of(kinds)));
    }
}
