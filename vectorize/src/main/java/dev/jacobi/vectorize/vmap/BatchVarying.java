package dev.jacobi.vectorize.vmap;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Var;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which variables may differ from lane to lane. A collective over the batch axis makes a value that all lanes share of one that they do
 * not, so loops around collectives are gone through to a fixed point; any other equation varies as a whole when something in it does.
 */
final class BatchVarying {
    final BatchMarks marks;
    /** Variables whose extents are certainly those of all lanes: batched inputs, and what the lanes have met with at a collective. */
    private Set<Integer> even = new HashSet<>();
    private final Set<Integer> extents = new HashSet<>();

    BatchVarying(String axis) {
        marks = new BatchMarks(axis);
    }

    /** What varies in a function some of whose inputs are batched. */
    static BatchVarying of(Func f, List<Integer> inAxes, String axisName) {
        var varying = new BatchVarying(axisName == null ? "" : axisName);
        for (int k = 0; k < inAxes.size(); k++) {
            if (inAxes.get(k) >= 0) {
                varying.marks.mark(f.in().get(k));
                varying.even.add(f.in().get(k).id());
            }
        }
        varying.walk(f.body());
        return varying;
    }

    void walk(List<Eqn> body) {
        body.forEach(this::eqn);
    }

    /** Whether an equation gives an extent of a value that all lanes have, as long for each. */
    boolean isSharedExtent(Eqn e) {
        return e.prim() == Prim.DIM && extents.contains(e.result().id());
    }

    /** Whether an equation is a branch that all lanes take alike, and of whose results only some differ: a counter beside a sum, for instance. */
    boolean isSharedBranch(Eqn e) {
        return e.params() instanceof Params.Branches && !marks.contains(e.in().get(0)) && marks.uses(e) && e.out().stream().anyMatch(v -> !marks.contains(v));
    }

    private void eqn(Eqn e) {
        if (e.prim() == Prim.DIM && marks.uses(e) && even.contains(((Var) e.in().get(0)).id())) {
            extents.add(e.result().id());
        } else if (marks.own(e)) {
            e.in().forEach(a -> even.add(a instanceof Var v && marks.contains(v) ? v.id() : -1));
            if (e.prim() == Prim.AXIS_INDEX) {
                marks.mark(e.result());
            }
        } else if (e.params() instanceof Params.Branches b && (BatchCollectives.within(e) || !marks.contains(e.in().get(0)))) {
            for (Region r : b.regions()) {
                walk(r.body());
            }
            for (RegionView.Slot s : RegionView.of(e).slots()) {
                if (marks.any(s.yields())) {
                    marks.mark(s.result());
                }
            }
        } else if (BatchCollectives.within(e) && e.params() instanceof Params.While w) {
            carry(RegionView.of(e));
            walk(w.cond().body());
        } else if (BatchCollectives.within(e) && e.params() instanceof Params.Loop) {
            carry(RegionView.of(e));
        } else if (marks.uses(e)) {
            e.out().forEach(marks::mark);
        }
    }

    private void carry(RegionView view) {
        marks.carry(view, false, () -> {
            Set<Integer> before = new HashSet<>(even);
            walk(view.body().body());
            even = before; // what the lanes met with in one trip they may make anew in the next
        });
    }
}
