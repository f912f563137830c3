package dev.jacobi.vectorize.small;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.simplify.Simplify;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/** Takes loops over small arrays trip by trip, so that their indices are constants. */
final class SmallLoops {
    private SmallLoops() {
    }

    /** The function with these loops taken apart, given by the variables of their trips, simplified: inner ones in this round where loops are nested. */
    static Func apart(Func f, Set<Integer> loops) {
        return new Simplify().run(Rewrite.run(f, (e, r) -> SmallGroups.isShort(e) && loops.contains(Regions.trip(e).id()) && isInnermost(e, loops) && apart(e, r)));
    }

    private static boolean isInnermost(Eqn e, Set<Integer> loops) {
        boolean[] inner = {false};
        Regions.each(Regions.of(e).get(0).body(), x -> inner[0] |= SmallGroups.isShort(x) && loops.contains(Regions.trip(x).id()));
        return !inner[0];
    }

    private static boolean apart(Eqn e, Rewrite r) {
        Region body = Regions.of(e).get(0);
        Lit n = (Lit) e.in().get(0);
        Var trip = body.params().get(0);
        List<Atom> carry = e.in().subList(1, e.in().size());
        for (long k = 0; k < n.asLong(); k++) {
            var copy = new Rewrite(r.b);
            var values = new HashMap<Integer, Atom>();
            values.put(trip.id(), Lit.of(trip.type().dtype(), k));
            for (int c = 0; c < carry.size(); c++) {
                values.put(body.params().get(c + 1).id(), carry.get(c));
            }
            copy.replace(values);
            // what the body takes from around it may have been replaced, too
            copy.body(body.body()).forEach(x -> r.b.append(r.eqn(x)));
            carry = r.atoms(copy.atoms(body.out()));
        }
        r.replace(e.out(), carry);
        return true;
    }
}
