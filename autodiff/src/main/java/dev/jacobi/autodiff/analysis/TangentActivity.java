package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
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
        Params p = e.params();
        if (p instanceof Params.Branches b) {
            for (Region r : b.regions()) {
                walk(r.body());
                pass(r.out(), 0, e.out(), 0, e.out().size());
            }
        } else if (p instanceof Params.While w) {
            carry(w.body(), e.in(), 0, e.out(), 0, e.in().size());
        } else if (p instanceof Params.Loop l) {
            int carried = e.in().size() - 1;
            carry(l.body(), e.in().subList(1, e.in().size()), 1, e.out(), 0, carried);
            pass(l.body().out(), carried, e.out(), carried, l.body().out().size() - carried);
        } else if (p instanceof Params.Fold f) {
            fold(e, f);
        } else if (e.prim().derivative() != Prim.Derivative.FLAT && any(e.in())) {
            e.out().forEach(this::mark);
        }
    }

    private void fold(Eqn e, Params.Fold f) {
        int ops = f.ops().size();
        if (e.prim() == Prim.HIST) {
            walk(f.body().body());
            markIf(e.result(), contains(e.in().get(1)) || contains(f.body().out().get(1)));
            return;
        }
        // The accumulators are not visible inside; destinations are.
        carry(f.body(), e.in().subList(1 + ops, e.in().size()), 1, e.out(), ops, e.prim() == Prim.REDUCE ? e.in().size() - 1 - ops : 0);
        pass(f.body().out(), 0, e.out(), 0, ops);
        pass(e.in(), 1, e.out(), 0, ops);
        if (e.prim() == Prim.SCAN) {
            pass(e.out(), 0, e.out(), ops, ops);
        }
    }

    private void pass(List<? extends Atom> from, int first, List<Var> to, int firstTo, int n) {
        for (int k = 0; k < n; k++) {
            markIf(to.get(firstTo + k), contains(from.get(first + k)));
        }
    }

    /** {@code n} values carried: initial values, then parameters from {@code skip}, yields from {@code at}, results from {@code at}. */
    private void carry(Region r, List<Atom> init, int skip, List<Var> out, int at, int n) {
        boolean again = true;
        for (int k = 0; k < n; k++) {
            markIf(r.params().get(skip + k), contains(init.get(k)));
        }
        while (again) {
            walk(r.body());
            again = false;
            for (int k = 0; k < n; k++) {
                again |= markIf(r.params().get(skip + k), contains(r.out().get(at + k)));
            }
        }
        pass(r.params(), skip, out, at, n);
    }
}
