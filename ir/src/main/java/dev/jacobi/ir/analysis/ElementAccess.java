package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.List;

/** One read or write of array elements: which version of an array, at which indices, and what is known there. */
public record ElementAccess(Eqn eqn, Var array, List<Poly> index, IntFacts.Entry facts) {
    boolean writes() {
        return eqn.prim() == Prim.UPDATE || eqn.prim() == Prim.ACC_ADD;
    }
}
