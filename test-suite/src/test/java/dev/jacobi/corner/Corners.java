// The values at which arithmetic goes wrong, for each of Java's primitive types.
package dev.jacobi.corner;

import java.lang.reflect.Array;
import java.util.stream.LongStream;

/** Edge values by type. */
final class Corners {
    private Corners() {
    }

    /** A new array of the type's edge values. */
    static Object values(Class<?> type) {
        if (type == boolean.class) {
            return new boolean[] {false, true};
        }
        if (type == float.class) {
            return new float[] {0f, -0f, 1f, -1f, 2f, -2.5f, 0.5f, 1.5f, 0.1f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, 1e-40f, -1e-40f,
                    Float.MAX_VALUE, -Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, 16777217f, 2147483648f,
                    -2147483648f, 2147483520f, 9.223372e18f, -9.223372e18f, 1e20f, 127.5f, -128.5f, 65535.5f, 32768f};
        }
        if (type == double.class) {
            return new double[] {0, -0.0, 1, -1, 2, -2.5, 0.5, 1.5, 0.1, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL, 1e-310, -1e-310,
                    Double.MAX_VALUE, -Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 9007199254740993.0,
                    2147483647.5, 2147483648.0, -2147483648.5, -2147483649.0, 9.223372036854775e18, -9.223372036854775e18, 1e19, 1e300,
                    0.49999999999999994, 4503599627370497.5};
        }
        long[] integers = {0, 1, -1, 2, -2, 3, 7, -7, 8, 31, 32, 33, 63, 64, 65, 127, 128, -128, -129, 255, 256, 32767, 32768, -32768, -32769,
                65535, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE - 1L, Integer.MIN_VALUE + 1L, 0x55555555L, 0x80000000L,
                0xFFFFFFFFL, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 1, 0x5555555555555555L};
        int bits = type == byte.class ? 8 : type == short.class || type == char.class ? 16 : type == int.class ? 32 : 64;
        long[] fit = LongStream.of(integers).map(v -> narrow(v, bits, type == char.class)).distinct().toArray();
        Object array = Array.newInstance(type, fit.length);
        for (int i = 0; i < fit.length; i++) {
            set(array, i, fit[i]);
        }
        return array;
    }

    private static long narrow(long v, int bits, boolean unsigned) {
        return unsigned ? v & 0xffff : v << 64 - bits >> 64 - bits;
    }

    private static void set(Object array, int i, long v) {
        if (array instanceof byte[] a) {
            a[i] = (byte) v;
        } else if (array instanceof short[] a) {
            a[i] = (short) v;
        } else if (array instanceof char[] a) {
            a[i] = (char) v;
        } else if (array instanceof int[] a) {
            a[i] = (int) v;
        } else {
            ((long[]) array)[i] = v;
        }
    }

    /** A value as a constant in Java source, of exactly its type. */
    static String literal(Object v) {
        if (v instanceof Double d) {
            return d.isNaN() ? "Double.NaN" : d.isInfinite() ? d > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY" : "(" + Double.toHexString(d) + ")";
        }
        if (v instanceof Float f) {
            return f.isNaN() ? "Float.NaN" : f.isInfinite() ? f > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY" : "(" + Float.toHexString(f) + "f)";
        }
        if (v instanceof Long l) {
            return l == Long.MIN_VALUE ? "Long.MIN_VALUE" : "(" + l + "L)";
        }
        if (v instanceof Boolean) {
            return v.toString();
        }
        String type = v instanceof Byte ? "byte" : v instanceof Short ? "short" : v instanceof Character ? "char" : "int";
        int n = v instanceof Character c ? c : ((Number) v).intValue();
        return n == Integer.MIN_VALUE ? "Integer.MIN_VALUE" : "((" + type + ") (" + n + "))";
    }
}
