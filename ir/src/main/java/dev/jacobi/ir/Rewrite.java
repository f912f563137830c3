package dev.jacobi.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

/** What every pass needs for walking and copying equations with regions: their regions, free variables, and copies with fresh ids. */
public final class Rewrite {
    private final Map<Integer, Atom> map = new HashMap<>();
    private int next;

    /** Copies whose new variables get ids from {@code firstId} on. */
    public Rewrite(int firstId) {
        next = firstId;
    }

    /** The regions of an equation's params, in order; empty for most. */
    public static List<Region> regions(Params p) {
        if (p == Params.NONE || p instanceof Params.Access) { // nearly all
            return List.of();
        } else if (p instanceof Params.Branches b) {
            return b.regions();
        } else if (p instanceof Params.While w) {
            return List.of(w.cond(), w.body());
        } else if (p instanceof Params.Loop l) {
            return List.of(l.body());
        } else if (p instanceof Params.Fold f) {
            return List.of(f.body());
        }
        return List.of();
    }

    /** The params with each region replaced by {@code f} of it. */
    public static Params mapRegions(Params p, UnaryOperator<Region> f) {
        if (p instanceof Params.Branches b) {
            return new Params.Branches(b.regions().stream().map(f).toList());
        } else if (p instanceof Params.While w) {
            return new Params.While(f.apply(w.cond()), f.apply(w.body()));
        } else if (p instanceof Params.Loop l) {
            return new Params.Loop(l.extent(), f.apply(l.body()));
        } else if (p instanceof Params.Fold o) {
            return new Params.Fold(o.extent(), o.ops(), f.apply(o.body()));
        }
        return p;
    }

    /** The type with each extent replaced by {@code f} of it. */
    public static Type mapDims(Type t, UnaryOperator<Dim> f) {
        return t.isScalar() ? t : new Type(t.dtype(), t.dims().stream().map(f).toList());
    }

    /** The params with each extent replaced by {@code f} of it; regions are left. */
    public static Params mapDims(Params p, UnaryOperator<Dim> f) {
        if (p instanceof Params.Shape s) {
            return new Params.Shape(s.dtype(), s.dims().stream().map(f).toList());
        } else if (p instanceof Params.Broadcast b) {
            return new Params.Broadcast(b.axes(), b.dims().stream().map(f).toList());
        } else if (p instanceof Params.Slice s) {
            return new Params.Slice(s.dims().stream().map(f).toList(), s.strides());
        } else if (p instanceof Params.Loop l) {
            return new Params.Loop(f.apply(l.extent()), l.body());
        } else if (p instanceof Params.Fold o) {
            return new Params.Fold(f.apply(o.extent()), o.ops(), o.body());
        } else if (p instanceof Params.Call c) {
            return new Params.Call(c.name(), c.results().stream().map(t -> mapDims(t, f)).toList());
        }
        return p;
    }

    /** One more than the largest id defined in the function. */
    public static int firstFreeId(Func f) {
        return largestId(f.body(), largestId(f.in())) + 1;
    }

    // Every pass begins by asking, so this is a plain loop: a JVM that has just started interprets it.
    private static int largestId(List<Eqn> body, int max) {
        for (int i = 0, n = body.size(); i < n; i++) {
            Eqn e = body.get(i);
            max = Math.max(max, largestId(e.out()));
            List<Region> inside = regions(e.params());
            for (int k = 0; k < inside.size(); k++) {
                max = largestId(inside.get(k).body(), Math.max(max, largestId(inside.get(k).params())));
            }
        }
        return max;
    }

    private static int largestId(List<Var> vars) {
        int max = -1;
        for (int i = 0, n = vars.size(); i < n; i++) {
            max = Math.max(max, vars.get(i).id());
        }
        return max;
    }

    /** Calls {@code sink} with the id of every variable that the equations define, region parameters included. */
    public static void definitions(List<Eqn> body, IntConsumer sink) {
        for (Eqn e : body) {
            ids(e.out(), sink);
            for (Region r : regions(e.params())) {
                ids(r.params(), sink);
                definitions(r.body(), sink);
            }
        }
    }

