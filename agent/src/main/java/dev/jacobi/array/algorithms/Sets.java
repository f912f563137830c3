package dev.jacobi.array.algorithms;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Indexing;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Prim;
import java.util.List;

/** Arrays as sets: sorted elements, each once. Where no size is given the elements are counted first, which is possible only outside of compiled functions. */
public final class Sets {
    private static final String SIZE = "give the size of the result.";

    private Sets() {
    }

    /** Sorted elements, where they come from, and at which of them another value begins. */
    private static List<NDArray> sorted(NDArray flat, boolean sameNaN) {
        return Operation.all(Structural.key("sortedSet", sameNaN), List.of(flat), (t, in) -> {
            NDArray order = Sorting.order(in.get(0), 0, false);
            NDArray x = Indexing.take(in.get(0), order, 0);
            Extent n = x.shapeOf().get(0);
            if (n.is(0)) {
                return List.of(x, order, Ops.zeros(DType.BOOL, x.shapeOf()));
            }
            NDArray high = Joins.part(x, 0, Extent.of(1), n.minus(1));
            NDArray low = Joins.part(x, 0, Extent.of(0), n.minus(1));
            NDArray other = Ops.ne(high, low);
            if (sameNaN && x.dtype().isInexact()) {
                other = Ops.and(other, Ops.not(Ops.and(Ops.isNaN(high), Ops.isNaN(low))));
            }
            NDArray first = Structural.concat(List.of(Ops.full(1, DType.BOOL, Shape.of(1)), other), 0);
            return List.of(x, order, first);
        });
    }

    /** The different elements in order, the first place of each, for every element the number of its value, and how often each occurs. {@code fill} may be null. */
    public static List<NDArray> unique(String what, NDArray a, int size, NDArray fill, boolean sameNaN) {
        NDArray flat = Shapes.ravel(a);
        List<NDArray> s = sorted(flat, sameNaN);
        int n = size >= 0 ? size : Ops.known(what, Reductions.count(s.get(2)), SIZE);
        NDArray with = fill == null ? Ops.constant(0, a.dtype()) : Ops.to(fill, a.dtype());
        DType d = Ops.index();
        List<NDArray> out = Operation.all(Structural.key("unique", n, fill == null, d), List.of(s.get(0), s.get(1), s.get(2), with), (t, in) -> {
            NDArray x = in.get(0);
            NDArray mask = in.get(2);
            Extent all = x.shapeOf().get(0);
            if (all.is(0)) {
                NDArray none = Ops.zeros(d, Shape.of(n));
                return List.of(Structural.full(in.get(3), Shape.of(n)), none, Ops.to(in.get(1), d), none);
            }
            NDArray at = positions(mask, n);
            NDArray ends = Joins.part(positions(mask, n + 1), 0, Extent.of(1), Extent.of(n));
            NDArray end = Ops.where(Ops.eq(ends, Ops.num(0L)), all.number(), ends);
            NDArray there = Ops.lt(Structural.iota(DType.I32, Shape.of(n), 0), Ops.to(Reductions.count(mask), DType.I32));
            NDArray values = Indexing.take(x, at, 0);
            NDArray begin = Ops.where(there, at, all.number());
            NDArray number = Ops.sub(Running.scan(Prim.CUM_ADD, Ops.to(mask, DType.I32), 0), Ops.num(1L));
            NDArray inverse = Takes.scatter(null, Ops.zeros(DType.I32, x.shapeOf()), in.get(1), number, 0);
            return List.of(fill == null ? values : Ops.where(there, values, in.get(3)), Ops.to(Indexing.take(in.get(1), at, 0), d), Ops.to(inverse, d), Ops.to(Ops.sub(end, begin), d));
        });
        return List.of(out.get(0), out.get(1), Structural.reshape(out.get(2), a.shapeOf()), out.get(3));
    }

    private static NDArray positions(NDArray mask, int size) {
        return Searching.positions(mask, size, NDArray.scalar(0L));
    }

    /** The elements that a mask leaves, {@code size} of them or as many as there are; missing ones are {@code fill}, or null for the last that is there. */
    private static NDArray chosen(String what, NDArray x, NDArray mask, int size, NDArray fill) {
        int n = size >= 0 ? size : Ops.known(what, Reductions.count(mask), SIZE);
        NDArray with = fill == null ? Ops.constant(0, x.dtype()) : Ops.to(fill, x.dtype());
        return Operation.fused(Structural.key("chosen", n, fill == null), List.of(x, mask, with), in -> {
            if (in.get(0).shapeOf().get(0).is(0)) {
                return Structural.full(in.get(2), Shape.of(n));
            }
            NDArray at = Searching.positions(in.get(1), n, Ops.num(-1L));
            NDArray there = Ops.le(Ops.num(0L), at);
            NDArray got = Indexing.take(in.get(0), at, 0);
            if (fill != null || n == 0) {
                return Ops.where(there, got, in.get(2));
            }
            // the least of the elements that are there, which is the first one; nothing at all is zero
            NDArray first = Ops.where(Takes.at(there, 0), Takes.at(got, 0), in.get(2));
            return Ops.where(there, got, first);
        });
    }

    /** The different elements of one array that are not in another. */
    public static NDArray difference(NDArray a, NDArray b, int size, NDArray fill) {
        List<NDArray> s = sorted(Shapes.ravel(a), true);
        NDArray mask = Ops.and(s.get(2), Searching.isin(s.get(0), b, true));
        return chosen("setdiff1d", s.get(0), mask, size, fill == null ? NDArray.scalar(0L) : fill);
    }

    /** The different elements of both. */
    public static NDArray union(NDArray a, NDArray b, int size, NDArray fill) {
        return unique("union1d", Joins.concatenate("union1d", List.of(a, b), null), size, fill, true).get(0);
    }

    /** The different elements that are in both. */
    public static NDArray intersection(NDArray a, NDArray b, int size, NDArray fill) {
        List<NDArray> in = Promotion.all(a, b);
        List<NDArray> s = sorted(Shapes.ravel(in.get(0)), false);
        return chosen("intersect1d", s.get(0), Ops.and(s.get(2), Searching.isin(s.get(0), in.get(1), false)), size, fill);
    }

    /** The different elements that are in one of them alone. */
    public static NDArray exclusive(NDArray a, NDArray b, int size, NDArray fill) {
        List<NDArray> in = Promotion.all(a, b);
        NDArray x = Shapes.ravel(in.get(0));
        NDArray y = Shapes.ravel(in.get(1));
        NDArray alone = Joins.concatenate("setxor1d", List.of(Searching.isin(x, y, true), Searching.isin(y, x, true)), 0);
        NDArray both = Joins.concatenate("setxor1d", List.of(x, y), 0);
        List<NDArray> s = sorted(both, true);
        return chosen("setxor1d", s.get(0), Ops.and(s.get(2), Indexing.take(alone, s.get(1), 0)), size, fill);
    }
}
