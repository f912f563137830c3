package dev.jacobi.array.algorithms;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.algorithms.Contraction.Named;
import java.util.ArrayList;
import java.util.List;

/** Products of vectors, matrices and arrays of them. */
public final class Matmul {
    private Matmul() {
    }

    /** Refuses lengths that certainly differ. */
    private static void fit(String what, NDArray a, int axisA, NDArray b, int axisB) {
        Extent x = a.shapeOf().get(axisA);
        Extent y = b.shapeOf().get(axisB);
        if (x.isKnown() && y.isKnown() && !x.same(y)) {
            throw new JacobiException(what + ": arrays of the shapes " + a.shapeOf() + " and " + b.shapeOf() + " cannot be multiplied: axis " + axisA + " of the first has " + x
                + " elements and axis " + axisB + " of the second " + y + ".");
        }
    }

    private static void atLeast(String what, NDArray a, int rank) {
        if (a == null) {
            throw new JacobiException(what + ": an array to multiply is null; give two arrays.");
        }
        if (a.rank() < rank) {
            throw new JacobiException(what + ": an array of shape " + a.shapeOf() + " has too few axes; give one with " + rank + (rank == 1 ? " axis" : " axes") + " or more.");
        }
    }

    /** The matrix products of the last two axes, or of vectors; the axes before go together. */
    public static NDArray matmul(NDArray a, NDArray b) {
        atLeast("matmul", a, 1);
        atLeast("matmul", b, 1);
        boolean rows = a.rank() > 1;
        boolean columns = b.rank() > 1;
        fit("matmul", a, a.rank() - 1, b, columns ? b.rank() - 2 : 0);
        int batch = Math.max(Math.max(a.rank(), b.rank()) - 2, 0);
        return Operation.fused(Structural.key("matmul"), Promotion.all(a, b), in -> {
            var x = new ArrayList<>(rows ? Contraction.range(batch - (a.rank() - 2), batch) : List.<Integer>of());
            var y = new ArrayList<>(columns ? Contraction.range(batch - (b.rank() - 2), batch) : List.<Integer>of());
            var result = new ArrayList<>(Contraction.range(0, batch));
            if (rows) {
                x.add(batch);
                result.add(batch);
            }
            x.add(batch + 1);
            y.add(batch + 1);
            if (columns) {
                y.add(batch + 2);
                result.add(batch + 2);
            }
            return Contraction.product(new Named(in.get(0), x), new Named(in.get(1), y), result);
        });
    }

    /** Numbers multiply arrays; otherwise the last axis and the one before the last go together. */
    public static NDArray dot(NDArray a, NDArray b) {
        if (a.rank() == 0 || b.rank() == 0) {
            return Ops.mul(a, b);
        }
        int last = b.rank() == 1 ? 0 : b.rank() - 2;
        return tensordot("dot", a, b, new int[] {a.rank() - 1}, new int[] {last});
    }

    /** The sum of products of all elements, those of the first array conjugated. */
    public static NDArray vdot(NDArray a, NDArray b) {
        return dot(Shapes.ravel(Ops.conj(a)), Shapes.ravel(b));
    }

    /** Sums over pairs of axes; those that are left follow one another. */
    public static NDArray tensordot(String what, NDArray a, NDArray b, int[] axesA, int[] axesB) {
        List<Integer> x = AxisNumbers.of(what, axesA, a.rank());
        List<Integer> y = AxisNumbers.of(what, axesB, b.rank());
        if (x.size() != y.size()) {
            throw new JacobiException(what + ": " + x.size() + " axes of the first array cannot go together with " + y.size() + " of the second; give pairs.");
        }
        for (int k = 0; k < x.size(); k++) {
            fit(what, a, x.get(k), b, y.get(k));
        }
        return Operation.fused(Structural.key("tensordot", x, y), Promotion.all(a, b), in -> {
            List<Integer> namesA = Contraction.range(0, a.rank());
            var namesB = new ArrayList<>(Contraction.range(a.rank(), a.rank() + b.rank()));
            for (int k = 0; k < x.size(); k++) {
                namesB.set(y.get(k), x.get(k));
            }
            var result = new ArrayList<>(namesA);
            result.removeAll(x);
            namesB.stream().filter(n -> n >= a.rank()).forEach(result::add);
            return Contraction.product(new Named(in.get(0), namesA), new Named(in.get(1), namesB), result);
        });
    }

    /** The last axes of the first array and the first of the second. */
    public static NDArray tensordot(NDArray a, NDArray b, int axes) {
        if (axes < 0 || axes > Math.min(a.rank(), b.rank())) {
            throw new JacobiException("tensordot: arrays of the shapes " + a.shapeOf() + " and " + b.shapeOf() + " have no " + axes + " axes to sum over.");
        }
        int[] x = new int[axes];
        int[] y = new int[axes];
        for (int k = 0; k < axes; k++) {
            x[k] = a.rank() - axes + k;
            y[k] = k;
        }
        return tensordot("tensordot", a, b, x, y);
    }

