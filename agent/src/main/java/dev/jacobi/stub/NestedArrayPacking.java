package dev.jacobi.stub;

import dev.jacobi.stub.rows.RowArrays;
import dev.jacobi.woven.Deopt;
import java.lang.reflect.Array;

/**
 * Arrays of arrays as the compiled code sees them: one flat row-major array. Called from generated stubs, hence public.
 * A null, a jagged array or a row that stands twice where that matters raises {@link Deopt}.
 */
public final class NestedArrayPacking {
    private NestedArrayPacking() {
    }

    /** A new flat copy of an array of arrays, whose extents go to {@code dims} (one per axis). */
    public static Object pack(Object[] array, Class<?> element, int[] dims) {
        return RowArrays.packed(array, dims, element);
    }

    /** A copy of a flat array. */
    public static Object copy(Object flat) {
        if (flat instanceof double[] d) {
            return d.clone();
        } else if (flat instanceof float[] f) {
            return f.clone();
        } else if (flat instanceof int[] i) {
            return i.clone();
        }
        int n = Array.getLength(flat);
        Object copy = Array.newInstance(flat.getClass().getComponentType(), n);
        System.arraycopy(flat, 0, copy, 0, n);
        return copy;
    }

    /** What was in a flat array whose elements are written; null for rows, which are written where they lie. */
    public static Object before(Object given) {
        return given instanceof Object[] ? null : copy(given);
    }

    /** Writes what differs between the flat array and what it {@code was} back into the rows. */
    public static void unpack(Object flat, Object was, Object[] array, int[] dims) {
        unpack(flat, was, array, dims, 0, 0);
    }

    private static int unpack(Object flat, Object was, Object[] array, int[] dims, int axis, int at) {
        for (Object part : array) {
            if (axis + 2 == dims.length) {
                ChangedElements.put(flat, was, at, part, dims[axis + 1]);
                at += dims[axis + 1];
            } else {
                at = unpack(flat, was, (Object[]) part, dims, axis + 1, at);
            }
        }
        return at;
    }

    /** As above, each row object once, from its first place. */
    public static void unpackFirst(Object flat, Object was, Object[] array, int[] dims, int[] first) {
        int n = 1;
        for (int k = 1; k < dims.length; k++) {
            n *= dims[k];
        }
        for (int i = 0; i < array.length; i++) {
            if (first[i] == i) {
                if (dims.length == 2) {
                    ChangedElements.put(flat, was, i * n, array[i], n);
                } else {
                    unpack(flat, was, (Object[]) array[i], dims, 1, i * n);
                }
            }
        }
    }

    /** A new array of arrays from a flat one. */
    public static Object nested(Object flat, Class<?> element, int[] dims) {
        return nested(flat, element, dims, 0, new int[1]);
    }

    /** As above, the extents being {@code rank} words from {@code first} on. Rows that are made already are only put into arrays. */
    public static Object nested(Object flat, Class<?> element, long[] words, int first, int rank) {
        if (flat instanceof Object[] rows) {
            for (int axis = rows.getClass() == element.arrayType().arrayType() ? rank - 2 : 0; axis > 0; axis--) {
                rows = RowArrays.grouped(rows, (int) words[first + axis]);
            }
            return rows;
        }
        int[] dims = new int[rank];
        for (int i = 0; i < rank; i++) {
            dims[i] = (int) words[first + i];
        }
        return nested(flat, element, dims);
    }

