package dev.jacobi.vectorize.contract;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.IntValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The loops around a product: maps, outermost first, and the loop that adds. Each is named by the number of its trip. */
final class ContractLoops {
    private final Map<Var, Atom> counts = new LinkedHashMap<>();
    private final Var sum;

    ContractLoops(List<Eqn> maps, Eqn loop) {
        maps.forEach(m -> counts.put(Regions.trip(m), m.in().get(0)));
        sum = Regions.trip(loop);
        counts.put(sum, loop.in().get(0));
    }

    /** The loop that adds. */
    Var sum() {
        return sum;
    }

    Set<Var> trips() {
        return counts.keySet();
    }

    Iterable<Atom> counts() {
        return counts.values();
    }

    Atom count(Var trip) {
        return counts.get(trip);
    }

    /** How an extent that is this number is written in a type. */
    static Dim dim(Atom n, IntValues values) {
        Eqn e = values.definition(n);
        return n instanceof Lit l ? Dim.of(l.asLong())
            : e != null && e.prim() == Prim.DIM ? e.in().get(0).type().dims().get(((Params.Axis) e.params()).axis()) : Dim.UNKNOWN;
    }
}
