package dev.jacobi;

import dev.jacobi.array.algorithms.Matmul;
import dev.jacobi.array.algorithms.Reductions;
import dev.jacobi.array.algorithms.Shapes;
import dev.jacobi.array.linear.Composed;
import dev.jacobi.array.linear.Patterns;
import java.util.List;

/**
 * Linear algebra on arrays, with the names, arguments and defaults of {@code jax.numpy.linalg} and {@code jax.scipy.linalg}. Matrices are the last two axes; axes before them are a batch. Elements are
 * computed in 32 or 64 bits, as they are given; integers become the default real type.
 *
 * <pre>{@code
 * NDArray x = Linalg.solve(a, b);
 * Linalg.Svd f = Linalg.svd(a, false);
 * double size = Linalg.norm(x).item();
 * }</pre>
 */
public final class Linalg extends LinalgSolving {
    private Linalg() {
    }

    /**
     * Matrix products, as {@link Np#matmul}.
     *
     * @param a the first array
     * @param b the second array
     * @return the products
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray matmul(NDArray a, NDArray b) {
        return Matmul.matmul(a, b);
    }

    /**
     * All products of an element of one vector and one of another.
     *
     * @param a the first array
     * @param b the second array
     * @return a matrix
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray outer(NDArray a, NDArray b) {
        return Matmul.outer(a, b);
    }

    /**
     * The vector products along the last axis.
     *
     * @param a the first array
     * @param b the second array
     * @return the products
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray cross(NDArray a, NDArray b) {
        return cross(a, b, -1);
    }

    /**
     * The vector products along an axis.
     *
     * @param a the first array
     * @param b the second array
     * @param axis the axis of vectors
     * @return the products
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray cross(NDArray a, NDArray b, int axis) {
        return Matmul.cross(a, b, axis, axis, axis);
    }

    /**
     * The sums of products along the last axis, the first array conjugated.
     *
     * @param a the first array
     * @param b the second array
     * @return the sums
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray vecdot(NDArray a, NDArray b) {
        return vecdot(a, b, -1);
    }

    /**
     * The sums of products along an axis, the first array conjugated.
     *
     * @param a the first array
     * @param b the second array
     * @param axis the axis of vectors
     * @return the sums
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray vecdot(NDArray a, NDArray b, int axis) {
        return Matmul.vecdot(a, b, axis);
    }

    /**
     * The sums of products over the last two axes of the first array and the first two of the second.
     *
     * @param a the first array
     * @param b the second array
     * @return the sums
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray tensordot(NDArray a, NDArray b) {
        return tensordot(a, b, 2);
    }

    /**
     * The sums of products over the last axes of the first array and the first ones of the second.
     *
     * @param a the first array
     * @param b the second array
     * @param axes how many
     * @return the sums
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray tensordot(NDArray a, NDArray b, int axes) {
        return Matmul.tensordot(a, b, axes);
    }

    /**
     * The product of several matrices.
     *
     * @param arrays the matrices; the first and the last one may be vectors
     * @return the product
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray multiDot(List<NDArray> arrays) {
        return Composed.product(arrays);
    }

    /**
     * The product of several matrices.
     *
     * @param arrays the matrices; the first and the last one may be vectors
     * @return the product
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray multiDot(NDArray... arrays) {
        return Composed.product(List.of(arrays));
    }

    /**
     * The transposes of matrices.
     *
     * @param a matrices, the last two axes
     * @return the transposes
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray matrixTranspose(NDArray a) {
        return Shapes.swap("matrixTranspose", a, -1, -2);
    }

    /**
     * The diagonals of matrices.
     *
     * @param a matrices, the last two axes
     * @return a vector for each matrix
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray diagonal(NDArray a) {
        return diagonal(a, 0);
    }

    /**
     * Diagonals of matrices.
     *
     * @param a matrices, the last two axes
     * @param offset how far the diagonal is to the right of the main one
     * @return a vector for each matrix
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray diagonal(NDArray a, int offset) {
        return Reductions.diagonal(a, offset, -2, -1);
    }

    /**
     * The sums of the diagonals of matrices.
     *
     * @param a matrices, the last two axes
     * @return a number for each matrix
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray trace(NDArray a) {
        return trace(a, 0);
    }

    /**
     * The sums of diagonals of matrices.
     *
     * @param a matrices, the last two axes
     * @param offset how far the diagonal is to the right of the main one
     * @return a number for each matrix
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray trace(NDArray a, int offset) {
        return Reductions.trace(a, offset, -2, -1, null);
    }

    /**
     * Matrices one after another along a diagonal, and zeros.
     *
     * @param arrays the matrices; vectors are rows
     * @return one matrix
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray blockDiag(NDArray... arrays) {
        return Patterns.blockDiagonal(List.of(arrays));
    }

    /**
     * A symmetric matrix with equal elements along each diagonal.
     *
     * @param c the first column
     * @return the matrix
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray toeplitz(NDArray c) {
        return Patterns.toeplitz(c, null);
    }

    /**
     * A matrix with equal elements along each diagonal.
     *
     * @param c the first column
     * @param r the first row, whose first element is not read
     * @return the matrix
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray toeplitz(NDArray c, NDArray r) {
        return Patterns.toeplitz(c, r);
    }

    /**
     * The matrix whose elements are one over one plus the numbers of row and column.
     *
     * @param n how many rows and columns it has
     * @return the matrix
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray hilbert(int n) {
        return Patterns.hilbert(n);
    }
}
