package dev.jacobi.vectorize.checks;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which arrays that a function is given it writes elements of and reads none: nothing that it computes depends on what they hold. Of each variable it is known which of these inputs it is a version of, through updates, loops
 * and branches.
 */
public final class OnlyWritten {
    private final Map<Var, Var> roots = new HashMap<>();
    private final Set<Var> inputs = new HashSet<>();

    private OnlyWritten() {
    }

    /** Of a function. */
    public static OnlyWritten of(Func f) {
        var all = new OnlyWritten();
        for (Var v : f.in()) {
            if (v.isArray()) {
                all.inputs.add(v);
                all.roots.put(v, v);
            }
        }
        all.walk(f.body());
        return all;
    }

    /** The inputs. */
    public Set<Var> inputs() {
        return Set.copyOf(inputs);
    }

    /** The input of which a variable is a version; null where it is none of one. */
    public Var root(Atom a) {
        Var root = a instanceof Var v ? roots.get(v) : null;
        return inputs.contains(root) ? root : null;
    }

    /** Whether what is written to an array would have to be taken back where the function fails: it was given the array, and reads it. */
    boolean isTakenBack(Atom a) {
        return roots.get(a) != null && root(a) == null;
    }

    private void walk(List<Eqn> body) {
        for (Eqn e : body) {
            if (e.prim() == Prim.UPDATE) {
                version(e.result(), e.in().get(0));
                e.in().subList(1, e.in().size()).forEach(this::read);
            } else if (Regions.of(e).isEmpty() || e.prim() == Prim.HIST) {
                if (e.prim() != Prim.DIM) {
                    e.in().forEach(this::read);
                }
                Regions.of(e).forEach(r -> walk(r.body()));
            } else {
                regions(RegionView.of(e));
            }
        }
    }

    private void regions(RegionView view) {
        for (RegionView.Slot s : view.slots()) {
            for (Var p : s.params()) {
                version(p, s.init());
            }
        }
        Regions.of(view.eqn()).forEach(r -> walk(r.body()));
        for (RegionView.Slot s : view.slots()) {
            if (!s.result().isArray()) {
                continue;
            }
            Atom from = s.params().isEmpty() ? s.yields().get(0) : s.init();
            boolean same = s.op() == null && s.role() != RegionView.Role.STACK && s.yields().stream().allMatch(y -> roots.get(y) == roots.get(from));
            version(s.result(), from);
            if (!same) {
                read(from);
                s.yields().forEach(this::read);
            }
        }
    }

    private void version(Var v, Atom of) {
        if (v.isArray() && roots.get(of) != null) {
            roots.put(v, roots.get(of));
        }
    }

    private void read(Atom a) {
        if (a.isArray()) {
            inputs.remove(roots.get(a));
        }
    }
}
