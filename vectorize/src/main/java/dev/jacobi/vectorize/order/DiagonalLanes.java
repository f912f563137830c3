package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.vectorize.raise.Hoist;
import java.util.List;

/**
 * Elements {@code a[i, j] = f(a[i - 1, j - 1], a[i - 1, j], a[i, j - 1])} of equal {@code i + j} wait for none of each other: here up to some hundred rows go together, of which each is a lane. What the rows have written
 * last is in a buffer, the row's element beside that of the row above, so that all that a diagonal takes and leaves lies side by side:
 *
 * <pre>
 *  for t { x[0] = a[i - 1, t];  for rows r with 0 &lt;= t - r &lt; m { y[r + 1] = f(d[r], x[r], l[r]); d[r] = x[r]; l[r] = y[r + 1] };  swap x and y }
 * </pre>
 *
 * Each element sees the same operations ({@link LaneNest} says when). Few rows, and short ones, stay as they are.
 */
public final class DiagonalLanes implements Optimisation {
    private final boolean fast;
    private final int rows;

    /** Of all nests that are such; those whose rows are running sums of floats stay as they are with {@code fast}, as lanes do these better along the row. */
    public DiagonalLanes(boolean fast) {
        this(fast, 0);
    }

    /** Blocks of another number of rows, a power of two, of nests that have as many rows and columns at least. */
    public DiagonalLanes(boolean fast, int rows) {
        this.fast = fast;
        this.rows = rows;
    }

    @Override
    public String name() {
        return "diagonal-lanes";
    }

    @Override
    public Func run(Func in) {
        if (!SkewedNest.mayBeIn(in)) {
            return in;
        }
        Func start = SkewedNest.prepared(in);
        Func out = new Walk(start).run();
        return out == start ? in : new Hoist().run(out);
    }

    /** One walk over a function. */
    private final class Walk extends AccessWalk {
        private final Func f;
        private final Builder b;

        Walk(Func f) {
            super(f);
            this.f = f;
            b = values.shapes.ids;
        }

        @Override
        protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
            SkewedNest nest = now == old && now.prim() == Prim.FOR ? SkewedNest.of(now, inside, values, fast) : null;
            LaneNest lanes = nest == null ? null : LaneNest.of(nest, inside, values, f);
            if (lanes == null) {
                return List.of(now);
            }
            b.open();
            new LaneBlocks(lanes, b, rows).write();
            return b.close();
        }
    }
}
