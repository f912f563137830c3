package dev.jacobi.array.linear;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.Reductions;
import dev.jacobi.array.algorithms.Sorting;
import dev.jacobi.array.algorithms.Takes;
import dev.jacobi.array.control.LinearSolution;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Products;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.array.numpy.Numbers;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.List;

/** Systems of linear equations and determinants. */
public final class Solving {
    private Solving() {
    }

    /** The lower and the upper factor in one, the rows' exchanges, and the rows' order. */
    static List<NDArray> factors(NDArray a) {
        return Products.library(Prim.LU, Params.NONE, List.of(a.dtype(), DType.I32, DType.I32), List.of(a));
    }

    /** {@code x} of {@code a x = b} for triangular matrices, columns of as many batches as both have together. */
    static NDArray triangular(boolean upper, NDArray a, NDArray b) {
        if (a.dtype().isComplex()) {
            return complexTriangular(upper, a, b);
        }
        Shape batch = Matrices.together(Matrices.batch(a), Matrices.batch(b));
        NDArray x = Structural.broadcastTo(a, Matrices.shape(batch, Matrices.rows(a), Matrices.columns(a)));
        NDArray y = Structural.broadcastTo(b, Matrices.shape(batch, Matrices.rows(b), Matrices.columns(b)));
        return Products.library(Prim.TRIANGULAR_SOLVE, new Params.Axis(0, upper), List.of(x.dtype()), List.of(x, y)).get(0);
    }

    /** Rows divided by the diagonal elements: with ones there, blocks of two rows make a triangular matrix as well. */
    private static NDArray complexTriangular(boolean upper, NDArray a, NDArray b) {
        NDArray diagonal = Matrices.column(Reduction.reduce(Prim.REDUCE_ADD, Matrices.triangle(Prim.EQ, a), List.of(a.rank() - 1)));
        NDArray unit = Matrices.unitDiagonal(Arithmetic.divide(a, diagonal));
        Shape batch = Matrices.together(Matrices.batch(a), Matrices.batch(b));
        NDArray x = Structural.broadcastTo(b, Matrices.shape(batch, Matrices.rows(b), Matrices.columns(b)));
        return Matrices.complexColumns(triangular(upper, Matrices.blocks(unit), Matrices.realColumns(Arithmetic.divide(x, diagonal))));
    }

    /** The rows of {@code b} in an order. */
    static NDArray ordered(NDArray b, NDArray order) {
        return Takes.takeAlong(b, Matrices.column(order), b.rank() - 2, "clip");
    }

    /** {@code x} of {@code a x = b} by the factors of {@code a}. */
    static NDArray byFactors(NDArray lu, NDArray order, NDArray b) {
        Shape batch = Matrices.together(Matrices.batch(lu), Matrices.batch(b));
        NDArray all = Structural.broadcastTo(b, Matrices.shape(batch, Matrices.rows(b), Matrices.columns(b)));
        NDArray rows = Structural.broadcastTo(order, Matrices.shape(batch, Matrices.rows(b)));
        return triangular(true, lu, triangular(false, Matrices.unitDiagonal(lu), ordered(all, rows)));
    }

    static void fit(String what, NDArray a, NDArray b) {
        Matrices.square(what, a);
        if (b.rank() == 0) {
            throw new JacobiException(what + ": the right side is a number; give a vector or matrices.");
        }
        Extent n = Matrices.rows(a);
        Extent m = b.shapeOf().get(Math.max(b.rank() - 2, 0));
        n.mustEqual(m, () -> what + ": matrices of the shape " + a.shapeOf() + " and right sides of the shape " + b.shapeOf() + " do not go together; they need as many rows.");
    }

    /** {@code x} of {@code a x = b}; {@code b} is one vector or matrices. */
    public static NDArray solve(NDArray a, NDArray b) {
        fit("solve", a, b);
        return Operation.fused(Structural.key("solve"), Matrices.floats("solve", a, b), in -> {
            NDArray y = b.rank() == 1 ? Matrices.column(in.get(1)) : in.get(1);
            NDArray x = solved(in.get(0), y);
            return b.rank() == 1 ? Matrices.vector(x) : x;
        });
    }

