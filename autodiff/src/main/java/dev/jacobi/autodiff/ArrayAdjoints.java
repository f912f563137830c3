package dev.jacobi.autodiff;

import dev.jacobi.ir.Eqn;

/** The adjoints of primitives on whole arrays. */
final class ArrayAdjoints {
    private final Vjp vjp;

    ArrayAdjoints(Vjp vjp) {
        this.vjp = vjp;
    }

    void rule(Scope s, Eqn e) {
        throw new UnsupportedOperationException("a gradient through " + e.prim().text());
    }
}
