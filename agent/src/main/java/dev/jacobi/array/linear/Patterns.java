package dev.jacobi.array.linear;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Indexing;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;

/** Matrices of a pattern. */
public final class Patterns {
    private Patterns() {
    }

    /** Matrices one after another along the diagonal, with zeros beside; numbers and vectors are matrices of one row. */
    public static NDArray blockDiagonal(List<NDArray> blocks) {
        if (blocks.isEmpty()) {
            throw new JacobiException("blockDiag: there are no matrices; give at least one.");
        }
        List<NDArray> all = Promotion.all(blocks.toArray(NDArray[]::new)).stream().map(Patterns::matrix).toList();
        return Operation.fused(Structural.key("blockDiag", all.size()), all, in -> {
            Extent columns = Extent.of(0);
            for (NDArray x : in) {
                columns = columns.plus(Matrices.columns(x));
            }
            var rows = new ArrayList<NDArray>();
            Extent before = Extent.of(0);
            for (NDArray x : in) {
                Extent after = columns.minus(before).minus(Matrices.columns(x));
                NDArray left = Structural.full(Matrices.number(0, x), new Shape(List.of(Matrices.rows(x), before)));
                NDArray right = Structural.full(Matrices.number(0, x), new Shape(List.of(Matrices.rows(x), after)));
                rows.add(Structural.concat(List.of(left, x, right), 1));
                before = before.plus(Matrices.columns(x));
            }
            return Structural.concat(rows, 0);
        });
    }

    private static NDArray matrix(NDArray x) {
        if (x.rank() > 2) {
            throw new JacobiException("blockDiag: an array of shape " + x.shapeOf() + " is no matrix; give arrays of two axes or fewer.");
        }
        Shape s = x.shapeOf();
        return x.rank() == 2 ? x : Structural.reshape(x, new Shape(List.of(Extent.of(1), s.rank() == 0 ? Extent.of(1) : s.get(0))));
    }

    /** Matrices with equal elements along each diagonal: the first column, and the first row but for its first element; {@code r} null is the conjugated column. */
    public static NDArray toeplitz(NDArray c, NDArray r) {
        List<NDArray> both = Promotion.all(c, r == null ? Arithmetic.conjugate(c) : r);
        if (c.rank() < 1 || both.get(1).rank() != c.rank()) {
            throw new JacobiException("toeplitz: the column and the row have the shapes " + c.shapeOf() + " and " + both.get(1).shapeOf() + "; give vectors.");
        }
        return Operation.fused(Structural.key("toeplitz"), both, in -> {
            int last = in.get(0).rank() - 1;
            Extent rows = in.get(0).shapeOf().get(last);
            Extent columns = in.get(1).shapeOf().get(last);
            if (rows.is(0) || columns.is(0)) {
                return Structural.full(Matrices.number(0, in.get(0)), in.get(0).shapeOf().part(0, last).followedBy(new Shape(List.of(rows, columns))));
            }
            NDArray rest = Matrices.part(in.get(1), last, Extent.of(1), columns.minus(1), 1);
            NDArray line = Structural.concat(List.of(Structural.reverse(in.get(0), List.of(last)), rest), last);
            Shape s = new Shape(List.of(rows, columns));
            NDArray distance = Elementwise.apply(Prim.SUB, Structural.iota(DType.I32, s, 1), Structural.iota(DType.I32, s, 0));
            return Indexing.take(line, Elementwise.apply(Prim.ADD, distance, Casts.to(rows.minus(1).number(), DType.I32)), last);
        });
    }

    /** The matrix of one over the row's number plus the column's plus 1. */
    public static NDArray hilbert(int n) {
        Shape s = Shape.of(n, n);
        DType d = JavaArrays.standard(DType.F64);
        NDArray sum = Arithmetic.add(Structural.iota(d, s, 0), Structural.iota(d, s, 1));
        NDArray one = Matrices.number(1, sum);
        return Arithmetic.divide(one, Arithmetic.add(sum, one));
    }
}
