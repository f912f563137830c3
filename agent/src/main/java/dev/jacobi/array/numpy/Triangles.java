package dev.jacobi.array.numpy;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Indexing;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Matrices that are made of, or asked for, their diagonals and triangles. */
public final class Triangles {
    private Triangles() {
    }

    /** Ones where a comparison of the row's number plus k with the column's number holds, zeros elsewhere. */
    public static NDArray ones(String name, Prim p, int n, int m, int k, DType dtype) {
        Shape.of(n, m);
        NDArray rows = Structural.reshape(Made.line(DType.I32, n), Shape.of(n, 1));
        NDArray columns = Structural.reshape(Made.line(DType.I32, m), Shape.of(1, m));
        DType d = dtype == null ? JavaArrays.standard(DType.F64) : dtype;
        return Fused.of(name, List.of(rows, columns, offset(k)), in -> Casts.to(Elementwise.compare(p, Typed.add(in.get(0), in.get(2)), in.get(1)), d), p, d);
    }

    private static NDArray offset(int k) {
        return JavaArrays.scalar((long) k, DType.I32, false);
    }

    private static void matrix(String name, NDArray x) {
        if (x.rank() < 2) {
            throw new JacobiException(name + ": takes an array of two axes or more, but this one has the shape " + x.shapeOf() + ".");
        }
    }

    /** A matrix, or each of several, with zeros where the comparison of {@link #ones} does not hold. */
    public static NDArray part(String name, Prim p, NDArray x, int k) {
        matrix(name, x);
        return Operation.fused(Structural.key(name), List.of(x, offset(k)), in -> {
            NDArray y = in.get(0);
            Shape s = y.shapeOf();
            Shape sides = s.part(s.rank() - 2, s.rank());
            NDArray row = Typed.add(Structural.iota(DType.I32, sides, 0), in.get(1));
            NDArray inside = Elementwise.compare(p, row, Structural.iota(DType.I32, sides, 1));
            return Elementwise.select(inside, y, Typed.integer(y, 0));
        });
    }

    /** The diagonals of matrices in two axes, along a new last axis. */
    public static NDArray diagonal(NDArray x, int offset, int axis1, int axis2) {
        matrix("diagonal", x);
        int rank = x.rank();
        int a = axis1 < 0 ? axis1 + rank : axis1;
        int b = axis2 < 0 ? axis2 + rank : axis2;
        if (a < 0 || a >= rank || b < 0 || b >= rank || a == b) {
            throw new JacobiException("diagonal: " + axis1 + " and " + axis2 + " are no two axes of an array of shape " + x.shapeOf() + ".");
        }
        var order = new ArrayList<>(IntStream.range(0, rank).filter(k -> k != a && k != b).boxed().toList());
        order.add(a);
        order.add(b);
        return Operation.fused(Structural.key("diagonal", offset, a, b), List.of(x), in -> diagonal(Structural.transpose(in.get(0), order), offset));
    }

    /** Of matrices in the last two axes. */
    private static NDArray diagonal(NDArray x, int offset) {
        int rank = x.rank();
        Shape s = x.shapeOf();
        Extent n = s.get(rank - 2);
        Extent m = s.get(rank - 1);
        Extent length = n.plus(Math.min(offset, 0)).min(m.minus(Math.max(offset, 0))).max(Extent.of(0));
        Shape rest = s.part(0, rank - 2);
        if (length.is(0)) {
            return Made.full(0L, x.dtype(), rest.inserted(rank - 2, length));
        }
        NDArray i = Structural.iota(DType.I32, new Shape(List.of(length)), 0);
        NDArray row = Typed.add(i, offset(Math.max(-offset, 0)));
        NDArray at = Typed.add(Typed.add(Typed.mul(row, Made.extent(m)), i), offset(Math.max(offset, 0)));
        return Indexing.take(Structural.reshape(x, rest.inserted(rank - 2, n.times(m))), at, rank - 2);
    }

    /** The diagonal of a matrix, or a matrix with this diagonal. */
    public static NDArray diag(NDArray v, int k) {
        if (v.rank() == 2) {
            return diagonal(v, k, 0, 1);
        }
        if (v.rank() != 1) {
            throw new JacobiException("diag: takes an array of one or two axes, but this one has the shape " + v.shapeOf() + ".");
        }
        return Operation.fused(Structural.key("diag", k), List.of(v), in -> {
            NDArray x = in.get(0);
            Extent n = x.shapeOf().get(0).plus(Math.abs(k));
            var square = new Shape(List.of(n, n));
            if (x.shapeOf().get(0).is(0)) {
                return Made.full(0L, x.dtype(), square);
            }
            NDArray row = Structural.iota(DType.I32, square, 0);
            NDArray column = Structural.iota(DType.I32, square, 1);
            NDArray there = Indexing.take(x, k >= 0 ? row : column, 0);
            return Elementwise.select(Elementwise.compare(Prim.EQ, Typed.add(row, offset(k)), column), there, Typed.integer(there, 0));
        });
    }

    /** How many rows or columns a matrix has. */
    public static int side(NDArray x, int axis) {
        if (x.rank() != 2) {
            throw new JacobiException("The places of a triangle are those of a matrix, but the array has the shape " + x.shapeOf() + ".");
        }
        return x.shape(axis);
    }

    /** The places in a matrix of n rows and m columns for which the column's number less the row's is at most k, or at least k: rows and columns. */
    public static List<NDArray> places(int n, int m, int k, boolean lower) {
        Shape.of(n, m);
        int[] rows = IntStream.range(0, n).flatMap(i -> IntStream.range(0, m).filter(j -> lower ? j - i <= k : j - i >= k).map(j -> i)).toArray();
        int[] columns = IntStream.range(0, n).flatMap(i -> IntStream.range(0, m).filter(j -> lower ? j - i <= k : j - i >= k)).toArray();
        DType d = JavaArrays.standard(DType.I64);
        return List.of(JavaArrays.of(rows, d), JavaArrays.of(columns, d));
    }
}
