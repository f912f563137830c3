package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Var;
import dev.jacobi.ptx.Step;
import dev.jacobi.ptx.emit.Kernels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How long values of the steps are needed, and which inputs the program overwrites. */
final class Lifetimes {
    private Lifetimes() {
    }

    /** The steps with variables forgotten after their last use; {@code after} are those used behind the steps. */
    static List<Step> forget(List<Step> steps, Set<? super Var> after) {
        return steps;
    }

    /** Inputs whose memory some kernel writes to, under whatever name. */
    static Set<Var> written(List<Step> steps, Kernels kernels, Func f) {
        var same = new HashMap<Var, Var>();
        var written = new ArrayList<Var>();
        collect(steps, kernels, same, written);
        var roots = new HashSet<Var>();
        written.forEach(v -> roots.add(root(same, v)));
        var out = new HashSet<Var>();
        for (Var v : f.in()) {
            if (roots.contains(root(same, v))) {
                out.add(v);
            }
        }
        return out;
    }

    private static Var root(Map<Var, Var> same, Var v) {
        Var r = v;
        while (same.containsKey(r)) {
            r = same.get(r);
        }
        return r;
    }

    private static void join(Map<Var, Var> same, Atom a, Atom b) {
        if (a instanceof Var x && b instanceof Var y) {
            Var p = root(same, x);
            Var q = root(same, y);
            if (!p.equals(q)) {
                same.put(p, q);
            }
        }
    }

    private static void collect(List<Step> steps, Kernels kernels, Map<Var, Var> same, List<Var> written) {
        for (Step step : steps) {
            if (step instanceof Step.View v) {
                join(same, v.out(), v.array());
            } else if (step instanceof Step.Same v) {
                join(same, v.out(), v.from());
            } else if (step instanceof Step.Move v) {
                written.add(v.to());
            } else if (step instanceof Step.Launch l) {
                written.addAll(kernels.written(l.kernel()));
            } else if (step instanceof Step.For l) {
                l.carries().forEach(c -> carry(same, c));
                collect(l.body(), kernels, same, written);
            } else if (step instanceof Step.While l) {
                l.carries().forEach(c -> carry(same, c));
                collect(l.test(), kernels, same, written);
                collect(l.body(), kernels, same, written);
            } else if (step instanceof Step.Choose c) {
                for (Step.Branch b : c.branches()) {
                    for (int k = 0; k < c.out().size(); k++) {
                        join(same, c.out().get(k), b.yields().get(k));
                    }
                    collect(b.body(), kernels, same, written);
                }
            }
        }
    }

    private static void carry(Map<Var, Var> same, Step.Carry c) {
        join(same, c.param(), c.init());
        join(same, c.param(), c.yield());
        join(same, c.param(), c.out());
    }
}