    private static void ids(List<Var> vars, IntConsumer sink) {
        for (int i = 0, n = vars.size(); i < n; i++) {
            sink.accept(vars.get(i).id());
        }
    }

    /** Calls {@code sink} with the id of every variable used, once per use, yields included. */
    public static void uses(Region r, IntConsumer sink) {
        for (int i = 0, n = r.body().size(); i < n; i++) {
            uses(r.body().get(i), sink);
        }
        uses(r.out(), sink);
    }

    /** As {@link #uses(Region, IntConsumer)}, for an equation and its regions. */
    public static void uses(Eqn e, IntConsumer sink) {
        uses(e.in(), sink);
        List<Region> inside = regions(e.params());
        for (int k = 0; k < inside.size(); k++) {
            uses(inside.get(k), sink);
        }
    }

    /** As {@link #uses(Region, IntConsumer)}, for some values. */
    public static void uses(List<? extends Atom> atoms, IntConsumer sink) {
        for (int i = 0, n = atoms.size(); i < n; i++) {
            if (atoms.get(i) instanceof Var v) {
                sink.accept(v.id());
            }
        }
    }

    /** The number of equations, those in regions included. */
    public static int size(List<Eqn> body) {
        int n = body.size();
        for (Eqn e : body) {
            for (Region r : regions(e.params())) {
                n += size(r.body());
            }
        }
        return n;
    }

    /** What stands for each of these values; the same list where each stands for itself. */
    @SuppressWarnings("unchecked") // nobody changes the list
    public static List<Atom> replaced(List<? extends Atom> atoms, UnaryOperator<Atom> by) {
        Atom[] out = null;
        for (int i = 0, n = atoms.size(); i < n; i++) {
            Atom a = atoms.get(i);
            Atom now = by.apply(a);
            if (out == null && now != a) {
                out = atoms.toArray(new Atom[0]);
            }
            if (out != null) {
                out[i] = now;
            }
        }
        return out == null ? (List<Atom>) atoms : List.of(out);
    }

    /** Ids of the variables that the region takes from around it. */
    public static Set<Integer> free(Region r) {
        Set<Integer> used = new HashSet<>();
        uses(r, used::add);
        r.params().forEach(v -> used.remove(v.id()));
        definitions(r.body(), used::remove);
        return used;
    }

    /** From now on copies use {@code to} in place of {@code from}. */
    public Rewrite replace(Var from, Atom to) {
        map.put(from.id(), to);
        return this;
    }

    public int nextId() {
        return next;
    }

    /** A variable of the same type with a fresh id that stands for {@code v} in copies. */
    public Var rename(Var v) {
        Var w = new Var(next++, v.type());
        map.put(v.id(), w);
        return w;
    }

    public Atom atom(Atom a) {
        return a instanceof Var v ? map.getOrDefault(v.id(), v) : a;
    }

    public List<Atom> atoms(List<? extends Atom> as) {
        var out = new Atom[as.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = atom(as.get(i));
        }
        return List.of(out);
    }

    /** A copy in which every variable that the equations define is fresh. */
    public List<Eqn> body(List<Eqn> body) {
        var out = new ArrayList<Eqn>(body.size());
        for (Eqn e : body) {
            List<Atom> in = atoms(e.in());
            Params p = mapRegions(e.params(), this::region);
            out.add(new Eqn(e.prim(), in, p, rename(e.out())));
        }
        return out;
    }

    private List<Var> rename(List<Var> vars) {
        var out = new Var[vars.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = rename(vars.get(i));
        }
        return List.of(out);
    }

    public Region region(Region r) {
        List<Var> params = rename(r.params());
        List<Eqn> body = body(r.body());
        return new Region(params, body, atoms(r.out()));
    }

    /** The whole function with fresh ids. */
    public Func func(Func f) {
        List<Var> in = rename(f.in());
        List<Eqn> body = body(f.body());
        return new Func(in, body, atoms(f.out()));
    }
}
