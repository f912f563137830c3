package dev.jacobi.array.tree;

import dev.jacobi.NDArray;
import dev.jacobi.array.core.ArrayValue;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Trace;

/** Leaves as arrays, and arrays as leaves of the kind that was there before. The compiler's front end knows these methods. */
public final class Leaves {
    private Leaves() {
    }

    /** Whether a leaf stands for numbers. Texts and enum constants belong to the structure, so functions of leaves do not see them. */
    public static boolean isNumeric(Object leaf) {
        return leaf instanceof NDArray || leaf instanceof Number || leaf instanceof Boolean || leaf instanceof Character || leaf.getClass().isArray();
    }

    /** An array as a leaf of the same kind as another one: an array, a boxed number, or a Java array of numbers, converted to its type. */
    public static Object back(NDArray x, Object like) {
        if (like instanceof NDArray) {
            return x;
        }
        Class<?> c = like.getClass();
        while (c.isArray()) {
            c = c.getComponentType();
        }
        var d = JavaArrays.dtype(c);
        return d == null || x.value() instanceof ArrayValue.Traced || Trace.current() != null ? x : JavaArrays.toJava(Casts.to(x, d));
    }
}
