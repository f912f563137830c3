package dev.jacobi.stub.rows;

import dev.jacobi.llvm.jit.Signature;
import dev.jacobi.woven.Deopt;
import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * Arrays of arrays packed into one flat row-major array, or, for code that finds rows through a table, as their rows where these lie. To have a row stay where it is while native code runs takes some 40 to 60
 * nanoseconds, as much as copying some hundred bytes, unless native code finds rows by itself: short rows are packed, and all where the call must not hold up the garbage collector. Called from generated stubs, hence public.
 */
public final class RowArrays {
    /** Rows of fewer bytes are packed: where they are only read, and where they are written, which takes a second copy and a comparison. */
    private static final int SHORT = 768;
    private static final int SHORT_WRITTEN = 320;
    /** The same where native code finds rows by itself. */
    private static final int SHORT_FOUND = 1;
    /** More rows are packed unless they are found so: the JVM gives native code handles for some ten thousands at a time. */
    private static final int MOST = 16_384;

    /** Arrays of so many rows and columns are packed in next to no time. */
    private static final int SMALL = 1024;
    /** So many rows are looked at in next to no time. */
    private static final int MANY = 64;
    /** The same where nothing else is done than to exchange rows. */
    private static final int MANY_EXCHANGED = 16;

    private RowArrays() {
    }

    /**
     * The rows of an array of arrays, one behind the other for all axes but the last, in an array that nobody else changes; the extents go to {@code dims}, one per axis. Jagged and missing rows raise
     * {@link Deopt}: they are looked for among the rows that are returned, so that what other threads do to the array meanwhile does no harm.
     */
    public static Object[] rows(Object[] array, int[] dims) {
        Object[] rows = all(array.clone(), dims);
        alike(rows, dims[dims.length - 1]);
        return rows;
    }

    /** The same where native code looks at the rows by itself: all but the first have not been looked at, and may be missing or of another length. */
    public static Object[] unseen(Object[] array, int[] dims) {
        Object[] rows = array;
        dims[0] = rows.length;
        for (int axis = 1; axis + 1 < dims.length; axis++) {
            rows = next(rows, dims, axis);
        }
        if (rows.length > 0) {
            Object first = rows[0];
            if (first == null) {
                throw Deopt.MISSING;
            }
            dims[dims.length - 1] = first instanceof double[] d ? d.length : first instanceof float[] f ? f.length : first instanceof int[] i ? i.length : Array.getLength(first);
        }
        return rows;
    }

    /** All elements in a new flat array, and the extents, as above; rows that other threads exchange meanwhile end the call, too. */
    public static Object packed(Object[] array, int[] dims, Class<?> element) {
        try {
            return flat(all(array, dims), dims, element);
        } catch (NullPointerException e) {
            throw Deopt.MISSING; // a row was there when they were looked at, and is no longer
        }
    }

    /** The rows and the extents, the last of which is that of the first row. */
    private static Object[] all(Object[] array, int[] dims) {
        Object[] rows = array;
        dims[0] = rows.length;
        for (int axis = 1; axis + 1 < dims.length; axis++) {
            rows = next(rows, dims, axis);
        }
        for (Object row : rows) {
            if (row == null) {
                throw Deopt.MISSING;
            }
        }
        dims[dims.length - 1] = rows.length == 0 ? 0 : Array.getLength(rows[0]);
        return rows;
    }

    /** The arrays that stand in arrays, which are all of one length: the extent of this axis. */
    private static Object[] next(Object[] outer, int[] dims, int axis) {
        int n = -1;
        Object[] inner = null;
        for (int i = 0; i < outer.length; i++) {
            Object[] part = (Object[]) outer[i];
            if (part == null) {
                throw Deopt.MISSING;
            }
            if (inner == null) {
                n = part.length;
                long all = (long) outer.length * n;
                if (all > Integer.MAX_VALUE - 8) {
                    throw Deopt.LARGE;
                }
                inner = new Object[(int) all];
            } else if (part.length != n) {
                throw Deopt.JAGGED;
            }
            System.arraycopy(part, 0, inner, i * n, n);
        }
        dims[axis] = Math.max(0, n);
        return inner == null ? new Object[0] : inner;
    }

    /** Looks whether all rows are of one length. */
    private static void alike(Object[] rows, int n) {
        if (rows instanceof double[][] d) {
            for (double[] row : d) {
                same(n, row.length);
            }
        } else if (rows instanceof float[][] f) {
            for (float[] row : f) {
                same(n, row.length);
            }
        } else {
            for (Object row : rows) {
                same(n, Array.getLength(row));
            }
        }
    }

    private static void same(int a, int b) {
        if (a != b) {
            throw Deopt.JAGGED;
        }
    }

    /** Raises {@link Deopt} for arrays of arrays that are so large that code which accesses a few elements had better leave them to the original. */
    public static void few(Object[] array) {
        if (array.length > MANY || array.length > 0 && array[0] != null && (long) array.length * Array.getLength(array[0]) > SMALL) {
            throw Deopt.FEW;
        }
    }

