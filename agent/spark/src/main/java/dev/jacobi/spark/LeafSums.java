package dev.jacobi.spark;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.tree.Leaves;
import dev.jacobi.array.tree.TreeWalk;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/** Sums of trees, leaf by leaf and element by element, in the precision of the leaves. */
final class LeafSums {
    private LeafSums() {
    }

    /** A tree that shares no Java array with another one. */
    static Object copy(Object tree) {
        return TreeWalk.map((path, leaves) -> leaves.get(0).getClass().isArray() ? copied(leaves.get(0)) : leaves.get(0), List.of(tree));
    }

    private static Object copied(Object array) {
        if (array instanceof Object[] rows) {
            Object[] out = rows.clone();
            Arrays.setAll(out, i -> copied(rows[i]));
            return out;
        }
        int n = Array.getLength(array);
        Object out = Array.newInstance(array.getClass().getComponentType(), n);
        System.arraycopy(array, 0, out, 0, n);
        return out;
    }

    /** Gives each array of numbers in an array, with the one at its place in another. */
    private static void each(Object array, Object other, String path, BiConsumer<Object, Object> numbers) {
        if (Array.getLength(array) != Array.getLength(other)) {
            throw new JacobiException("Gradients of different batches have different lengths at '" + path + "': " + Array.getLength(array) + " and " + Array.getLength(other) + "; parameters have one shape for all.");
        }
        if (array instanceof Object[] rows) {
            for (int i = 0; i < rows.length; i++) {
                each(rows[i], ((Object[]) other)[i], path, numbers);
            }
        } else {
            numbers.accept(array, other);
        }
    }

    /** The sum; Java arrays of the first tree are written. */
    static Object add(Object to, Object more) {
        return TreeWalk.map((path, leaves) -> Leaves.isNumeric(leaves.get(0)) ? sum(leaves.get(0), leaves.get(1), path) : leaves.get(0), List.of(to, more));
    }

    private static Object sum(Object a, Object b, String path) {
        if (a instanceof NDArray x) {
            return x.plus((NDArray) b).astype(x.dtype());
        }
        if (a instanceof Double x) {
            return x + (Double) b;
        }
        if (a instanceof Float x) {
            return x + (Float) b;
        }
        if (a.getClass().isArray()) {
            each(a, b, path, LeafSums::accumulate);
        }
        return a; // integers and truth values have the derivative 0
    }

    private static void accumulate(Object to, Object more) {
        if (to instanceof double[] a) {
            double[] b = (double[]) more;
            for (int i = 0; i < a.length; i++) {
                a[i] += b[i];
            }
        } else if (to instanceof float[] a) {
            float[] b = (float[]) more;
            for (int i = 0; i < a.length; i++) {
                a[i] += b[i];
            }
        }
    }

    /** Each real of the tree, times a number. */
    static Object scaled(Object tree, double by) {
        return TreeWalk.map((path, leaves) -> Leaves.isNumeric(leaves.get(0)) ? times(leaves.get(0), by) : leaves.get(0), List.of(tree));
    }

    private static Object times(Object a, double by) {
        if (a instanceof NDArray x) {
            return x.dtype().isInexact() ? x.times(by) : x;
        }
        if (a instanceof Double x) {
            return x * by;
        }
        if (a instanceof Float x) {
            return (float) (x * by);
        }
        if (!a.getClass().isArray()) {
            return a;
        }
        Object out = copied(a);
        each(out, a, "", (to, from) -> multiply(to, by));
        return out;
    }

    private static void multiply(Object numbers, double by) {
        if (numbers instanceof double[] a) {
            for (int i = 0; i < a.length; i++) {
                a[i] *= by;
            }
        } else if (numbers instanceof float[] a) {
            for (int i = 0; i < a.length; i++) {
                a[i] = (float) (a[i] * by);
            }
        }
    }
}
