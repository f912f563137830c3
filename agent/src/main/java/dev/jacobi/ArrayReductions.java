package dev.jacobi;

/** The reductions of {@link NDArray}, in no particular order of elements, and running sums. */
abstract class ArrayReductions extends ArrayExtremes {
    /**
     * The sum of all elements.
     *
     * @return an array without axes
     */
    public NDArray sum() {
        return Np.sum(self());
    }

    /**
     * The sum along an axis.
     *
     * @param axis the axis; negative ones count from the last
     * @return an array without that axis
     * @throws JacobiException if there is no such axis
     */
    public NDArray sum(int axis) {
        return Np.sum(self(), axis);
    }

    /**
     * The sum along an axis, which may stay.
     *
     * @param axis the axis; negative ones count from the last
     * @param keepDims whether it stays as an axis of one element
     * @return an array without that axis, or with one element along it
     * @throws JacobiException if there is no such axis
     */
    public NDArray sum(int axis, boolean keepDims) {
        return Np.sum(self(), axis, keepDims);
    }

    /**
     * The sum along several axes.
     *
     * @param axes the axes; null for all
     * @return an array without those axes
     * @throws JacobiException if there is no such axis
     */
    public NDArray sum(int[] axes) {
        return Np.sum(self(), axes);
    }

    /**
     * The sum along several axes, which may stay.
     *
     * @param axes the axes; null for all
     * @param keepDims whether they stay as axes of one element
     * @return an array without those axes, or with one element along each
     * @throws JacobiException if there is no such axis
     */
    public NDArray sum(int[] axes, boolean keepDims) {
        return Np.sum(self(), axes, keepDims);
    }

    /**
     * The product of all elements.
     *
     * @return an array without axes
     */
    public NDArray prod() {
        return Np.prod(self());
    }

    /**
     * The product along an axis.
     *
     * @param axis the axis; negative ones count from the last
     * @return an array without that axis
     * @throws JacobiException if there is no such axis
     */
    public NDArray prod(int axis) {
        return Np.prod(self(), axis);
    }

    /**
     * The product along an axis, which may stay.
     *
     * @param axis the axis; negative ones count from the last
     * @param keepDims whether it stays as an axis of one element
     * @return an array without that axis, or with one element along it
     * @throws JacobiException if there is no such axis
     */
    public NDArray prod(int axis, boolean keepDims) {
        return Np.prod(self(), axis, keepDims);
    }

    /**
     * The product along several axes.
     *
     * @param axes the axes; null for all
     * @return an array without those axes
     * @throws JacobiException if there is no such axis
     */
    public NDArray prod(int[] axes) {
        return Np.prod(self(), axes);
    }

    /**
     * The product along several axes, which may stay.
     *
     * @param axes the axes; null for all
     * @param keepDims whether they stay as axes of one element
     * @return an array without those axes, or with one element along each
     * @throws JacobiException if there is no such axis
     */
    public NDArray prod(int[] axes, boolean keepDims) {
        return Np.prod(self(), axes, keepDims);
    }

    /**
     * The mean of all elements.
     *
     * @return an array without axes
     */
    public NDArray mean() {
        return Np.mean(self());
    }

    /**
     * The mean along an axis.
     *
     * @param axis the axis; negative ones count from the last
     * @return an array without that axis
     * @throws JacobiException if there is no such axis
     */
    public NDArray mean(int axis) {
        return Np.mean(self(), axis);
    }

    /**
     * The mean along an axis, which may stay.
     *
     * @param axis the axis; negative ones count from the last
     * @param keepDims whether it stays as an axis of one element
     * @return an array without that axis, or with one element along it
     * @throws JacobiException if there is no such axis
     */
    public NDArray mean(int axis, boolean keepDims) {
        return Np.mean(self(), axis, keepDims);
    }

