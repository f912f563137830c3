package dev.jacobi.vectorize.small;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Arrays of one axis whose length turns out to be a small number, as that of {@code Arrays.copyOfRange(a, i - 2, i + 3)}, say so in their types, in all versions of them. */
final class KnownSizes {
    /** The variable that stands for all versions of an array. */
    private final Map<Integer, Integer> parent = new HashMap<>();
    /** Lengths by variables that stand for all. */
    private final Map<Integer, Long> sizes = new HashMap<>();
    private final Set<Integer> refused = new HashSet<>();
    private final Map<Integer, Var> typed = new HashMap<>();

    private KnownSizes() {
    }

    static Func run(Func f) {
        if (!Regions.any(f.body(), KnownSizes::isMade)) {
            return f;
        }
        var all = new KnownSizes();
        f.in().forEach(all::refuse);
        f.out().forEach(all::refuse);
        all.connect(f.body());
        Regions.each(f.body(), e -> {
            if (isMade(e)) {
                all.size(e.result(), ((Lit) e.in().get(1)).asLong());
            }
        });
        all.refused.addAll(all.refused.stream().map(all::root).toList());
        return all.sizes.keySet().stream().allMatch(all.refused::contains) ? f : new Func(f.in(), all.body(f.body()), f.out());
    }

    /** Whether a new array has one axis with a length that is a small number, of which its type says nothing. */
    private static boolean isMade(Eqn e) {
        return e.prim() == Prim.FULL && isUnknown(e.result().type()) && e.in().get(1) instanceof Lit n && n.asLong() > 0 && n.asLong() <= SmallShapes.MOST_SORTED;
    }

    private static boolean isUnknown(Type t) {
        return t.rank() == 1 && t.dims().get(0).isUnknown();
    }

    private void size(Var v, long n) {
        Long other = sizes.putIfAbsent(root(v.id()), n);
        if (other != null && other != n) {
            refuse(v);
        }
    }

    private void connect(List<Eqn> body) {
        for (Eqn e : body) {
            Prim p = e.prim();
            if (p == Prim.UPDATE || SmallShapes.isSorted(e)) {
                join(e.in().get(0), e.result());
            } else if (p == Prim.FOR || p == Prim.MAP || p == Prim.WHILE || p == Prim.COND) {
                RegionView.of(e).slots().forEach(this::connect);
                Regions.of(e).forEach(r -> connect(r.body()));
            } else if (p != Prim.INDEX && p != Prim.DIM && !isMade(e)) {
                e.in().forEach(this::refuse);
                e.out().forEach(this::refuse);
                for (Region r : Regions.of(e)) {
                    r.params().forEach(this::refuse);
                    r.out().forEach(this::refuse);
                    connect(r.body());
                }
            } else if (p == Prim.INDEX) {
                e.out().forEach(this::refuse);
            }
        }
    }

    private void connect(RegionView.Slot s) {
        if (s.role() == RegionView.Role.STACK) {
            refuse(s.result());
            s.yields().forEach(this::refuse);
            return;
        }
        s.params().forEach(v -> join(s.init(), v));
        s.yields().forEach(y -> join(y, s.result()));
        if (s.init() != null) {
            join(s.init(), s.result());
        }
    }

    private void join(Atom a, Atom b) {
        boolean both = a instanceof Var v && b instanceof Var w && isUnknown(v.type()) && v.type().equals(w.type());
        if (both) {
            parent.put(root(((Var) a).id()), root(((Var) b).id()));
        } else {
            refuse(a);
            refuse(b);
        }
    }

    private void refuse(Atom a) {
        if (a instanceof Var v && !v.type().isScalar()) {
            refused.add(v.id());
        }
    }

    private int root(int id) {
        int at = id;
        while (parent.getOrDefault(at, at) != at) {
            at = parent.get(at);
        }
        return at;
    }

    private List<Eqn> body(List<Eqn> eqns) {
        var out = new ArrayList<Eqn>();
        for (Eqn e : eqns) {
            List<Atom> in = atoms(e.in());
            Params params = e.params().map(r -> new Region(vars(r.params()), body(r.body()), atoms(r.out())));
            List<Var> results = vars(e.out());
            boolean made = isMade(e) && !results.get(0).type().equals(e.result().type());
            out.add(new Eqn(e.prim(), in, made ? new Params.Shape(e.result().dtype(), results.get(0).type().dims()) : params, results));
        }
        return out;
    }

    private List<Var> vars(List<Var> some) {
        return some.stream().map(this::typed).toList();
    }

    private Var typed(Var v) {
        Long n = isUnknown(v.type()) && !refused.contains(root(v.id())) ? sizes.get(root(v.id())) : null;
        return n == null ? v : typed.computeIfAbsent(v.id(), id -> new Var(id, new Type(v.dtype(), List.of(Dim.of(n)))));
    }

    private List<Atom> atoms(List<? extends Atom> some) {
        return Rewrite.replaced(some, a -> a instanceof Var v ? typed.getOrDefault(v.id(), v) : a);
    }
}
