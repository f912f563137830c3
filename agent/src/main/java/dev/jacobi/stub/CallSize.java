package dev.jacobi.stub;

import dev.jacobi.NDArray;
import java.lang.reflect.Array;

/** What a call's arguments say of how long it may take. Called from the code that {@link TimedCall} generates, hence public. */
public final class CallSize {
    private CallSize() {
    }

    /** Elements of an array of arrays, taken from its first row. */
    public static long elements(Object[] array) {
        if (array == null || array.length == 0 || array[0] == null) {
            return 0;
        }
        return array.length * (array[0] instanceof Object[] deeper ? elements(deeper) : Array.getLength(array[0]));
    }

    /** Elements of an array outside of the heap. */
    public static long size(Object array) {
        return array instanceof NDArray x ? x.size() : 0;
    }

    /** Length of a string. */
    public static long characters(Object text) {
        return text instanceof String s ? s.length() : 0;
    }

    /** A number for the class of an object; those of several objects are added. */
    public static int kind(Object o) {
        return o == null ? 0 : o.getClass().hashCode();
    }
}