    private static Object nested(Object flat, Class<?> element, int[] dims, int axis, int[] at) {
        if (axis + 1 == dims.length) {
            Object row = Array.newInstance(element, dims[axis]);
            System.arraycopy(flat, at[0], row, 0, dims[axis]);
            at[0] += dims[axis];
            return row;
        }
        Class<?> part = element;
        for (int k = axis + 1; k < dims.length; k++) {
            part = part.arrayType();
        }
        Object[] rows = (Object[]) Array.newInstance(part, dims[axis]);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = nested(flat, element, dims, axis + 1, at);
        }
        return rows;
    }

    /** For each index the first index with the same row object. */
    public static int[] identities(Object[] rows) {
        int[] first = new int[rows.length];
        if (rows.length <= 16) {
            for (int i = 0; i < rows.length; i++) {
                int j = 0;
                while (rows[j] != rows[i]) {
                    j++;
                }
                first[i] = j;
            }
            return first;
        }
        int mask = 4 * Integer.highestOneBit(rows.length) - 1;
        int[] seen = new int[mask + 1]; // one more than the number of the row that stands there, found by its hash code
        for (int i = 0; i < rows.length; i++) {
            int at = System.identityHashCode(rows[i]) & mask;
            while (seen[at] != 0 && rows[seen[at] - 1] != rows[i]) {
                at = (at + 1) & mask;
            }
            if (seen[at] == 0) {
                seen[at] = i + 1;
            }
            first[i] = seen[at] - 1;
        }
        return first;
    }

    /** Puts the old row objects where {@code order} says. */
    public static void reorder(Object[] rows, int[] order) {
        boolean same = true;
        for (int i = 0; i < rows.length && same; i++) {
            same = order[i] == i;
        }
        if (same) {
            return;
        }
        Object[] old = rows.clone();
        for (int i = 0; i < rows.length; i++) {
            rows[i] = old[order[i]];
        }
    }

    /** Raises Deopt when a leaf or row object of {@code a} stands twice in it. */
    public static void distinct(Object[] a) {
        Leaves l = new Leaves(a.length);
        l.add(a);
    }

    /** Raises Deopt when the two arrays share a row object or are one another's rows. */
    public static void disjoint(Object a, Object b) {
        if (a == b) {
            throw Deopt.SHARED;
        }
        if (!(a instanceof Object[]) && !(b instanceof Object[])) {
            return;
        }
        Object[] wide = (Object[]) (a instanceof Object[] ? a : b);
        Object other = a instanceof Object[] ? b : a;
        if (!(other instanceof Object[])) {
            for (Object row : wide) {
                if (row == other) {
                    throw Deopt.SHARED;
                }
                if (row instanceof Object[]) {
                    disjoint(row, other);
                }
            }
            return;
        }
        Leaves l = new Leaves(wide.length);
        l.addQuietly(wide);
        l.refuse((Object[]) other);
    }

    /** Raises Deopt when two arrays share rows, or one is a row of the other, unless native code has all rows where they lie and looks itself. */
    public static void disjoint(Object givenA, Object givenB, Object a, Object b) {
        if (isPacked(givenA, a) || isPacked(givenB, b)) {
            disjoint(a, b);
        }
    }

    private static boolean isPacked(Object given, Object array) {
        return array instanceof Object[] && !(given instanceof Object[]);
    }

    /** Raises Deopt when an array has a row twice, unless native code has the rows where they lie and looks itself. */
    public static void distinct(Object given, Object[] a) {
        if (!(given instanceof Object[])) {
            distinct(a);
        }
    }

    /** The objects that stand in an array of arrays at any depth: an open-addressing identity set, cheap for a few hundred rows. */
    private static final class Leaves {
        private Object[] table;
        private int size;

        Leaves(int n) {
            table = new Object[Integer.highestOneBit(Math.max(4, n)) * 4];
        }

        private boolean put(Object o) {
            if (2 * size >= table.length) {
                Object[] old = table;
                table = new Object[2 * old.length];
                size = 0;
                for (Object x : old) {
                    if (x != null) {
                        put(x);
                    }
                }
            }
            int i = slot(o);
            if (table[i] == o) {
                return false;
            }
            table[i] = o;
            size++;
            return true;
        }

        private int slot(Object o) {
            int h = System.identityHashCode(o);
            int i = (h ^ h >>> 15) & table.length - 1;
            while (table[i] != null && table[i] != o) {
                i = i + 1 & table.length - 1;
            }
            return i;
        }

        void add(Object[] rows) {
            for (Object row : rows) {
                if (row == null) {
                    throw Deopt.MISSING;
                }
                if (!put(row)) {
                    throw Deopt.SHARED;
                }
                if (row instanceof Object[] deeper) {
                    add(deeper);
                }
            }
        }

        void addQuietly(Object[] rows) {
            for (Object row : rows) {
                if (row != null) {
                    put(row);
                    if (row instanceof Object[] deeper) {
                        addQuietly(deeper);
                    }
                }
            }
        }

        void refuse(Object[] rows) {
            for (Object row : rows) {
                if (row != null && table[slot(row)] == row) {
                    throw Deopt.SHARED;
                }
                if (row instanceof Object[] deeper) {
                    refuse(deeper);
                }
            }
        }
    }
}
