package dev.jacobi.array.algorithms;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Parts;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.core.Structural;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Elements in order: NaN comes last, complex numbers go by their real and then by their imaginary parts. */
public final class Sorting {
    private Sorting() {
    }

    /** Sorted along an axis; null flattens. */
    public static NDArray sort(NDArray a, Integer axis, boolean descending) {
        NDArray flat = AxisNumbers.flatUnless(a, axis);
        int k = axis == null ? 0 : AxisNumbers.of("sort", axis, flat.rank());
        return Operation.fused(Structural.key("sort", k, descending), List.of(flat), in -> {
            NDArray x = in.get(0);
            NDArray y = x.dtype().isComplex() ? complex(Reduction.sort(List.of(Parts.real(x), Parts.imaginary(x)), k, 2)) : Reduction.sort(List.of(x), k, 1).get(0);
            return descending ? Structural.reverse(y, List.of(k)) : y;
        });
    }

    private static NDArray complex(List<NDArray> parts) {
        return Parts.complex(parts.get(0), parts.get(1));
    }

    /** What elements are sorted by, so that equal ones stay in their order: both zeros are one. */
    static List<NDArray> keys(NDArray x) {
        if (x.dtype().isComplex()) {
            return List.of(keys(Parts.real(x)).get(0), keys(Parts.imaginary(x)).get(0));
        }
        return List.of(x.dtype().isReal() ? Ops.where(Ops.eq(x, Ops.constant(0, x.dtype())), Ops.constant(0, x.dtype()), x) : x);
    }

    /** Where each place's element of the sorted array comes from; equal ones keep their order. */
    public static NDArray argsort(NDArray a, Integer axis, boolean descending) {
        NDArray flat = AxisNumbers.flatUnless(a, axis);
        int k = axis == null ? 0 : AxisNumbers.of("argsort", axis, flat.rank());
        DType d = Ops.index();
        return Operation.fused(Structural.key("argsort", k, descending, d), List.of(flat), in -> Ops.to(order(in.get(0), k, descending), d));
    }

    /** The same as i32. */
    static NDArray order(NDArray x, int k, boolean descending) {
        NDArray at = Structural.iota(DType.I32, x.shapeOf(), k);
        List<NDArray> keys = keys(x);
        if (descending) {
            // backwards before and after, so that equal ones keep their order
            keys = keys.stream().map(y -> Structural.reverse(y, List.of(k))).toList();
            at = Structural.reverse(at, List.of(k));
        }
        var all = new ArrayList<>(keys);
        all.add(at);
        NDArray order = Reduction.sort(all, k, keys.size()).get(keys.size());
        return descending ? Structural.reverse(order, List.of(k)) : order;
    }

    /** The order by several keys, of which the last one counts first. */
    public static NDArray lexsort(List<NDArray> keys, int axis) {
        if (keys.isEmpty()) {
            throw new JacobiException("lexsort: there are no keys to sort by; give at least one.");
        }
        DType d = Ops.index();
        if (keys.get(0).rank() == 0) {
            return Ops.constant(0, d);
        }
        int k = AxisNumbers.of("lexsort", axis, keys.get(0).rank());
        return Operation.fused(Structural.key("lexsort", k, d), keys, in -> {
            var all = new ArrayList<NDArray>();
            for (int i = in.size() - 1; i >= 0; i--) {
                all.addAll(keys(in.get(i)));
            }
            int n = all.size();
            all.add(Structural.iota(DType.I32, in.get(0).shapeOf(), k));
            return Ops.to(Reduction.sort(all, k, n).get(n), d);
        });
    }

    /** Refuses the number of an element that the sorted array has not; negative ones count from the end. */
    public static void place(String what, NDArray a, int kth, int axis) {
        Extent n = a.shapeOf().get(AxisNumbers.of(what, axis, a.rank()));
        n.mustReach(Extent.of(kth < 0 ? -(long) kth : kth + 1L), () -> what + ": an array of shape " + a.shapeOf() + " has no element " + kth + " along axis " + axis + "; there are " + n + ".");
    }

    /** The greatest elements along an axis, and where they are; of equal ones the first. */
    public static List<NDArray> topK(NDArray a, int n, int axis) {
        int k = AxisNumbers.of("topK", axis, a.rank());
        Supplier<String> sentence = () -> "topK: there are no " + n + " greatest elements along axis " + k + " of an array of shape " + a.shapeOf()
            + "; ask for as many as there are, or fewer.";
        if (n < 0) {
            throw new JacobiException(sentence.get());
        }
        a.shapeOf().get(k).mustReach(Extent.of(n), sentence);
        return Operation.all(Structural.key("topK", n, k), List.of(a), (t, in) -> {
            NDArray order = Joins.part(order(in.get(0), k, true), k, Extent.of(0), Extent.of(n));
            return List.of(Takes.takeAlong(in.get(0), order, k, "clip"), order);
        });
    }

    /** The elements up to the k-th in rising order, and those behind it in falling order. */
    public static NDArray partition(NDArray a, int kth, int axis) {
        int k = AxisNumbers.of("partition", axis, a.rank());
        int n = middle("partition", a, kth, k);
        return Operation.fused(Structural.key("partition", n, k), List.of(a), in -> {
            NDArray sorted = sort(in.get(0), k, false);
            Extent all = sorted.shapeOf().get(k);
            NDArray rest = Joins.part(sorted, k, Extent.of(n + 1), all.minus(n + 1));
            return Joins.concatenate("partition", List.of(Joins.part(sorted, k, Extent.of(0), Extent.of(n + 1)), Structural.reverse(rest, List.of(k))), k);
        });
    }

    /** Where the elements of a partition come from, i32: up to the k-th in rising order of the elements, those behind it in the order of their places. */
    public static NDArray argpartition(NDArray a, int kth, int axis) {
        int k = AxisNumbers.of("argpartition", axis, a.rank());
        int n = middle("argpartition", a, kth, k);
        return Operation.fused(Structural.key("argpartition", n, k), List.of(a), in -> {
            NDArray order = order(in.get(0), k, false);
            Extent all = order.shapeOf().get(k);
            NDArray rest = Joins.part(order, k, Extent.of(n + 1), all.minus(n + 1));
            return Joins.concatenate("argpartition", List.of(Joins.part(order, k, Extent.of(0), Extent.of(n + 1)), Reduction.sort(List.of(rest), k, 1).get(0)), k);
        });
    }

    private static int middle(String what, NDArray a, int kth, int axis) {
        Extent e = a.shapeOf().get(axis);
        int n = kth < 0 && e.isKnown() ? kth + e.value() : kth;
        if (n < 0 || e.isKnown() && n >= e.value()) {
            throw new JacobiException(what + ": there is no element " + kth + " along axis " + axis + " of an array of shape " + a.shapeOf() + "; give one that there is.");
        }
        return n;
    }
}
