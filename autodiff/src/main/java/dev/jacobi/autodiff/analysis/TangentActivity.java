package dev.jacobi.autodiff.analysis;

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

/** Which variables can have a tangent: the floats that depend on the active inputs by something differentiable. Loops to a fixed point. */
public final class TangentActivity {
    private final Set<Integer> ids = new HashSet<>();

    public boolean contains(Atom a) {
        return a instanceof Var v && ids.contains(v.id());
    }

    public boolean any(List<? extends Atom> atoms) {
        return atoms.stream().anyMatch(this::contains);
    }

    /** Marks a variable if it is a float; true when it was not marked before. */
    public boolean mark(Var v) {
        return v.dtype().isFloat() && ids.add(v.id());
    }

    private boolean markIf(Var v, boolean reached) {
        return reached && mark(v);
    }

    /** Marks what the equations define. */
    public void walk(List<Eqn> body) {
        body.forEach(this::eqn);
    }

    private void eqn(Eqn e) {
        if (!Regions.of(e).isEmpty()) {
            regions(RegionView.of(e));
        } else if (e.prim().derivative() != Prim.Derivative.FLAT && any(e.in())) {
            e.out().forEach(this::mark);
        }
    }

    /** The accumulators of folds are not visible inside, and conditions have no use for tangents. */
    private void regions(RegionView view) {
        List<Region> walked = view.eqn().prim() == Prim.WHILE ? List.of(view.body()) : Regions.of(view.eqn());
        List<RegionView.Slot> carried = view.carried();
        carried.forEach(s -> markIf(s.param(), contains(s.init())));
        boolean again = true;
        while (again) {
            walked.forEach(r -> walk(r.body()));
            again = false;
            for (RegionView.Slot s : carried) {
                again |= markIf(s.param(), contains(s.yield()));
            }
        }
        for (RegionView.Slot s : view.slots()) {
            boolean reached = switch (s.role()) {
                case CARRY, DEST -> contains(s.param());
                case STACK, BRANCH -> any(s.yields());
                case FOLD, BINS -> contains(s.init()) || contains(s.yield());
            };
            s.results().forEach(v -> markIf(v, reached));
        }
    }
}
