package dev.jacobi.ptx.emit;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import java.util.Set;

/** How many trips of a loop a thread makes in a row. Memory is fast only with many loads under way; long bodies have enough to do, and would take registers. */
final class Unrolling {
    /** Trips at most. */
    static final int MOST = 8;
    private static final Set<Prim> QUICK = Set.of(Prim.NEG, Prim.ABS, Prim.NOT, Prim.SIGN, Prim.POPCNT, Prim.CLZ, Prim.CTZ, Prim.FLOOR, Prim.CEIL, Prim.RINT);
    private static final Set<Prim> SLOW = Set.of(Prim.DIV, Prim.REM, Prim.POW, Prim.ATAN2, Prim.HYPOT);
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
        return switch (e.prim().group()) {
            case UNARY -> QUICK.contains(e.prim()) ? 1 : FUNCTION;
            case BINARY -> SLOW.contains(e.prim()) ? FUNCTION : 1;
            case RANDOM -> MEDIUM;
            case COMPARE, TERNARY, CONVERSION, STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, COLLECTIVE, MARK -> 1;
        };
    }
}
