package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An array that a program makes in front of a loop and that each trip fills anew before it reads it, {@code double[] column = new double[n]; for (j..) { for (k..) column[k] = b[k][j]; .. }}, is each trip's own: no trip needs what an
 * earlier one has left in it, so that trips can go together. It is made in the trip then, as {@code new double[n]} there would make it.
 */
public final class PrivateArrays implements Optimisation {
    @Override
    public String name() {
        return "private-arrays";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.FOR && e.out().stream().anyMatch(Var::isArray) && Regions.any(RegionView.of(e).body().body(), x -> x.prim() == Prim.FOR))) {
            return in;
        }
        var roots = new HashMap<Var, Eqn>();
        roots(in.body(), Definitions.in(in.body()), roots);
        Set<Var> read = roots.isEmpty() ? Set.of() : new Contents(roots).read(in);
        return Rewrite.ofLoops(in, (e, r) -> e.prim() == Prim.FOR && fresh(e, roots, read, r));
    }

    /** The parameters of loops that start from arrays full of a number, and from where on these are made. */
    private static void roots(List<Eqn> body, Definitions defs, Map<Var, Eqn> roots) {
        for (Eqn e : body) {
            if (e.prim() == Prim.FOR) {
                for (RegionView.Slot s : RegionView.of(e).slots()) {
                    Eqn made = s.init() instanceof Var v && v.isArray() ? roots.getOrDefault(v, defs.of(v, Prim.FULL)) : null;
                    if (made != null) {
                        roots.put(s.param(), made);
                    }
                }
            }
            Regions.of(e).forEach(r -> roots(r.body(), defs, roots));
        }
    }

    /** Lets a loop that fills an array which a loop around it hands on, and whose contents nobody reads, fill a new one. */
    private static boolean fresh(Eqn loop, Map<Var, Eqn> roots, Set<Var> read, Rewrite r) {
        Eqn old = r.old();
        RegionView view = RegionView.of(old);
        for (RegionView.Slot s : view.slots()) {
            Eqn made = s.init() instanceof Var v && !read.contains(v) ? roots.get(v) : null;
            if (made != null && fills(old, s, made)) {
                Lit zero = Lit.zero(s.param().dtype());
                Var own = r.b.full(zero, s.param().type().dims(), r.atoms(made.in().subList(1, made.in().size())));
                r.append(view.with(view.slots().stream().map(x -> x == s ? RegionView.Slot.of(x.role(), own, x.param(), x.yield(), x.result()) : x).toList()));
                return true;
            }
        }
        return false;
    }

    /** Whether the loop stores in each element of an array of these extents, and reads none. */
    public static boolean fills(Eqn loop, RegionView.Slot slot, Eqn made) {
        Eqn at = loop;
        RegionView.Slot s = slot;
        int axis = 1;
        var trips = new ArrayList<Var>();
        while (axis < made.in().size() && (at.prim() == Prim.FOR || at.prim() == Prim.MAP) && at.in().get(0).equals(made.in().get(axis))) {
            RegionView view = RegionView.of(at);
            trips.add(view.trip());
            Eqn e = Regions.definition(view.body().body(), s.yield());
            if (e == null || Regions.uses(view.body().body(), view.body().out()).getOrDefault(s.param().id(), 0) != 1) {
                return false;
            } else if (e.prim() == Prim.UPDATE) {
                return e.in().get(0).equals(s.param()) && e.indices().equals(trips) && axis == made.in().size() - 1;
            }
            RegionView.Slot inner = Regions.isLoop(e) ? RegionView.ofResult(e, s.yield()) : null;
            if (inner == null || !s.param().equals(inner.init())) {
                return false;
            }
            at = e;
            s = inner;
            axis++;
        }
        return false;
    }

    /** Which arrays' elements may be read after all; what fills an array does not read it. */
    private static final class Contents {
        private final Map<Var, Eqn> roots;
        private final Set<Var> read = new HashSet<>();
        private boolean changed;

        Contents(Map<Var, Eqn> roots) {
            this.roots = roots;
        }

        Set<Var> read(Func f) {
            f.out().forEach(this::reads);
            do {
                changed = false;
                body(f.body());
            } while (changed);
            return read;
        }

        private void reads(Atom a) {
            if (a instanceof Var v && v.isArray() && read.add(v)) {
                changed = true;
            }
        }

        private void body(List<Eqn> body) {
            for (Eqn e : body) {
                if (e.prim() == Prim.UPDATE) {
                    if (read.contains(e.result())) {
                        reads(e.in().get(0));
                    }
                    reads(e.written());
                } else if (Regions.of(e).isEmpty()) {
                    e.in().forEach(this::reads);
                } else {
                    regions(e);
                }
            }
        }

        private void regions(Eqn e) {
            RegionView view = RegionView.of(e);
            for (RegionView.Slot s : view.slots()) {
                boolean any = s.results().stream().anyMatch(read::contains) || s.params().stream().anyMatch(read::contains) || s.role() != RegionView.Role.CARRY && s.role() != RegionView.Role.BRANCH;
                if (any) {
                    s.yields().forEach(this::reads);
                }
                Eqn made = s.init() instanceof Var v ? roots.get(v) : null;
                if (s.init() != null && any && !(made != null && e.prim() == Prim.FOR && fills(e, s, made))) {
                    reads(s.init());
                }
            }
            Regions.of(e).forEach(r -> body(r.body()));
        }
    }
}
