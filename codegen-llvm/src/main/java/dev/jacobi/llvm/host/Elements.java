package dev.jacobi.llvm.host;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/** Native memory as elements of any primitive type, between which and Java arrays elements are copied. Positions are bytes, multiples of 8. */
public final class Elements {
    private static final int PIECE = 8192;
    private final ByteBuffer bytes;
    private final ShortBuffer shorts;
    private final CharBuffer chars;
    private final IntBuffer ints;
    private final LongBuffer longs;
    private final FloatBuffer floats;
    private final DoubleBuffer doubles;

    /** {@code bytes} in native order. */
    public Elements(ByteBuffer bytes) {
        this.bytes = bytes;
        this.shorts = bytes.asShortBuffer();
        this.chars = bytes.asCharBuffer();
        this.ints = bytes.asIntBuffer();
        this.longs = bytes.asLongBuffer();
        this.floats = bytes.asFloatBuffer();
        this.doubles = bytes.asDoubleBuffer();
    }

    /** Bytes of an element of an array of a primitive type. */
    public static int size(Object array) {
        return array instanceof double[] || array instanceof long[] ? 8 : array instanceof float[] || array instanceof int[] ? 4
            : array instanceof short[] || array instanceof char[] ? 2 : 1;
    }

    /** Copies elements of an array to memory. */
    public void put(int p, Object array, int at, int n) {
        if (array instanceof float[] a) {
            floats.put(p / 4, a, at, n);
        } else if (array instanceof double[] a) {
            doubles.put(p / 8, a, at, n);
        } else if (array instanceof int[] a) {
            ints.put(p / 4, a, at, n);
        } else if (array instanceof long[] a) {
            longs.put(p / 8, a, at, n);
        } else if (array instanceof short[] a) {
            shorts.put(p / 2, a, at, n);
        } else if (array instanceof char[] a) {
            chars.put(p / 2, a, at, n);
        } else if (array instanceof byte[] a) {
            bytes.put(p, a, at, n);
        } else {
            put(p, (boolean[]) array, at, n);
        }
    }

    private void put(int p, boolean[] a, int at, int n) {
        var piece = new byte[Math.min(n, PIECE)];
        for (int i = 0; i < n; i += PIECE) {
            int m = Math.min(PIECE, n - i);
            for (int k = 0; k < m; k++) {
                piece[k] = (byte) (a[at + i + k] ? 1 : 0);
            }
            bytes.put(p + i, piece, 0, m);
        }
    }

    /** Copies elements from memory to an array. */
    public void get(int p, Object array, int at, int n) {
        if (array instanceof float[] a) {
            floats.get(p / 4, a, at, n);
        } else if (array instanceof double[] a) {
            doubles.get(p / 8, a, at, n);
        } else if (array instanceof int[] a) {
            ints.get(p / 4, a, at, n);
        } else if (array instanceof long[] a) {
            longs.get(p / 8, a, at, n);
        } else if (array instanceof short[] a) {
            shorts.get(p / 2, a, at, n);
        } else if (array instanceof char[] a) {
            chars.get(p / 2, a, at, n);
        } else if (array instanceof byte[] a) {
            bytes.get(p, a, at, n);
        } else {
            get(p, (boolean[]) array, at, n);
        }
    }

    private void get(int p, boolean[] a, int at, int n) {
        var piece = new byte[Math.min(n, PIECE)];
        for (int i = 0; i < n; i += PIECE) {
            int m = Math.min(PIECE, n - i);
            bytes.get(p + i, piece, 0, m);
            for (int k = 0; k < m; k++) {
                a[at + i + k] = piece[k] != 0;
            }
        }
    }

    /** An element of 1, 2, 4 or 8 bytes, zero-extended. */
    public long word(int p, int size) {
        return switch (size) {
            case 1 -> bytes.get(p) & 0xFFL;
            case 2 -> bytes.getShort(p) & 0xFFFFL;
            case 4 -> bytes.getInt(p) & 0xFFFFFFFFL;
            default -> bytes.getLong(p);
        };
    }
}
