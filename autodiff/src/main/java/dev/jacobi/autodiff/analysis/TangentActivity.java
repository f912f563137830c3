package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.BitSet;
import java.util.List;

/** Which variables can have a tangent: the floats that depend on the active inputs by something differentiable. Loops to a fixed point. */
public final class TangentActivity {
    private final BitSet ids = new BitSet();
    private boolean changed;

    public boolean contains(Atom a) {
        return a instanceof Var v && ids.get(v.id());
    }

    public boolean any(List<? extends Atom> atoms) {
        for (int i = 0, n = atoms.size(); i < n; i++) {
            if (contains(atoms.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Marks a variable if it is a float. */
    public void mark(Atom a) {
        if (a instanceof Var v && v.dtype().isFloat() && !ids.get(v.id())) {
            ids.set(v.id());
            changed = true;
        }
    }

    /** Marks what the equations define. */
    public void walk(List<Eqn> body) {
        do {
            changed = false;
        } while (once(body) && changed);
    }

    /** Goes through equations once; whether there is a loop among them, after which it may take another time. */
    private boolean once(List<Eqn> body) {
        boolean loops = false;
        for (Eqn e : body) {
            List<Region> regions = Regions.of(e);
            if (!regions.isEmpty()) {
                flows(e, this::markAfter);
                for (Region r : regions) {
                    loops |= once(r.body());
                }
                flows(e, this::markAfter);
                loops |= e.prim() != Prim.COND;
            } else if (!isFlat(e.prim()) && any(e.in())) {
                e.out().forEach(this::mark);
            }
        }
        return loops;
    }

    private void markAfter(Atom from, Atom to) {
        if (contains(from)) {
            mark(to);
        }
    }

    /** Whether floating results of the primitive have derivative zero. */
    static boolean isFlat(Prim p) {
        return p.derivative() == Prim.Derivative.FLAT;
    }

    /** A value that a control-flow equation copies to another name. */
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

    /** Whether a trip only writes to the destination, and once: the yield is an update of it, or an inner loop's result of that kind. */
    private static boolean writtenOnce(Region body, Var destination, Atom yield) {
        if (Regions.uses(body.body(), body.out()).getOrDefault(destination.id(), 0) != 1) {
            return false;
        }
        for (Eqn e : body.body()) {
            int k = e.out().indexOf(yield);
            if (k >= 0 && e.prim() == Prim.UPDATE) {
                return e.in().get(0).equals(destination);
            } else if (k >= 0 && (e.prim() == Prim.MAP || e.prim() == Prim.REDUCE)) {
                RegionView.Slot s = RegionView.slot(e, k);
                return s.role() == RegionView.Role.DEST && s.init().equals(destination) && writtenOnce(RegionView.of(e).body(), s.param(), s.yield());
            }
        }
        return false;
    }
}
