package dev.jacobi.vectorize.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All versions that a carried array has inside a loop's body, when every use of them is one that dependence analysis
 * understands: element access, extents, and being carried on by inner loops and branches.
 */
public final class Versions {
    private final Set<Integer> ids = new HashSet<>();
    private boolean understood = true;

    private Versions() {
    }

    /** The ids of the versions of the array that enters {@code body} as its parameter {@code p} and leaves as yield k; null when not understood. */
    public static Set<Integer> of(Region body, Var p, int k) {
        var v = new Versions();
        v.ids.add(p.id());
        v.block(body.body());
        v.yields(body, k);
        return v.understood ? v.ids : null;
    }

    private boolean is(Atom a) {
        return a instanceof Var v && ids.contains(v.id());
    }

    private void yields(Region r, int k) {
        for (int j = 0; j < r.out().size(); j++) {
            understood &= is(r.out().get(j)) == (j == k);
        }
    }

    private void block(List<Eqn> body) {
        for (Eqn e : body) {
            if (understood) {
                eqn(e);
            }
        }
    }

    private void eqn(Eqn e) {
        List<Region> rs = Regions.of(e);
        if (!rs.isEmpty()) {
            control(e, rs);
            return;
        }
        for (int k = 0; k < e.in().size(); k++) {
            if (is(e.in().get(k))) {
                understood &= k == 0 && (e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE || e.prim() == Prim.DIM);
            }
        }
        if (e.prim() == Prim.UPDATE && is(e.in().get(0))) {
            ids.add(e.result().id());
        }
    }

    private void control(Eqn e, List<Region> rs) {
        if (e.prim() == Prim.COND) {
            rs.forEach(r -> block(r.body()));
            for (int k = 0; k < e.out().size(); k++) {
                int out = k;
                long yields = rs.stream().filter(r -> is(r.out().get(out))).count();
                understood &= yields == 0 || yields == rs.size();
                if (yields > 0) {
                    ids.add(e.out().get(k).id());
                }
            }
            return;
        }
        boolean loop = e.prim() == Prim.FOR || e.prim() == Prim.WHILE || e.prim() == Prim.MAP || e.prim() == Prim.REDUCE;
        int skip = e.prim() == Prim.WHILE ? 0 : 1;
        int carry = -1;
        for (int k = 0; k < e.in().size(); k++) {
            if (is(e.in().get(k))) {
                understood &= loop && k >= skip + ArrayOrigins.terms(e) && carry < 0;
                carry = k - skip;
            }
        }
        if (!understood) {
            return;
        }
        if (carry >= 0) {
            for (Region r : rs) {
                ids.add(r.params().get(carry + skip - ArrayOrigins.terms(e)).id());
            }
        }
        for (Region r : rs) {
            block(r.body());
            boolean condition = e.prim() == Prim.WHILE && r == rs.get(0);
            yields(r, condition ? -1 : carry);
        }
        if (carry >= 0) {
            ids.add(e.out().get(carry).id());
        }
    }
}