    private static NDArray solved(NDArray a, NDArray b) {
        if (a.dtype().isComplex()) {
            // a system of twice the size, but a far shorter program than complex factors with their triangular solutions and the derivatives of both
            return Matrices.complexColumns(solved(Matrices.blocks(a), Matrices.realColumns(b)));
        }
        List<NDArray> f = factors(Elementwise.unary(Prim.STOP_GRADIENT, a));
        Shape batch = Matrices.together(Matrices.batch(a), Matrices.batch(b));
        Extent n = Matrices.rows(a);
        NDArray matrices = Structural.broadcastTo(a, Matrices.shape(batch, n, n));
        NDArray lu = Structural.broadcastTo(f.get(0), Matrices.shape(batch, n, n));
        NDArray order = Structural.broadcastTo(f.get(2), Matrices.shape(batch, n));
        NDArray right = Structural.broadcastTo(b, Matrices.shape(batch, n, Matrices.columns(b)));
        return LinearSolution.of("solve", matrices, List.of(lu, order), right, (x, y) -> byFactors(x.get(0), x.get(1), y), (x, y) -> byFactorsTransposed(x.get(0), x.get(1), y));
    }

    /** {@code x} of {@code a' x = b} by the factors of {@code a}. */
    private static NDArray byFactorsTransposed(NDArray lu, NDArray order, NDArray b) {
        NDArray rows = triangular(true, Matrices.flipped(Matrices.unitDiagonal(lu)), triangular(false, Matrices.flipped(lu), b));
        return ordered(rows, Sorting.argsort(order, -1, false));
    }

    /** The inverses of square matrices. */
    public static NDArray inverse(NDArray a) {
        Matrices.square("inv", a);
        return Operation.fused(Structural.key("inv"), Matrices.floats("inv", a), in -> solved(in.get(0), Matrices.identity(Matrices.rows(in.get(0)), in.get(0).dtype())));
    }

    /**
     * {@code x} of {@code op(a) x = b} where {@code a} is triangular: {@code trans} 0 takes it as it is, 1 transposed, 2 also conjugated. Of {@code a} one half is read, and not the diagonal where
     * that is taken for ones.
     */
    public static NDArray triangular(NDArray a, NDArray b, int trans, boolean lower, boolean unit) {
        fit("solveTriangular", a, b);
        if (trans < 0 || trans > 2) {
            throw new JacobiException("solveTriangular: trans is " + trans + "; give 0, 1 or 2.");
        }
        return Operation.fused(Structural.key("solveTriangular", trans, lower, unit), Matrices.floats("solveTriangular", a, b), in -> {
            NDArray y = b.rank() == 1 ? Matrices.column(in.get(1)) : in.get(1);
            NDArray x = triangularOf(in.get(0), y, trans, lower, unit);
            return b.rank() == 1 ? Matrices.vector(x) : x;
        });
    }

    static NDArray triangularOf(NDArray a, NDArray b, int trans, boolean lower, boolean unit) {
        NDArray m = unit ? Matrices.unitDiagonal(a) : a;
        NDArray turned = trans == 0 ? m : trans == 1 ? Matrices.flipped(m) : Matrices.adjoint(m);
        boolean upper = lower == (trans != 0);
        return triangular(upper, turned, b);
    }

    /** {@code x} of {@code l l' x = b}, or of {@code l' l x = b} for an upper factor. */
    public static NDArray byCholesky(NDArray c, boolean lower, NDArray b) {
        fit("choSolve", c, b);
        return Operation.fused(Structural.key("choSolve", lower), Matrices.floats("choSolve", c, b), in -> {
            NDArray y = b.rank() == 1 ? Matrices.column(in.get(1)) : in.get(1);
            NDArray x = triangularOf(in.get(0), triangularOf(in.get(0), y, lower ? 0 : 2, lower, false), lower ? 2 : 0, lower, false);
            return b.rank() == 1 ? Matrices.vector(x) : x;
        });
    }

