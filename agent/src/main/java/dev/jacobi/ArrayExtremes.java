package dev.jacobi;

/** The extremes of {@link NDArray}, and whether elements hold. */
abstract class ArrayExtremes extends ArrayConversions {
    /**
     * The greatest element of all elements.
     *
     * @return an array without axes
     * @throws JacobiException if there are no elements
     */
    public NDArray max() {
        return Np.max(self());
    }

    /**
     * The greatest element along an axis.
     *
     * @param axis the axis; negative ones count from the last
     * @return an array without that axis
     * @throws JacobiException if there is no such axis, or no element along it (there is no extreme of none)
     */
    public NDArray max(int axis) {
        return Np.max(self(), axis);
    }

    /**
     * The greatest element along an axis, which may stay.
     *
     * @param axis the axis; negative ones count from the last
     * @param keepDims whether it stays as an axis of one element
     * @return an array without that axis, or with one element along it
     * @throws JacobiException if there is no such axis, or no element along it (there is no extreme of none)
     */
    public NDArray max(int axis, boolean keepDims) {
        return Np.max(self(), axis, keepDims);
    }

    /**
     * The greatest element along several axes.
     *
     * @param axes the axes; null for all
     * @return an array without those axes
     * @throws JacobiException if there is no such axis, or no element along it (there is no extreme of none)
     */
    public NDArray max(int[] axes) {
        return Np.max(self(), axes);
    }

    /**
     * The greatest element along several axes, which may stay.
     *
     * @param axes the axes; null for all
     * @param keepDims whether they stay as axes of one element
     * @return an array without those axes, or with one element along each
     * @throws JacobiException if there is no such axis, or no element along it (there is no extreme of none)
     */
    public NDArray max(int[] axes, boolean keepDims) {
        return Np.max(self(), axes, keepDims);
    }

    /**
     * The least element of all elements.
     *
     * @return an array without axes
     * @throws JacobiException if there are no elements
     */
    public NDArray min() {
        return Np.min(self());
    }

    /**
     * The least element along an axis.
     *
     * @param axis the axis; negative ones count from the last
     * @return an array without that axis
     * @throws JacobiException if there is no such axis, or no element along it (there is no extreme of none)
     */
    public NDArray min(int axis) {
        return Np.min(self(), axis);
    }

    /**
     * The least element along an axis, which may stay.
     *
     * @param axis the axis; negative ones count from the last
     * @param keepDims whether it stays as an axis of one element
     * @return an array without that axis, or with one element along it
     * @throws JacobiException if there is no such axis, or no element along it (there is no extreme of none)
     */
    public NDArray min(int axis, boolean keepDims) {
        return Np.min(self(), axis, keepDims);
    }

    /**
     * The least element along several axes.
     *
     * @param axes the axes; null for all
     * @return an array without those axes
     * @throws JacobiException if there is no such axis, or no element along it (there is no extreme of none)
     */
    public NDArray min(int[] axes) {
        return Np.min(self(), axes);
    }

    /**
     * The least element along several axes, which may stay.
     *
     * @param axes the axes; null for all
     * @param keepDims whether they stay as axes of one element
     * @return an array without those axes, or with one element along each
     * @throws JacobiException if there is no such axis, or no element along it (there is no extreme of none)
     */
    public NDArray min(int[] axes, boolean keepDims) {
        return Np.min(self(), axes, keepDims);
    }

    /**
     * Whether one is not 0 of all elements.
     *
     * @return an array without axes
     */
    public NDArray any() {
        return Np.any(self());
    }

    /**
     * Whether one is not 0 along an axis.
     *
     * @param axis the axis; negative ones count from the last
     * @return an array without that axis
     * @throws JacobiException if there is no such axis
     */
    public NDArray any(int axis) {
        return Np.any(self(), axis);
    }

    /**
     * Whether one is not 0 along an axis, which may stay.
     *
     * @param axis the axis; negative ones count from the last
     * @param keepDims whether it stays as an axis of one element
     * @return an array without that axis, or with one element along it
     * @throws JacobiException if there is no such axis
     */
    public NDArray any(int axis, boolean keepDims) {
        return Np.any(self(), axis, keepDims);
    }

