package dev.jacobi.array.random;

import static dev.jacobi.array.random.Reals.add;
import static dev.jacobi.array.random.Reals.is;
import static dev.jacobi.array.random.Reals.log;
import static dev.jacobi.array.random.Reals.mul;
import static dev.jacobi.array.random.Reals.neg;
import static dev.jacobi.array.random.Reals.sub;
import static dev.jacobi.array.random.Reals.to;
import static dev.jacobi.array.random.Reals.whole;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Indexing;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Prim;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Random orders and random choices. */
public final class Picks {
    private Picks() {
    }

    /** How often elements are sorted by random words, so that equal words are not likely for any two. */
    private static int rounds(int size) {
        return (int) Math.ceil(3 * Math.log(Math.max(1, size)) / Math.log((1L << 32) - 1));
    }

    private static NDArray shuffled(Key key, NDArray x, int axis, int rounds) {
        NDArray y = x;
        Key rest = key;
        for (int k = 0; k < rounds; k++) {
            List<Key> keys = rest.split(2);
            rest = keys.get(0);
            y = Reduction.sort(List.of(keys.get(1).bits(x.shapeOf(), DType.U32), y), axis, 1).get(1);
        }
        return y;
    }

    /** The numbers from 0 to an extent in a random order. */
    public static NDArray permutation(NDArray key, Extent n) {
        if (n.isKnown() && n.value() < 0) {
            throw new JacobiException("permutation: there are no " + n + " numbers to put in an order; give a number that is not negative.");
        }
        DType d = JavaArrays.standard(DType.I64);
        int rounds = rounds(n.value());
        Shape shape = new Shape(List.of(n));
        return Drawing.flat(Structural.key("permutation", rounds, d), key, shape, List.of(), (k, s, in) -> shuffled(k, Structural.iota(d, s, 0), 0, rounds));
    }

    /** The slices of an array along an axis in a random order, or each line along it in one of its own. */
    public static NDArray permutation(NDArray key, NDArray x, int axis, boolean independent) {
        if (x.rank() == 0) {
            return permutation(key, Extent.of((long) x.item()));
        }
        int along = AxisNumbers.of("permutation", axis, x.rank());
        if (!independent && x.rank() > 1) {
            NDArray order = permutation(key, x.shapeOf().get(along));
            return Indexing.take(x, order, along);
        }
        int rounds = rounds(x.shapeOf().size().value());
        return Drawing.shaped(Structural.key("permutation of", rounds, along), key, Shape.SCALAR, List.of(x), (k, s, in) -> shuffled(k, in.get(0), along, rounds));
    }

    /** Numbers from 0 to {@code n}, with or without equal ones among them, equally likely or with probabilities. */
    public static NDArray choice(NDArray key, Extent n, Shape shape, boolean replace, NDArray p) {
        int draws = shape.size().value();
        DType d = JavaArrays.standard(DType.I64);
        if (draws == 0) {
            return Structural.full(whole(0, d), shape);
        }
        if (n.value() <= 0 || !replace && draws > n.value()) {
            throw new JacobiException("choice: " + draws + " of " + n.value() + " elements cannot be taken" + (replace ? "" : " without taking one twice") + "; ask for fewer, or give more.");
        }
        if (p != null && (p.rank() != 1 || p.shapeOf().get(0).value() != n.value())) {
            throw new JacobiException("choice: the probabilities have the shape " + p.shapeOf() + " for " + n.value() + " elements; give one for each.");
        }
        if (p == null) {
            return replace ? Basic.randint(key, shape, whole(0, d), whole(n.value(), d), d)
                : Structural.reshape(first(permutation(key, n), 0, draws), shape);
        }
        NDArray chances = p.dtype().isReal() ? p : Casts.to(p, Basic.real("choice", null));
        return replace ? byChance(key, chances, shape, d) : topDown(key, chances, shape, draws, d);
    }

    private static NDArray first(NDArray x, int axis, int n) {
        return Structural.slice(x, Collections.nCopies(x.rank(), Extent.of(0)), x.shapeOf().with(axis, Extent.of(n)), Collections.nCopies(x.rank(), 1L));
    }

    private static NDArray byChance(NDArray key, NDArray p, Shape shape, DType d) {
        return Drawing.shaped(Structural.key("choice", d), key, shape, List.of(p), (k, s, in) -> {
            NDArray chances = to(in.get(0), p.dtype());
            NDArray sums = Reduction.cumulative(Prim.CUM_ADD, chances, 0, false);
            NDArray total = Reduction.reduce(Prim.REDUCE_MAX, sums, List.of(0));
            NDArray drawn = mul(sub(1, Basic.unit(k, s, p.dtype())), total);
            Shape both = s.followedBy(sums.shapeOf());
            NDArray column = Structural.broadcast(drawn, both, IntStream.range(0, s.rank()).boxed().toList());
            NDArray below = Casts.to(is(Prim.LT, Structural.broadcastTo(sums, both), column), d);
            return Reduction.reduce(Prim.REDUCE_ADD, below, List.of(s.rank()));
        });
    }

