package dev.jacobi.array.linear;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.Joins;
import dev.jacobi.array.algorithms.Polynomials;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;

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
        List<NDArray> both = weights == null ? Promotion.inexact(x, y) : Promotion.inexact(x, y, weights);
        return Operation.fused(Structural.key("polyfit", degree), both, in -> {
            NDArray w = weights == null ? null : in.get(2);
            NDArray values = w == null ? in.get(1) : Arithmetic.multiply(in.get(1), y.rank() == 2 ? Matrices.column(w) : w);
            NDArray powers = Joins.stack("polyfit", columns(in.get(0), degree, w), 1);
            NDArray squares = Reduction.reduce(Prim.REDUCE_ADD, Norms.squares(powers), List.of(0));
            // A column of zeros stays one.
            NDArray some = Elementwise.select(Elementwise.compare(Prim.GT, squares, Matrices.number(0, squares)), squares, Matrices.number(1, squares));
            NDArray scale = Casts.to(Elementwise.apply(Prim.SQRT, some), powers.dtype());
            NDArray c = Composed.leastSquares(Arithmetic.divide(powers, scale), values, -1).get(0);
            return Arithmetic.divide(c, y.rank() == 2 ? Matrices.column(scale) : scale);
        });
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
