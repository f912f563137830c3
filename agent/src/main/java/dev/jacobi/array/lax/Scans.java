package dev.jacobi.array.lax;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.tree.TreeWalk;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** Running combinations along an axis. */
public final class Scans {
    private Scans() {
    }

    /** Running sums and their kin; unsigned numbers are compared as wider ones. */
    public static NDArray cumulative(String what, Prim p, NDArray x, int axis, boolean reverse) {
        int k = AxisNumbers.of(what, axis, x.rank());
        DType d = x.dtype();
        if (d == DType.BOOL) {
            throw new JacobiException(what + ": the array has elements of bool; give one of numbers.");
        }
        boolean unsigned = d.isUnsigned() && (p == Prim.CUM_MAX || p == Prim.CUM_MIN);
        NDArray y = unsigned ? Casts.to(x, DType.I64) : x;
        return Casts.to(Reduction.cumulative(p, y, k, reverse), d, x.isWeak());
    }

    /** Running logarithms of sums of exponentials. */
    public static NDArray logSumExp(NDArray x, int axis, boolean reverse) {
        int k = AxisNumbers.of("cumlogsumexp", axis, x.rank());
        return Calc.fused("cumlogsumexp", List.of(x),
            in -> (NDArray) associative((a, b) -> Scalars.logaddexp((NDArray) a, (NDArray) b), in.get(0), reverse, k), k, reverse);
    }

    /** Running combinations by the name of an operator, which needs no loop. */
    public static NDArray named(String op, NDArray x, boolean reverse, int axis) {
        int k = AxisNumbers.of("associativeScan", axis, x.rank());
        Prim p = switch (op) {
            case "add" -> Prim.CUM_ADD;
            case "mul" -> Prim.CUM_MUL;
            case "max" -> Prim.CUM_MAX;
            case "min" -> Prim.CUM_MIN;
            default -> throw new JacobiException("associativeScan: there is no operator '" + op + "'; say 'add', 'mul', 'max' or 'min', or give a function.");
        };
        return cumulative("associativeScan", p, x, k, reverse);
    }

    /** Running combinations of trees of arrays by an associative function, with as many calls of it as twice the logarithm of the length, which has to be known. */
    public static Object associative(BinaryOperator<Object> f, Object tree, boolean reverse, int axis) {
        List<NDArray> leaves = arrays(tree);
        if (leaves.isEmpty()) {
            return tree;
        }
        int n = leaves.get(0).shapeOf().get(AxisNumbers.of("associativeScan", axis, leaves.get(0).rank())).value();
        for (NDArray x : leaves) {
            if (x.shapeOf().get(AxisNumbers.of("associativeScan", axis, x.rank())).value() != n) {
                throw new JacobiException("associativeScan: arrays of the shapes " + leaves.get(0).shapeOf() + " and " + x.shapeOf() + " have axes of different lengths; give arrays of one length.");
            }
        }
        var scan = new Scans.Halving(f, tree, axis);
        return TreeWalk.unflatten(tree, flipped(scan.of(flipped(leaves, axis, reverse)), axis, reverse));
    }

    private static List<NDArray> flipped(List<NDArray> in, int axis, boolean reverse) {
        return reverse ? in.stream().map(x -> Structural.reverse(x, List.of(AxisNumbers.of("associativeScan", axis, x.rank())))).toList() : in;
    }

    private static List<NDArray> arrays(Object tree) {
        return TreeWalk.leaves(tree).stream().map(NDArray.class::cast).toList();
    }

    /** Neighbours are combined, those scanned, and what stands between them made of the results. */
    private record Halving(BinaryOperator<Object> f, Object like, int axis) {
        private List<NDArray> combined(List<NDArray> a, List<NDArray> b) {
            return arrays(f.apply(TreeWalk.unflatten(like, a), TreeWalk.unflatten(like, b)));
        }

        private int along(NDArray x) {
            return AxisNumbers.of("associativeScan", axis, x.rank());
        }

        /** The elements from one on, every second one. */
        private List<NDArray> part(List<NDArray> in, int from, int count, int stride) {
            return in.stream().map(x -> Slices.part(x, along(x), Extent.of(from), Extent.of(count), stride)).toList();
        }

        List<NDArray> of(List<NDArray> in) {
            int n = in.get(0).shapeOf().get(along(in.get(0))).value();
            if (n < 2) {
                return in;
            }
            List<NDArray> odd = of(combined(part(in, 0, n / 2, 2), part(in, 1, n / 2, 2)));
            int rest = (n - 1) / 2;
            List<NDArray> even = rest == 0 ? part(in, 0, 1, 1) : joined(part(in, 0, 1, 1), combined(part(odd, 0, rest, 1), part(in, 2, rest, 2)));
            return interleaved(even, odd, n);
        }

        private List<NDArray> joined(List<NDArray> a, List<NDArray> b) {
            var out = new ArrayList<NDArray>();
            for (int k = 0; k < a.size(); k++) {
                out.add(Structural.concat(List.of(a.get(k), Casts.to(b.get(k), a.get(k).dtype(), a.get(k).isWeak())), along(a.get(k))));
            }
            return out;
        }

        private List<NDArray> interleaved(List<NDArray> even, List<NDArray> odd, int n) {
            var out = new ArrayList<NDArray>();
            for (int k = 0; k < even.size(); k++) {
                NDArray e = even.get(k);
                int a = along(e);
                int pairs = n / 2;
                NDArray first = Slices.part(e, a, Extent.of(0), Extent.of(pairs), 1);
                NDArray second = Casts.to(odd.get(k), e.dtype(), e.isWeak());
                NDArray both = Structural.concat(List.of(Structural.reshape(first, first.shapeOf().inserted(a + 1, Extent.of(1))),
                    Structural.reshape(second, second.shapeOf().inserted(a + 1, Extent.of(1)))), a + 1);
                NDArray flat = Structural.reshape(both, e.shapeOf().with(a, Extent.of(2L * pairs)));
                out.add(n % 2 == 0 ? flat : Structural.concat(List.of(flat, Slices.part(e, a, Extent.of(pairs), Extent.of(1), 1)), a));
            }
            return out;
        }
    }
}
