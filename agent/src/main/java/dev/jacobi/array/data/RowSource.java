package dev.jacobi.array.data;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Parts;
import dev.jacobi.array.tree.Leaves;
import dev.jacobi.array.tree.TreeWalk;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.List;

/** Something with rows, of which batches are made. */
public interface RowSource<T> {
    /** How many rows there are. */
    int rows();

    /** The rows with these numbers, from one position of the list of numbers to another, in that order. */
    T gather(int[] order, int from, int to);

    /** A tree of arrays and Java arrays whose first axes are as long as each other. */
    static <T> RowSource<T> of(T tree) {
        List<Object> leaves = TreeWalk.leaves(tree).stream().filter(Leaves::isNumeric).toList();
        int rows = -1;
        for (Object leaf : leaves) {
            int n = leaf.getClass().isArray() ? Array.getLength(leaf) : leaf instanceof NDArray x && x.rank() > 0 ? x.shape(0) : -1;
            if (n < 0) {
                throw new JacobiException("Batches.of: a leaf is a single number, so it has no rows; give arrays.");
            }
            if (rows >= 0 && n != rows) {
                throw new JacobiException("Batches.of: one array has " + rows + " rows, another one " + n + "; give arrays with equally many.");
            }
            rows = n;
        }
        if (rows < 0) {
            throw new JacobiException("Batches.of: there is no array; give some.");
        }
        int count = rows;
        return new RowSource<>() {
            @Override
            public int rows() {
                return count;
            }

            @Override
            @SuppressWarnings("unchecked")
            public T gather(int[] order, int from, int to) {
                return (T) TreeWalk.map((path, v) -> Leaves.isNumeric(v.get(0)) ? leaf(v.get(0), order, from, to) : v.get(0), List.of(tree));
            }
        };
    }

    private static Object leaf(Object leaf, int[] order, int from, int to) {
        if (leaf instanceof NDArray x) {
            return array(x, order, from, to);
        }
        Object out = Array.newInstance(leaf.getClass().getComponentType(), to - from);
        for (int k = from; k < to; k++) {
            System.arraycopy(leaf, order[k], out, k - from, 1);
        }
        return out;
    }

    private static NDArray array(NDArray x, int[] order, int from, int to) {
        if (x.dtype().isComplex()) {
            return Parts.complex(array(Parts.real(x), order, from, to), array(Parts.imaginary(x), order, from, to));
        }
        int[] shape = x.shape();
        long row = StoredBytes.bytes(x) / Math.max(1, shape[0]);
        shape[0] = to - from;
        NDArray out = JavaArrays.empty(x.dtype(), shape);
        for (int k = from; k < to && row > 0; k++) {
            ByteBuffer bytes = StoredBytes.block(x).view(order[k] * row, Math.toIntExact(row));
            StoredBytes.block(out).view((k - from) * row, Math.toIntExact(row)).put(bytes);
        }
        return new NDArray(x.dtype(), x.isWeak(), out.value());
    }
}
