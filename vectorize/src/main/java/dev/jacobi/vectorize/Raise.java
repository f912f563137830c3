package dev.jacobi.vectorize;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Pass;
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
        return List.of(new Prune(), new Hoist(), new Accumulate(), new Counted(), new Prune(), new Hoist(), new Checks(), new Prune(), new Hoist(), new Checks(), new Prune(),
            new CarryElements(), new Parallelise(fast), new Extremes(), new Promote(), new Prune());
    }

    /** Raises a function. */
    public static Func run(Func f, boolean fast) {
        for (Pass p : passes(fast)) {
            f = p.run(f);
        }
        return f;
    }
}
