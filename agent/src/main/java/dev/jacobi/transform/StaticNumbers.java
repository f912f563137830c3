package dev.jacobi.transform;

import dev.jacobi.Mesh;
import dev.jacobi.NamedSharding;
import dev.jacobi.PartitionSpec;
import dev.jacobi.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Small values in static fields that a program was made for: Java arrays of ints, strings, slices, constants of enums, boxed numbers, and arrays, lists and maps of these. Some of them can change, so
 * that a copy is compared with what the field holds before each call.
 */
final class StaticNumbers {
    /** So many numbers and other values are compared before each call at most. */
    private static final int MOST = 64;

    private StaticNumbers() {
    }

    /** A copy of such a value; null for any other value, and for many numbers. */
    static Object copy(Object v) {
        return v instanceof String ? v : v != null && count(v) <= MOST ? copied(v) : null;
    }

    /** Whether a field holds what the value had from which {@link #copy} was taken. */
    static boolean equal(Object copy, Object now) {
        return copy == null ? copy(now) == null : Arrays.deepEquals(new Object[] {copy}, new Object[] {now});
    }

    private static boolean isConstant(Object v) {
        boolean isNumber = v == null || v instanceof Integer || v instanceof Long || v instanceof Double || v instanceof Float || v instanceof Boolean;
        return isNumber || v instanceof String || v instanceof Slice || v instanceof Enum<?> || v instanceof Mesh || v instanceof PartitionSpec || v instanceof NamedSharding;
    }

    /** How many numbers and rows; more than can be for a value that is none of these. */
    private static int count(Object v) {
        if (v instanceof int[] ints) {
            return ints.length;
        } else if (isConstant(v)) {
            return 1;
        }
        boolean hasKeys = v instanceof Map<?, ?> m && m.size() <= MOST && m.keySet().stream().allMatch(k -> k != null && isConstant(k));
        List<?> parts = v instanceof Object[] a ? Arrays.asList(a) : v instanceof List<?> l ? l : hasKeys ? new ArrayList<>(((Map<?, ?>) v).values()) : null;
        int n = parts == null ? MOST + 1 : 0;
        for (int i = 0; n <= MOST && i < parts.size(); i++) {
            // an array in a list is equal to itself only
            boolean fits = v instanceof Object[] || parts.get(i) == null || !parts.get(i).getClass().isArray();
            n += 1 + (fits ? count(parts.get(i)) : MOST);
        }
        return n;
    }

    private static Object copied(Object v) {
        if (v instanceof int[] ints) {
            return ints.clone();
        } else if (v instanceof List<?> l) {
            var out = new ArrayList<Object>();
            l.forEach(e -> out.add(copied(e)));
            return Collections.unmodifiableList(out);
        } else if (v instanceof Map<?, ?> m) {
            var out = new LinkedHashMap<Object, Object>();
            m.forEach((k, e) -> out.put(k, copied(e)));
            return Collections.unmodifiableMap(out);
        } else if (!(v instanceof Object[])) {
            return v;
        }
        Object[] rows = ((Object[]) v).clone();
        for (int i = 0; i < rows.length; i++) {
            rows[i] = copied(rows[i]);
        }
        return rows;
    }
}