    /** The places of the greatest of random numbers that are shifted by the logarithms of the probabilities. */
    private static NDArray topDown(NDArray key, NDArray p, Shape shape, int draws, DType d) {
        NDArray order = Drawing.shaped(Structural.key("choice of different ones", d), key, Shape.SCALAR, List.of(p), (k, s, in) -> {
            NDArray chances = to(in.get(0), p.dtype());
            return order(add(Continuous.gumbel(k, chances.shapeOf(), p.dtype()), log(chances)), 0, d);
        });
        return Structural.reshape(first(order, 0, draws), shape);
    }

    /** Where the greatest elements along an axis are, one after another. */
    private static NDArray order(NDArray x, int axis, DType d) {
        return Reduction.sort(List.of(neg(x), Structural.iota(d, x.shapeOf(), axis)), axis, 1).get(1);
    }

    /** Chosen slices of an array along an axis. */
    public static NDArray choice(NDArray key, NDArray a, Shape shape, boolean replace, NDArray p, int axis) {
        if (a.rank() == 0) {
            return choice(key, Extent.of((long) a.item()), shape, replace, p);
        }
        int along = AxisNumbers.of("choice", axis, a.rank());
        Extent n = a.shapeOf().get(along);
        int draws = shape.size().value();
        if (p == null && !replace && draws > 0 && draws <= n.value()) {
            NDArray taken = first(permutation(key, a, along, false), along, draws);
            Shape out = a.shapeOf().part(0, along).followedBy(shape).followedBy(a.shapeOf().part(along + 1, a.rank()));
            return Structural.reshape(taken, out);
        }
        return Indexing.take(a, choice(key, n, shape, replace, p), along);
    }

    /** Numbers of places along an axis of logarithms of relative probabilities, i32 or i64: the greatest one after each got a random number of Gumbel's distribution. */
    public static NDArray categorical(NDArray key, NDArray logits, int axis, Shape shape, boolean replace) {
        NDArray l = logits.dtype().isReal() ? logits : Casts.to(logits, Basic.real("categorical", null));
        int along = AxisNumbers.of("categorical", axis, l.rank());
        Shape each = l.shapeOf().without(List.of(along));
        Shape wanted = shape == null ? each : shape;
        int more = wanted.rank() - each.rank();
        boolean fits = more >= 0;
        for (int k = 0; fits && k < each.rank(); k++) {
            fits = each.get(k).isOne() || !each.get(k).isKnown() || wanted.get(k + more).same(each.get(k));
        }
        if (!fits) {
            throw new JacobiException("categorical: logits of shape " + l.shapeOf() + " are for numbers of the shape " + each + " along axis " + along
                + ", which the shape " + wanted + " does not end with.");
        }
        DType d = JavaArrays.standard(DType.I64);
        Shape drawn = wanted.inserted(more + along, l.shapeOf().get(along));
        if (replace) {
            return Drawing.shaped(Structural.key("categorical", along, d), key, drawn, List.of(l), (k, s, in) -> {
                NDArray x = to(in.get(0), l.dtype());
                NDArray sum = add(Structural.reshape(Continuous.gumbel(k, s, l.dtype()), s), x);
                return Casts.to(Reduction.arg(Prim.ARGMAX, sum, s.rank() - x.rank() + along), d);
            });
        }
        int draws = wanted.part(0, more).size().value();
        if (draws > l.shapeOf().get(along).value()) {
            throw new JacobiException("categorical: " + draws + " of " + l.shapeOf().get(along) + " categories cannot be taken without taking one twice; ask for fewer.");
        }
        NDArray order = Drawing.shaped(Structural.key("categorical, different ones", along, d), key, Shape.SCALAR, List.of(l),
            (k, s, in) -> order(add(to(in.get(0), l.dtype()), Continuous.gumbel(k, in.get(0).shapeOf(), l.dtype())), along, d));
        NDArray taken = first(order, along, draws);
        int rank = l.rank();
        List<Integer> axes = IntStream.range(0, rank).mapToObj(k -> k == 0 ? along : k <= along ? k - 1 : k).toList();
        return Structural.reshape(Structural.transpose(taken, axes), wanted);
    }
}
