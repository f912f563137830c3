package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Prim;

/** How long a scalar operation takes, as passes ask that may compute it again: about as long as an addition, several times, or many times as long. */
public enum Effort {
    SHORT, MIDDLING, LONG;

    /** The effort of one operation, its regions left aside. */
    public static Effort of(Prim p) {
        boolean slow = p.form() == Prim.Form.FUNCTION && p != Prim.NEXTAFTER || p == Prim.REM || p == Prim.CALL;
        return slow ? LONG : p == Prim.DIV || p == Prim.SQRT ? MIDDLING : SHORT;
    }
}
