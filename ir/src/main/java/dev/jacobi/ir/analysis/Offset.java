package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;

/** An integer that is another one plus a constant, which wraps around as their type does. */
public record Offset(Atom base, long by) {
    /** What an equation computes, if it adds a literal or takes one away; else null, as for no equation. */
    public static Offset of(Eqn e) {
        if (e == null || e.prim() != Prim.ADD && e.prim() != Prim.SUB || !e.result().dtype().isInt()) {
            return null;
        }
        Atom a = e.in().get(0);
        Atom b = e.in().get(1);
        return b instanceof Lit l ? new Offset(a, e.prim() == Prim.ADD ? l.asLong() : Lit.of(l.dtype(), -l.asLong()).asLong())
            : a instanceof Lit l && e.prim() == Prim.ADD ? new Offset(b, l.asLong()) : null;
    }
}
