package dev.jacobi;

import dev.jacobi.array.linear.Composed;
import dev.jacobi.array.linear.Factors;
import dev.jacobi.array.linear.Solving;
import java.util.List;

/** Functions of {@link Linalg} that solve systems of equations. */
abstract class LinalgSolving extends LinalgFactors {
    /**
     * The sign of determinants and the logarithm of their absolute values.
     *
     * @param sign -1, 0 or 1
     * @param logabsdet the logarithm, minus infinity for 0
     */
    public record SlogDet(NDArray sign, NDArray logabsdet) {
    }

    /**
     * A solution of least squares.
     *
     * @param x the solution
     * @param residuals the squared distance of each column
     * @param rank how many singular values count
     * @param s the singular values
     */
    public record Lstsq(NDArray x, NDArray residuals, NDArray rank, NDArray s) {
    }

    /**
     * The solution x of a x = b.
     *
     * @param a matrices, the last two axes
     * @param b one right side if it is a vector, or matrices of right sides as columns
     * @return x, of the shape of {@code b}, with both batches broadcast
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray solve(NDArray a, NDArray b) {
        return Solving.solve(a, b);
    }

    /**
     * The inverses of square matrices.
     *
     * @param a matrices, the last two axes
     * @return the inverses
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray inv(NDArray a) {
        return Solving.inverse(a);
    }

    /**
     * The determinants of square matrices of reals.
     *
     * @param a matrices, the last two axes
     * @return one number for each matrix
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray det(NDArray a) {
        return Solving.determinant(a);
    }

    /**
     * The signs of determinants and the logarithms of their absolute values, which neither overflow nor underflow.
     *
     * @param a matrices, the last two axes
     * @return both
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static SlogDet slogdet(NDArray a) {
        List<NDArray> r = Solving.logDeterminant(a);
        return new SlogDet(r.get(0), r.get(1));
    }

    /**
     * The vectors or matrices x with the least squares of a x - b.
     *
     * @param a one matrix
     * @param b one right side if it is a vector, or matrices of right sides as columns
     * @return x, squared distances, rank and singular values
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static Lstsq lstsq(NDArray a, NDArray b) {
        return lstsq(a, b, -1);
    }

    /**
     * The vectors or matrices x with the least squares of a x - b.
     *
     * @param a one matrix
     * @param b one right side if it is a vector, or matrices of right sides as columns
     * @param rcond singular values below so many times the greatest count as zero; below 0 for one that goes with type and shape
     * @return x, squared distances, rank and singular values
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static Lstsq lstsq(NDArray a, NDArray b, double rcond) {
        List<NDArray> r = Composed.leastSquares(a, b, rcond);
        return new Lstsq(r.get(0), r.get(1), r.get(2), r.get(3));
    }

    /**
     * The solution x of a x = b where a is upper triangular.
     *
     * @param a matrices, the last two axes
     * @param b one right side if it is a vector, or matrices of right sides as columns
     * @return x, of the shape of {@code b}
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray solveTriangular(NDArray a, NDArray b) {
        return solveTriangular(a, b, 0, false, false);
    }

    /**
     * The solution x of a x = b where a is triangular.
     *
     * @param a matrices, the last two axes
     * @param b one right side if it is a vector, or matrices of right sides as columns
     * @param lower whether the lower half is the factor
     * @return x, of the shape of {@code b}
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray solveTriangular(NDArray a, NDArray b, boolean lower) {
        return solveTriangular(a, b, 0, lower, false);
    }

    /**
     * The solution x of a x = b where a is triangular.
     *
     * @param a matrices, the last two axes
     * @param b one right side if it is a vector, or matrices of right sides as columns
     * @param trans 0 to solve with the matrix, 1 with its transpose, 2 with its adjoint
     * @param lower whether the lower half is the factor
     * @return x, of the shape of {@code b}
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray solveTriangular(NDArray a, NDArray b, int trans, boolean lower) {
        return solveTriangular(a, b, trans, lower, false);
    }

    /**
     * The solution x of a x = b where a is triangular.
     *
     * @param a matrices, the last two axes
     * @param b one right side if it is a vector, or matrices of right sides as columns
     * @param trans 0 to solve with the matrix, 1 with its transpose, 2 with its adjoint
     * @param lower whether the lower half is the factor
     * @param unitDiagonal whether the diagonal is taken for ones
     * @return x, of the shape of {@code b}
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray solveTriangular(NDArray a, NDArray b, int trans, boolean lower, boolean unitDiagonal) {
        return Solving.triangular(a, b, trans, lower, unitDiagonal);
    }

    /**
     * The factor for {@link #choSolve}: the upper one.
     *
     * @param a matrices, the last two axes
     * @return the factor, with zeros in the other half
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray choFactor(NDArray a) {
        return choFactor(a, false);
    }

    /**
     * The factor for {@link #choSolve}.
     *
     * @param a matrices, the last two axes
     * @param lower whether the lower half is the factor
     * @return the factor, with zeros in the other half
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray choFactor(NDArray a, boolean lower) {
        return Factors.cholesky(a, !lower, false);
    }

    /**
     * The solution x of a x = b by the factor of a.
     *
     * @param c a factor that {@link #cholesky} gives
     * @param lower whether the lower half is the factor
     * @param b one right side if it is a vector, or matrices of right sides as columns
     * @return x, of the shape of {@code b}
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray choSolve(NDArray c, boolean lower, NDArray b) {
        return Solving.byCholesky(c, lower, b);
    }

    /**
     * The solution x of a x = b by the factors of a.
     *
     * @param lu the factors, as {@link #luFactor} gives them
     * @param piv the exchanges of rows, as {@link #luFactor} gives them
     * @param b one right side if it is a vector, or matrices of right sides as columns
     * @return x, of the shape of {@code b}
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray luSolve(NDArray lu, NDArray piv, NDArray b) {
        return luSolve(lu, piv, b, 0);
    }

    /**
     * The solution x of a x = b, or of the transpose, by the factors of a.
     *
     * @param lu the factors, as {@link #luFactor} gives them
     * @param piv the exchanges of rows, as {@link #luFactor} gives them
     * @param b one right side if it is a vector, or matrices of right sides as columns
     * @param trans 0 to solve with the matrix, 1 with its transpose, 2 with its adjoint
     * @return x, of the shape of {@code b}
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray luSolve(NDArray lu, NDArray piv, NDArray b, int trans) {
        return Factors.luSolve(lu, piv, b, trans);
    }

    /**
     * The pseudo-inverses of Moore and Penrose.
     *
     * @param a matrices, the last two axes
     * @return matrices with rows and columns exchanged
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray pinv(NDArray a) {
        return pinv(a, -1);
    }

    /**
     * The pseudo-inverses of Moore and Penrose.
     *
     * @param a matrices, the last two axes
     * @param rtol singular values up to so many times the greatest count as zero
     * @return matrices with rows and columns exchanged
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray pinv(NDArray a, double rtol) {
        return Composed.pseudoInverse(a, rtol);
    }

    /**
     * The array x with tensordot(x, tensordot(a, b, ind), ind) = b, for the first two axes of a as rows.
     *
     * @param a the array
     * @return the inverse
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray tensorinv(NDArray a) {
        return tensorinv(a, 2);
    }

    /**
     * The array x with tensordot(x, tensordot(a, b, ind), ind) = b.
     *
     * @param a the array
     * @param ind how many axes are the rows
     * @return the inverse
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray tensorinv(NDArray a, int ind) {
        return Composed.tensorInverse(a, ind);
    }

    /**
     * The array x with tensordot(a, x, rank of x) = b.
     *
     * @param a the array
     * @param b the right side
     * @return x
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray tensorsolve(NDArray a, NDArray b) {
        return tensorsolve(a, b, null);
    }

    /**
     * The array x with tensordot(a, x, rank of x) = b.
     *
     * @param a the array
     * @param b the right side
     * @param axes axes of {@code a} that are moved to its end first, or null
     * @return x
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray tensorsolve(NDArray a, NDArray b, int[] axes) {
        return Composed.tensorSolve(a, b, axes);
    }
}
