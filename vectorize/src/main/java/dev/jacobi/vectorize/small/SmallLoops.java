package dev.jacobi.vectorize.small;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.simplify.Simplify;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Takes loops over small arrays trip by trip, so that their indices are constants. */
final class SmallLoops {
    private SmallLoops() {
    }

    /** The function with these loops taken apart, which their groups need, simplified: inner ones in this round where loops are nested, but outer ones of whose trips an inner one's length is computed. */
    static Func apart(Func f, SmallGroups groups) {
        Set<Integer> loops = groups.loops();
        Predicate<Eqn> wanted = e -> groups.isShort(e) && loops.contains(Regions.trip(e).id());
        return new Simplify().run(Rewrite.run(f, (e, r) -> wanted.test(e) && !Regions.any(Regions.of(e).get(0).body(), wanted) && apart(e, r)));
    }

    /** Appends the trips of a loop one after the other. */
    static boolean apart(Eqn e, Rewrite r) {
        RegionView loop = RegionView.of(e);
        List<Atom> carry = loop.inits();
        for (long k = 0; k < ((Lit) loop.head()).asLong(); k++) {
            var copy = new Rewrite(r.b).replace(loop.trip(), Lit.of(loop.trip().dtype(), k)).replace(loop.params(), carry);
            // what the body takes from around it may have been replaced, too
            copy.body(loop.body().body()).forEach(x -> r.b.append(r.eqn(x)));
            carry = r.atoms(copy.atoms(loop.body().out()));
        }
        r.replace(e.out(), carry);
        return true;
    }
}
