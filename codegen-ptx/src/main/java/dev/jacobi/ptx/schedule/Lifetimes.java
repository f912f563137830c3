package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Var;
import dev.jacobi.ptx.emit.KernelBuilder;
import dev.jacobi.ptx.program.Step;
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

    /**
     * The steps with arrays and cells forgotten after their last use; {@code after} are the variables used behind the steps. What steps around these have
     * made is left to them, as a loop may come back to it.
     */
    static List<Step> forget(List<Step> steps, Set<Var> after) {
        var made = new HashSet<Var>();
        steps.forEach(s -> made.addAll(results(s)));
        var live = new HashSet<>(after);
        var out = new ArrayList<Step>();
        for (int k = steps.size() - 1; k >= 0; k--) {
            Step s = steps.get(k);
            var used = new HashSet<Var>();
            uses(s, used);
            var last = new ArrayList<Var>();
            used.addAll(results(s));
            for (Var v : used) {
                if (live.add(v) && made.contains(v) && !v.type().isScalar()) {
                    last.add(v);
                }
            }
            if (!last.isEmpty()) {
                last.sort((x, y) -> Integer.compare(x.id(), y.id()));
                out.add(0, new Step.Forget(last));
            }
            out.add(0, inside(s));
            live.removeAll(results(s));
        }
        return out;
    }

    private static Step inside(Step step) {
        if (step instanceof Step.For l) {
            return new Step.For(l.n(), l.index(), l.carries(), forget(l.body(), vars(l.carries().stream().map(Step.Carry::yield).toList())));
        } else if (step instanceof Step.While l) {
            var test = new HashSet<>(vars(List.of(l.condition())));
            l.body().forEach(s -> uses(s, test));
            l.carries().forEach(c -> test.addAll(vars(List.of(c.yield()))));
            return new Step.While(forget(l.test(), test), l.condition(), l.carries(), forget(l.body(), vars(l.carries().stream().map(Step.Carry::yield).toList())));
        } else if (step instanceof Step.Choose c) {
            return new Step.Choose(c.selector(), c.branches().stream().map(b -> new Step.Branch(forget(b.body(), vars(b.yields())), b.yields())).toList(), c.out());
        }
        return step;
    }

    private static Set<Var> vars(List<? extends Atom> atoms) {
        var out = new HashSet<Var>();
        atoms.forEach(a -> add(a, out));
        return out;
    }

    private static void add(Atom a, Set<Var> to) {
        if (a instanceof Var v) {
            to.add(v);
        }
    }

    /** The variables that a step sets for those behind it. */
    private static List<Var> results(Step step) {
        return step instanceof Step.Host s ? s.eqn().out() : step instanceof Step.Alloc s ? List.of(s.out()) : step instanceof Step.View s ? List.of(s.out())
            : step instanceof Step.Same s ? List.of(s.out()) : step instanceof Step.Copy s ? List.of(s.out()) : step instanceof Step.Send s ? List.of(s.out())
            : step instanceof Step.Read s ? List.of(s.out()) : step instanceof Step.For s ? s.carries().stream().map(Step.Carry::out).toList()
            : step instanceof Step.While s ? s.carries().stream().map(Step.Carry::out).toList() : step instanceof Step.Choose s ? s.out() : List.of();
    }

    /** Everything that a step, or a step inside of it, looks at. */
    private static void uses(Step step, Set<Var> to) {
        if (step instanceof Step.Host s) {
            s.eqn().in().forEach(a -> add(a, to));
        } else if (step instanceof Step.Alloc s) {
            s.dims().forEach(a -> add(a, to));
        } else if (step instanceof Step.View s) {
            to.add(s.array());
            s.index().forEach(a -> add(a, to));
            s.dims().forEach(a -> add(a, to));
        } else if (step instanceof Step.Same s) {
            add(s.from(), to);
        } else if (step instanceof Step.Copy s) {
            to.add(s.from());
        } else if (step instanceof Step.Move s) {
            to.add(s.to());
            to.add(s.from());
        } else if (step instanceof Step.Send s) {
            add(s.from(), to);
        } else if (step instanceof Step.Read s) {
            to.add(s.cell());
        } else if (step instanceof Step.Launch s) {
            s.items().forEach(a -> add(a, to));
            s.args().forEach(a -> add(a, to));
        } else if (step instanceof Step.Multiply s) {
            uses(s.otherwise(), to);
        } else if (step instanceof Step.For s) {
            add(s.n(), to);
            carries(s.carries(), to);
            s.body().forEach(x -> uses(x, to));
        } else if (step instanceof Step.While s) {
            add(s.condition(), to);
            carries(s.carries(), to);
            s.test().forEach(x -> uses(x, to));
            s.body().forEach(x -> uses(x, to));
        } else if (step instanceof Step.Choose s) {
            add(s.selector(), to);
            for (Step.Branch b : s.branches()) {
                b.yields().forEach(a -> add(a, to));
                b.body().forEach(x -> uses(x, to));
            }
        }
    }

    private static void carries(List<Step.Carry> carries, Set<Var> to) {
        for (Step.Carry c : carries) {
            add(c.init(), to);
            add(c.yield(), to);
        }
    }

    /** Inputs whose memory some kernel writes to, under whatever name. */
    static Set<Var> written(List<Step> steps, KernelBuilder kernels, Func f) {
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

    private static void collect(List<Step> steps, KernelBuilder kernels, Map<Var, Var> same, List<Var> written) {
        for (Step step : steps) {
            if (step instanceof Step.View v) {
                join(same, v.out(), v.array());
            } else if (step instanceof Step.Same v) {
                join(same, v.out(), v.from());
            } else if (step instanceof Step.Move v) {
                written.add(v.to());
            } else if (step instanceof Step.Launch l) {
                written.addAll(kernels.written(l.kernel()));
            } else if (step instanceof Step.Multiply m) {
                written.add(m.out());
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
