package dev.jacobi;

import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.numpy.Made;
import dev.jacobi.array.numpy.Triangles;
import dev.jacobi.ir.Prim;
import java.util.Collections;
import java.util.List;

/** Functions of {@link Np} that make matrices of diagonals and triangles, or take these from them. */
abstract class NpDiagonals extends NpRanges {
    /**
     * A square matrix with ones on the diagonal.
     *
     * @param n rows and columns
     * @return an array of the default type of reals
     * @throws JacobiException if an extent is negative
     */
    public static NDArray eye(int n) {
        return eye(n, n, 0, null);
    }

    /**
     * A matrix with ones on the diagonal.
     *
     * @param n rows
     * @param m columns
     * @return an array of the default type of reals
     * @throws JacobiException if an extent is negative
     */
    public static NDArray eye(int n, int m) {
        return eye(n, m, 0, null);
    }

    /**
     * A matrix with ones on a diagonal.
     *
     * @param n rows
     * @param m columns
     * @param k which diagonal: 0 is the main one, positive ones are above it
     * @param dtype the type of elements, or null for the default reals
     * @return the matrix
     * @throws JacobiException if an extent is negative
     */
    public static NDArray eye(int n, int m, int k, DType dtype) {
        return Triangles.ones("eye", Prim.EQ, n, m, k, dtype);
    }

    /**
     * A square matrix with ones on the diagonal.
     *
     * @param n rows and columns
     * @return an array of the default type of reals
     * @throws JacobiException if an extent is negative
     */
    public static NDArray identity(int n) {
        return eye(n);
    }

    /**
     * A square matrix with ones on the diagonal.
     *
     * @param n rows and columns
     * @param dtype the type of elements
     * @return the matrix
     * @throws JacobiException if an extent is negative
     */
    public static NDArray identity(int n, DType dtype) {
        return eye(n, n, 0, dtype);
    }

    /**
     * A matrix with ones on and below the diagonal.
     *
     * @param n rows and columns
     * @return an array of the default type of reals
     * @throws JacobiException if an extent is negative
     */
    public static NDArray tri(int n) {
        return tri(n, n, 0, null);
    }

    /**
     * A matrix with ones on and below a diagonal.
     *
     * @param n rows
     * @param m columns
     * @param k which diagonal: 0 is the main one, positive ones are above it
     * @param dtype the type of elements, or null for the default reals
     * @return the matrix
     * @throws JacobiException if an extent is negative
     */
    public static NDArray tri(int n, int m, int k, DType dtype) {
        return Triangles.ones("tri", Prim.GE, n, m, k, dtype);
    }

    /**
     * Matrices with zeros above the diagonal.
     *
     * @param m matrices in the last two axes
     * @return an array of the same shape
     * @throws JacobiException if the array has fewer than two axes
     */
    public static NDArray tril(NDArray m) {
        return tril(m, 0);
    }

    /**
     * Matrices with zeros above a diagonal.
     *
     * @param m matrices in the last two axes
     * @param k which diagonal: 0 is the main one, positive ones are above it
     * @return an array of the same shape
     * @throws JacobiException if the array has fewer than two axes
     */
    public static NDArray tril(NDArray m, int k) {
        return Triangles.part("tril", Prim.GE, m, k);
    }

    /**
     * The places of the elements that are not above the diagonal.
     *
     * @param n rows and columns
     * @return the rows, and the columns
     * @throws JacobiException if an extent is negative
     */
    public static List<NDArray> trilIndices(int n) {
        return Triangles.places(n, n, 0, true);
    }

    /**
     * The places of the elements that are not above a diagonal.
     *
     * @param n rows
     * @param k which diagonal: 0 is the main one, positive ones are above it
     * @param m columns
     * @return the rows, and the columns
     * @throws JacobiException if an extent is negative
     */
    public static List<NDArray> trilIndices(int n, int k, int m) {
        return Triangles.places(n, m, k, true);
    }

    /**
     * The places of a matrix that are not above a diagonal.
     *
     * @param arr a matrix
     * @param k which diagonal: 0 is the main one, positive ones are above it
     * @return the rows, and the columns
     * @throws JacobiException if it has not two axes
     */
    public static List<NDArray> trilIndicesFrom(NDArray arr, int k) {
        return Triangles.places(Triangles.side(arr, 0), Triangles.side(arr, 1), k, true);
    }

    /**
     * Matrices with zeros below the diagonal.
     *
     * @param m matrices in the last two axes
     * @return an array of the same shape
     * @throws JacobiException if the array has fewer than two axes
     */
    public static NDArray triu(NDArray m) {
        return triu(m, 0);
    }

    /**
     * Matrices with zeros below a diagonal.
     *
     * @param m matrices in the last two axes
     * @param k which diagonal: 0 is the main one, positive ones are above it
     * @return an array of the same shape
     * @throws JacobiException if the array has fewer than two axes
     */
    public static NDArray triu(NDArray m, int k) {
        return Triangles.part("triu", Prim.LE, m, k);
    }

    /**
     * The places of the elements that are not below the diagonal.
     *
     * @param n rows and columns
     * @return the rows, and the columns
     * @throws JacobiException if an extent is negative
     */
    public static List<NDArray> triuIndices(int n) {
        return Triangles.places(n, n, 0, false);
    }

