package dev.jacobi.array.nn;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Products;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.lax.Calc;
import java.util.ArrayList;
import java.util.List;

/** Attention: axes are batch, places, heads, elements; groups of heads of queries share a head of keys. */
public final class Attention {
    private static final double MOST = 0.7;
    private static final int HEADS = 2;

    private Attention() {
    }

    private static NDArray four(NDArray x) {
        NDArray y = x;
        while (y.rank() < 4) {
            y = Structural.reshape(y, y.shapeOf().inserted(0, Extent.of(1)));
        }
        return y;
    }

    private static void check(NDArray q, NDArray k, NDArray v) {
        boolean heads = q.rank() == 4 && k.rank() == 4 && v.rank() == 4;
        Extent n = heads ? q.shapeOf().get(HEADS) : null;
        Extent m = heads ? k.shapeOf().get(HEADS) : null;
        if (!heads || n.isKnown() && m.isKnown() && n.value() % m.value() != 0) {
            throw new JacobiException("dotProductAttention: a query of shape " + q.shapeOf() + ", a key of shape " + k.shapeOf() + " and a value of shape " + v.shapeOf()
                + " do not fit; give batch, places, heads and elements, with a multiple of the key's heads in the query.");
        }
        if (q.dtype() != k.dtype() || k.dtype() != v.dtype()) {
            throw new JacobiException("dotProductAttention: query, key and value are of " + q.dtype() + ", " + k.dtype() + " and " + v.dtype() + "; give them one type.");
        }
    }

    /** Means of values by the softmax of products, which are computed in 32 bits for shorter types. */
    public static NDArray dotProduct(NDArray query, NDArray key, NDArray value, NDArray bias, NDArray mask, Double scale, boolean causal) {
        NDArray q = four(query);
        NDArray k = four(key);
        NDArray v = four(value);
        check(q, k, v);
        var all = new ArrayList<>(List.of(q, k, v));
        boolean biased = bias != null;
        boolean masked = mask != null;
        if (biased) {
            all.add(four(bias));
        }
        if (masked) {
            all.add(four(mask));
        }
        NDArray out = Calc.fused("attention", all, in -> mean(in, biased ? in.get(3) : null, masked ? in.get(in.size() - 1) : null, scale, causal), biased, masked, String.valueOf(scale), causal);
        return Structural.reshape(out, query.shapeOf());
    }

    private static NDArray mean(List<NDArray> in, NDArray bias, NDArray mask, Double scale, boolean causal) {
        NDArray q = in.get(0);
        Shape s = q.shapeOf();
        DType own = q.dtype();
        DType wide = own == DType.F64 ? DType.F64 : DType.F32;
        Extent heads = in.get(1).shapeOf().get(HEADS);
        Extent group = s.get(HEADS).dividedBy(heads);
        NDArray grouped = Structural.reshape(Casts.to(q, wide), new Shape(List.of(s.get(0), s.get(1), heads, group, s.get(3))));
        NDArray key = Casts.to(in.get(1), wide);
        // batch, key's head, query's place, group, key's place; then the group in front of places
        NDArray products = Products.dot(grouped, key, List.of(4), List.of(3), List.of(0, 2), List.of(0, 2));
        NDArray x = Structural.transpose(products, List.of(0, 1, 3, 2, 4));
        NDArray factor = scale != null ? Calc.like(scale, x) : Calc.like(1, x).dividedBy(Calc.sqrt(Casts.to(s.get(3).number(), wide)));
        x = x.times(factor);
        if (bias != null) {
            x = Casts.to(x.plus(byGroup(bias, heads, group)), wide);
        }
        NDArray counts = mask == null ? null : byGroup(mask, heads, group);
        if (causal) {
            NDArray back = causal(s.get(1), in.get(1).shapeOf().get(1));
            counts = counts == null ? back : counts.and(back);
        }
        x = counts == null ? x : Calc.where(counts, x, Calc.like(-MOST * Float.MAX_VALUE, x));
        NDArray weights = Casts.to(Normal.softmax(Casts.to(x, DType.F32), new int[] {-1}, null), own);
        NDArray means = Products.dot(weights, in.get(2), List.of(4), List.of(1), List.of(0, 1), List.of(0, 2));
        return Structural.reshape(Structural.transpose(means, List.of(0, 3, 1, 2, 4)), s);
    }

    private static NDArray causal(Extent queries, Extent keys) {
        NDArray rows = Structural.iota(DType.I32, new Shape(List.of(queries, Extent.of(1))), 0);
        return rows.ge(Structural.iota(DType.I32, new Shape(List.of(keys)), 0));
    }

    /** Batch, heads, places, places as batch, heads of the key, groups, places, places. */
    private static NDArray byGroup(NDArray x, Extent heads, Extent group) {
        Shape s = x.shapeOf();
        if (s.get(1).isOne()) {
            return Structural.reshape(x, s.inserted(1, Extent.of(1)));
        }
        return Structural.reshape(x, s.with(1, heads).inserted(2, group));
    }

    /** Elements, the last axis, divided among heads. */
    public static NDArray heads(NDArray x, int heads) {
        Extent size = x.shapeOf().get(x.rank() - 1);
        if (size.isKnown() && size.value() % heads != 0) {
            throw new JacobiException("multiHeadAttention: vectors of " + size + " elements cannot be divided among " + heads + " heads; give a divisor.");
        }
        Shape s = x.shapeOf().with(x.rank() - 1, Extent.of(heads)).inserted(x.rank(), size.dividedBy(Extent.of(heads)));
        return Structural.reshape(x, s);
    }

    /** The elements of all heads one after another. */
    public static NDArray joined(NDArray x) {
        int last = x.rank() - 1;
        Extent size = x.shapeOf().get(last - 1).times(x.shapeOf().get(last));
        return Structural.reshape(x, x.shapeOf().part(0, last - 1).followedBy(new Shape(List.of(size))));
    }
}
