package dev.jacobi.vectorize;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which variables may differ from lane to lane. A collective over the batch axis makes a value that all lanes share of one that they do
 * not, so loops around collectives are gone through to a fixed point; any other equation varies as a whole when something in it does.
 */
final class BatchVarying {
    private final Set<Integer> ids = new HashSet<>();
    private final String axis;

    BatchVarying(String axis) {
        this.axis = axis;
    }

    boolean contains(Atom a) {
        return a instanceof Var v && ids.contains(v.id());
    }

    boolean mark(Var v) {
        return ids.add(v.id());
    }

    /** True when the equation uses something that varies, also inside of its regions. */
    boolean uses(Eqn e) {
        boolean[] found = {false};
        Rewrite.uses(e, id -> found[0] |= ids.contains(id));
        return found[0];
    }

    /** True for a collective over the batch axis. */
    boolean own(Eqn e) {
        return e.prim().group() == Prim.Group.COLLECTIVE && ((Params.Name) e.params()).name().equals(axis);
    }

    void walk(List<Eqn> body) {
        body.forEach(this::eqn);
    }

    private void eqn(Eqn e) {
        if (own(e)) {
            if (e.prim() == Prim.AXIS_INDEX) {
                mark(e.result());
            }
        } else if (BatchCollectives.within(e) && e.params() instanceof Params.Branches b) {
            for (Region r : b.regions()) {
                walk(r.body());
                for (int k = 0; k < r.out().size(); k++) {
                    if (contains(r.out().get(k))) {
                        mark(e.out().get(k));
                    }
                }
            }
        } else if (BatchCollectives.within(e) && e.params() instanceof Params.While w) {
            carry(w.body(), w.cond().params(), e.in(), 0, e.out());
        } else if (BatchCollectives.within(e) && e.params() instanceof Params.Loop l) {
            carry(l.body(), List.of(), e.in().subList(1, e.in().size()), 1, e.out());
        } else if (uses(e)) {
            e.out().forEach(this::mark);
        }
    }

    private void carry(Region r, List<Var> also, List<Atom> init, int skip, List<Var> out) {
        for (int k = 0; k < init.size(); k++) {
            if (contains(init.get(k))) {
                mark(r.params().get(skip + k));
            }
        }
        boolean again = true;
        while (again) {
            walk(r.body());
            again = false;
            for (int k = 0; k < init.size(); k++) {
                again |= contains(r.out().get(k)) && mark(r.params().get(skip + k));
            }
        }
        for (int k = 0; k < init.size(); k++) {
            if (contains(r.params().get(skip + k))) {
                mark(out.get(k));
                if (!also.isEmpty()) {
                    mark(also.get(k));
                }
            }
        }
    }
}
