package dev.jacobi.plots;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

/** Numbers of an argument, whatever it is: finite ones, in row-major order, with a shape. */
record Values(double[] numbers, long[] shape) {
    /**
     * Reads an argument.
     *
     * @param role what messages call it
     * @throws IllegalArgumentException if it is no array or list of numbers, not rectangular, empty, or has a number that is not finite
     */
    static Values of(Object argument, String role) {
        if (argument == null) {
            throw new IllegalArgumentException(role + " is null; an array or a list of numbers is needed.");
        }
        Values v = isNested(argument) ? nested(argument, role) : dimensional(argument, role);
        if (v.numbers.length == 0) {
            throw new IllegalArgumentException(role + " is empty: there is nothing to draw.");
        }
        for (int i = 0; i < v.numbers.length; i++) {
            if (!Double.isFinite(v.numbers[i])) {
                throw new IllegalArgumentException(role + Arrays.toString(v.indexOf(i)) + " is " + v.numbers[i] + "; only finite numbers can be drawn.");
            }
        }
        return v;
    }

    /** The numbers of an argument that has one axis. */
    static double[] vector(Object argument, String role) {
        Values v = of(argument, role);
        if (v.shape.length != 1) {
            throw new IllegalArgumentException(role + " has the shape " + Arrays.toString(v.shape) + "; an array with one axis is needed.");
        }
        return v.numbers;
    }

    /** The rows of an argument that has two axes. */
    static double[][] matrix(Object argument, String role) {
        Values v = of(argument, role);
        if (v.shape.length != 2) {
            throw new IllegalArgumentException(role + " has the shape " + Arrays.toString(v.shape) + "; an array with two axes is needed.");
        }
        int columns = (int) v.shape[1];
        var rows = new double[(int) v.shape[0]][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(v.numbers, i * columns, (i + 1) * columns);
        }
        return rows;
    }

    private long[] indexOf(int flat) {
        var index = new long[shape.length];
        long rest = flat;
        for (int k = shape.length - 1; k >= 0; k--) {
            index[k] = rest % shape[k];
            rest /= shape[k];
        }
        return index;
    }

    private static boolean isNested(Object o) {
        return o instanceof List<?> || o != null && o.getClass().isArray();
    }

    private static int length(Object nested) {
        return nested instanceof List<?> l ? l.size() : Array.getLength(nested);
    }

    private static Object element(Object nested, int i) {
        return nested instanceof List<?> l ? l.get(i) : Array.get(nested, i);
    }

    private static Values nested(Object argument, String role) {
        int rank = 0;
        var shape = new long[16];
        Object inside = argument;
        long size = 1;
        while (isNested(inside)) {
            if (rank == shape.length) {
                throw new IllegalArgumentException(role + " is nested deeper than " + shape.length + " times.");
            }
            shape[rank] = length(inside);
            size *= shape[rank++];
            inside = shape[rank - 1] == 0 ? null : element(inside, 0);
        }
        if (size > Integer.MAX_VALUE - 16) {
            throw new IllegalArgumentException(role + " has " + size + " numbers, more than can be drawn.");
        }
        shape = Arrays.copyOf(shape, rank);
        var numbers = new double[(int) size];
        fill(numbers, 0, argument, shape, 0, role);
        return new Values(numbers, shape);
    }

    private static int fill(double[] numbers, int at, Object nested, long[] shape, int axis, String role) {
        if (!isNested(nested) || length(nested) != shape[axis]) {
            throw new IllegalArgumentException(role + " is not rectangular: of axis " + axis + " one part has " + shape[axis] + " elements, and another "
                    + (isNested(nested) ? length(nested) + "." : "is no array."));
        }
        if (axis == shape.length - 1 && nested instanceof double[] d) {
            System.arraycopy(d, 0, numbers, at, d.length);
            return at + d.length;
        }
        int to = at;
        for (int i = 0; i < shape[axis]; i++) {
            Object e = element(nested, i);
            if (axis < shape.length - 1) {
                to = fill(numbers, to, e, shape, axis + 1, role);
            } else {
                numbers[to++] = number(e, role);
            }
        }
        return to;
    }

    private static double number(Object e, String role) {
        if (e instanceof Number n) {
            return n.doubleValue();
        }
        if (e instanceof Boolean b) {
            return b ? 1 : 0;
        }
        if (e != null && !(e instanceof CharSequence) && !isNested(e)) { // losses of a training, say: arrays without axes
            Values v = dimensional(e, role + "'s element");
            if (v.shape.length == 0) {
                return v.numbers[0];
            }
            throw new IllegalArgumentException(role + " has an element of the shape " + Arrays.toString(v.shape) + "; numbers or arrays without axes are needed.");
        }
        throw new IllegalArgumentException(role + " has an element that is no number: " + (e == null ? "null" : e.getClass().getName()) + ".");
    }

    /** An object that knows its shape and gives its elements in row-major order, as n-dimensional arrays do. */
    private static Values dimensional(Object argument, String role) {
        try {
            Object numbers = method(argument, "toDoubleArray").invoke(argument);
            Object shape = method(argument, "shape").invoke(argument);
            if (numbers instanceof double[] d && (shape instanceof long[] || shape instanceof int[])) {
                long[] s = shape instanceof long[] l ? l.clone() : Arrays.stream((int[]) shape).asLongStream().toArray();
                if (Arrays.stream(s).reduce(1, (a, b) -> a * b) == d.length) {
                    return new Values(d, s);
                }
            }
        } catch (NoSuchMethodException | IllegalAccessException e) {
            // said below
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(role + " could not be read: " + e.getCause(), e.getCause());
        }
        throw new IllegalArgumentException(role + " is of " + argument.getClass().getName() + "; an array or a list of numbers, or an n-dimensional array is needed.");
    }

    /** A method that may be called even where the object's class is hidden and only an interface of it is public. */
    private static Method method(Object o, String name) throws NoSuchMethodException {
        for (Class<?> c = o.getClass(); c != null; c = c.getSuperclass()) {
            for (Class<?> i : c.getInterfaces()) {
                if (Modifier.isPublic(i.getModifiers()) && Arrays.stream(i.getMethods()).anyMatch(m -> m.getName().equals(name) && m.getParameterCount() == 0)) {
                    return i.getMethod(name);
                }
            }
        }
        return o.getClass().getMethod(name);
    }
}
