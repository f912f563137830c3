package dev.jacobi.array.algorithms;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.control.Control;
import dev.jacobi.array.core.EachElement;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Indexing;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Prim;
import java.util.List;
import java.util.stream.IntStream;

/** Where elements are that have a property, and where others would go. */
public final class Searching {
    private Searching() {
    }

    /** The first {@code size} places where a mask of one axis holds, as i32; missing ones are {@code fill}. */
    static NDArray positions(NDArray mask, int size, NDArray fill) {
        return Operation.fused(Structural.key("positions", size), List.of(mask, Ops.to(fill, DType.I32)), in -> {
            NDArray m = in.get(0);
            NDArray number = Ops.sub(Running.scan(Prim.CUM_ADD, Ops.to(m, DType.I32), 0), Ops.num(1L));
            NDArray to = Ops.where(m, number, Ops.num((long) size));
            return Takes.scatter(null, Structural.full(in.get(1), Shape.of(size)), to, Structural.iota(DType.I32, m.shapeOf(), 0), 0);
        });
    }

    /** The indices along each axis where elements are not zero; a negative size counts them now. */
    public static List<NDArray> nonzero(String what, NDArray a, int size, NDArray fill) {
        NDArray x = Shapes.leading(a, 1);
        int n = size >= 0 ? size : Ops.known(what, Reductions.count(x), "give the size of the result.");
        DType d = Ops.index();
        return Operation.all(Structural.key("nonzero", n, d), List.of(x, Ops.to(fill, DType.I32)), (t, in) -> {
            NDArray at = positions(Shapes.ravel(Reductions.truth(in.get(0))), n, Ops.num(-1L));
            NDArray none = Ops.lt(at, Ops.num(0L));
            return Takes.parts(Ops.max(at, Ops.num(0L)), in.get(0).shapeOf().extents()).stream().map(i -> Ops.to(Ops.where(none, in.get(1), i), d)).toList();
        });
    }

    /** The part of an array between its first and last elements that are not zero along axes, each of which loses its beginning and its end if so asked; counted now. */
    public static NDArray trimmed(NDArray a, boolean front, boolean back, int[] axes) {
        List<Integer> over = AxisNumbers.of("trimZeros", axes, a.rank());
        NDArray out = a;
        for (int k : over) {
            int n = a.shapeOf().get(k).value();
            int[] others = IntStream.range(0, a.rank()).filter(i -> i != k).toArray();
            NDArray there = Reductions.bool("trimZeros", Prim.REDUCE_OR, a, others, false, null);
            NDArray at = Structural.iota(DType.I32, there.shapeOf(), 0);
            int[] whole = {0};
            int first = first(Reductions.min(Ops.where(there, at, Ops.num((long) n)), whole, false, Ops.num((long) n), null));
            int last = first(Reductions.max(Ops.where(there, at, Ops.num(-1L)), whole, false, Ops.num(-1L), null));
            int from = first == n || !front ? 0 : first;
            out = Joins.part(out, k, Extent.of(from), Extent.of(first == n ? 0 : (back ? last + 1 : n) - from));
        }
        return out;
    }

    private static int first(NDArray place) {
        return Ops.known("trimZeros", place, "slice the array by numbers in place of it.");
    }

    /** Where in a sorted vector each value would go, in front of equal elements or behind them: i32, also where 64 bits are the default. */
    public static NDArray searchsorted(NDArray sorted, NDArray values, boolean right) {
        if (sorted.rank() != 1) {
            throw new JacobiException("searchsorted: an array of shape " + sorted.shapeOf() + " cannot be searched; give a sorted one of one axis.");
        }
        List<NDArray> in = Promotion.all(sorted, values);
        return Operation.fused(Structural.key("searchsorted", right), in, x -> search(x.get(0), x.get(1), right));
    }

    /** For each value how many elements of a sorted vector can be passed: a loop of its own, which halves the part that is left, so that it is as short as a program as for one value. */
    static NDArray search(NDArray a, NDArray v, boolean right) {
        if (v.rank() == 0) {
            return passed(a, v, right);
        }
        NDArray flat = Shapes.ravel(v);
        return Structural.reshape(EachElement.map(flat.shapeOf().get(0), DType.I32, i -> passed(a, EachElement.at(flat, i), right)), v.shapeOf());
    }

    private static NDArray passed(NDArray a, NDArray x, boolean right) {
        List<NDArray> all = List.of(Ops.constant(0, DType.I32), Ops.to(a.shapeOf().get(0).number(), DType.I32));
        Object out = Control.whileLoop(c -> Ops.lt(part(c, 0), part(c, 1)), c -> {
            NDArray low = part(c, 0);
            NDArray high = part(c, 1);
            // the sum of both might be negative
            NDArray middle = Ops.add(low, Elementwise.apply(Prim.SHR, Ops.sub(high, low), Ops.constant(1, DType.I32)));
            NDArray e = EachElement.at(a, middle);
            NDArray behind = right ? Ops.not(below(x, e)) : below(e, x);
            return List.of(Ops.where(behind, Ops.add(middle, Ops.num(1L)), low), Ops.where(behind, high, middle));
        }, all);
        return part(out, 0);
    }

    private static NDArray part(Object carry, int k) {
        return (NDArray) ((List<?>) carry).get(k);
    }

    /** Whether a number comes before another one where NaN is the greatest. */
    private static NDArray below(NDArray a, NDArray b) {
        NDArray less = Ops.lt(a, b);
        return a.dtype().isReal() ? Ops.or(less, Ops.and(Ops.isNaN(b), Ops.not(Ops.isNaN(a)))) : less;
    }

    /** The number of the bin that each value is in, for bins that rise or fall. */
    public static NDArray digitize(NDArray x, NDArray bins, boolean right) {
        if (bins.rank() != 1) {
            throw new JacobiException("digitize: bins of shape " + bins.shapeOf() + " have no order; give an array of one axis.");
        }
        if (bins.shapeOf().get(0).is(0)) {
            return Structural.broadcastTo(Ops.constant(0, DType.I32), x.shapeOf());
        }
        return Operation.fused(Structural.key("digitize", right), Promotion.all(x, bins), in -> {
            NDArray b = in.get(1);
            Extent n = b.shapeOf().get(0);
            NDArray up = search(b, in.get(0), !right);
            NDArray down = Ops.sub(n.number(), search(Structural.reverse(b, List.of(0)), in.get(0), !right));
            NDArray last = Structural.reshape(Joins.part(b, 0, n.minus(1), Extent.of(1)), Shape.SCALAR);
            return Ops.where(Ops.le(Takes.at(b, 0), last), up, down);
        });
    }

    /** Which elements occur among others. */
    public static NDArray isin(NDArray element, NDArray test, boolean invert) {
        List<NDArray> in = Promotion.all(element, test);
        return Operation.fused(Structural.key("isin", invert), in, x -> {
            NDArray y = x.get(0);
            NDArray all = Shapes.ravel(x.get(1));
            NDArray found;
            if (all.shapeOf().get(0).is(0)) {
                found = Ops.zeros(DType.BOOL, y.shapeOf());
            } else if (y.dtype().isComplex()) {
                found = Reductions.bool("any", Prim.REDUCE_OR, Ops.eq(Shapes.expand("isin", y, -1), all), new int[] {-1}, false, null);
            } else {
                NDArray sorted = Sorting.sort(all, 0, false);
                found = Ops.eq(Indexing.take(sorted, search(sorted, y, false), 0), y);
            }
            return invert ? Ops.not(found) : found;
        });
    }
}
