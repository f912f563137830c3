package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Pass;
import dev.jacobi.vectorize.rewrite.Prune;
import dev.jacobi.vectorize.small.SmallArrays;
import dev.jacobi.vectorize.sums.Accumulate;
import java.util.List;

/**
 * Raising: loops as bytecode has them (while) become counted loops (for), their checks are proven or moved out, and
 * loops with independent trips become map, reduce and hist.
 */
public final class Raise {
    private Raise() {
    }

    /** The passes in order; {@code fast} allows float sums to be reordered. */
    public static List<Pass> passes(boolean fast) {
        return passes(fast, false);
    }

    /** {@code careful}: without checks that may fail where nothing goes wrong. */
    public static List<Pass> passes(boolean fast, boolean careful) {
        return List.of(new Prune(), new Hoist(), new Accumulate(), new WhileToFor(careful), new Prune(), new Hoist(), new Checks(careful), new Prune(), new Hoist(),
            new Checks(careful), new Prune(), new SmallArrays(), new LoopLoadElimination(), new Parallelise(fast), new ArgExtreme(), new ScalarPromotion(), new Prune());
    }

    /** Raises a function. */
    public static Func run(Func f, boolean fast) {
        return run(f, fast, false);
    }

    /** Raises a function; see {@link #passes(boolean, boolean)}. */
    public static Func run(Func f, boolean fast, boolean careful) {
        for (Pass p : passes(fast, careful)) {
            f = p.run(f);
        }
        return f;
    }
}
