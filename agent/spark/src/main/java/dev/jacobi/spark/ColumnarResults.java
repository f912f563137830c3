package dev.jacobi.spark;

import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Rows of a table whose columns come as arrays, of which none is taken apart. */
final class ColumnarResults extends ComputedRows {
    private final Iterator<ColumnarBatch> batches;
    private ColumnarBatch batch;
    private int from;
    private int to;

    ColumnarResults(Iterator<ColumnarBatch> batches, ComputedColumn.Plan plan) {
        super(plan);
        this.batches = batches;
    }

    @Override
    boolean hasMore() {
        while ((batch == null || to == batch.numRows()) && batches.hasNext()) {
            batch = batches.next();
            to = 0;
        }
        return batch != null && to < batch.numRows();
    }

    @Override
    int read(Object[] columns) {
        from = to;
        int n = Math.min(MOST, batch.numRows() - from);
        to = from + n;
        for (int k = 0; k < columns.length; k++) {
            ColumnVector column = batch.column(plan.at()[k]);
            for (int i = from; column.hasNull() && i < to; i++) {
                if (column.isNullAt(i)) {
                    throw plan.isNull(k);
                }
            }
            plan.kinds()[k].read(column, from, n, columns[k]);
        }
        return n;
    }

    @Override
    InternalRow row(int i) {
        return batch.getRow(from + i);
    }
}