    /**
     * The places of the elements that are not below a diagonal.
     *
     * @param n rows
     * @param k which diagonal: 0 is the main one, positive ones are above it
     * @param m columns
     * @return the rows, and the columns
     * @throws JacobiException if an extent is negative
     */
    public static List<NDArray> triuIndices(int n, int k, int m) {
        return Triangles.places(n, m, k, false);
    }

    /**
     * The places of a matrix that are not below a diagonal.
     *
     * @param arr a matrix
     * @param k which diagonal: 0 is the main one, positive ones are above it
     * @return the rows, and the columns
     * @throws JacobiException if it has not two axes
     */
    public static List<NDArray> triuIndicesFrom(NDArray arr, int k) {
        return Triangles.places(Triangles.side(arr, 0), Triangles.side(arr, 1), k, false);
    }

    /**
     * The places of the main diagonal of an array whose axes have the same length.
     *
     * @param n the length
     * @param ndim how many axes
     * @return the places along each axis
     * @throws JacobiException if an extent is negative
     */
    public static List<NDArray> diagIndices(int n, int ndim) {
        return Collections.nCopies(ndim, Made.line(JavaArrays.standard(DType.I64), n));
    }

    /**
     * The diagonal of a matrix, or a matrix with a diagonal.
     *
     * @param v a matrix, or an array of one axis
     * @return an array of one axis, or a matrix with zeros elsewhere
     * @throws JacobiException if it has more than two axes, or none
     */
    public static NDArray diag(NDArray v) {
        return Triangles.diag(v, 0);
    }

    /**
     * A diagonal of a matrix, or a matrix with a diagonal.
     *
     * @param v a matrix, or an array of one axis
     * @param k which diagonal: 0 is the main one, positive ones are above it
     * @return an array of one axis, or a matrix with zeros elsewhere
     * @throws JacobiException if it has more than two axes, or none
     */
    public static NDArray diag(NDArray v, int k) {
        return Triangles.diag(v, k);
    }

    /**
     * A matrix with all elements, row by row, on a diagonal.
     *
     * @param v an array
     * @param k which diagonal: 0 is the main one, positive ones are above it
     * @return a matrix with zeros elsewhere
     */
    public static NDArray diagflat(NDArray v, int k) {
        return Triangles.diag(Structural.reshape(v, new Shape(List.of(v.shapeOf().size()))), k);
    }

    /**
     * The diagonals of matrices in the first two axes.
     *
     * @param a an array
     * @return the diagonals along a new last axis
     * @throws JacobiException if the array has fewer than two axes
     */
    public static NDArray diagonal(NDArray a) {
        return Triangles.diagonal(a, 0, 0, 1);
    }

    /**
     * Diagonals of matrices.
     *
     * @param a an array
     * @param offset which diagonal: 0 is the main one, positive ones are above it
     * @param axis1 the axis along which the rows are
     * @param axis2 the axis along which the columns are
     * @return the diagonals along a new last axis
     * @throws JacobiException if these are no two axes of it
     */
    public static NDArray diagonal(NDArray a, int offset, int axis1, int axis2) {
        return Triangles.diagonal(a, offset, axis1, axis2);
    }

    /**
     * A matrix with ones on a diagonal.
     *
     * @param n rows
     * @param m columns
     * @param k which diagonal: 0 is the main one, positive ones are above it
     * @return an array of the default type of reals
     * @throws JacobiException if an extent is negative
     */
    public static NDArray eye(int n, int m, int k) {
        return eye(n, m, k, null);
    }

    /**
     * A square matrix with ones on the diagonal.
     *
     * @param n rows and columns
     * @param dtype the type of elements
     * @return the matrix
     * @throws JacobiException if an extent is negative
     */
    public static NDArray eye(int n, DType dtype) {
        return eye(n, n, 0, dtype);
    }

    /**
     * A matrix with ones on and below the diagonal.
     *
     * @param n rows
     * @param m columns
     * @return an array of the default type of reals
     * @throws JacobiException if an extent is negative
     */
    public static NDArray tri(int n, int m) {
        return tri(n, m, 0, null);
    }

    /**
     * A matrix with ones on and below a diagonal.
     *
     * @param n rows
     * @param m columns
     * @param k which diagonal: 0 is the main one, positive ones are above it
     * @return an array of the default type of reals
     * @throws JacobiException if an extent is negative
     */
    public static NDArray tri(int n, int m, int k) {
        return tri(n, m, k, null);
    }

    /**
     * A square matrix with ones on and below the diagonal.
     *
     * @param n rows and columns
     * @param dtype the type of elements
     * @return the matrix
     * @throws JacobiException if an extent is negative
     */
    public static NDArray tri(int n, DType dtype) {
        return tri(n, n, 0, dtype);
    }

    /**
     * The places of the elements of a square matrix that are not above a diagonal.
     *
     * @param n rows and columns
     * @param k which diagonal: 0 is the main one, positive ones are above it
     * @return the rows, and the columns
     * @throws JacobiException if an extent is negative
     */
    public static List<NDArray> trilIndices(int n, int k) {
        return Triangles.places(n, n, k, true);
    }

    /**
     * The places of the elements of a square matrix that are not below a diagonal.
     *
     * @param n rows and columns
     * @param k which diagonal: 0 is the main one, positive ones are above it
     * @return the rows, and the columns
     * @throws JacobiException if an extent is negative
     */
    public static List<NDArray> triuIndices(int n, int k) {
        return Triangles.places(n, n, k, false);
    }
}
