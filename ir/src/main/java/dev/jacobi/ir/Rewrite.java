package dev.jacobi.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Equations written anew into a builder, with other values in place of variables. In a copy every variable that the equations define is fresh, so that it can
 * stand beside the original ({@link #Rewrite(Builder)}); in place they keep their names, which is what passes do ({@link #run}). A {@link Rule} handles
 * the equations that it cares about; all others are copied, regions included.
 */
public final class Rewrite {
    /**
     * Handles an equation whose operands are already those of the new function (the one being replaced is {@link #old}); false means: copy it.
     */
    public interface Rule {
        boolean apply(Eqn e, Rewrite r);
    }

    /** What the equations are written to, by rules as well. */
    public final Builder b;
    private final Map<Integer, Atom> map = new HashMap<>();
    private final Rule rule;
    private final boolean renames;
    private Eqn old;
    private boolean applied;

    private Rewrite(Builder b, Rule rule, boolean renames) {
        this.b = b;
        this.rule = rule;
        this.renames = renames;
    }

    /** Copies whose new variables get ids from {@code firstId} on. */
    public Rewrite(int firstId) {
        this(new Builder(firstId));
    }

    /** Copies whose new variables come from a builder that is at work. */
    public Rewrite(Builder b) {
        this(b, (e, r) -> false);
    }

    /** Copies in which a rule replaces equations. */
    public Rewrite(Builder b, Rule rule) {
        this(b, rule, true);
    }

    /** In place: what is not replaced keeps its name. */
    public static Rewrite inPlace(Builder b, Rule rule) {
        return new Rewrite(b, rule, false);
    }

    /** The function with the rule applied to all its equations, those in regions included; the function itself when the rule has handled nothing. */
    public static Func run(Func f, Rule rule) {
        var r = inPlace(new Builder(Regions.firstFreeId(f)), rule);
        r.append(f.body());
        return r.applied ? r.b.build(f.in(), r.atoms(f.out())) : f;
    }

    /** The same for rules about equations with regions: the function itself where it has none. */
    public static Func ofLoops(Func f, Rule rule) {
        return Regions.any(f.body()) ? run(f, rule) : f;
    }

    /** Appends the function's equations with these inputs; what it returns. */
    public static List<Atom> inline(Builder b, Func f, List<? extends Atom> in) {
        var copy = new Rewrite(b).replace(f.in(), in);
        copy.append(f.body());
        return copy.atoms(f.out());
    }

    /** Appends a copy of an equation; its results. */
    public static List<Atom> repeat(Builder b, Eqn e) {
        return new Rewrite(b).repeat(e);
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
        return b.nextId();
    }

    /** A variable of the same type with a fresh id that stands for {@code v} in copies. */
    public Var rename(Var v) {
        Var w = b.fresh(v.type());
        map.put(v.id(), w);
        return w;
    }

    private List<Var> rename(List<Var> vars) {
        if (!renames) {
            return vars;
        }
        var out = new Var[vars.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = rename(vars.get(i));
        }
        return List.of(out);
    }

    /** What stands for a value: itself when it is neither renamed nor replaced. */
    public Atom atom(Atom a) {
        return a instanceof Var v && !map.isEmpty() ? map.getOrDefault(v.id(), v) : a;
    }

    /** What stands for values; the same list when each stands for itself. */
    public List<Atom> atoms(List<? extends Atom> as) {
        return replaced(as, this::atom);
    }

    /** The equation that is being handled, as it was. */
    public Eqn old() {
        return old;
    }

    /** Where {@code now}, the equation that is being handled with its operands as they shall be, is a branch whose condition has become a constant: appends the way that is taken; false for other equations. */
    public boolean taken(Eqn now) {
        boolean known = now.prim() == Prim.COND && now.in().get(0) instanceof Lit l && l.dtype() == DType.BOOL;
        if (known) {
            Eqn was = old;
            Region way = Regions.of(was).get(((Lit) now.in().get(0)).asBool() ? 1 : 0);
            append(way.body());
            replace(was.out(), atoms(way.out()));
        }
        return known;
    }

    /** Handles equations that follow each other. */
    public void append(List<Eqn> body) {
        for (Eqn e : body) {
            append(e);
        }
    }

    /** Handles one equation: the rule writes what is in its place, or it is copied. */
    public void append(Eqn e) {
        old = e;
        Eqn now = e.with(atoms(e.in()));
        if (rule.apply(now, this)) {
            applied = true;
        } else {
            b.append(copy(now));
        }
    }

    /** Appends an equation; what stands for its results. */
    public List<Atom> repeat(Eqn e) {
        append(e);
        return atoms(e.out());
    }

    /** Appends a while's condition as it is in front of the loop, whose operands are those of the function that is copied. */
    public Atom asked(Eqn loop) {
        Region condition = Regions.of(loop).get(0);
        replace(condition.params(), atoms(loop.in()));
        append(condition.body());
        return atom(condition.out().get(0));
    }

    /** Copies, into the same builder, that use what stands for variables here. */
    public Rewrite beside() {
        return new Rewrite(b).replace(map);
    }

    /** The same with a rule. */
    public Rewrite beside(Rule other) {
        return new Rewrite(b, other).replace(map);
    }

    /** Appends one trip of a loop that carries these values; what it hands on. */
    public List<Atom> trip(RegionView loop, Atom number, List<? extends Atom> carries) {
        replace(loop.trip(), number);
        for (int k = 0; k < carries.size(); k++) {
            replace(loop.slots().get(k).param(), carries.get(k));
        }
        append(loop.body().body());
        return atoms(loop.body().out());
    }

    /** Appends so many of a loop's trips, from this one on, as a loop of the given kind; what it hands on. */
    public List<Var> trips(Prim kind, RegionView loop, Atom from, Atom count, List<? extends Atom> inits) {
        Var trip = b.fresh(loop.trip().type());
        var params = new ArrayList<Var>(List.of(trip));
        loop.slots().forEach(s -> params.add(rename(s.param())));
        b.open();
        replace(loop.trip(), b.folded(Prim.ADD, trip, from));
        append(loop.body().body());
        return b.loop(kind, Dim.UNKNOWN, b.close(params, atoms(loop.body().out())), count, inits);
    }

    /** A copy of one equation, which is not appended. */
    public Eqn eqn(Eqn e) {
        return copy(e.with(atoms(e.in())));
    }

    /** The equation, whose operands are as they shall be, with its regions rewritten and its results renamed. One that stands beside the original is another object even where nothing in it differs: passes tell checks apart so. */
    public Eqn copy(Eqn e) {
        Params p = e.params().map(this::region);
        List<Var> out = rename(e.out());
        return !renames && p == e.params() && out == e.out() ? e : new Eqn(e.prim(), e.in(), p, out);
    }

    /** A copy of equations that follow each other, which are not appended. */
    public List<Eqn> body(List<Eqn> body) {
        b.open();
        append(body);
        return b.close();
    }

    public Region region(Region r) {
        List<Var> params = rename(r.params());
        b.open();
        append(r.body());
        return b.close(params, atoms(r.out()));
    }

    /** The whole function with fresh ids. */
    public Func func(Func f) {
        List<Var> in = rename(f.in());
        List<Eqn> body = body(f.body());
        return new Func(in, body, atoms(f.out()));
    }
}
