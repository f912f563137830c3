package dev.jacobi.vectorize.vmap;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import java.util.List;

/**
 * Which variables differ from lane to lane when equations are batched one by one: what is computed of something that does, or chosen by it.
 * Extents do not differ. Where only some lanes may be at work, loops without a known number of trips and calls count as
 * differing too, as nothing says that they would end for the others.
 */
final class BatchDivergence {
    final BatchMarks marks;

    BatchDivergence(String axis) {
        marks = new BatchMarks(axis);
    }

    void walk(List<Eqn> body, boolean split) {
        body.forEach(e -> eqn(e, split));
    }

    private void eqn(Eqn e, boolean split) {
        if (marks.own(e)) {
            if (e.prim() == Prim.AXIS_INDEX) {
                marks.mark(e.result());
            }
        } else if (e.params() instanceof Params.Branches b) {
            boolean differs = marks.contains(e.in().get(0));
            for (Region r : b.regions()) {
                walk(r.body(), split || differs);
            }
            for (RegionView.Slot s : RegionView.of(e).slots()) {
                if (differs || marks.any(s.yields())) {
                    marks.mark(s.result());
                }
            }
        } else if (e.params() instanceof Params.While w) {
            loop(e, w, split);
        } else if (e.params() instanceof Params.Loop) {
            RegionView view = RegionView.of(e);
            carry(view, split, marks.contains(view.head()));
            for (RegionView.Slot s : view.slots(RegionView.Role.STACK)) {
                if (marks.contains(s.yield())) {
                    marks.mark(s.result());
                }
            }
        } else if (e.prim() == Prim.CALL || e.params() instanceof Params.Fold ? split || marks.uses(e) : e.prim() != Prim.DIM && marks.uses(e)) {
            marks.all(e.out());
        }
    }

    private void loop(Eqn e, Params.While w, boolean split) {
        RegionView view = RegionView.of(e);
        carry(view, split, split);
        walk(w.cond().body(), split);
        if (split || marks.contains(w.cond().out().get(0))) {
            marks.all(w.cond().params());
            walk(w.cond().body(), true);
            marks.all(e.out());
            carry(view, true, true);
        }
    }

    private void carry(RegionView view, boolean split, boolean differs) {
        marks.carry(view, differs, () -> walk(view.body().body(), split || differs));
    }
}
