// Arrays of any rank: copies, and a digest of their contents for comparing two JVMs.
package dev.jacobi.harness;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Helpers over arrays of unknown type. */
public final class Arrays {
    private static final int CHUNK = 1 << 16;

    private Arrays() {
    }

    /** A deep copy of an array, such as the arguments of a call; what is no array is not copied. */
    @SuppressWarnings("unchecked")
    public static <T> T copy(T value) {
        return (T) copied(value);
    }

    private static Object copied(Object array) {
        if (array == null || !array.getClass().isArray()) {
            return array;
        }
        int n = Array.getLength(array);
        Object copy = Array.newInstance(array.getClass().getComponentType(), n);
        if (array instanceof Object[] rows) {
            for (int i = 0; i < n; i++) {
                Array.set(copy, i, copied(rows[i]));
            }
        } else {
            System.arraycopy(array, 0, copy, 0, n);
        }
        return copy;
    }

    /** Copies the contents of a deep copy back, row by row. */
    public static void restore(Object from, Object to) {
        if (from instanceof Object[] rows) {
            for (int i = 0; i < rows.length; i++) {
                restore(rows[i], Array.get(to, i));
            }
        } else if (from != null && from.getClass().isArray()) {
            System.arraycopy(from, 0, to, 0, Array.getLength(from));
        }
    }

    /** The same as {@link #digest(List)} of the arrays among the arguments of a call. */
    public static String digest(Object[] arguments) {
        return digest(Stream.of(arguments).filter(a -> a.getClass().isArray()).toList());
    }

    /** SHA-256 of every element's bits (NaNs are one value). */
    public static String digest(List<Object> values) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (Object value : values) {
                add(sha, value);
            }
            return HexFormat.of().formatHex(sha.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(MessageDigest sha, Object value) {
        if (value instanceof Object[] rows) {
            for (Object row : rows) {
                add(sha, row);
            }
            return;
        }
        int n = Array.getLength(value);
        ByteBuffer buffer = ByteBuffer.allocate(8 * Math.min(n, CHUNK));
        for (int i = 0; i < n; i++) {
            buffer.putLong(bits(value, i));
            if (!buffer.hasRemaining() || i == n - 1) {
                sha.update(buffer.flip());
                buffer.clear();
            }
        }
    }

    private static long bits(Object array, int i) {
        if (array instanceof double[] d) {
            return Double.doubleToLongBits(d[i]);
        }
        if (array instanceof float[] f) {
            return Float.floatToIntBits(f[i]);
        }
        if (array instanceof boolean[] b) {
            return b[i] ? 1 : 0;
        }
        return array instanceof char[] c ? c[i] : Array.getLong(array, i);
    }
}
