package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.simplify.Inline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The functions of a module that call themselves, by way of others or not, and which of the arrays that they are given they hand back changed. */
public final class RecursiveFunctions {
    /** Stands for a value that is no version of an array. */
    private static final Atom NONE = Lit.i32(-1);
    /** By name; in each function calls of all others are inlined. */
    private final Map<String, BlockTree> programs = new TreeMap<>();
    private final boolean repeatable;
    /** For each output of each of them what it may begin as: indices of inputs, -1 for anything else. */
    private final Map<String, List<Set<Integer>>> origins = new LinkedHashMap<>();

    /** {@code inlined} gives a function with calls of functions inlined that are not recursive. */
    public RecursiveFunctions(Module m, Function<String, Func> inlined) {
        m.funcs().keySet().stream().filter(f -> Inline.reaches(m, f, f)).forEach(f -> programs.put(f, new BlockTree(inlined.apply(f))));
        repeatable = programs.keySet().stream().allMatch(f -> m.get(f).out().stream().noneMatch(Atom::isArray) && !prints(m, f, new HashSet<>()));
        programs.forEach((f, p) -> origins.put(f, p.func.out().stream().map(y -> (Set<Integer>) new TreeSet<Integer>()).toList()));
        for (boolean again = true; again;) {
            again = false;
            for (var p : programs.entrySet()) {
                List<Atom> out = p.getValue().func.out();
                for (int o = 0; o < out.size(); o++) {
                    again |= origins.get(p.getKey()).get(o).addAll(new Origins(p.getValue()).of(out.get(o)));
                }
            }
        }
    }

    private static boolean prints(Module m, String name, Set<String> seen) {
        Func f = m.get(name);
        boolean[] found = {false};
        if (f != null && seen.add(name)) {
            Regions.each(f.body(), e -> found[0] |= e.prim() == Prim.DEBUG_CALLBACK || e.params() instanceof Params.Call c && prints(m, c.name(), seen));
        }
        return found[0];
    }

    /** Whether the equation calls one of them. */
    public boolean isCall(Eqn e) {
        return e.params() instanceof Params.Call c && programs.containsKey(c.name());
    }

    /** Whether they can all be run once more, at no cost but their own: they return no arrays and print nothing. */
    public boolean areRepeatable() {
        return repeatable;
    }

    /** One of them, with calls of functions inlined that are not recursive. */
    public Func inlined(String name) {
        return programs.get(name).func;
    }

    /** For each output the array input that it is a later version of, -1 when there is none. */
    public List<Integer> threads(String name) {
        var threads = new ArrayList<Integer>();
        for (Set<Integer> o : origins.get(name)) {
            int k = o.size() == 1 ? o.iterator().next() : -1;
            threads.add(threads.contains(k) ? -1 : k);
        }
        return threads;
    }

    /** Follows a value back through updates, loops, branches and calls, by what is known of calls so far. */
    private final class Origins {
        private final BlockTree prog;
        private final Set<Atom> seen = new HashSet<>();
        private final Set<Integer> found = new TreeSet<>();

        Origins(BlockTree prog) {
            this.prog = prog;
        }

        Set<Integer> of(Atom value) {
            follow(value);
            return found;
        }

        private void follow(Atom value) {
            if (!value.isArray()) {
                found.add(-1);
            } else if (seen.add(value)) {
                Eqn e = prog.def(value);
                if (e == null) {
                    begin((Var) value);
                } else {
                    through(e, e.out().indexOf(value));
                }
            }
        }

        private void begin(Var v) {
            Eqn loop = prog.home(v).owner;
            if (loop == null) {
                found.add(prog.func.in().indexOf(v));
            } else {
                through(RegionView.of(loop).ofParam(v));
            }
        }

        private void through(RegionView.Slot s) {
            follow(s.yield());
            follow(s.init());
        }

        private void through(Eqn e, int k) {
            Eqn into = e.prim() == Prim.UPDATE_SLICE ? prog.def(e.in().get(0)) : null;
            if (e.prim() == Prim.COND) {
                RegionView.slot(e, k).yields().forEach(this::follow);
            } else if (e.prim() == Prim.FOR || e.prim() == Prim.WHILE) {
                through(RegionView.slot(e, k));
            } else if (isCall(e)) {
                origins.get(((Params.Call) e.params()).name()).get(k).forEach(j -> follow(j < 0 ? NONE : e.in().get(j)));
            } else if (into != null && into.prim() == Prim.FULL) {
                // an array is put into a new, larger one
                follow(e.in().get(1));
            } else {
                Atom like = prog.likeOperand(e, k);
                follow(like == null ? NONE : like);
            }
        }
    }
}
