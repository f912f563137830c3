package dev.jacobi.array.algorithms;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Products;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Sums of products of two arrays whose axes have names: an axis of a name that is not in the result is summed over. All matrix products are this. */
final class Contraction {
    private Contraction() {
    }

    /** An array and the names of its axes. */
    record Named(NDArray array, List<Integer> names) {
        Named {
            names = List.copyOf(names);
        }

        Extent extent(int name) {
            return array.shapeOf().get(names.indexOf(name));
        }

        Named without(List<Integer> gone) {
            return new Named(array, names.stream().filter(n -> !gone.contains(n)).toList());
        }
    }

    /** The product of two arrays of one type with these names of axes, in this order; halves are summed as floats. */
    static NDArray product(Named a, Named b, List<Integer> result) {
        DType d = a.array.dtype();
        DType in32 = Reductions.computed(d);
        Named x = summed(withoutSingle(new Named(Ops.to(a.array, in32), a.names), b), b, result);
        Named y = summed(withoutSingle(new Named(Ops.to(b.array, in32), b.names), a), a, result);
        List<Integer> both = x.names.stream().filter(y.names::contains).toList();
        List<Integer> contracted = both.stream().filter(n -> !result.contains(n)).toList();
        Named r = contracted.isEmpty() ? elementwise(x, y, result) : dot(x, y, contracted, both.stream().filter(result::contains).toList());
        return Ops.to(ordered(r, result), d);
    }

    /** An axis of one element, where the other array has more along it, counts as if it were not there. */
    private static Named withoutSingle(Named x, Named other) {
        List<Integer> gone = x.names.stream().filter(n -> other.names.contains(n) && x.extent(n).isOne() && !other.extent(n).isOne()).toList();
        List<Integer> axes = gone.stream().map(x.names::indexOf).toList();
        return gone.isEmpty() ? x : new Named(Structural.reshape(x.array, x.array.shapeOf().without(axes)), x.without(gone).names);
    }

    /** Sums over axes that neither the other array nor the result has. */
    private static Named summed(Named x, Named other, List<Integer> result) {
        List<Integer> gone = x.names.stream().filter(n -> !other.names.contains(n) && !result.contains(n)).toList();
        return sum(x, gone);
    }

    /** Sums over the axes with these names. */
    static Named sum(Named x, List<Integer> gone) {
        if (gone.isEmpty()) {
            return x;
        }
        List<Integer> axes = gone.stream().map(x.names::indexOf).sorted().toList();
        DType d = x.array.dtype();
        DType in32 = Reductions.computed(d);
        NDArray sum = Reduction.reduce(d == DType.BOOL ? Prim.REDUCE_OR : Prim.REDUCE_ADD, Ops.to(x.array, in32), axes);
        return new Named(Ops.to(sum, d), x.without(gone).names);
    }

    private static Named elementwise(Named x, Named y, List<Integer> result) {
        List<Integer> names = result.stream().filter(n -> x.names.contains(n) || y.names.contains(n)).toList();
        return new Named(Ops.mul(spread(x, names), spread(y, names)), names);
    }

    private static NDArray spread(Named x, List<Integer> names) {
        List<Integer> own = names.stream().filter(x.names::contains).toList();
        NDArray y = ordered(x, own);
        var extents = new ArrayList<Extent>();
        for (int n : names) {
            extents.add(own.contains(n) ? y.shapeOf().get(own.indexOf(n)) : Extent.of(1));
        }
        return Structural.reshape(y, new Shape(extents));
    }

    private static Named dot(Named x, Named y, List<Integer> contracted, List<Integer> batch) {
        NDArray r = Products.dot(x.array, y.array, contracted.stream().map(x.names::indexOf).toList(), contracted.stream().map(y.names::indexOf).toList(),
            batch.stream().map(x.names::indexOf).toList(), batch.stream().map(y.names::indexOf).toList());
        var names = new ArrayList<>(batch);
        x.names.stream().filter(n -> !batch.contains(n) && !contracted.contains(n)).forEach(names::add);
        y.names.stream().filter(n -> !batch.contains(n) && !contracted.contains(n)).forEach(names::add);
        return new Named(r, names);
    }

    /** With the axes in this order. */
    static NDArray ordered(Named x, List<Integer> names) {
        return Structural.transpose(x.array, names.stream().map(x.names::indexOf).toList());
    }

    /** The names from one number to another, which is not among them. */
    static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