    /**
     * Whether one is not 0 along several axes.
     *
     * @param axes the axes; null for all
     * @return an array without those axes
     * @throws JacobiException if there is no such axis
     */
    public NDArray any(int[] axes) {
        return Np.any(self(), axes);
    }

    /**
     * Whether one is not 0 along several axes, which may stay.
     *
     * @param axes the axes; null for all
     * @param keepDims whether they stay as axes of one element
     * @return an array without those axes, or with one element along each
     * @throws JacobiException if there is no such axis
     */
    public NDArray any(int[] axes, boolean keepDims) {
        return Np.any(self(), axes, keepDims);
    }

    /**
     * Whether none is 0 of all elements.
     *
     * @return an array without axes
     */
    public NDArray all() {
        return Np.all(self());
    }

    /**
     * Whether none is 0 along an axis.
     *
     * @param axis the axis; negative ones count from the last
     * @return an array without that axis
     * @throws JacobiException if there is no such axis
     */
    public NDArray all(int axis) {
        return Np.all(self(), axis);
    }

    /**
     * Whether none is 0 along an axis, which may stay.
     *
     * @param axis the axis; negative ones count from the last
     * @param keepDims whether it stays as an axis of one element
     * @return an array without that axis, or with one element along it
     * @throws JacobiException if there is no such axis
     */
    public NDArray all(int axis, boolean keepDims) {
        return Np.all(self(), axis, keepDims);
    }

    /**
     * Whether none is 0 along several axes.
     *
     * @param axes the axes; null for all
     * @return an array without those axes
     * @throws JacobiException if there is no such axis
     */
    public NDArray all(int[] axes) {
        return Np.all(self(), axes);
    }

    /**
     * Whether none is 0 along several axes, which may stay.
     *
     * @param axes the axes; null for all
     * @param keepDims whether they stay as axes of one element
     * @return an array without those axes, or with one element along each
     * @throws JacobiException if there is no such axis
     */
    public NDArray all(int[] axes, boolean keepDims) {
        return Np.all(self(), axes, keepDims);
    }

    /**
     * The index (among all, or along the axis) of the greatest element, the first of equal ones, of all elements.
     *
     * @return an array without axes
     * @throws JacobiException if there are no elements
     */
    public NDArray argmax() {
        return Np.argmax(self());
    }

    /**
     * The index (among all, or along the axis) of the greatest element, the first of equal ones, along an axis.
     *
     * @param axis the axis; negative ones count from the last
     * @return an array without that axis
     * @throws JacobiException if there is no such axis, or no element along it (there is no extreme of none)
     */
    public NDArray argmax(int axis) {
        return Np.argmax(self(), axis);
    }

    /**
     * The index (among all, or along the axis) of the greatest element, the first of equal ones, along an axis, which may stay.
     *
     * @param axis the axis; negative ones count from the last
     * @param keepDims whether it stays as an axis of one element
     * @return an array without that axis, or with one element along it
     * @throws JacobiException if there is no such axis, or no element along it (there is no extreme of none)
     */
    public NDArray argmax(int axis, boolean keepDims) {
        return Np.argmax(self(), axis, keepDims);
    }

    /**
     * The index (among all, or along the axis) of the least element, the first of equal ones, of all elements.
     *
     * @return an array without axes
     * @throws JacobiException if there are no elements
     */
    public NDArray argmin() {
        return Np.argmin(self());
    }

    /**
     * The index (among all, or along the axis) of the least element, the first of equal ones, along an axis.
     *
     * @param axis the axis; negative ones count from the last
     * @return an array without that axis
     * @throws JacobiException if there is no such axis, or no element along it (there is no extreme of none)
     */
    public NDArray argmin(int axis) {
        return Np.argmin(self(), axis);
    }

    /**
     * The index (among all, or along the axis) of the least element, the first of equal ones, along an axis, which may stay.
     *
     * @param axis the axis; negative ones count from the last
     * @param keepDims whether it stays as an axis of one element
     * @return an array without that axis, or with one element along it
     * @throws JacobiException if there is no such axis, or no element along it (there is no extreme of none)
     */
    public NDArray argmin(int axis, boolean keepDims) {
        return Np.argmin(self(), axis, keepDims);
    }
}
