package dev.jacobi.polybench;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One of PolyBench's kernels: a method that changes its arguments, over arrays of arrays in {@code nested} and over flat arrays, under the same name,
 * in {@code flat}; its least and its usual extents; and what makes the arguments of the former for given extents.
 */
public record PolyKernel(String name, Class<?> nested, Class<?> flat, int[] mini, int[] medium, Function<int[], Object[]> make) {
    /** A kernel over one of the two forms of arrays. */
    public record Form(PolyKernel kernel, boolean isFlat) {
        /** As reports name it: {@code Class.method}. */
        public String entry() {
            return type().getName() + "." + kernel.name;
        }

        /** Class and name, as in {@code FlatBlas.gemm}. */
        @Override
        public String toString() {
            return type().getSimpleName() + "." + kernel.name;
        }

        Class<?> type() {
            return isFlat ? kernel.flat : kernel.nested;
        }

        /** The method itself. */
        public Method method() {
            return Arrays.stream(type().getMethods()).filter(m -> m.getName().equals(kernel.name)).findFirst().orElseThrow();
        }

        /** New arguments of the same contents each time. */
        public Object[] arguments(int[] extents) {
            Object[] args = kernel.make.apply(extents);
            if (isFlat) {
                Arrays.setAll(args, k -> args[k].getClass().isArray() ? flattened(args[k]) : args[k]);
            }
            return args;
        }
    }

    /** All forms of PolyBench's kernels, and the sequential ones of TornadoVM's: what is compiled. */
    public static List<Form> all() {
        return Stream.concat(PolyKernels.all().stream().flatMap(k -> k.forms().stream()), TornadoKernels.all().stream().map(k -> new Form(k, false))).toList();
    }

    /** Both forms. */
    public List<Form> forms() {
        return List.of(new Form(this, false), new Form(this, true));
    }

    /** The elements row by row; an array of numbers as it is. */
    static Object flattened(Object array) {
        if (!(array instanceof Object[] rows)) {
            return array;
        }
        Object[] flat = Arrays.stream(rows).map(PolyKernel::flattened).toArray();
        int length = Arrays.stream(flat).mapToInt(Array::getLength).sum();
        Object all = Array.newInstance(flat[0].getClass().getComponentType(), length);
        int at = 0;
        for (Object row : flat) {
            System.arraycopy(row, 0, all, at, Array.getLength(row));
            at += Array.getLength(row);
        }
        return all;
    }
}
