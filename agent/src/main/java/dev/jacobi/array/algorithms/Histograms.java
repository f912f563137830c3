package dev.jacobi.array.algorithms;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.core.Trace;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;

/** How many elements have a value, or are between two. */
public final class Histograms {
    private Histograms() {
    }

    /** How often each number from 0 on occurs, or the sums of its weights, which may be null; a negative length is worked out. Numbers beyond it are left out. */
    public static NDArray bincount(NDArray x, NDArray weights, int minLength, int length) {
        if (x.rank() != 1 || !x.dtype().isInteger() && x.dtype() != DType.BOOL) {
            throw new JacobiException("bincount: an array of " + x.dtype() + " of shape " + x.shapeOf() + " cannot be counted; give integers along one axis.");
        }
        boolean empty = x.shapeOf().get(0).is(0);
        int n = length >= 0 ? length : Math.max(minLength, empty ? 0 : Math.max(0, Ops.known("bincount", Reductions.max(Ops.to(x, DType.I32), null, false, null, null), "give the length of the result.")) + 1);
        DType d = weights == null ? Ops.index() : weights.dtype();
        return Operation.fused(Structural.key("bincount", n, d, weights == null), weights == null ? List.of(x) : List.of(x, weights), in -> {
            NDArray at = Ops.max(Ops.to(in.get(0), DType.I32), Ops.num(0L));
            NDArray w = weights == null ? Ops.full(1, d, at.shapeOf()) : in.get(1);
            return Takes.scatter(Prim.ADD, Ops.zeros(d, Shape.of(n)), at, w, 0);
        });
    }

    /** The borders of bins of equal width from the least to the greatest element, or over a range, which may be null. */
    public static NDArray edges(NDArray a, int bins, NDArray range) {
        if (bins < 1) {
            throw new JacobiException("histogram: elements cannot be counted in " + bins + " bins; give at least one.");
        }
        NDArray x = Ops.inexact(a);
        return Operation.fused(Structural.key("histogramEdges", bins, range == null), range == null ? List.of(x) : List.of(x, range), in -> {
            NDArray flat = Shapes.ravel(in.get(0));
            DType d = flat.dtype();
            boolean empty = flat.shapeOf().get(0).is(0);
            NDArray low = range != null ? Ops.to(Takes.at(in.get(1), 0), d) : empty ? Ops.constant(0, d) : Reductions.min(flat, null, false, null, null);
            NDArray high = range != null ? Ops.to(Takes.at(in.get(1), 1), d) : empty ? Ops.constant(1, d) : Reductions.max(flat, null, false, null, null);
            NDArray same = Ops.eq(low, high);
            NDArray from = Ops.where(same, Ops.sub(low, Ops.num(0.5)), low);
            NDArray to = Ops.where(same, Ops.add(high, Ops.num(0.5)), high);
            NDArray i = Structural.iota(DType.I32, Shape.of(bins + 1), 0);
            NDArray share = Ops.div(Ops.to(i, d), Ops.constant(bins, d));
            NDArray line = Ops.add(Ops.mul(from, Ops.sub(Ops.constant(1, d), share)), Ops.mul(to, share));
            return Ops.where(Ops.eq(i, Ops.num((long) bins)), to, line);
        });
    }

