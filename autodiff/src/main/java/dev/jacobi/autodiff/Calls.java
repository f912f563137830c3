package dev.jacobi.autodiff;

import dev.jacobi.ir.Eqn;

/** The adjoints of calls. */
final class Calls {
    void adjoint(Vjp vjp, Scope s, Eqn e) {
        throw new UnsupportedOperationException("a gradient through " + e);
    }
}
