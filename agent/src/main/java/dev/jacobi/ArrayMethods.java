package dev.jacobi;

import dev.jacobi.array.core.Parts;
import dev.jacobi.array.numpy.Arithmetic;

/** Methods of {@link NDArray} that change its shape or order, products, and parts of its elements. */
abstract class ArrayMethods extends ArrayReductions {
    /**
     * The matrix product over the last axis of this array and the last but one of the other; axes before are broadcast.
     *
     * @param other the second factor
     * @return the product
     * @throws JacobiException if the shapes do not fit, or one has no axes
     */
    public NDArray matmul(NDArray other) {
        return Np.matmul(self(), other);
    }

    /**
     * The product over the last axis of this array and the last but one of the other (the only one of a vector); other axes are combined each with each.
     *
     * @param other the second factor
     * @return the product
     * @throws JacobiException if the shapes do not fit
     */
    public NDArray dot(NDArray other) {
        return Np.dot(self(), other);
    }

    /**
     * The same elements in another shape.
     *
     * @param shape the extents; one may be -1, which is worked out
     * @return an array that may share memory with this one
     * @throws JacobiException if the numbers of elements differ
     */
    public NDArray reshape(int... shape) {
        return Np.reshape(self(), shape);
    }

    /**
     * All elements along one axis, row by row.
     *
     * @return an array of one axis
     */
    public NDArray ravel() {
        return Np.ravel(self());
    }

    /**
     * All elements along one axis, row by row; the same as {@link #ravel}.
     *
     * @return an array of one axis
     */
    public NDArray flatten() {
        return ravel();
    }

    /**
     * The axes in reverse order.
     *
     * @return the transposed array
     */
    public NDArray transpose() {
        return Np.transpose(self());
    }

    /**
     * The axes in another order.
     *
     * @param axes which axis of this array stands at each place
     * @return the transposed array
     * @throws JacobiException if they are not all axes, each once
     */
    public NDArray transpose(int... axes) {
        return Np.transpose(self(), axes);
    }

    /**
     * The axes in reverse order, short for {@link #transpose()}.
     *
     * @return the transposed array
     */
    public NDArray T() {
        return transpose();
    }

    /**
     * Two axes exchanged.
     *
     * @param axis1 one axis
     * @param axis2 the other one
     * @return the array with both exchanged
     * @throws JacobiException if there are no such axes
     */
    public NDArray swapaxes(int axis1, int axis2) {
        return Np.swapaxes(self(), axis1, axis2);
    }

    /**
     * Without the axes of one element.
     *
     * @return the same elements
     */
    public NDArray squeeze() {
        return Np.squeeze(self());
    }

    /**
     * Without some axes of one element.
     *
     * @param axes which
     * @return the same elements
     * @throws JacobiException if one of them has another length
     */
    public NDArray squeeze(int... axes) {
        return Np.squeeze(self(), axes);
    }

    /**
     * Elements no smaller and no greater than two limits; NaN stays.
     *
     * @param least the lower limits
     * @param greatest the upper limits
     * @return an array of the common type
     * @throws JacobiException if the shapes do not fit
     */
    public NDArray clip(NDArray least, NDArray greatest) {
        return Arithmetic.minimum(Arithmetic.maximum(self(), least), greatest);
    }

    /**
     * Elements no smaller and no greater than two numbers; NaN stays.
     *
     * @param least the lower limit
     * @param greatest the upper limit
     * @return an array of this shape
     */
    public NDArray clip(double least, double greatest) {
        return clip(NDArray.scalar(least), NDArray.scalar(greatest));
    }

    /**
     * Elements no smaller and no greater than two integers; NaN stays.
     *
     * @param least the lower limit
     * @param greatest the upper limit
     * @return an array of this shape
     */
    public NDArray clip(long least, long greatest) {
        return clip(NDArray.scalar(least), NDArray.scalar(greatest));
    }

    /**
     * To the nearest integers, halves to even ones.
     *
     * @return an array of this shape and type
     */
    public NDArray round() {
        return Arithmetic.round(self(), 0);
    }

    /**
     * To numbers with so many digits after the point, halves to even ones.
     *
     * @param decimals how many; negative for tens, hundreds, ...
     * @return an array of this shape and type
     */
    public NDArray round(int decimals) {
        return Arithmetic.round(self(), decimals);
    }

    /**
     * The real parts; an array that is not complex is its own.
     *
     * @return an array of real numbers
     */
    public NDArray real() {
        return Parts.real(self());
    }

    /**
     * The imaginary parts; zeros for an array that is not complex.
     *
     * @return an array of real numbers
     */
    public NDArray imag() {
        return Parts.imaginary(self());
    }

    /**
     * The conjugates: imaginary parts negated.
     *
     * @return an array of this shape and type
     */
    public NDArray conj() {
        return Arithmetic.conjugate(self());
    }
}
