package dev.jacobi;

import dev.jacobi.array.core.ArrayRuntime;
import java.util.List;
import java.util.Map;

/**
 * Transformations of functions: gradients, batching, compilation, in any order and depth. The methods take functions and give functions, which are called as the
 * given ones are, and may be transformed again.
 *
 * <p><b>Functions</b> are lambdas and method references of static methods, given where an {@link Fn1} to {@link Fn8} is expected, or what a transformation returned.
 * <b>Values</b>, as arguments and results, are numbers, booleans, characters, arrays of them of any rank, enum constants, records of values, arrays of records, and lists and maps of values.
 * Gradients and tangents have the structure of the value that they belong to: a {@code double[]} of the same length, a record of the same class. Integers in it have the derivative zero.
 * Numbers of arguments are counted from 0.
 *
 * <p><b>When it is compiled.</b> Making a transformed function costs nothing; its first call with arguments of a structure (element types, ranks, classes of records, sizes of
 * lists, keys of maps; not lengths of arrays) finds its code, and later ones of the same structure use it. Values that a lambda captured are read at each call. Functions can be called by several threads.
 *
 * <p><b>What calls throw.</b> What the Java code throws for these arguments, with its message. A {@link JacobiException} says what else stands in the way: an argument is null or no such
 * value, their number is not that of the parameters, an array is jagged where it may not be, a function cannot be compiled (with the place in the code and what to do), a derivative does not exist.
 * All but {@code jit} leave their arguments as they are.
 *
 * <pre>{@code
 * static double loss(double[] w, double[] x, double y) { ... }
 *
 * Fn3<double[], double[], Double, double[]> gradient = Jacobi.grad(Model::loss);                             // by w
 * Fn3<double[], double[][], double[], double[][]> each = Jacobi.jit(Jacobi.vmap(gradient, null, 0, 0));      // one gradient for each row of x
 * }</pre>
 */
public final class Jacobi extends JacobiPrograms {
    private Jacobi() {
    }

    /**
     * What has been compiled for a transformed function so far, and why it was compiled again.
     *
     * @param f a function that a transformation returned
     * @return counts of compilations and calls, up to now
     * @throws JacobiException if {@code f} is null or was not returned by a transformation
     */
    public static CacheInfo cacheInfo(Fn f) {
        return JacobiFunction.cacheInfo(f);
    }

    /**
     * Whether arrays have 64 bits where nothing says otherwise: {@code NDArray.of(1.5)} is an F64 then, and integers are I64. Without it that is F32 and I32, as in JAX. It holds for arrays that are made
     * from now on, in all threads; it is meant to be called once, first.
     *
     * @param on true for 64 bits
     */
    public static void x64(boolean on) {
        ArrayRuntime.ofProcess().wide(on);
    }

    /**
     * Devices for a {@link Mesh}. {@code cpu:8} are eight simulated ones: programs for them compute on this process's threads what eight devices would, with the same blocks and collectives.
     * {@code tpu} are the devices of a PJRT plugin, TPUs or others, that this process can use.
     *
     * @param backend {@code cpu} for one, or {@code cpu:N} for N; {@code tpu} for all, or {@code tpu:N} for the first N
     * @return the devices, in the order of their numbers
     * @throws JacobiException if there is no such back end, N is not at least 1, there is no plugin or it has no devices, or fewer than N
     */
    public static List<Device> devices(String backend) {
        return DeviceNames.of(backend);
    }

    /**
     * Lays the arrays of a tree out over the devices of a mesh. Those of a plugin get their blocks now; the elements are no longer in the process's memory when the given arrays are gone.
     *
     * @param tree an NDArray, or a tree with NDArrays
     * @param sharding how each array is divided
     * @param <T> the tree's class
     * @return a tree of the same structure with the same elements
     * @throws JacobiException if the sharding does not fit the shape of an array, or a device cannot take its block
     */
    @SuppressWarnings("unchecked")
    public static <T> T put(T tree, NamedSharding sharding) {
        return (T) Placement.put(tree, sharding);
    }

    /**
     * Lays the arrays of a tree out over devices, each in its own way.
     *
     * @param tree a tree with NDArrays
     * @param shardings a List or Map of shardings with the tree's parts; what a Map leaves out stays as it is
     * @param <T> the tree's class
     * @return a tree of the same structure with the same elements
     * @throws JacobiException if the shardings do not fit the tree, one does not fit the shape of an array, or a device cannot take its block
     */
    @SuppressWarnings("unchecked")
    public static <T> T put(T tree, Object shardings) {
        return (T) Placement.put(tree, shardings);
    }

    /**
     * How many bytes of the arrays in a tree each device has.
     *
     * @param tree an NDArray, or a tree with NDArrays
     * @return bytes by device; arrays that are not laid out over a mesh are on {@code cpu:0}
     */
    public static Map<Device, Long> memory(Object tree) {
        return Shards.bytes(tree);
    }

    /**
     * Compares derivatives of a function along a direction, in forward and in reverse mode, with central differences of its values.
     *
     * @param f a function of an array of reals or complex numbers, which gives one
     * @param x where it is differentiated
     * @param order how many times: 2 checks the gradient of the gradient, too
     * @param atol how far derivatives may be from differences
     * @param rtol how far they may be, as a part of the differences
     * @param eps the step of the differences
     * @throws JacobiException if a derivative is not near the differences, with both
     */
    public static void checkGrads(Fn1<NDArray, NDArray> f, NDArray x, int order, double atol, double rtol, double eps) {
        new GradientChecks(atol, rtol, eps).check(f, x, order);
    }
}
