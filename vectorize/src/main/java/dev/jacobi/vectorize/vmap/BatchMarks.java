package dev.jacobi.vectorize.vmap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Variables that are not the same in all lanes of a batch axis: the set that {@link BatchVarying} and {@link BatchDivergence} fill, each by its rules. */
final class BatchMarks {
    private final Set<Integer> ids = new HashSet<>();
    private final String axis;

    /** {@code axis} is the batch axis' name for collectives; empty when it has none. */
    BatchMarks(String axis) {
        this.axis = axis;
    }

    /** The batch axis' name; empty when it has none. */
    String axis() {
        return axis;
    }

    /** Marks the inputs of a function that are batched. */
    BatchMarks inputs(Func f, List<Boolean> batched) {
        for (int k = 0; k < batched.size(); k++) {
            if (batched.get(k)) {
                mark(f.in().get(k));
            }
        }
        return this;
    }

    boolean contains(Atom a) {
        return a instanceof Var v && ids.contains(v.id());
    }

    boolean any(List<? extends Atom> atoms) {
        return atoms.stream().anyMatch(this::contains);
    }

    /** True when it was not marked before. */
    boolean mark(Var v) {
        return ids.add(v.id());
    }

    void all(List<Var> vars) {
        vars.forEach(this::mark);
    }

    /** True when the equation uses something that is marked, also inside of its regions. */
    boolean uses(Eqn e) {
        boolean[] found = {false};
        Regions.uses(e, id -> found[0] |= ids.contains(id));
        return found[0];
    }

    /** True for a collective over the batch axis. */
    boolean own(Eqn e) {
        return e.prim().group() == Prim.Group.COLLECTIVE && ((Params.Name) e.params()).name().equals(axis);
    }

    /**
     * Marks what a loop hands on from trip to trip, to a fixed point.
     *
     * @param differs whether all of it differs, whatever it starts from
     * @param walk marks what is in the body
     */
    void carry(RegionView view, boolean differs, Runnable walk) {
        List<RegionView.Slot> carried = view.carried();
        for (RegionView.Slot s : carried) {
            if (differs || contains(s.init())) {
                mark(s.param());
            }
        }
        boolean again = true;
        while (again) {
            walk.run();
            again = false;
            for (RegionView.Slot s : carried) {
                again |= contains(s.yield()) && mark(s.param());
            }
        }
        for (RegionView.Slot s : carried) {
            if (contains(s.param())) {
                mark(s.result());
                all(s.params());
            }
        }
    }
}
