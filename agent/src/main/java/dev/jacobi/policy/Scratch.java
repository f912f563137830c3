package dev.jacobi.policy;

import java.lang.reflect.Array;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Copies of the arrays that a measured call of compiled code writes to, so that the program sees nothing of that call. Called by generated
 * code, hence public.
 */
public final class Scratch {
    /** Copies take at most this part of the memory that is left, so that they are no reason to collect garbage, nor to run out of memory. */
    private static final int PART = 4;
    private static final int REFERENCE_BYTES = 8;

    private Scratch() {
    }

    /** There is too little memory to measure the call. */
    private static final class NoRoom extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoRoom() {
            super("too little memory is left for copies", null, false, false);
        }
    }

    /** A copy of an array and of its rows, a row that stands in it twice being copied once; null for null. */
    public static Object copy(Object array) {
        return copy(array, new IdentityHashMap<>(), Scratch::reserve);
    }

    /** The same for an object that need not be an array, and is no copy then. Copies in {@code done} are taken again; {@code room} sees how many bytes each new one needs. */
    public static Object copy(Object array, Map<Object, Object> done, LongConsumer room) {
        if (array == null || !array.getClass().isArray()) {
            return array;
        }
        Object known = done.get(array);
        if (known != null) {
            return known;
        }
        int n = Array.getLength(array);
        Class<?> element = array.getClass().getComponentType();
        room.accept((long) n * (element == long.class || element == double.class ? Long.BYTES : element.isPrimitive() ? Integer.BYTES : REFERENCE_BYTES));
        Object copy = Array.newInstance(element, n);
        done.put(array, copy);
        System.arraycopy(array, 0, copy, 0, n);
        if (copy instanceof Object[] rows) {
            for (int i = 0; i < n; i++) {
                rows[i] = copy(rows[i], done, room);
            }
        }
        return copy;
    }

    private static void reserve(long bytes) {
        Runtime r = Runtime.getRuntime();
        if (bytes > (r.maxMemory() - r.totalMemory() + r.freeMemory()) / PART) {
            throw new NoRoom();
        }
    }
}