    /** The diagonal of the upper factor, and the sign that exchanges of rows make. */
    private static List<NDArray> diagonalAndSign(NDArray a) {
        List<NDArray> f = factors(a);
        NDArray diagonal = Reduction.reduce(Prim.REDUCE_ADD, Matrices.triangle(Prim.EQ, f.get(0)), List.of(a.rank() - 1));
        NDArray places = Structural.iota(DType.I32, new Shape(List.of(Matrices.rows(a))), 0);
        NDArray moved = Casts.to(Elementwise.compare(Prim.NE, f.get(1), places), DType.I32);
        NDArray odd = Elementwise.apply(Prim.AND, Reduction.reduce(Prim.REDUCE_ADD, moved, List.of(a.rank() - 2)), JavaArrays.scalar(1L, DType.I32, false));
        NDArray one = JavaArrays.scalar(1.0, a.dtype().real(), false);
        NDArray sign = Arithmetic.subtract(one, Matrices.scaled(Casts.to(odd, a.dtype().real()), 2));
        return List.of(diagonal, sign);
    }

    /** The determinants of square matrices. */
    public static NDArray determinant(NDArray a) {
        Matrices.square("det", a);
        Extent n = Matrices.rows(a);
        int small = n.is(1) ? 1 : n.is(2) ? 2 : n.is(3) ? 3 : 0;
        return Operation.fused(Structural.key("det", small), Matrices.floats("det", a), in -> {
            NDArray x = in.get(0);
            if (small > 0) {
                return expanded(x, small);
            }
            List<NDArray> d = diagonalAndSign(x);
            return Arithmetic.multiply(d.get(1), product(d.get(0)));
        });
    }

    private static NDArray product(NDArray diagonal) {
        return diagonal.dtype().isComplex() ? Reductions.prod(diagonal, new int[] {-1}, null, false, null, null)
            : Reduction.reduce(Prim.REDUCE_MUL, diagonal, List.of(diagonal.rank() - 1));
    }

    private static NDArray element(NDArray a, int i, int j) {
        NDArray one = Matrices.part(Matrices.part(a, -2, Extent.of(i), Extent.of(1), 1), -1, Extent.of(j), Extent.of(1), 1);
        return Structural.reshape(one, Matrices.batch(a));
    }

    private static NDArray minor(NDArray a, int i, int j, int k, int l) {
        return Arithmetic.subtract(Arithmetic.multiply(element(a, i, j), element(a, k, l)), Arithmetic.multiply(element(a, i, l), element(a, k, j)));
    }

    /** The determinants of small matrices as sums of products, which have derivatives where the matrix has no inverse, too. */
    private static NDArray expanded(NDArray a, int n) {
        if (n == 1) {
            return element(a, 0, 0);
        } else if (n == 2) {
            return minor(a, 0, 0, 1, 1);
        }
        NDArray x = Arithmetic.multiply(element(a, 0, 0), minor(a, 1, 1, 2, 2));
        NDArray y = Arithmetic.multiply(element(a, 0, 1), minor(a, 1, 0, 2, 2));
        NDArray z = Arithmetic.multiply(element(a, 0, 2), minor(a, 1, 0, 2, 1));
        return Arithmetic.add(Arithmetic.subtract(x, y), z);
    }

    /** The determinants' signs and the logarithms of their absolute values. */
    public static List<NDArray> logDeterminant(NDArray a) {
        Matrices.square("slogdet", a);
        return Matrices.fused(Structural.key("slogdet"), Matrices.floats("slogdet", a), in -> {
            List<NDArray> d = diagonalAndSign(in.get(0));
            NDArray sign = Arithmetic.multiply(d.get(1), product(Numbers.sign(d.get(0))));
            NDArray log = Reduction.reduce(Prim.REDUCE_ADD, Elementwise.unary(Prim.LOG, Arithmetic.absolute(d.get(0))), List.of(a.rank() - 2));
            return List.of(sign, log);
        });
    }
}
