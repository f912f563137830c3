package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From which arrays others have their extents: through updates, loops whose trips keep them, and branches that all do. */
public final class SameExtents {
    private static final int DEPTH = 40;

    /** The equation whose region a parameter is of, and what it belongs to there; null for the number of a trip. */
    public record Place(Eqn e, RegionView.Slot slot) { }

    private final Map<Var, Eqn> definitions;
    private final Map<Var, Place> places;
    private final Map<Var, Atom> roots = new HashMap<>();

    /** Of a function of which it is known which equations make variables, and what the parameters of its regions are. */
    public SameExtents(Map<Var, Eqn> definitions, Map<Var, Place> places) {
        this.definitions = definitions;
        this.places = places;
    }

    /** An earlier array of the same extents, as far back as that is easily seen. */
    public Atom root(Atom array) {
        return root(array, DEPTH);
    }

    /** The same through so many branches; each array is followed once, as many branches behind each other are many more ways. */
    private Atom root(Atom array, int depth) {
        Atom known = array instanceof Var v ? roots.get(v) : array;
        if (known == null) {
            known = earlier(array, depth);
            roots.put((Var) array, known);
        }
        return known;
    }

    private Atom earlier(Atom array, int depth) {
        Atom now = array;
        for (int k = 0; k < 4 * DEPTH && now instanceof Var v; k++) {
            Eqn e = definitions.get(v);
            Place p = places.get(v);
            Atom before = null;
            if (e != null && keepsExtents(e.prim())) {
                before = kept(e, v);
            } else if (e != null && e.prim() == Prim.HIST) {
                before = e.in().get(1);
            } else if (e != null && e.prim() == Prim.COND) {
                before = depth == 0 ? null : either(e, v, depth - 1);
            } else if (e != null && (e.prim() == Prim.FOR || e.prim() == Prim.WHILE || e.prim() == Prim.MAP)) {
                before = initial(e, RegionView.ofResult(e, v));
            } else if (p != null && p.slot != null) {
                before = initial(p.e, p.slot);
            }
            if (before == null) {
                return now;
            }
            now = before;
        }
        return now;
    }

    /** What the loop carries at first there, if each of its trips keeps the extents of that array. */
    private Atom initial(Eqn e, RegionView.Slot s) {
        boolean carries = (s.role() == RegionView.Role.CARRY || s.role() == RegionView.Role.DEST) && e.prim() != Prim.REDUCE;
        return carries && keeps(s.yield(), s.param()) ? s.init() : null;
    }

    /** What all branches of a condition have an array of the same extents of; null when there is none. */
    private Atom either(Eqn cond, Var result, int depth) {
        int at = cond.out().indexOf(result);
        List<Atom> all = Regions.of(cond).stream().map(r -> root(r.out().get(at), depth)).distinct().toList();
        return all.size() == 1 ? all.get(0) : null;
    }

    private boolean keeps(Atom yield, Var param) {
        return keeps(yield, param, new HashMap<>(), DEPTH);
    }

    private boolean keeps(Atom yield, Var param, Map<Atom, Boolean> known, int depth) {
        Atom now = yield;
        for (int k = 0; k < DEPTH; k++) {
            if (now.equals(param)) {
                return true;
            }
            Eqn e = (now instanceof Var v ? definitions.get(v) : null);
            if (e != null && e.prim() == Prim.COND) {
                int at = e.out().indexOf(now);
                Boolean all = known.get(now);
                if (all == null) {
                    all = depth > 0 && Regions.of(e).stream().allMatch(r -> keeps(r.out().get(at), param, known, depth - 1));
                    known.put(now, all);
                }
                return all;
            } else if (e == null || !keepsExtents(e.prim())) {
                now = e == null || e.prim() != Prim.FOR && e.prim() != Prim.MAP && e.prim() != Prim.WHILE ? null : initial(e, RegionView.ofResult(e, now));
                if (now == null) {
                    return false;
                }
            } else {
                now = kept(e, now);
            }
        }
        return false;
    }

    private static boolean keepsExtents(Prim p) {
        return p.extents() == Prim.Extents.LIKE_FIRST || p.extents() == Prim.Extents.EACH;
    }

    /** The operand whose extents a result has: marks hand each of their operands on, the others are about their first. */
    private static Atom kept(Eqn e, Atom result) {
        return e.in().get(e.out().size() == 1 ? 0 : e.out().indexOf(result));
    }
}
