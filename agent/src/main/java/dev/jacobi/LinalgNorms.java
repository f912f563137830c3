package dev.jacobi;

import dev.jacobi.array.linear.Composed;
import dev.jacobi.array.linear.Norms;

/** Functions of {@link Linalg} that measure matrices and raise them to powers. */
abstract class LinalgNorms {
    /**
     * The root of the sum of the squares of all elements.
     *
     * @param a the array
     * @return a number
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray norm(NDArray a) {
        return norm(a, (int[]) null, false);
    }

    /**
     * The norm of an array: of the vectors along one axis, of the matrices of two.
     *
     * @param a a vector or a matrix
     * @param ord the order: a number, in which infinities are the greatest and the least
     * @return a number
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray norm(NDArray a, double ord) {
        return norm(a, ord, null, false);
    }

    /**
     * The norm of an array: of the vectors along one axis, of the matrices of two.
     *
     * @param a a matrix
     * @param name the order "fro" or "nuc"
     * @return a number
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray norm(NDArray a, String name) {
        return norm(a, name, null, false);
    }

    /**
     * The root of the sum of squares along axes.
     *
     * @param a the array
     * @param axes the axis of vectors or the two of matrices, or null for all
     * @param keepDims whether these axes stay with one element
     * @return the norms
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray norm(NDArray a, int[] axes, boolean keepDims) {
        return Norms.norm("norm", a, null, axes, keepDims);
    }

    /**
     * The norm of an array: of the vectors along one axis, of the matrices of two.
     *
     * @param a the array
     * @param ord the order: a number, in which infinities are the greatest and the least
     * @param axis the axis of vectors
     * @return the norms
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray norm(NDArray a, double ord, int axis) {
        return norm(a, ord, new int[] {axis}, false);
    }

    /**
     * The norm of an array: of the vectors along one axis, of the matrices of two.
     *
     * @param a the array
     * @param ord the order: a number, in which infinities are the greatest and the least
     * @param axis the axis of vectors
     * @param keepDims whether these axes stay with one element
     * @return the norms
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray norm(NDArray a, double ord, int axis, boolean keepDims) {
        return norm(a, ord, new int[] {axis}, keepDims);
    }

    /**
     * The norm of an array: of the vectors along one axis, of the matrices of two.
     *
     * @param a the array
     * @param ord the order: a number, in which infinities are the greatest and the least
     * @param axes the axis of vectors or the two of matrices, or null for all
     * @return the norms
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray norm(NDArray a, double ord, int[] axes) {
        return norm(a, ord, axes, false);
    }

    /**
     * The norm of an array: of the vectors along one axis, of the matrices of two.
     *
     * @param a the array
     * @param ord the order: a number, in which infinities are the greatest and the least
     * @param axes the axis of vectors or the two of matrices, or null for all
     * @param keepDims whether these axes stay with one element
     * @return the norms
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray norm(NDArray a, double ord, int[] axes, boolean keepDims) {
        return Norms.norm("norm", a, ord, axes, keepDims);
    }

    /**
     * The norm of an array: of the vectors along one axis, of the matrices of two.
     *
     * @param a the array
     * @param name the order "fro" or "nuc", or null for the root of the sum of squares
     * @param axis the axis of vectors
     * @return the norms
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray norm(NDArray a, String name, int axis) {
        return norm(a, name, new int[] {axis}, false);
    }

    /**
     * The norm of an array: of the vectors along one axis, of the matrices of two.
     *
     * @param a the array
     * @param name the order "fro" or "nuc", or null for the root of the sum of squares
     * @param axis the axis of vectors
     * @param keepDims whether these axes stay with one element
     * @return the norms
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray norm(NDArray a, String name, int axis, boolean keepDims) {
        return norm(a, name, new int[] {axis}, keepDims);
    }

    /**
     * The norm of an array: of the vectors along one axis, of the matrices of two.
     *
     * @param a the array
     * @param name the order "fro" or "nuc", or null for the root of the sum of squares
     * @param axes the axis of vectors or the two of matrices, or null for all
     * @return the norms
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray norm(NDArray a, String name, int[] axes) {
        return norm(a, name, axes, false);
    }

    /**
     * The norm of an array: of the vectors along one axis, of the matrices of two.
     *
     * @param a the array
     * @param name the order "fro" or "nuc", or null for the root of the sum of squares
     * @param axes the axis of vectors or the two of matrices, or null for all
     * @param keepDims whether these axes stay with one element
     * @return the norms
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray norm(NDArray a, String name, int[] axes, boolean keepDims) {
        return Norms.norm("norm", a, name, axes, keepDims);
    }

    /**
     * The root of the sum of the squares of all elements.
     *
     * @param a the array
     * @return a number
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray vectorNorm(NDArray a) {
        return vectorNorm(a, null, false, 2);
    }

    /**
     * The root of the sum of squares along an axis.
     *
     * @param a the array
     * @param axis the axis of vectors
     * @return the norms
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray vectorNorm(NDArray a, int axis) {
        return vectorNorm(a, new int[] {axis}, false, 2);
    }

    /**
     * The norm of the vectors along axes.
     *
     * @param a the array
     * @param axes the axes, taken as one, or null for all
     * @param keepDims whether these axes stay with one element
     * @param ord the order: a number, in which infinities are the greatest and the least
     * @return the norms
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray vectorNorm(NDArray a, int[] axes, boolean keepDims, double ord) {
        return Norms.ofVectors(a, ord, axes, keepDims);
    }

    /**
     * The norm of matrices: the root of the sum of squares.
     *
     * @param a matrices, the last two axes
     * @return a number for each matrix
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray matrixNorm(NDArray a) {
        return matrixNorm(a, "fro");
    }

    /**
     * The norm of matrices.
     *
     * @param a matrices, the last two axes
     * @param name the order "fro" or "nuc"
     * @return a number for each matrix
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray matrixNorm(NDArray a, String name) {
        return norm(a, name, new int[] {-2, -1}, false);
    }

    /**
     * The norm of matrices.
     *
     * @param a matrices, the last two axes
     * @param ord the order: a number, in which infinities are the greatest and the least
     * @return a number for each matrix
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray matrixNorm(NDArray a, double ord) {
        return norm(a, ord, new int[] {-2, -1}, false);
    }

    /**
     * How much solutions change with their matrix: the greatest over the least singular value.
     *
     * @param a matrices, the last two axes
     * @return a number for each matrix
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray cond(NDArray a) {
        return Composed.condition(a, null);
    }

    /**
     * The product of the norms of a matrix and its inverse.
     *
     * @param a matrices, the last two axes
     * @param ord the order: a number, in which infinities are the greatest and the least
     * @return a number for each matrix
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray cond(NDArray a, double ord) {
        return Composed.condition(a, ord);
    }

    /**
     * The product of the norms of a matrix and its inverse.
     *
     * @param a matrices, the last two axes
     * @param name the order "fro" or "nuc"
     * @return a number for each matrix
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray cond(NDArray a, String name) {
        return Composed.condition(a, name);
    }

    /**
     * How many rows are independent, as far as rounding tells.
     *
     * @param a matrices, the last two axes
     * @return an integer for each matrix
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray matrixRank(NDArray a) {
        return matrixRank(a, -1);
    }

    /**
     * How many rows are independent: how many singular values count.
     *
     * @param a matrices, the last two axes
     * @param rtol singular values up to so many times the greatest count as zero
     * @return an integer for each matrix
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray matrixRank(NDArray a, double rtol) {
        return Composed.rank(a, rtol);
    }

    /**
     * Powers of square matrices.
     *
     * @param a matrices, the last two axes
     * @param n the exponent; below zero for powers of the inverse
     * @return the powers
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray matrixPower(NDArray a, int n) {
        return Composed.power(a, n);
    }

    /**
     * The exponentials of square matrices.
     *
     * @param a matrices, the last two axes
     * @return the exponentials
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray expm(NDArray a) {
        return Composed.exponential(a);
    }

    /**
     * The principal square root of a square matrix, whose eigenvalues have no negative real parts; computed in complex numbers of 64 bits. It has no derivative.
     *
     * @param a a matrix
     * @return a complex matrix whose square is the given one
     * @throws JacobiException if it is not square
     */
    public static NDArray sqrtm(NDArray a) {
        return Composed.squareRoot(a);
    }
}
