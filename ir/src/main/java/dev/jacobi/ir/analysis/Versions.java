package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
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
    private final boolean sums;
    private boolean understood = true;

    private Versions(boolean sums) {
        this.sums = sums;
    }

    /** The ids of the versions that one of a loop's carried arrays has in its body; null when not understood. */
    public static Set<Integer> of(RegionView loop, RegionView.Slot own) {
        return of(loop, own, false);
    }

    /** The same for programs in which gradients still say their {@code sums}, which are accesses as well. */
    public static Set<Integer> of(RegionView loop, RegionView.Slot own, boolean sums) {
        var v = new Versions(sums);
        v.ids.add(own.param().id());
        v.block(loop.body().body());
        for (RegionView.Slot s : loop.slots()) {
            v.understood &= v.is(s.yield()) == s.equals(own);
        }
        return v.understood ? v.ids : null;
    }

    private boolean is(Atom a) {
        return a instanceof Var v && ids.contains(v.id());
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
                understood &= k == 0 && (e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE || e.prim() == Prim.DIM || sums && e.prim() == Prim.ACC_ADD);
            }
        }
        if ((e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD) && is(e.in().get(0))) {
            ids.add(e.result().id());
        }
    }

    private void control(Eqn e, List<Region> rs) {
        RegionView view = RegionView.of(e);
        if (e.prim() == Prim.COND) {
            rs.forEach(r -> block(r.body()));
            for (RegionView.Slot s : view.slots()) {
                long yields = s.yields().stream().filter(this::is).count();
                understood &= yields == 0 || yields == rs.size();
                if (yields > 0) {
                    ids.add(s.result().id());
                }
            }
            return;
        }
        List<RegionView.Slot> own = view.carried().stream().filter(s -> is(s.init())).toList();
        understood &= own.size() <= 1 && e.in().stream().filter(this::is).count() == own.size();
        if (!understood) {
            return;
        }
        own.forEach(s -> s.params().forEach(p -> ids.add(p.id())));
        rs.forEach(r -> block(r.body()));
        for (RegionView.Slot s : view.slots()) {
            for (Atom y : s.yields()) {
                understood &= is(y) == own.contains(s);
            }
        }
        own.forEach(s -> ids.add(s.result().id()));
    }
}
