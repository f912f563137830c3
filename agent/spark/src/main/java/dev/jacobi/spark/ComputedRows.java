package dev.jacobi.spark;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/** Rows with what a function gives for them, batch by batch. There is one object for all rows, as Spark's own iterators have it: it holds until the next one is asked for. */
abstract class ComputedRows implements Iterator<InternalRow> {
    /** The most rows that are computed at once, so that their numbers stay in the caches. */
    static final int MOST = 4096;
    final ComputedColumn.Plan plan;
    private final UnsafeRow last = new UnsafeRow(1);
    private final JoinedRow joined = new JoinedRow();
    private final Object[] columns;
    private Object results;
    private int rows;
    private int next;

    ComputedRows(ComputedColumn.Plan plan) {
        this.plan = plan;
        this.columns = arrays(MOST);
        last.pointTo(new byte[16], 16); // a word for nulls and one for the number
    }

    /** Whether there is a row after those of the batch that was read last. */
    abstract boolean hasMore();

    /** Reads a batch of at least one row and at most {@link #MOST}, and its numbers into the beginning of an array for each column; how many rows. */
    abstract int read(Object[] columns);

    /** A row of the batch. */
    abstract InternalRow row(int i);

    @Override
    public final boolean hasNext() {
        return next < rows || hasMore();
    }

    @Override
    public final InternalRow next() {
        if (next == rows) {
            if (!hasMore()) {
                throw new NoSuchElementException();
            }
            results = null;
            int n = read(columns);
            results = plan.each().apply(n == MOST ? columns : beginnings(n));
            rows = n;
            next = 0;
        }
        plan.result().write(results, next, last);
        return joined.apply(row(next++), last);
    }

    private Object[] arrays(int n) {
        Object[] out = new Object[plan.kinds().length];
        for (int k = 0; k < out.length; k++) {
            out[k] = plan.kinds()[k].array(n);
        }
        return out;
    }

    private Object[] beginnings(int n) {
        Object[] out = arrays(n);
        for (int k = 0; k < out.length; k++) {
            System.arraycopy(columns[k], 0, out[k], 0, n);
        }
        return out;
    }
}
