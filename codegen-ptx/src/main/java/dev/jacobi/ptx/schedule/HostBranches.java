package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import java.util.List;
import java.util.function.Predicate;

/** Which branches the host takes itself because all that they compute is scalars which it knows. */
final class HostBranches {
    private HostBranches() {
    }

    /** True for a cond on the host's scalars with nothing but scalar equations, checks and such conds inside. */
    static boolean branches(Eqn e, Predicate<Atom> onDevice) {
        boolean[] fine = {e.in().stream().noneMatch(onDevice) && Regions.captures(e).stream().noneMatch(onDevice)};
        Regions.each(List.of(e), x ->
            fine[0] &= (x.computesScalars() || x.prim() == Prim.COND || x.prim() == Prim.CHECK || x.prim() == Prim.DIM)
                && x.out().stream().noneMatch(Atom::isArray));
        return fine[0];
    }
}
