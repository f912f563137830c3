package dev.jacobi.lift.state;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;

/** Constants of class files and boxed numbers as constants of programs. */
public final class Literals {
    private Literals() {
    }

    /** A constant as it is on the stack: Java's small types are ints there. */
    public static Lit of(Object c) {
        return c instanceof Boolean b ? Lit.i32(b ? 1 : 0) : of(c, c instanceof Long ? DType.I64 : DType.I32);
    }

    /** A boxed number as one of this type; those of floating-point numbers and booleans is their own. */
    public static Lit of(Object c, DType d) {
        return c instanceof Double x ? Lit.f64(x) : c instanceof Float x ? Lit.f32(x) : c instanceof Boolean b ? Lit.bool(b)
            : Lit.of(d, c instanceof Character x ? x : ((Number) c).longValue());
    }
}
