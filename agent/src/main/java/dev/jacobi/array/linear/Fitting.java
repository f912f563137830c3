package dev.jacobi.array.linear;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.Joins;
import dev.jacobi.array.algorithms.Matmul;
import dev.jacobi.array.algorithms.Polynomials;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Polynomials through points. The columns of powers have length 1 before they are given to least squares by singular values, as in NumPy: so rounding does not depend on the unit of x, and too few or
 * equal points give the polynomial of the least coefficients.
 */
public final class Fitting {
    private Fitting() {
    }

    /** The coefficients of least squares, from the highest power on; weights may be null. */
    public static NDArray polynomial(NDArray x, NDArray y, int degree, NDArray weights) {
        Polynomials.vector("polyfit", x);
        Polynomials.order("polyfit", degree);
        if (y.rank() < 1 || y.rank() > 2) {
            throw new JacobiException("polyfit: values of shape " + y.shapeOf() + " are no points; give one for each x, or a column for each curve.");
        }
        y.shapeOf().get(0).mustEqual(x.shapeOf().get(0),
            () -> "polyfit: points of shape " + x.shapeOf() + " have values of shape " + y.shapeOf() + "; give one value, or one row, for each point.");
        if (x.shapeOf().get(0).is(0)) {
            throw new JacobiException("polyfit: there are no points; give at least one.");
        }
        List<NDArray> both = weights == null ? Promotion.inexact(x, y) : Promotion.inexact(x, y, weights);
        return Operation.fused(Structural.key("polyfit", degree), both, in -> {
            NDArray w = weights == null ? null : in.get(2);
            NDArray values = w == null ? in.get(1) : Arithmetic.multiply(in.get(1), y.rank() == 2 ? Matrices.column(w) : w);
            NDArray powers = Joins.stack("polyfit", columns(in.get(0), degree, w), 1);
            NDArray squares = Reduction.reduce(Prim.REDUCE_ADD, Norms.squares(powers), List.of(0));
            // A column of zeros stays one.
            NDArray some = Elementwise.select(Elementwise.compare(Prim.GT, squares, Matrices.number(0, squares)), squares, Matrices.number(1, squares));
            NDArray scale = Casts.to(Elementwise.apply(Prim.SQRT, some), powers.dtype());
            NDArray c = solved(Arithmetic.divide(powers, scale), y.rank() == 2 ? values : Matrices.column(values), degree + 1);
            return Arithmetic.divide(y.rank() == 2 ? c : Matrices.vector(c), y.rank() == 2 ? Matrices.column(scale) : scale);
        });
    }

    /**
     * Columns of least squares. Singular vectors have no derivatives where singular values are equal, as they are for columns that are orthogonal: where the matrix has full rank, it is solved by an
     * orthogonal and a triangular factor, and only else by singular values. Whichever way is not taken gets a matrix with derivatives. Rows of zeros make the matrix no shorter than it is wide.
     */
    private static NDArray solved(NDArray a, NDArray b, int n) {
        DType d = a.dtype();
        NDArray full = isFull(a, n);
        NDArray none = zeros(d, a.shapeOf());
        NDArray unit = Matrices.identity(Extent.of(n), d);
        NDArray numbers = Joins.stack("polyfit", IntStream.rangeClosed(1, n).mapToObj(k -> JavaArrays.scalar(k, d, false)).toList(), 0);
        NDArray matrix = Structural.concat(List.of(a, zeros(d, Shape.of(n, n))), 0);
        NDArray values = Structural.concat(List.of(b, zeros(b.dtype(), b.shapeOf().with(0, Extent.of(n)))), 0);
        List<NDArray> f = Factors.qr(Elementwise.select(full, matrix, Structural.concat(List.of(none, unit), 0)), "reduced");
        NDArray direct = Solving.triangular(true, f.get(1), Matmul.matmul(Matrices.adjoint(f.get(0)), values));
        NDArray apart = Structural.concat(List.of(none, Arithmetic.multiply(unit, numbers)), 0);
        NDArray least = Composed.leastSquares(Elementwise.select(full, apart, matrix), values, -1).get(0);
        return Elementwise.select(full, direct, least);
    }

    /** Whether there are as many singular values as columns that count. */
    private static NDArray isFull(NDArray a, int n) {
        NDArray used = Composed.used(a, Factors.values(a), -1);
        NDArray count = Reduction.reduce(Prim.REDUCE_ADD, Casts.to(used, DType.I32), List.of(0));
        return Elementwise.compare(Prim.EQ, count, JavaArrays.scalar(n, DType.I32, false));
    }

    private static NDArray zeros(DType d, Shape shape) {
        return Structural.full(JavaArrays.scalar(0L, d, false), shape);
    }

    private static List<NDArray> columns(NDArray x, int degree, NDArray w) {
        var out = new ArrayList<NDArray>();
        NDArray power = w == null ? Structural.full(JavaArrays.scalar(1L, x.dtype(), false), x.shapeOf()) : w;
        for (int k = 0; k <= degree; k++) {
            out.add(0, power);
            power = Arithmetic.multiply(power, x);
        }
        return out;
    }
}
