package dev.jacobi.spark;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.array.tree.TreeWalk;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Rows of a partition put together as a function that {@code vmap} made takes them: numbers become an array, arrays an array of arrays, records an array of records, NDArrays one with an axis more in front,
 * lists and maps one of what their parts become. There is one batch at a time, and the last one is as short as it comes.
 */
final class RowBatches<T> implements Iterator<RowBatches.Batch> {
    /** Rows as one value. */
    record Batch(Object values, int rows) {
    }

    private final Iterator<T> rows;
    private final int most;

    RowBatches(Iterator<T> rows, int most) {
        this.rows = rows;
        this.most = most;
    }

    /** How many rows there are in a batch. */
    static int checked(int most) {
        if (most < 1) {
            throw new JacobiException("A batch of " + most + " rows is no batch; give at least 1, or leave it out for " + JacobiSpark.BATCH + ".");
        }
        return most;
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public Batch next() {
        if (!rows.hasNext()) {
            throw new NoSuchElementException();
        }
        Object first = rows.next();
        return first != null && first.getClass().isArray() ? arrays(first) : of(first);
    }

    /** Rows of any kind. */
    private Batch of(Object first) {
        var some = new ArrayList<>();
        some.add(first);
        while (some.size() < most && rows.hasNext()) {
            some.add(rows.next());
        }
        return new Batch(together(some), some.size());
    }

    /** Rows that are arrays, put where they belong at once: reading a row takes as long as what cheap functions do with it. */
    private Batch arrays(Object first) {
        Class<?> kind = first.getClass();
        Object[] out = (Object[]) Array.newInstance(kind, Math.min(most, JacobiSpark.BATCH));
        out[0] = first;
        int n = 1;
        while (n < most && rows.hasNext()) {
            Object row = rows.next();
            if (row == null || row.getClass() != kind) {
                throw different(first, row);
            }
            if (n == out.length) {
                out = Arrays.copyOf(out, (int) Math.min(most, 2L * n));
            }
            out[n++] = row;
        }
        return new Batch(n == out.length ? out : Arrays.copyOf(out, n), n);
    }

    /** One or more rows of one class as one value. */
    static Object together(List<Object> rows) {
        Object first = rows.get(0);
        for (Object r : rows) {
            if (r == null || first == null || r.getClass() != first.getClass() && !(isContainer(first) && isContainer(r))) {
                throw different(first, r);
            }
        }
        if (first instanceof NDArray) {
            return Np.stack(rows.toArray(NDArray[]::new));
        }
        if (isContainer(first) || first instanceof Record && isOfArrays(first)) {
            return partByPart(rows);
        }
        Object out = Array.newInstance(MethodType.methodType(first.getClass()).unwrap().returnType(), rows.size()); // double for Double
        if (out instanceof Object[] objects) {
            return rows.toArray(objects);
        }
        if (out instanceof double[] numbers) {
            Arrays.setAll(numbers, i -> (Double) rows.get(i));
            return numbers;
        }
        for (int i = 0; i < rows.size(); i++) {
            Array.set(out, i, rows.get(i));
        }
        return out;
    }

    private static Object partByPart(List<Object> rows) {
        Object first = rows.get(0);
        List<Object> keys = TreeWalk.keys(first);
        var columns = new ArrayList<List<Object>>();
        keys.forEach(k -> columns.add(new ArrayList<>()));
        for (Object row : rows) {
            if (!TreeWalk.keys(row).equals(keys)) {
                throw new JacobiException("The rows of a batch have different parts, " + keys + " and " + TreeWalk.keys(row) + "; give rows of one structure.");
            }
            List<Object> parts = TreeWalk.parts(row);
            for (int k = 0; k < columns.size(); k++) {
                columns.get(k).add(parts.get(k));
            }
        }
        return TreeWalk.with(first, columns.stream().map(RowBatches::together).toList());
    }

    private static boolean isContainer(Object row) {
        return row instanceof List || row instanceof Map;
    }

    /** Whether all parts of a record can have an axis more, so that there is one record for all rows. */
    private static boolean isOfArrays(Object record) {
        return TreeWalk.parts(record).stream().allMatch(p -> p instanceof NDArray || p instanceof Record && isOfArrays(p));
    }

    private static JacobiException different(Object first, Object row) {
        return new JacobiException("The rows of a batch are of different kinds: " + kind(first) + " and " + kind(row) + "; map them to one class, and leave out rows that are null.");
    }

    private static String kind(Object row) {
        return row == null ? "null" : row.getClass().getTypeName();
    }

    /** The row of a result for all rows; {@link #together} the other way round. */
    static Object row(Object values, int i) {
        if (values instanceof NDArray x) {
            return x.get(i);
        }
        if (values instanceof double[] numbers) {
            return numbers[i];
        }
        if (values instanceof Object[] objects) {
            return objects[i];
        }
        if (values.getClass().isArray()) {
            return Array.get(values, i);
        }
        if (TreeWalk.isLeaf(values)) {
            return values;
        }
        return TreeWalk.with(values, TreeWalk.parts(values).stream().map(p -> p == null ? null : row(p, i)).toList());
    }
}
