package dev.jacobi.pjrt.hlo.control;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Arrays without elements that a way of a branch yields only because another way yields an array that is needed later. Where a later branch by the same selector is the one place that
 * reads the result, any array may take the place of an empty one, such as one of the extents that programs with fixed extents want. So it is with what a branch leaves for its own
 * gradient.
 */
final class Placeholders {
    /** A selector as another way of saying something else: whether two numbers are equal, or a variable, and whether it is the opposite. */
    private record Truth(List<Object> of, boolean opposite) {
    }

    /** That a region runs: its branch took this way by this selector. */
    private record Taken(Atom selector, int way) {
    }

    private final Map<Eqn, Set<Integer>> guarded = new IdentityHashMap<>();
    private Map<Integer, Eqn> definitions;

    private Placeholders() {
    }

    /** Those of a module's functions. */
    static Placeholders of(Module m) {
        var all = new Placeholders();
        m.funcs().values().forEach(all::add);
        return all;
    }

    /** Whether in place of an empty array that is a way's result {@code k} any other may stand. */
    boolean guarded(Eqn cond, int k) {
        return guarded.getOrDefault(cond, Set.of()).contains(k);
    }

    private void add(Func f) {
        definitions = Regions.definitions(f.body());
        var conds = new ArrayList<Eqn>();
        Regions.each(f.body(), e -> {
            if (e.prim() == Prim.COND) {
                conds.add(e);
            }
        });
        for (Eqn e : conds) {
            for (int k = 0; k < e.out().size(); k++) {
                Set<Integer> real = real(e, k);
                if (real.size() < regions(e).size() && !f.out().contains(e.out().get(k)) && guarded(f.body(), e, e.out().get(k), real, List.of())) {
                    guarded.computeIfAbsent(e, x -> new HashSet<>()).add(k);
                }
            }
        }
    }

    private static List<Region> regions(Eqn cond) {
        return ((Params.Branches) cond.params()).regions();
    }

    /** The ways whose result is not an array that is made without elements. */
    private Set<Integer> real(Eqn cond, int k) {
        var real = new HashSet<Integer>();
        List<Region> ways = regions(cond);
        for (int w = 0; w < ways.size(); w++) {
            Eqn made = ways.get(w).out().get(k) instanceof Var v ? definitions.get(v.id()) : null;
            if (made == null || made.prim() != Prim.FULL || made.in().stream().skip(1).noneMatch(n -> n instanceof Lit l && l.asLong() == 0)) {
                real.add(w);
            }
        }
        return real;
    }

    /** Whether each use of {@code v} is within a region that runs only if the branch took one of these ways. */
    private boolean guarded(List<Eqn> body, Eqn cond, Var v, Set<Integer> ways, List<Taken> around) {
        for (Eqn e : body) {
            if (e.in().contains(v) && !follows(cond, ways, around)) {
                return false;
            }
            List<Region> regions = Regions.of(e);
            for (int k = 0; k < regions.size(); k++) {
                List<Taken> inside = new ArrayList<>(around);
                if (e.prim() == Prim.COND) {
                    inside.add(new Taken(e.in().get(0), k));
                }
                if (regions.get(k).out().contains(v) && !follows(cond, ways, inside) || !guarded(regions.get(k).body(), cond, v, ways, inside)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean follows(Eqn cond, Set<Integer> ways, List<Taken> around) {
        Atom selector = cond.in().get(0);
        boolean two = regions(cond).size() == 2;
        for (Taken t : around) {
            if (t.selector.equals(selector) && ways.contains(t.way)) {
                return true;
            }
            Truth a = truth(t.selector, false);
            Truth b = truth(selector, false);
            if (two && a != null && b != null && a.of.equals(b.of) && ways.contains(a.opposite == b.opposite ? t.way : 1 - t.way)) {
                return true;
            }
        }
        return false;
    }

    /** Null for a selector that is no truth. */
    private Truth truth(Atom a, boolean opposite) {
        if (a.dtype() != DType.BOOL) {
            return null;
        }
        Eqn e = a instanceof Var v ? definitions.get(v.id()) : null;
        if (e != null && e.prim() == Prim.NOT) {
            return truth(e.in().get(0), !opposite);
        }
        return e != null && (e.prim() == Prim.EQ || e.prim() == Prim.NE) ? new Truth(List.copyOf(e.in()), opposite ^ e.prim() == Prim.NE) : new Truth(List.of(a), opposite);
    }
}