    /** How many elements are in each bin, or the sums of their weights, which may be null; with {@code density} parts of all per width. */
    public static NDArray histogram(NDArray a, NDArray edges, NDArray weights, boolean density) {
        NDArray x = Shapes.ravel(Ops.inexact(a));
        if (weights != null && weights.rank() != a.rank()) {
            throw new JacobiException("histogram: weights of shape " + weights.shapeOf() + " are given for elements of shape " + a.shapeOf() + "; give one weight for each element.");
        }
        List<NDArray> in = weights == null ? Promotion.inexact(x, edges) : Promotion.inexact(x, edges, Shapes.ravel(weights));
        return Operation.fused(Structural.key("histogram", density), in, y -> {
            NDArray e = y.get(1);
            Extent n = e.shapeOf().get(0);
            NDArray w = weights == null ? Ops.full(1, x.dtype(), y.get(0).shapeOf()) : y.get(2);
            Trace.current().mustBeEqual(w.shapeOf().get(0), y.get(0).shapeOf().get(0), () -> "histogram: there are " + w.shapeOf().get(0) + " weights for "
                + y.get(0).shapeOf().get(0) + " elements; give one for each.");
            NDArray last = Structural.reshape(Joins.part(e, 0, n.minus(1), Extent.of(1)), Shape.SCALAR);
            NDArray at = Ops.where(Ops.eq(y.get(0), last), n.minus(1).number(), Searching.search(e, y.get(0), true));
            NDArray all = Takes.scatter(Prim.ADD, Ops.zeros(w.dtype(), new Shape(List.of(n))), at, w, 0);
            NDArray counts = Joins.part(all, 0, Extent.of(1), n.minus(1));
            if (!density) {
                return counts;
            }
            NDArray widths = Ops.sub(Joins.part(e, 0, Extent.of(1), n.minus(1)), Joins.part(e, 0, Extent.of(0), n.minus(1)));
            return Ops.div(Ops.div(counts, widths), Reductions.sum(counts, null, null, false, null, null));
        });
    }

    /** The same of points, the rows of a matrix, in bins along each axis. */
    public static NDArray histogram(NDArray sample, List<NDArray> edges, NDArray weights, boolean density) {
        var in = new ArrayList<>(List.of(Ops.inexact(sample)));
        in.addAll(edges);
        if (weights != null) {
            in.add(weights);
        }
        DType d = weights == null && !density ? Ops.index() : weights == null ? in.get(0).dtype() : weights.dtype();
        return Operation.fused(Structural.key("histogramdd", density, weights != null, d), in, x -> {
            NDArray place = null;
            var dims = new ArrayList<Extent>();
            for (int k = 0; k < edges.size(); k++) {
                NDArray v = Structural.reshape(Joins.part(x.get(0), 1, Extent.of(k), Extent.of(1)), new Shape(List.of(x.get(0).shapeOf().get(0))));
                NDArray e = Ops.to(x.get(k + 1), v.dtype());
                Extent n = e.shapeOf().get(0);
                NDArray last = Structural.reshape(Joins.part(e, 0, n.minus(1), Extent.of(1)), Shape.SCALAR);
                NDArray at = Searching.search(e, v, true);
                at = Ops.where(Ops.eq(v, last), Ops.sub(at, Ops.num(1L)), at);
                place = place == null ? at : Ops.add(Ops.mul(place, n.plus(1).number()), at);
                dims.add(n.plus(1));
            }
            Shape all = new Shape(dims);
            NDArray w = weights == null ? Ops.full(1, d, place.shapeOf()) : x.get(x.size() - 1);
            NDArray flat = Takes.scatter(Prim.ADD, Ops.zeros(d, new Shape(List.of(all.size()))), place, w, 0);
            NDArray h = Structural.reshape(flat, all);
            for (int k = 0; k < dims.size(); k++) {
                h = Joins.part(h, k, Extent.of(1), dims.get(k).minus(2));
            }
            return density ? dense(h, x) : h;
        });
    }

    private static NDArray dense(NDArray counts, List<NDArray> in) {
        NDArray h = Ops.div(counts, Reductions.sum(counts, null, null, false, null, null));
        for (int k = 0; k < counts.rank(); k++) {
            NDArray e = Ops.to(in.get(k + 1), in.get(0).dtype());
            Extent n = e.shapeOf().get(0).minus(1);
            NDArray widths = Ops.sub(Joins.part(e, 0, Extent.of(1), n), Joins.part(e, 0, Extent.of(0), n));
            Shape s = new Shape(List.of(n));
            for (int j = k + 1; j < counts.rank(); j++) {
                s = s.inserted(s.rank(), Extent.of(1));
            }
            h = Ops.div(h, Structural.reshape(widths, s));
        }
        return h;
    }
}
