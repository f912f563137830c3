package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.BitSet;
import java.util.List;

/**
 * Which variables derivatives flow through: those that depend on an active input and on which a floating result depends. Two
 * fixed points over the function, forwards and backwards; integers and bools never take part.
 */
public final class Activity {
    private final BitSet varied = new BitSet();
    private final BitSet useful = new BitSet();
    private boolean changed;
    private boolean loops;

    public Activity(Func f, List<Boolean> active) {
        for (int k = 0; k < f.in().size(); k++) {
            if (active.get(k)) {
                set(varied, f.in().get(k), true);
            }
        }
        do {
            changed = false;
            forwards(f.body());
        } while (changed && loops);
        f.out().forEach(a -> set(useful, a, true));
        do {
            changed = false;
            backwards(f.body());
        } while (changed && loops);
    }

    /** True when the variable has a cotangent. */
    public boolean has(Atom a) {
        return a instanceof Var v && v.dtype().isFloat() && varied.get(v.id()) && useful.get(v.id());
    }

    /** True for a float that a floating result depends on by something differentiable, whatever is active. */
    boolean useful(Atom a) {
        return in(useful, a);
    }

    private void set(BitSet set, Atom a, boolean on) {
        if (on && a instanceof Var v && v.dtype().isFloat() && !set.get(v.id())) {
            set.set(v.id());
            changed = true;
        }
    }

    private static boolean in(BitSet set, Atom a) {
        return a instanceof Var v && set.get(v.id());
    }

    private static boolean any(BitSet set, List<? extends Atom> atoms) {
        for (int i = 0, n = atoms.size(); i < n; i++) {
            if (in(set, atoms.get(i))) {
                return true;
            }
        }
        return false;
    }

    private void setAll(BitSet set, List<? extends Atom> atoms) {
        for (int i = 0, n = atoms.size(); i < n; i++) {
            set(set, atoms.get(i), true);
        }
    }

    /** Primitives whose floating results have derivative zero. */
    static boolean flat(Prim p) {
        return p.derivative() == Prim.Derivative.FLAT;
    }

    private void forwards(List<Eqn> body) {
        for (Eqn e : body) {
            List<Region> regions = Regions.of(e);
            if (regions.isEmpty()) {
                if (!flat(e.prim()) && any(varied, e.in())) {
                    setAll(varied, e.out());
                }
                continue;
            }
            if (e.prim() != Prim.COND) {
                loops = true;
                flows(e, (from, to) -> set(varied, to, in(varied, from)));
            }
            regions.forEach(r -> forwards(r.body()));
            flows(e, (from, to) -> set(varied, to, in(varied, from)));
        }
    }

    private void backwards(List<Eqn> body) {
        for (int i = body.size() - 1; i >= 0; i--) {
            Eqn e = body.get(i);
            List<Region> regions = Regions.of(e);
            if (regions.isEmpty()) {
                if (!flat(e.prim()) && any(useful, e.out())) {
                    setAll(useful, e.in());
                }
                continue;
            }
            flows(e, (from, to) -> set(useful, from, in(useful, to)));
            for (int k = regions.size() - 1; k >= 0; k--) {
                backwards(regions.get(k).body());
            }
            flows(e, (from, to) -> set(useful, from, in(useful, to)));
        }
    }

    /** Whether a trip only writes to the destination, and once: the yield is an update of it, or an inner loop's result of that kind. */
    private static boolean writtenOnce(Region body, Var destination, Atom yield) {
        int[] uses = new int[1];
        Regions.uses(body, id -> uses[0] += id == destination.id() ? 1 : 0);
        if (uses[0] != 1) {
            return false;
        }
        for (Eqn e : body.body()) {
            int k = e.out().indexOf(yield);
            if (k >= 0 && e.prim() == Prim.UPDATE) {
                return e.in().get(0).equals(destination);
            } else if (k >= 0 && (e.prim() == Prim.MAP || e.prim() == Prim.REDUCE)) {
                RegionView view = RegionView.of(e);
                RegionView.Slot s = RegionView.slot(e, k);
                return s.role() == RegionView.Role.DEST && s.init().equals(destination) && writtenOnce(view.body(), s.param(), s.yield());
            }
        }
        return false;
    }

    interface Flow {
        void go(Atom from, Atom to);
    }

    /** The copies that a control-flow equation makes: operands to parameters, yields to parameters and results. */
    static void flows(Eqn e, Flow f) {
        RegionView view = RegionView.of(e);
        // a trip of a parallel loop never sees what others write, nor its own writing when that is the last thing it does
        for (RegionView.Slot s : view.slots()) {
            // what goes into bins stands behind their number
            List<Atom> yields = s.role() == RegionView.Role.BINS ? List.of(s.yield()) : s.yields();
            for (Var result : s.results()) {
                yields.forEach(y -> f.go(y, result));
                if (s.init() != null) {
                    f.go(s.init(), result);
                }
            }
            if (s.param() != null) {
                f.go(s.init(), s.param());
                if (s.role() == RegionView.Role.CARRY || !writtenOnce(view.body(), s.param(), s.yield())) {
                    f.go(s.yield(), s.param());
                }
            }
        }
    }
}
