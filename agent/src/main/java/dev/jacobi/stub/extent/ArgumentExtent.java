package dev.jacobi.stub.extent;

import dev.jacobi.stub.OwnMethods;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;

/**
 * A number that a call has before it begins: how long an axis of an argument is, or, with -1 as the axis, an argument that is an int.
 *
 * @param input which input of the program's function it is of
 * @param argument which argument of the call
 * @param axis of the array; the length of an inner one is that of the first row
 */
record ArgumentExtent(int input, int argument, int axis) {
    /** What it is, in words. */
    String text() {
        return axis < 0 ? "argument " + argument : "length of " + "the rows of ".repeat(axis) + "argument " + argument;
    }

    /** The number; -1 where there is none, as an array is null or empty, or an int is negative. */
    int of(Object[] args) {
        return axis < 0 ? Math.max(-1, (Integer) args[argument]) : length(args[argument], axis);
    }

    /** Takes the arguments of a call of this type and says whether the number is {@code n}. */
    MethodHandle is(MethodType type, int n) {
        boolean array = axis >= 0;
        Class<?> parameter = type.parameterType(argument);
        MethodHandle test = array ? MethodHandles.insertArguments(OwnMethods.fixed(MethodHandles.lookup(), "has", boolean.class, int.class, int.class, Object.class), 0, axis, n)
            : MethodHandles.insertArguments(OwnMethods.fixed(MethodHandles.lookup(), "same", boolean.class, int.class, int.class), 0, n);
        return MethodHandles.permuteArguments(test.asType(MethodType.methodType(boolean.class, parameter)), type.changeReturnType(boolean.class), argument);
    }

    static boolean has(int axis, int n, Object array) {
        return length(array, axis) == n;
    }

    static boolean same(int n, int argument) {
        return n == argument;
    }

    private static int length(Object array, int axis) {
        Object a = array;
        for (int k = 0; k < axis; k++) {
            if (!(a instanceof Object[] rows) || rows.length == 0) {
                return -1;
            }
            a = rows[0];
        }
        return a == null ? -1 : Array.getLength(a);
    }
}
