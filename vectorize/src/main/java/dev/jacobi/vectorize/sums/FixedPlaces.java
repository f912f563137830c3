package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.List;
import java.util.Set;

/**
 * A nest that adds to places for which each trip reads the same integer, {@code b[i][seen[t]] += x} in a loop over i: the integer is read in front of the loop, where there is a trip, and the place is one
 * in the trips' numbers and what stands around.
 */
final class FixedPlaces {
    private FixedPlaces() {
    }

    /** The reads and the loop that goes by them; null where it has none, or where a check of the loop may be what makes them valid. */
    static List<Eqn> of(Eqn loop, Builder b) {
        Region body = Regions.of(loop).get(0);
        if (!Regions.any(body.body(), e -> e.prim() == Prim.ACC_ADD) || Regions.hasEffect(loop)) {
            return null;
        }
        Set<Integer> inside = Regions.defined(body);
        List<Eqn> reads = body.body().stream().filter(e -> isFixed(e, inside)).toList();
        if (reads.isEmpty()) {
            return null;
        }
        b.open();
        Atom n = loop.in().get(0);
        Atom runs = n instanceof Lit l && l.asLong() > 0 ? null : b.emit(Prim.GT, n, Lit.zero(n.dtype()));
        var copy = Rewrite.inPlace(b, (e, w) -> reads.contains(w.old()));
        for (Eqn e : reads) {
            copy.replace(e.result(), runs == null ? b.index(e.in().get(0), Params.Access.PROMISED, e.indices()) : read(e, runs, b));
        }
        Region now = copy.region(body);
        b.append(loop.withRegions(List.of(now)));
        return b.close();
    }

    private static boolean isFixed(Eqn e, Set<Integer> inside) {
        boolean one = e.prim() == Prim.INDEX && e.params().equals(Params.Access.PROMISED) && e.result().type().isScalar() && !e.result().dtype().isFloat();
        return one && e.in().stream().noneMatch(a -> a instanceof Var v && inside.contains(v.id()));
    }

    private static Var read(Eqn e, Atom runs, Builder b) {
        return b.cond(runs, () -> List.of(b.index(e.in().get(0), Params.Access.PROMISED, e.indices())), () -> List.of(Lit.zero(e.result().dtype()))).get(0);
    }
}
