package dev.jacobi.vectorize;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
import java.util.List;

/**
 * Which variables may differ from lane to lane. A collective over the batch axis makes a value that all lanes share of one that they do
 * not, so loops around collectives are gone through to a fixed point; any other equation varies as a whole when something in it does.
 */
final class BatchVarying {
    final BatchMarks marks;

    BatchVarying(String axis) {
        marks = new BatchMarks(axis);
    }

    /** What varies in a function some of whose inputs are batched. */
    static BatchVarying of(Func f, List<Integer> inAxes, String axisName) {
        var varying = new BatchVarying(axisName == null ? "" : axisName);
        for (int k = 0; k < inAxes.size(); k++) {
            if (inAxes.get(k) >= 0) {
                varying.marks.mark(f.in().get(k));
            }
        }
        varying.walk(f.body());
        return varying;
    }

    void walk(List<Eqn> body) {
        body.forEach(this::eqn);
    }

    private void eqn(Eqn e) {
        if (marks.own(e)) {
            if (e.prim() == Prim.AXIS_INDEX) {
                marks.mark(e.result());
            }
        } else if (BatchCollectives.within(e) && e.params() instanceof Params.Branches b) {
            for (Region r : b.regions()) {
                walk(r.body());
                for (int k = 0; k < r.out().size(); k++) {
                    if (marks.contains(r.out().get(k))) {
                        marks.mark(e.out().get(k));
                    }
                }
            }
        } else if (BatchCollectives.within(e) && e.params() instanceof Params.While w) {
            carry(w.body(), w.cond().params(), e.in(), 0, e.out());
        } else if (BatchCollectives.within(e) && e.params() instanceof Params.Loop l) {
            carry(l.body(), List.of(), e.in().subList(1, e.in().size()), 1, e.out());
        } else if (marks.uses(e)) {
            e.out().forEach(marks::mark);
        }
    }

    private void carry(Region r, List<Var> also, List<Atom> init, int skip, List<Var> out) {
        for (int k = 0; k < init.size(); k++) {
            if (marks.contains(init.get(k))) {
                marks.mark(r.params().get(skip + k));
            }
        }
        boolean again = true;
        while (again) {
            walk(r.body());
            again = false;
            for (int k = 0; k < init.size(); k++) {
                again |= marks.contains(r.out().get(k)) && marks.mark(r.params().get(skip + k));
            }
        }
        for (int k = 0; k < init.size(); k++) {
            if (marks.contains(r.params().get(skip + k))) {
                marks.mark(out.get(k));
                if (!also.isEmpty()) {
                    marks.mark(also.get(k));
                }
            }
        }
    }
}
