package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.List;

/** Prefixes with which a map does nothing but put them into an array: the scan can write them there itself. */
final class ScanIntoResult {
    private final Func f;

    ScanIntoResult(Func f) {
        this.f = f;
    }

    /** The array into which {@code map}, right behind the scan, puts its prefixes; null when it does something else, or the scan's body may see the array. */
    Var destination(Eqn scan, Eqn map) {
        int ops = ((Params.Fold) scan.params()).ops().size();
        if (map.prim() != Prim.MAP || ops != 1 || map.in().size() != 2 || map.out().size() != 1 || !map.in().get(0).equals(scan.in().get(0))) {
            return null;
        }
        Region r = ((Params.Loop) map.params()).body();
        Eqn update = definition(r, r.out().get(0));
        Eqn index = update == null || update.prim() != Prim.UPDATE ? null : definition(r, update.in().get(update.in().size() - 1));
        boolean plain = index != null && index.prim() == Prim.INDEX && isElement(index, scan.out().get(1), r) && isElement(update, r.params().get(1), r)
            && r.body().stream().allMatch(e -> e == update || e.computesScalars() || e.prim() == Prim.INDEX || e.prim() == Prim.DIM);
        Var to = (Var) map.in().get(1);
        return plain && uses(scan.out().get(1)) == 1 && isOwn(to, scan) ? to : null;
    }

    private static Eqn definition(Region r, Atom a) {
        return r.body().stream().filter(e -> e.out().contains(a)).findFirst().orElse(null);
    }

    /** True for an access to the array's element of the trip, which is there. */
    private static boolean isElement(Eqn e, Var array, Region r) {
        Params.Access how = (Params.Access) e.params();
        return e.in().get(0).equals(array) && array.type().rank() == 1 && e.in().get(1).equals(r.params().get(0)) && how.mode() == Params.Mode.PROMISED && how.op() == null;
    }

    private int uses(Var v) {
        return Regions.uses(f.body(), f.out()).getOrDefault(v.id(), 0);
    }

    private boolean isOwn(Var to, Eqn scan) {
        List<Var> seen = Regions.captures(scan).stream().filter(Atom::isArray).toList();
        if (f.in().contains(to)) {
            return f.in().containsAll(seen) && !seen.contains(to);
        }
        boolean made = f.body().stream().anyMatch(e -> e.out().contains(to) && (e.prim() == Prim.FULL || e.prim() == Prim.ACC_NEW));
        return made && uses(to) == 1;
    }
}
