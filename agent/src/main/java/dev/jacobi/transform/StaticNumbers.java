package dev.jacobi.transform;

import java.util.Arrays;

/** Small Java arrays of ints, of any rank, and strings in static fields that a program was made for: Java's arrays can change, so that a copy is compared with the array before each call. */
final class StaticNumbers {
    /** So many numbers are compared before each call at most. */
    private static final int MOST = 64;

    private StaticNumbers() {
    }

    /** A copy of an array of ints, or of arrays of them, or a string; null for any other value, and for many numbers. */
    static Object copy(Object v) {
        return v instanceof String ? v : v != null && count(v) <= MOST ? copied(v) : null;
    }

    /** Whether an array holds what one had from which {@link #copy} was taken. */
    static boolean equal(Object copy, Object now) {
        return copy == null ? copy(now) == null : Arrays.deepEquals(new Object[] {copy}, new Object[] {now});
    }

    /** How many numbers and rows; more than can be for a value that is no such array. */
    private static int count(Object v) {
        if (v instanceof int[] ints) {
            return ints.length;
        }
        int n = v instanceof int[][] || v instanceof int[][][] ? 0 : MOST + 1;
        for (int i = 0; n <= MOST && i < ((Object[]) v).length; i++) {
            n += 1 + count(((Object[]) v)[i]);
        }
        return n;
    }

    private static Object copied(Object v) {
        if (v instanceof int[] ints) {
            return ints.clone();
        }
        Object[] rows = ((Object[]) v).clone();
        for (int i = 0; i < rows.length; i++) {
            rows[i] = copied(rows[i]);
        }
        return rows;
    }
}
