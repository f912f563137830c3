package dev.jacobi.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Copies of equations and their regions, in which every variable that they define has a fresh id; and the same equations with other values in them. */
public final class Rewrite {
    private final Map<Integer, Atom> map = new HashMap<>();
    private final Builder ids;
    private final Function<Eqn, Eqn> instead;

    /** Copies whose new variables get ids from {@code firstId} on. */
    public Rewrite(int firstId) {
        this(new Builder(firstId));
    }

    /** Copies whose new variables come from a builder that is at work; nothing is appended to it. */
    public Rewrite(Builder ids) {
        this(ids, e -> null);
    }

    /** {@code instead} gives the equation that stands for a copy of another one, or null where this is copied as it is. */
    public Rewrite(Builder ids, Function<Eqn, Eqn> instead) {
        this.ids = ids;
        this.instead = instead;
    }

    /** Appends the function's equations with these inputs; what it returns. */
    public static List<Atom> inline(Builder b, Func f, List<? extends Atom> in) {
        var copy = new Rewrite(b).replace(f.in(), in);
        copy.body(f.body()).forEach(b::append);
        return copy.atoms(f.out());
    }

    /** The region with other values for the variables with these ids, inner regions included; all definitions stay as they are. */
    public static Region substitute(Region r, Map<Integer, ? extends Atom> by) {
        return new Region(r.params(), r.body().stream().map(e -> substitute(e, by)).toList(), substitute(r.out(), by));
    }

    /** The equation with other values for the variables with these ids, its regions included. */
    public static Eqn substitute(Eqn e, Map<Integer, ? extends Atom> by) {
        return new Eqn(e.prim(), substitute(e.in(), by), e.params().map(r -> substitute(r, by)), e.out());
    }

    /** The values with others for the variables with these ids. */
    public static List<Atom> substitute(List<? extends Atom> as, Map<Integer, ? extends Atom> by) {
        return replaced(as, a -> a instanceof Var v && by.containsKey(v.id()) ? by.get(v.id()) : a);
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

    /** From now on copies use {@code to} in place of {@code from}. */
    public Rewrite replace(Var from, Atom to) {
        map.put(from.id(), to);
        return this;
    }

    /** From now on copies use each of {@code to} in place of the variable at its place in {@code from}. */
    public Rewrite replace(List<Var> from, List<? extends Atom> to) {
        for (int k = 0; k < to.size(); k++) {
            replace(from.get(k), to.get(k));
        }
        return this;
    }

    /** From now on copies use these values for variables with these ids. */
    public Rewrite replace(Map<Integer, ? extends Atom> values) {
        map.putAll(values);
        return this;
    }

    public int nextId() {
        return ids.nextId();
    }

    /** A variable of the same type with a fresh id that stands for {@code v} in copies. */
    public Var rename(Var v) {
        Var w = ids.fresh(v.type());
        map.put(v.id(), w);
        return w;
    }

    /** What copies use for a value: itself when it is neither renamed nor replaced. */
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
            out.add(eqn(e));
        }
        return out;
    }

    /** A copy of one equation, regions included; its results have new variables. */
    public Eqn eqn(Eqn e) {
        Eqn other = instead.apply(e);
        if (other != null) {
            return other;
        }
        List<Atom> in = atoms(e.in());
        Params p = e.params().map(this::region);
        return new Eqn(e.prim(), in, p, rename(e.out()));
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
