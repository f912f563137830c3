package dev.jacobi;

import dev.jacobi.array.algorithms.Einsum;
import dev.jacobi.array.algorithms.Matmul;
import java.util.List;

/** Functions of {@link Np} that multiply matrices and other arrays. */
abstract class NpProducts extends NpStatistics {
    /**
     * The matrix products of the last two axes, or of vectors; the axes before are broadcast.
     *
     * @param a the first array
     * @param b the second array
     * @return the products
     * @throws JacobiException if the shapes do not fit
     */
    public static NDArray matmul(NDArray a, NDArray b) {
        return Matmul.matmul(a, b);
    }

    /**
     * The sums of products along the last axis of the first array and the one before the last of the second; of numbers and arrays the products.
     *
     * @param a the first array
     * @param b the second array
     * @return the sums
     * @throws JacobiException if the shapes do not fit
     */
    public static NDArray dot(NDArray a, NDArray b) {
        return Matmul.dot(a, b);
    }

    /**
     * The sum of the products of all elements, those of the first array conjugated.
     *
     * @param a the first array
     * @param b the second array
     * @return a number
     * @throws JacobiException if the shapes do not fit
     */
    public static NDArray vdot(NDArray a, NDArray b) {
        return Matmul.vdot(a, b);
    }

    /**
     * The sums of products along the last axis, the elements of the first array conjugated; other axes are broadcast.
     *
     * @param a the first array
     * @param b the second array
     * @return the sums
     * @throws JacobiException if the shapes do not fit
     */
    public static NDArray vecdot(NDArray a, NDArray b) {
        return vecdot(a, b, -1);
    }

    /**
     * The sums of products along an axis, the elements of the first array conjugated; other axes are broadcast.
     *
     * @param a the first array
     * @param b the second array
     * @param axis the axis; negative numbers count from the last
     * @return the sums
     * @throws JacobiException if the shapes do not fit
     */
    public static NDArray vecdot(NDArray a, NDArray b, int axis) {
        return Matmul.vecdot(a, b, axis);
    }

    /**
     * Matrices times vectors; other axes are broadcast.
     *
     * @param a matrices
     * @param b vectors
     * @return vectors
     * @throws JacobiException if the shapes do not fit
     */
    public static NDArray matvec(NDArray a, NDArray b) {
        return Matmul.matvec(a, b);
    }

    /**
     * Vectors times matrices; other axes are broadcast.
     *
     * @param a vectors, which are conjugated
     * @param b matrices
     * @return vectors
     * @throws JacobiException if the shapes do not fit
     */
    public static NDArray vecmat(NDArray a, NDArray b) {
        return Matmul.vecmat(a, b);
    }

    /**
     * The sums of products along the last axes.
     *
     * @param a the first array
     * @param b the second array
     * @return the sums, with the first array's other axes and then the second's
     * @throws JacobiException if the shapes do not fit
     */
    public static NDArray inner(NDArray a, NDArray b) {
        return Matmul.inner(a, b);
    }

    /**
     * All products of an element of the one array and one of the other.
     *
     * @param a the first array
     * @param b the second array
     * @return a matrix with a row for each element of the first array
     */
    public static NDArray outer(NDArray a, NDArray b) {
        return Matmul.outer(a, b);
    }

    /**
     * The sums of products over the last two axes of the first array and the first two of the second.
     *
     * @param a the first array
     * @param b the second array
     * @return the sums
     * @throws JacobiException if the shapes do not fit
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
     * @throws JacobiException if the shapes do not fit
     */
    public static NDArray tensordot(NDArray a, NDArray b, int axes) {
        return Matmul.tensordot(a, b, axes);
    }

    /**
     * The sums of products over pairs of axes.
     *
     * @param a the first array
     * @param b the second array
     * @param axesA axes of the first array
     * @param axesB as many of the second
     * @return the sums, with the first array's other axes and then the second's
     * @throws JacobiException if the shapes do not fit
     */
    public static NDArray tensordot(NDArray a, NDArray b, int[] axesA, int[] axesB) {
        return Matmul.tensordot("tensordot", a, b, axesA, axesB);
    }

    /**
     * The sums of products that names of axes say: axes that the result does not have are summed over.
     *
     * @param subscripts names of axes, such as "ij,jk->ik"; three dots stand for all other axes
     * @param operands the arrays
     * @return the sums
     * @throws JacobiException if the names do not fit the arrays
     */
    public static NDArray einsum(String subscripts, NDArray... operands) {
        return Einsum.einsum(subscripts, List.of(operands));
    }

    /**
     * The order in which {@link #einsum} multiplies: which two of the arrays that are left come next, the product of which comes last.
     *
     * @param subscripts names of axes, such as "ij,jk->ik"; three dots stand for all other axes
     * @param operands the arrays
     * @return pairs of numbers
     * @throws JacobiException if the names do not fit the arrays
     */
    public static List<int[]> einsumPath(String subscripts, NDArray... operands) {
        return Einsum.path(subscripts, List.of(operands));
    }

    /**
     * Each element of the first array times the whole second one, in its place.
     *
     * @param a the first array
     * @param b the second array
     * @return an array whose extents are the products of both
     */
    public static NDArray kron(NDArray a, NDArray b) {
        return Matmul.kron(a, b);
    }

    /**
     * The vector products along the last axis; of two vectors of two elements only the third element.
     *
     * @param a the first array
     * @param b the second array
     * @return the products
     * @throws JacobiException if vectors have neither two nor three elements
     */
    public static NDArray cross(NDArray a, NDArray b) {
        return cross(a, b, -1);
    }

    /**
     * The vector products along an axis; of two vectors of two elements only the third element.
     *
     * @param a the first array
     * @param b the second array
     * @param axis the axis; negative numbers count from the last
     * @return the products
     * @throws JacobiException if vectors have neither two nor three elements
     */
    public static NDArray cross(NDArray a, NDArray b, int axis) {
        return cross(a, b, axis, axis, axis);
    }

    /**
     * The vector products along axes; of two vectors of two elements only the third element.
     *
     * @param a the first array
     * @param b the second array
     * @param axisA the axis of vectors in the first array
     * @param axisB that in the second
     * @param axisC that in the result
     * @return the products
     * @throws JacobiException if vectors have neither two nor three elements
     */
    public static NDArray cross(NDArray a, NDArray b, int axisA, int axisB, int axisC) {
        return Matmul.cross(a, b, axisA, axisB, axisC);
    }
}
