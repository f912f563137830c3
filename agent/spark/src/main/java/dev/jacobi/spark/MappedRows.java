package dev.jacobi.spark;

import dev.jacobi.Fn1;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** What a function of batches gives for the rows of a partition, one row after another: no more than a batch and its results are held. */
final class MappedRows<T, R> implements Iterator<R> {
    private final Iterator<RowBatches.Batch> batches;
    private final Fn1<Object, Object> each;
    private Object results;
    private int rows;
    private int next;

    MappedRows(Iterator<T> rows, int most, Fn1<Object, Object> each) {
        this.batches = new RowBatches<>(rows, most);
        this.each = each;
    }

    @Override
    public boolean hasNext() {
        return next < rows || batches.hasNext();
    }

    @Override
    @SuppressWarnings("unchecked")
    public R next() {
        if (next == rows) {
            if (!batches.hasNext()) {
                throw new NoSuchElementException();
            }
            results = null;
            RowBatches.Batch b = batches.next();
            results = each.apply(b.values());
            rows = b.rows();
            next = 0;
        }
        return (R) RowBatches.row(results, next++);
    }
}
