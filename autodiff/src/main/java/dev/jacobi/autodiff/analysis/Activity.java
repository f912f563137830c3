package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.BitSet;
import java.util.List;

/**
 * Which variables derivatives flow through: those that depend on an active input ({@link TangentActivity}) and on which a floating result depends. Fixed
 * points over the function, forwards and backwards; integers and bools never take part.
 */
public final class Activity {
    private final TangentActivity varied = new TangentActivity();
    private final BitSet useful = new BitSet();
    private boolean changed;

    public Activity(Func f, List<Boolean> active) {
        for (int k = 0; k < f.in().size(); k++) {
            if (active.get(k)) {
                varied.mark(f.in().get(k));
            }
        }
        varied.walk(f.body());
        f.out().forEach(this::mark);
        do {
            changed = false;
        } while (backwards(f.body()) && changed);
    }

    /**
     * The function of a module that is to be differentiated by these inputs.
     *
     * @throws IllegalArgumentException when there is none of the name, or not one flag per input, or when an active input is not floating
     */
    public static Func entry(Module m, String entry, List<Boolean> active) {
        Func f = m.get(entry);
        if (f == null) {
            throw new IllegalArgumentException("the module has no function " + entry);
        }
        if (active.size() != f.in().size()) {
            throw new IllegalArgumentException(entry + " takes " + f.in().size() + " inputs, and " + active.size() + " are said to be active or not");
        }
        for (int k = 0; k < active.size(); k++) {
            if (active.get(k) && !f.in().get(k).dtype().isFloat()) {
                throw new IllegalArgumentException("input " + k + " of " + entry + " is " + f.in().get(k).type()
                    + ": only floating-point inputs have a derivative; convert it, or leave it out");
            }
        }
        return f;
    }

    /** True when the variable has a cotangent. */
    public boolean has(Atom a) {
        return a instanceof Var v && v.dtype().isFloat() && varied.contains(v) && useful(v);
    }

    /** True for a float that a floating result depends on by something differentiable, whatever is active. */
    boolean useful(Atom a) {
        return a instanceof Var v && useful.get(v.id());
    }

    private void mark(Atom a) {
        if (a instanceof Var v && v.dtype().isFloat() && !useful.get(v.id())) {
            useful.set(v.id());
            changed = true;
        }
    }

    private void markBefore(Atom from, Atom to) {
        if (useful(to)) {
            mark(from);
        }
    }

    /** Goes back through equations once; whether there is a loop among them, after which it may take another time. */
    private boolean backwards(List<Eqn> body) {
        boolean loops = false;
        for (int i = body.size() - 1; i >= 0; i--) {
            Eqn e = body.get(i);
            List<Region> regions = Regions.of(e);
            if (!regions.isEmpty()) {
                TangentActivity.flows(e, this::markBefore);
                for (int k = regions.size() - 1; k >= 0; k--) {
                    loops |= backwards(regions.get(k).body());
                }
                TangentActivity.flows(e, this::markBefore);
                loops |= e.prim() != Prim.COND;
            } else if (!TangentActivity.isFlat(e.prim()) && e.out().stream().anyMatch(this::useful)) {
                e.in().forEach(this::mark);
            }
        }
        return loops;
    }
}
