package dev.jacobi.ptx.emit;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;

/** How many trips of a loop a thread makes in a row. Memory is fast only with many loads under way; long bodies have enough to do, and would take registers. */
final class Unrolling {
    /** Trips at most. */
    static final int MOST = 8;
    private static final int FUNCTION = 20;
    private static final int TINY = 8;
    private static final int SMALL = 60;
    private static final int MEDIUM = 120;

    private Unrolling() {
    }

    /** For a loop with this body, its index first. */
    static int of(Func f) {
        int size = 0;
        boolean memory = false;
        for (Eqn e : f.body()) {
            if (!Regions.of(e).isEmpty() || e.prim() == Prim.CALL) {
                return 1;
            }
            memory |= e.prim() == Prim.INDEX;
            size += cost(e);
        }
        return !memory || size > MEDIUM ? 1 : size > SMALL ? 2 : size > TINY ? 4 : MOST;
    }

    private static int cost(Eqn e) {
        return e.prim().group() == Prim.Group.RANDOM ? MEDIUM : e.prim().cost().isSlow() ? FUNCTION : 1;
    }
}
