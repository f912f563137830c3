package dev.jacobi;

import dev.jacobi.array.mesh.Collectives;

/**
 * Operations that JAX's {@code lax} has: control flow over arrays, and functions over the lanes of a {@code vmap} whose axis has a name. The latter have a meaning only inside of a function that is
 * mapped, where they are compiled; called elsewhere they throw.
 */
public final class Lax extends LaxCollectives {
    private Lax() {
    }

    private static JacobiException outside(String what, String axis) {
        return Collectives.outside(what, axis);
    }

    /**
     * The sum over all lanes.
     *
     * <pre>{@code
     * Fn1<Double, Double> share = x -> x / Lax.psum(x, "i");
     * Fn1<double[], double[]> shares = Jacobi.vmap(share, Axes.in(0).named("i"));
     * double[] s = shares.apply(new double[] {1, 3});   // {0.25, 0.75}
     * }</pre>
     *
     * @param x this lane's value
     * @param axis the name of the axis
     * @return the sum, the same in all lanes
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static double psum(double x, String axis) {
        throw outside("psum", axis);
    }

    /**
     * The sum over all lanes.
     *
     * @param x this lane's value
     * @param axis the name of the axis
     * @return the sum, the same in all lanes
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static float psum(float x, String axis) {
        throw outside("psum", axis);
    }

    /**
     * The sum over all lanes.
     *
     * @param x this lane's value
     * @param axis the name of the axis
     * @return the sum, the same in all lanes
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static int psum(int x, String axis) {
        throw outside("psum", axis);
    }

    /**
     * The sum over all lanes, element by element: arrays of the same length give an array of that length.
     *
     * @param x this lane's value
     * @param axis the name of the axis
     * @return the sum, the same in all lanes
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static double[] psum(double[] x, String axis) {
        throw outside("psum", axis);
    }

    /**
     * The sum over all lanes, element by element: arrays of the same length give an array of that length.
     *
     * @param x this lane's value
     * @param axis the name of the axis
     * @return the sum, the same in all lanes
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static float[] psum(float[] x, String axis) {
        throw outside("psum", axis);
    }

    /**
     * The mean over all lanes.
     *
     * @param x this lane's value
     * @param axis the name of the axis
     * @return the mean, the same in all lanes
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static double pmean(double x, String axis) {
        return psum(x, axis) / psum(1, axis);
    }

    /**
     * The mean over all lanes.
     *
     * @param x this lane's value
     * @param axis the name of the axis
     * @return the mean, the same in all lanes
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static float pmean(float x, String axis) {
        return psum(x, axis) / psum(1, axis);
    }

    /**
     * The mean over all lanes, element by element: arrays of the same length give an array of that length.
     *
     * @param x this lane's value
     * @param axis the name of the axis
     * @return the mean, the same in all lanes
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static double[] pmean(double[] x, String axis) {
        double[] sum = psum(x, axis);
        int lanes = psum(1, axis);
        double[] mean = new double[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = sum[i] / lanes;
        }
        return mean;
    }

    /**
     * The largest of all lanes' values.
     *
     * @param x this lane's value
     * @param axis the name of the axis
     * @return the largest, the same in all lanes
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static double pmax(double x, String axis) {
        throw outside("pmax", axis);
    }

    /**
     * The largest of all lanes' values.
     *
     * @param x this lane's value
     * @param axis the name of the axis
     * @return the largest, the same in all lanes
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static float pmax(float x, String axis) {
        throw outside("pmax", axis);
    }

    /**
     * The largest of all lanes' values.
     *
     * @param x this lane's value
     * @param axis the name of the axis
     * @return the largest, the same in all lanes
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static int pmax(int x, String axis) {
        throw outside("pmax", axis);
    }

    /**
     * The smallest of all lanes' values.
     *
     * @param x this lane's value
     * @param axis the name of the axis
     * @return the smallest, the same in all lanes
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static double pmin(double x, String axis) {
        throw outside("pmin", axis);
    }

    /**
     * The smallest of all lanes' values.
     *
     * @param x this lane's value
     * @param axis the name of the axis
     * @return the smallest, the same in all lanes
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static float pmin(float x, String axis) {
        throw outside("pmin", axis);
    }

    /**
     * The smallest of all lanes' values.
     *
     * @param x this lane's value
     * @param axis the name of the axis
     * @return the smallest, the same in all lanes
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static int pmin(int x, String axis) {
        throw outside("pmin", axis);
    }

    /**
     * The number of this lane.
     *
     * @param axis the name of the axis
     * @return the number, from 0
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static int axisIndex(String axis) {
        throw outside("axisIndex", axis);
    }

    /**
     * How many lanes there are: for {@code shardMap} the devices along the axis, where it is a constant.
     *
     * @param axis the name of the axis
     * @return the number of lanes
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static int axisSize(String axis) {
        throw outside("axisSize", axis);
    }

    /**
     * The sum of all lanes' arrays, element by element.
     *
     * @param x this lane's array
     * @param axis the name of the axis
     * @return an array of the same shape, the same in all lanes
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static NDArray psum(NDArray x, String axis) {
        throw outside("psum", axis);
    }

    /**
     * The mean of all lanes' arrays, element by element.
     *
     * @param x this lane's array
     * @param axis the name of the axis
     * @return an array of the same shape, the same in all lanes
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static NDArray pmean(NDArray x, String axis) {
        return psum(Collectives.real(x), axis).dividedBy((double) psum(1, axis));
    }

    /**
     * The greatest of all lanes' arrays, element by element.
     *
     * @param x this lane's array
     * @param axis the name of the axis
     * @return an array of the same shape, the same in all lanes
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static NDArray pmax(NDArray x, String axis) {
        throw outside("pmax", axis);
    }

    /**
     * The smallest of all lanes' arrays, element by element.
     *
     * @param x this lane's array
     * @param axis the name of the axis
     * @return an array of the same shape, the same in all lanes
     * @throws JacobiException if no {@code vmap}, {@code pmap} or {@code shardMap} around the call has an axis of that name
     */
    public static NDArray pmin(NDArray x, String axis) {
        throw outside("pmin", axis);
    }
}
