package dev.jacobi.pjrt.hlo.prepare;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Arrays that grow while a loop runs (what reverse mode keeps of loops whose trips nobody knows) get one size for good: where
 * {@code cond(need > capacity) false { yield t } true { new = full ..; yield update_slice new t 0 }} would copy into a larger array stands a check that it
 * need not. The first array is made that large at once. So it is where a recursive function whose stack was too small would be called again.
 */
public final class FixedTapes {
    private final Map<Integer, Eqn> defs;
    private final Map<Integer, Atom> params = new HashMap<>();
    private final Map<Integer, Atom> same = new HashMap<>();
    private final Set<Integer> large = new HashSet<>();
    private final Set<Integer> traced = new HashSet<>();
    private final int entries;
    private int next;
    private boolean found;

    private FixedTapes(Func f, int entries) {
        this.entries = entries;
        defs = Regions.definitions(f.body());
        Regions.each(f.body(), e -> RegionView.of(e).carried().forEach(c -> c.params().forEach(p -> params.put(p.id(), c.init()))));
        next = Regions.firstFreeId(f);
    }

    /** {@link #run} as a pass. */
    public static FunctionPass pass(int entries) {
        return PassBuilder.named("fixed-tapes").establishes(Property.FIXED_TAPES).each(f -> run(f, entries));
    }

    /** The function with tapes of so many entries. */
    public static Func run(Func f, int entries) {
        var t = new FixedTapes(f, entries);
        t.mark(f.body());
        return t.found ? new Func(f.in(), t.body(f.body()), t.atoms(f.out())) : f;
    }

    /** Per result the array that grows, or null when the equation is no growth. */
    private static List<Atom> growth(Eqn e) {
        if (e.prim() != Prim.COND || e.out().isEmpty() || !e.in().get(0).type().equals(Type.BOOL)) {
            return null;
        }
        List<Region> regions = ((Params.Branches) e.params()).regions();
        Region stays = regions.get(0);
        Region grows = regions.get(1);
        if (regions.size() != 2 || !stays.body().isEmpty()) {
            return null;
        }
        if (calledAgain(grows)) {
            return stays.out();
        }
        Map<Integer, Eqn> made = new HashMap<>();
        grows.body().forEach(x -> x.out().forEach(v -> made.put(v.id(), x)));
        for (int k = 0; k < e.out().size(); k++) {
            Atom old = stays.out().get(k);
            Eqn copy = grows.out().get(k) instanceof Var v ? made.get(v.id()) : null;
            boolean copies = copy != null && copy.prim() == Prim.UPDATE_SLICE && copy.in().get(1).equals(old)
                && copy.in().subList(2, copy.in().size()).stream().allMatch(a -> a instanceof Lit l && l.bits() == 0);
            Eqn fresh = copies && copy.in().get(0) instanceof Var v ? made.get(v.id()) : null;
            if (fresh == null || fresh.prim() != Prim.FULL) {
                return null;
            }
        }
        return stays.out();
    }

    private static boolean unset(Eqn e) {
        return e.prim() == Prim.FULL && e.in().get(0) instanceof Lit l && l.isUnset();
    }

    /** True where recursion is run once more with a larger stack. */
    private static boolean calledAgain(Region r) {
        return r.body().stream().anyMatch(FixedTapes::unset) && r.body().stream().anyMatch(e -> e.prim() == Prim.CALL);
    }

    private void mark(List<Eqn> body) {
        for (Eqn e : body) {
            List<Atom> tapes = growth(e);
            if (tapes != null) {
                found = true;
                for (int k = 0; k < tapes.size(); k++) {
                    same.put(e.out().get(k).id(), tapes.get(k));
                }
                tapes.forEach(this::trace);
            }
            Regions.of(e).forEach(r -> mark(r.body()));
        }
    }

    /** Follows a tape back to where it is made. */
    private void trace(Atom a) {
        if (!(a instanceof Var v) || !traced.add(v.id())) {
            return;
        }
        if (params.containsKey(v.id())) {
            trace(params.get(v.id()));
        }
        Eqn e = defs.get(v.id());
        if (e == null) {
            return;
        }
        if (e.prim() == Prim.FULL) {
            large.add(v.id());
        } else if (e.prim() == Prim.CALL) {
            e.in().stream().filter(x -> x instanceof Var w && defs.containsKey(w.id()) && unset(defs.get(w.id()))).forEach(this::trace);
        } else if (!Regions.of(e).isEmpty()) {
            RegionView.Slot s = RegionView.ofResult(e, v);
            if (s.role() == RegionView.Role.BRANCH) {
                s.yields().forEach(this::trace);
            } else if (s.param() != null) {
                trace(s.init());
            }
        } else if (e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD || e.prim() == Prim.SCATTER || e.prim() == Prim.UPDATE_SLICE) {
            trace(e.in().get(0));
        }
    }

    private Atom atom(Atom a) {
        Atom now = a;
        while (now instanceof Var v && same.containsKey(v.id())) {
            now = same.get(v.id());
        }
        return now;
    }

    private List<Atom> atoms(List<Atom> as) {
        return as.stream().map(this::atom).toList();
    }

    private List<Eqn> body(List<Eqn> body) {
        var out = new ArrayList<Eqn>();
        for (Eqn e : body) {
            if (!e.out().isEmpty() && same.containsKey(e.out().get(0).id())) {
                Var fits = new Var(next++, Type.BOOL);
                out.add(new Eqn(Prim.NOT, atoms(e.in()), Params.NONE, List.of(fits)));
                out.add(new Eqn(Prim.CHECK, List.of(fits), new Params.Check(Params.Code.MEMORY, "what is kept of a loop"), List.of()));
                continue;
            }
            List<Atom> in = new ArrayList<>(atoms(e.in()));
            if (e.prim() == Prim.FULL && large.contains(e.result().id()) && in.get(1) instanceof Lit n) {
                in.set(1, Lit.of(n.dtype(), Math.max(n.asLong(), entries)));
            }
            out.add(new Eqn(e.prim(), in, e.params().map(r -> new Region(r.params(), body(r.body()), atoms(r.out()))), e.out()));
        }
        return out;
    }
}