    /**
     * The mean along several axes.
     *
     * @param axes the axes; null for all
     * @return an array without those axes
     * @throws JacobiException if there is no such axis
     */
    public NDArray mean(int[] axes) {
        return Np.mean(self(), axes);
    }

    /**
     * The mean along several axes, which may stay.
     *
     * @param axes the axes; null for all
     * @param keepDims whether they stay as axes of one element
     * @return an array without those axes, or with one element along each
     * @throws JacobiException if there is no such axis
     */
    public NDArray mean(int[] axes, boolean keepDims) {
        return Np.mean(self(), axes, keepDims);
    }

    /**
     * The variance of all elements.
     *
     * @return an array without axes
     */
    public NDArray var() {
        return Np.var(self());
    }

    /**
     * The variance along an axis.
     *
     * @param axis the axis; negative ones count from the last
     * @return an array without that axis
     * @throws JacobiException if there is no such axis
     */
    public NDArray var(int axis) {
        return Np.var(self(), axis);
    }

    /**
     * The variance along an axis, which may stay.
     *
     * @param axis the axis; negative ones count from the last
     * @param keepDims whether it stays as an axis of one element
     * @return an array without that axis, or with one element along it
     * @throws JacobiException if there is no such axis
     */
    public NDArray var(int axis, boolean keepDims) {
        return Np.var(self(), axis, keepDims);
    }

    /**
     * The variance along several axes.
     *
     * @param axes the axes; null for all
     * @return an array without those axes
     * @throws JacobiException if there is no such axis
     */
    public NDArray var(int[] axes) {
        return Np.var(self(), axes);
    }

    /**
     * The variance along an axis, for samples.
     *
     * @param axis the axis; negative ones count from the last
     * @param ddof what is taken from the number of elements before it divides
     * @return an array without that axis
     * @throws JacobiException if there is no such axis
     */
    public NDArray var(int axis, double ddof) {
        return Np.var(self(), axis, ddof);
    }

    /**
     * The standard deviation of all elements.
     *
     * @return an array without axes
     */
    public NDArray std() {
        return Np.std(self());
    }

    /**
     * The standard deviation along an axis.
     *
     * @param axis the axis; negative ones count from the last
     * @return an array without that axis
     * @throws JacobiException if there is no such axis
     */
    public NDArray std(int axis) {
        return Np.std(self(), axis);
    }

    /**
     * The standard deviation along an axis, which may stay.
     *
     * @param axis the axis; negative ones count from the last
     * @param keepDims whether it stays as an axis of one element
     * @return an array without that axis, or with one element along it
     * @throws JacobiException if there is no such axis
     */
    public NDArray std(int axis, boolean keepDims) {
        return Np.std(self(), axis, keepDims);
    }

    /**
     * The standard deviation along several axes.
     *
     * @param axes the axes; null for all
     * @return an array without those axes
     * @throws JacobiException if there is no such axis
     */
    public NDArray std(int[] axes) {
        return Np.std(self(), axes);
    }

    /**
     * The standard deviation along an axis, for samples.
     *
     * @param axis the axis; negative ones count from the last
     * @param ddof what is taken from the number of elements before it divides
     * @return an array without that axis
     * @throws JacobiException if there is no such axis
     */
    public NDArray std(int axis, double ddof) {
        return Np.std(self(), axis, ddof);
    }

    /**
     * The running sums of all elements, row by row.
     *
     * @return an array of one axis
     */
    public NDArray cumsum() {
        return Np.cumsum(self());
    }

    /**
     * The running sums along an axis.
     *
     * @param axis the axis; negative ones count from the last
     * @return an array of this shape
     * @throws JacobiException if there is no such axis
     */
    public NDArray cumsum(int axis) {
        return Np.cumsum(self(), axis);
    }

    /**
     * The running products along an axis.
     *
     * @param axis the axis; negative ones count from the last
     * @return an array of this shape
     * @throws JacobiException if there is no such axis
     */
    public NDArray cumprod(int axis) {
        return Np.cumprod(self(), axis);
    }
}