    /** Raises {@link Deopt} for so many rows that to find out which is which takes longer than to exchange them, which is all that the code does. */
    public static void manyRows(Object[] array) {
        if (array.length > MANY_EXCHANGED) {
            throw Deopt.FEW;
        }
    }

    /** How many elements there are. */
    public static long elements(int[] dims) {
        long n = 1;
        for (int d : dims) {
            n *= d;
        }
        return n;
    }

    /**
     * New rows for a result, for native code to write into where they lie, or to copy its result to, which is cheaper than a flat array in between where they are long; null where they are better made from
     * what it gives. What is in them is anything.
     */
    public static Object[] made(long n, long width, Class<?> element, int bytes, boolean found, int mode) {
        boolean copies = mode == Signature.COPY;
        if (n < 1 || n > (found || copies ? Integer.MAX_VALUE - 8 : MOST) || width * bytes < (found && !copies ? SHORT_FOUND : SHORT) || width > Integer.MAX_VALUE - 8) {
            return null;
        }
        var rows = (Object[]) Array.newInstance(element.arrayType(), (int) n);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = NewArrays.of(element, width);
        }
        return rows;
    }

    /** How many arrays there are in so many of so many each; more than there can be where that is not known, 0 where one of the numbers is negative. */
    public static long times(long a, long b) {
        return a < 1 || b < 1 ? 0 : Math.multiplyHigh(a, b) == 0 && a * b > 0 ? a * b : Long.MAX_VALUE;
    }

    /** How many rows there are; 0 for null. */
    public static int count(Object[] rows) {
        return rows == null ? 0 : rows.length;
    }

    /** How long they are; 0 for null. */
    public static int width(Object[] rows) {
        return rows == null ? 0 : Array.getLength(rows[0]);
    }

    /**
     * What native code is given: the rows themselves, or a flat array of all elements. {@code written} says that the rows are changed, {@code found} that native code
     * finds them by itself, {@code mode} is the native method's.
     */
    public static Object given(Object[] rows, int[] dims, Class<?> element, int bytes, boolean written, boolean found, int mode) {
        long width = (long) dims[dims.length - 1] * bytes;
        if (mode != Signature.COPY && rows.length > 0 && (found ? width >= SHORT_FOUND : rows.length <= MOST && width >= (written ? SHORT_WRITTEN : SHORT))) {
            return rows;
        }
        try {
            return flat(rows, dims, element);
        } catch (NullPointerException e) {
            throw Deopt.MISSING; // a row that nobody has looked at
        }
    }

    /** All elements of rows of these extents in a new flat array. The usual ones have loops of their own, as small matrices are packed at every call of a short method. */
    private static Object flat(Object[] rows, int[] dims, Class<?> element) {
        int n = dims[dims.length - 1];
        if ((long) rows.length * n > Integer.MAX_VALUE - 8) {
            throw Deopt.LARGE;
        }
        return rows instanceof double[][] d ? flat(d, n) : rows instanceof float[][] f ? flat(f, n) : rows instanceof int[][] i ? flat(i, n) : rows instanceof long[][] l ? flat(l, n)
            : flat(rows, element, n);
    }

    private static double[] flat(double[][] rows, int n) {
        var flat = new double[rows.length * n];
        for (int i = 0, at = 0; i < rows.length; i++, at += n) {
            double[] row = rows[i];
            same(n, row.length);
            System.arraycopy(row, 0, flat, at, n);
        }
        return flat;
    }

    private static float[] flat(float[][] rows, int n) {
        var flat = new float[rows.length * n];
        for (int i = 0, at = 0; i < rows.length; i++, at += n) {
            float[] row = rows[i];
            same(n, row.length);
            System.arraycopy(row, 0, flat, at, n);
        }
        return flat;
    }

    private static int[] flat(int[][] rows, int n) {
        var flat = new int[rows.length * n];
        for (int i = 0, at = 0; i < rows.length; i++, at += n) {
            int[] row = rows[i];
            same(n, row.length);
            System.arraycopy(row, 0, flat, at, n);
        }
        return flat;
    }

    private static long[] flat(long[][] rows, int n) {
        var flat = new long[rows.length * n];
        for (int i = 0, at = 0; i < rows.length; i++, at += n) {
            long[] row = rows[i];
            same(n, row.length);
            System.arraycopy(row, 0, flat, at, n);
        }
        return flat;
    }

    private static Object flat(Object[] rows, Class<?> element, int n) {
        Object flat = Array.newInstance(element, rows.length * n);
        for (int i = 0; i < rows.length; i++) {
            Object row = rows[i];
            same(n, Array.getLength(row));
            System.arraycopy(row, 0, flat, i * n, n);
        }
        return flat;
    }

    /** Arrays of {@code n} of these each. */
    public static Object[] grouped(Object[] all, int n) {
        var groups = (Object[]) Array.newInstance(all.getClass(), all.length / n);
        for (int i = 0; i < groups.length; i++) {
            groups[i] = Arrays.copyOfRange(all, i * n, (i + 1) * n);
        }
        return groups;
    }

    /** Whether these are rows, 1, or a flat array, 0. */
    public static int areRows(Object given) {
        return given instanceof Object[] ? 1 : 0;
    }
}
