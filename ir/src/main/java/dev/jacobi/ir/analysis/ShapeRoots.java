package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * For each array, an earlier one that certainly has the same extents: updates keep the shape, and a carried array keeps
 * its shape when each iteration does. Loops are assumed to keep shapes until their body shows otherwise; the walk is repeated
 * until no assumption breaks.
 */
public final class ShapeRoots {
    private final Map<Integer, Var> roots = new HashMap<>();
    private final Set<Integer> own = new HashSet<>();
    /** Arrays in scope by the extents they were made with. */
    private final Map<List<Atom>, Var> made = new HashMap<>();
    private boolean broken;

    public static ShapeRoots of(Func f) {
        var s = new ShapeRoots();
        do {
            s.broken = false;
            s.roots.clear();
            s.body(f.body());
        } while (s.broken);
        return s;
    }

    /** An array of the same shape defined no later, the array itself when none is known. */
    public Var root(Var v) {
        return roots.getOrDefault(v.id(), v);
    }

    private void set(Var v, Atom like) {
        if (like instanceof Var w && !v.type().isScalar()) {
            roots.put(v.id(), root(w));
        }
    }

    private void made(Var v, List<Atom> extents, List<List<Atom>> here) {
        Var first = made.putIfAbsent(extents, v);
        if (first == null) {
            here.add(extents);
        } else {
            set(v, first);
        }
    }

    private void body(List<Eqn> body) {
        var here = new ArrayList<List<Atom>>();
        body(body, here);
        here.forEach(made::remove);
    }

    private void body(List<Eqn> body, List<List<Atom>> here) {
        for (Eqn e : body) {
            Prim p = e.prim();
            if (p.extents() == Prim.Extents.LIKE_FIRST) {
                set(e.result(), e.in().get(0));
            } else if (p == Prim.FULL) {
                made(e.result(), e.in().subList(1, e.in().size()), here);
            } else if (p == Prim.IOTA || p == Prim.ACC_NEW) {
                made(e.result(), e.in(), here);
            } else if (p == Prim.HIST) {
                region(e);
                set(e.result(), e.in().get(1));
            } else if (p == Prim.COND) {
                cond(e);
            } else if (!Regions.of(e).isEmpty()) {
                loop(e);
            }
        }
    }

    private void region(Eqn e) {
        Regions.of(e).forEach(r -> body(r.body()));
    }

    private void cond(Eqn e) {
        region(e);
        for (RegionView.Slot s : RegionView.of(e).slots()) {
            Var first = null;
            boolean same = true;
            for (Atom a : s.yields()) {
                Var root = a instanceof Var v ? root(v) : null;
                same &= root != null && (first == null || root.equals(first));
                first = root;
            }
            // A root defined inside a branch means that the branches differ, unless there is only one.
            if (same && s.yields().size() > 1) {
                set(s.result(), first);
            }
        }
    }

    private void loop(Eqn e) {
        List<RegionView.Slot> carried = RegionView.of(e).carried();
        for (RegionView.Slot s : carried) {
            for (Var p : s.params()) {
                if (!own.contains(p.id())) {
                    set(p, s.init());
                }
            }
        }
        region(e);
        for (RegionView.Slot s : carried) {
            if (s.result().type().isScalar()) {
                continue;
            }
            Var init = root((Var) s.init());
            boolean keeps = s.yield() instanceof Var v && root(v).equals(init);
            if (keeps) {
                set(s.result(), init);
            } else {
                s.params().forEach(p -> broken |= own.add(p.id()));
            }
        }
    }
}
