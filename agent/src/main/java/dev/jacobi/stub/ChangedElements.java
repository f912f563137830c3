// Writes what a call has changed in a copy back to the array itself, for each type of element.
package dev.jacobi.stub;

/**
 * Stores only elements that differ from what was copied before the call: other threads may meanwhile have written other elements
 * of the same array, which a plain copy would undo.
 */
final class ChangedElements {
    private ChangedElements() {
    }

    static boolean differ(int was, int now) {
        return was != now;
    }

    static boolean differ(long was, long now) {
        return was != now;
    }

    static boolean differ(float was, float now) {
        return Float.floatToRawIntBits(was) != Float.floatToRawIntBits(now);
    }

    static boolean differ(double was, double now) {
        return Double.doubleToRawLongBits(was) != Double.doubleToRawLongBits(now);
    }

    /** {@code to[i] = now[at + i]} for {@code n} elements, where that differs in its bits from {@code was[at + i]}. */
    static void put(Object now, Object was, int at, Object to, int n) {
        if (now instanceof double[] x) {
            put(x, (double[]) was, at, (double[]) to, n);
        } else if (now instanceof float[] x) {
            put(x, (float[]) was, at, (float[]) to, n);
        } else if (now instanceof long[] x) {
            put(x, (long[]) was, at, (long[]) to, n);
        } else if (now instanceof int[] x) {
            put(x, (int[]) was, at, (int[]) to, n);
        } else if (now instanceof short[] x) {
            put(x, (short[]) was, at, (short[]) to, n);
        } else if (now instanceof char[] x) {
            put(x, (char[]) was, at, (char[]) to, n);
        } else if (now instanceof byte[] x) {
            put(x, (byte[]) was, at, (byte[]) to, n);
        } else {
            put((boolean[]) now, (boolean[]) was, at, (boolean[]) to, n);
        }
    }

    private static void put(double[] now, double[] was, int at, double[] to, int n) {
        for (int i = 0; i < n; i++) {
            if (Double.doubleToRawLongBits(now[at + i]) != Double.doubleToRawLongBits(was[at + i])) {
                to[i] = now[at + i];
            }
        }
    }

    private static void put(float[] now, float[] was, int at, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            if (Float.floatToRawIntBits(now[at + i]) != Float.floatToRawIntBits(was[at + i])) {
                to[i] = now[at + i];
            }
        }
    }

    private static void put(long[] now, long[] was, int at, long[] to, int n) {
        for (int i = 0; i < n; i++) {
            if (now[at + i] != was[at + i]) {
                to[i] = now[at + i];
            }
        }
    }

    private static void put(int[] now, int[] was, int at, int[] to, int n) {
        for (int i = 0; i < n; i++) {
            if (now[at + i] != was[at + i]) {
                to[i] = now[at + i];
            }
        }
    }

    private static void put(short[] now, short[] was, int at, short[] to, int n) {
        for (int i = 0; i < n; i++) {
            if (now[at + i] != was[at + i]) {
                to[i] = now[at + i];
            }
        }
    }

    private static void put(char[] now, char[] was, int at, char[] to, int n) {
        for (int i = 0; i < n; i++) {
            if (now[at + i] != was[at + i]) {
                to[i] = now[at + i];
            }
        }
    }

    private static void put(byte[] now, byte[] was, int at, byte[] to, int n) {
        for (int i = 0; i < n; i++) {
            if (now[at + i] != was[at + i]) {
                to[i] = now[at + i];
            }
        }
    }

    private static void put(boolean[] now, boolean[] was, int at, boolean[] to, int n) {
        for (int i = 0; i < n; i++) {
            if (now[at + i] != was[at + i]) {
                to[i] = now[at + i];
            }
        }
    }
}
