package dev.jacobi.vectorize.vmap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
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
                pass(r.out(), 0, e.out(), 0, e.out().size());
            }
            if (differs) {
                marks.all(e.out());
            }
        } else if (e.params() instanceof Params.While w) {
            loop(e, w, split);
        } else if (e.params() instanceof Params.Loop l) {
            boolean differs = marks.contains(e.in().get(0));
            int n = e.in().size() - 1;
            carry(l.body(), e.in().subList(1, e.in().size()), 1, e.out(), split, differs);
            pass(l.body().out(), n, e.out(), n, e.out().size() - n);
        } else if (e.prim() == Prim.CALL || e.params() instanceof Params.Fold ? split || marks.uses(e) : e.prim() != Prim.DIM && marks.uses(e)) {
            marks.all(e.out());
        }
    }

    private void loop(Eqn e, Params.While w, boolean split) {
        carry(w.body(), e.in(), 0, e.out(), split, split);
        for (int k = 0; k < e.in().size(); k++) {
            if (marks.contains(w.body().params().get(k))) {
                marks.mark(w.cond().params().get(k));
            }
        }
        walk(w.cond().body(), split);
        if (split || marks.contains(w.cond().out().get(0))) {
            marks.all(w.cond().params());
            walk(w.cond().body(), true);
            marks.all(e.out());
            carry(w.body(), e.in(), 0, e.out(), true, true);
        }
    }

    private void pass(List<? extends Atom> from, int first, List<Var> to, int firstTo, int n) {
        for (int k = 0; k < n; k++) {
            if (marks.contains(from.get(first + k))) {
                marks.mark(to.get(firstTo + k));
            }
        }
    }

    private void carry(Region r, List<Atom> init, int skip, List<Var> out, boolean split, boolean differs) {
        for (int k = 0; k < init.size(); k++) {
            if (differs || marks.contains(init.get(k))) {
                marks.mark(r.params().get(skip + k));
            }
        }
        boolean again = true;
        while (again) {
            walk(r.body(), split || differs);
            again = false;
            for (int k = 0; k < init.size(); k++) {
                again |= marks.contains(r.out().get(k)) && marks.mark(r.params().get(skip + k));
            }
        }
        pass(r.params(), skip, out, 0, init.size());
    }
}
