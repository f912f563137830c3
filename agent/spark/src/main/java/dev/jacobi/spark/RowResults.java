package dev.jacobi.spark;

import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.Platform;

/** Rows of a table that come one by one. The object that Spark gives is for all of them, so their bytes are kept, one row after another, until their batch is computed. */
final class RowResults extends ComputedRows {
    private final Iterator<InternalRow> rows;
    private final UnsafeRow kept;
    private final int[] ends = new int[MOST];
    private final InternalRow[] others = new InternalRow[MOST];
    private byte[] bytes = new byte[1 << 16];

    RowResults(Iterator<InternalRow> rows, ComputedColumn.Plan plan) {
        super(plan);
        this.rows = rows;
        this.kept = new UnsafeRow(plan.width());
    }

    @Override
    boolean hasMore() {
        return rows.hasNext();
    }

    @Override
    int read(Object[] columns) {
        NumberColumn[] kinds = plan.kinds();
        int n = 0;
        for (int end = 0; n < MOST && rows.hasNext(); n++) {
            InternalRow row = rows.next();
            for (int k = 0; k < kinds.length; k++) {
                if (row.isNullAt(plan.at()[k])) {
                    throw plan.isNull(k);
                }
                kinds[k].read(row, plan.at()[k], columns[k], n);
            }
            end = keep(row, n, end);
        }
        return n;
    }

    private int keep(InternalRow row, int i, int from) {
        others[i] = row instanceof UnsafeRow ? null : row.copy();
        int size = row instanceof UnsafeRow r ? r.getSizeInBytes() : 0;
        if (from + size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(from + size, 2 * bytes.length));
        }
        if (row instanceof UnsafeRow r) {
            Platform.copyMemory(r.getBaseObject(), r.getBaseOffset(), bytes, Platform.BYTE_ARRAY_OFFSET + from, size);
        }
        ends[i] = from + size;
        return ends[i];
    }

    @Override
    InternalRow row(int i) {
        if (others[i] != null) {
            return others[i];
        }
        int from = i == 0 ? 0 : ends[i - 1];
        kept.pointTo(bytes, Platform.BYTE_ARRAY_OFFSET + from, ends[i] - from);
        return kept;
    }
}
