package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Prim;
import java.util.Set;

/** How long a scalar operation takes, as passes ask that may compute it again: about as long as an addition, several times, or many times as long. */
public enum Effort {
    SHORT, MIDDLING, LONG;

    private static final Set<Prim> SLOW = Set.of(Prim.CBRT, Prim.EXP, Prim.EXPM1, Prim.LOG, Prim.LOG1P, Prim.LOG10, Prim.SIN, Prim.COS, Prim.TAN,
        Prim.ASIN, Prim.ACOS, Prim.ATAN, Prim.SINH, Prim.COSH, Prim.TANH, Prim.ERF, Prim.ERF_INV, Prim.LGAMMA, Prim.DIGAMMA, Prim.POW, Prim.ATAN2,
        Prim.HYPOT, Prim.REM, Prim.CALL);

    /** The effort of one operation, its regions left aside. */
    public static Effort of(Prim p) {
        return SLOW.contains(p) ? LONG : p == Prim.DIV || p == Prim.SQRT ? MIDDLING : SHORT;
    }
}