    /** The sums of products along the last axes. */
    public static NDArray inner(NDArray a, NDArray b) {
        return a.rank() == 0 || b.rank() == 0 ? Ops.mul(a, b) : tensordot("inner", a, b, new int[] {-1}, new int[] {-1});
    }

    /** All products of an element of the one and one of the other. */
    public static NDArray outer(NDArray a, NDArray b) {
        return tensordot("outer", Shapes.ravel(a), Shapes.ravel(b), new int[0], new int[0]);
    }

    /** The sums of products along an axis, the elements of the first array conjugated; other axes are broadcast. */
    public static NDArray vecdot(NDArray a, NDArray b, int axis) {
        int p = AxisNumbers.of("vecdot", axis, a.rank());
        int q = AxisNumbers.of("vecdot", axis, b.rank());
        fit("vecdot", a, p, b, q);
        NDArray x = Shapes.expand("vecdot", Shapes.move(Ops.conj(a), p, a.rank() - 1), -2);
        NDArray y = Shapes.expand("vecdot", Shapes.move(b, q, b.rank() - 1), -1);
        return Shapes.squeeze(matmul(x, y), new int[] {-1, -2});
    }

    /** Matrices times vectors. */
    public static NDArray matvec(NDArray a, NDArray b) {
        atLeast("matvec", a, 2);
        atLeast("matvec", b, 1);
        return Shapes.squeeze(matmul(a, Shapes.expand("matvec", b, -1)), new int[] {-1});
    }

    /** Conjugated vectors times matrices. */
    public static NDArray vecmat(NDArray a, NDArray b) {
        atLeast("vecmat", a, 1);
        atLeast("vecmat", b, 2);
        return Shapes.squeeze(matmul(Shapes.expand("vecmat", Ops.conj(a), -2), b), new int[] {-2});
    }

    /** Each element of the first array times the whole second one, in its place. */
    public static NDArray kron(NDArray a, NDArray b) {
        int rank = Math.max(a.rank(), b.rank());
        return Operation.fused(Structural.key("kron"), Promotion.all(a, b), in -> {
            Shape x = Shapes.leading(in.get(0), rank).shapeOf();
            Shape y = Shapes.leading(in.get(1), rank).shapeOf();
            Shape wideX = Shape.SCALAR;
            Shape wideY = Shape.SCALAR;
            Shape result = Shape.SCALAR;
            for (int k = 0; k < rank; k++) {
                wideX = wideX.inserted(2 * k, x.get(k)).inserted(2 * k + 1, Extent.of(1));
                wideY = wideY.inserted(2 * k, Extent.of(1)).inserted(2 * k + 1, y.get(k));
                result = result.inserted(k, x.get(k).times(y.get(k)));
            }
            return Structural.reshape(Ops.mul(Structural.reshape(in.get(0), wideX), Structural.reshape(in.get(1), wideY)), result);
        });
    }

    /** The vector products of vectors of two or three elements along an axis. */
    public static NDArray cross(NDArray a, NDArray b, int axisA, int axisB, int axisC) {
        int p = AxisNumbers.of("cross", axisA, a.rank());
        int q = AxisNumbers.of("cross", axisB, b.rank());
        int m = length(a, p);
        int n = length(b, q);
        return Operation.fused(Structural.key("cross", p, q, axisC, m, n), Promotion.all(a, b), in -> {
            NDArray x = Shapes.move(in.get(0), p, 0);
            NDArray y = Shapes.move(in.get(1), q, 0);
            NDArray z = area(x, y, 0, 1);
            if (m == 2 && n == 2) {
                return z;
            }
            NDArray first = m == 2 ? Ops.mul(row(x, 1), row(y, 2)) : n == 2 ? Ops.neg(Ops.mul(row(x, 2), row(y, 1))) : area(x, y, 1, 2);
            NDArray second = m == 2 ? Ops.neg(Ops.mul(row(x, 0), row(y, 2))) : n == 2 ? Ops.mul(row(x, 2), row(y, 0)) : area(x, y, 2, 0);
            NDArray all = Joins.stack("cross", List.of(first, second, z), 0);
            return Shapes.move(all, 0, AxisNumbers.of("cross", axisC, all.rank()));
        });
    }

    private static int length(NDArray a, int axis) {
        int n = a.shapeOf().get(axis).value();
        if (n != 2 && n != 3) {
            throw new JacobiException("cross: vectors have two or three elements, but here are " + n + " along axis " + axis + " of an array of shape " + a.shapeOf() + ".");
        }
        return n;
    }

    private static NDArray row(NDArray x, int i) {
        return Joins.slice(x, 0, i);
    }

    private static NDArray area(NDArray x, NDArray y, int i, int j) {
        return Ops.sub(Ops.mul(row(x, i), row(y, j)), Ops.mul(row(x, j), row(y, i)));
    }
}
