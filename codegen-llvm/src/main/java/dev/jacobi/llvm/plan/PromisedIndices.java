package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Indices (i32) that are a sum or a difference and may as well be computed in 64 bits, where LLVM sees that an address grows with a loop's counter. An access promises that its index is not negative.
 * With one term not negative, a sum that leaves 32 bits comes back negative, so a promised one has not left them; the same holds for a difference of which the first term is not negative.
 */
public final class PromisedIndices {
    private final Set<Var> trips = new HashSet<>();
    private final Function<Var, Eqn> definitions;

    public PromisedIndices(Func f, Function<Var, Eqn> definitions) {
        this.definitions = definitions;
        Regions.each(f.body(), e -> {
            boolean counts = e.prim() == Prim.FOR || e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || e.prim() == Prim.SCAN || e.prim() == Prim.HIST;
            if (counts) {
                trips.add(Regions.trip(e));
            }
        });
    }

    /** The sum or difference that an access's index is, where it may be made in 64 bits; else null. */
    public Eqn sum(Eqn access, Atom index) {
        boolean promised = access.params() instanceof Params.Access how && how.mode() == Params.Mode.PROMISED;
        Eqn e = promised && index instanceof Var v && v.dtype() == DType.I32 ? definitions.apply(v) : null;
        if (e == null || e.prim() != Prim.ADD && e.prim() != Prim.SUB) {
            return null;
        }
        return isCount(e.in().get(0)) || e.prim() == Prim.ADD && isCount(e.in().get(1)) ? e : null;
    }

    /** Whether a number is never negative, as a trip's, an extent, or a constant. */
    private boolean isCount(Atom a) {
        if (a instanceof Lit l) {
            return l.asLong() >= 0;
        }
        Eqn e = definitions.apply((Var) a);
        return e == null ? trips.contains(a) : e.prim() == Prim.DIM || e.prim() == Prim.MAX && e.in().stream().anyMatch(this::isCount);
    }
}
