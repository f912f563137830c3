package dev.jacobi.ir;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Equations and the regions inside them: which there are, what they define and use, and the same equation with others. */
public final class Regions {
    private Regions() {
    }

    /** The regions of an equation, in order of evaluation; none for most primitives. */
    public static List<Region> of(Eqn e) {
        return e.params().regions();
    }

    /** Whether the equation runs its regions any number of times, unlike a cond. */
    public static boolean isLoop(Eqn e) {
        return !of(e).isEmpty() && e.prim() != Prim.COND;
    }

    /** The equation with each region replaced by {@code f} of it. */
    public static Eqn map(Eqn e, UnaryOperator<Region> f) {
        Params p = e.params().map(f);
        return p == e.params() ? e : new Eqn(e.prim(), e.in(), p, e.out());
    }

    /** The number of the trip in a loop's body. */
    public static Var trip(Eqn loop) {
        return of(loop).get(0).params().get(0);
    }

    /** The same params with other regions, as many as they have. */
    public static Params with(Params p, List<Region> regions) {
        var next = regions.iterator();
        return p.map(r -> next.next());
    }

    /** Whether a block has an equation with regions. */
    public static boolean any(List<Eqn> body) {
        for (Eqn e : body) {
            if (!of(e).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a block, or a region inside, has an equation like that. */
    public static boolean any(List<Eqn> body, Predicate<Eqn> like) {
        for (Eqn e : body) {
            if (like.test(e)) {
                return true;
            }
            for (Region r : of(e)) {
                if (any(r.body(), like)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Visits the equations of a block and of all regions inside, outer ones first. */
    public static void each(List<Eqn> body, Consumer<Eqn> visit) {
        for (Eqn e : body) {
            visit.accept(e);
            for (Region r : of(e)) {
                each(r.body(), visit);
            }
        }
    }

    /** Visits the equations of a block and of its branches, but none inside of loops. */
    public static void eachOutsideLoops(List<Eqn> body, Consumer<Eqn> visit) {
        for (Eqn e : body) {
            visit.accept(e);
            if (e.prim() == Prim.COND) {
                of(e).forEach(r -> eachOutsideLoops(r.body(), visit));
            }
        }
    }

    /** The equation of a block itself that defines a value; null when none does. */
    public static Eqn definition(List<Eqn> body, Atom a) {
        return body.stream().filter(e -> e.out().contains(a)).findFirst().orElse(null);
    }

    /** Defining equations by id of the variable, regions included. */
    public static Map<Integer, Eqn> definitions(List<Eqn> body) {
        var defs = new HashMap<Integer, Eqn>();
        each(body, e -> e.out().forEach(v -> defs.put(v.id(), e)));
        return defs;
    }

    /** All variables of a function by their ids. */
    public static Map<Integer, Var> variables(Func f) {
        var vars = new HashMap<Integer, Var>();
        f.in().forEach(v -> vars.put(v.id(), v));
        each(f.body(), e -> {
            e.out().forEach(v -> vars.put(v.id(), v));
            of(e).forEach(r -> r.params().forEach(v -> vars.put(v.id(), v)));
        });
        return vars;
    }

    /** Every variable that a region defines, its parameters and those of inner regions included. */
    public static Set<Integer> defined(Region r) {
        var ids = new HashSet<Integer>();
        r.params().forEach(v -> ids.add(v.id()));
        definitions(r.body(), ids::add);
        return ids;
    }

    /** How often each variable is read, as operand or yield. */
    public static Map<Integer, Integer> uses(List<Eqn> body, List<? extends Atom> out) {
        var uses = new HashMap<Integer, Integer>();
        IntConsumer read = id -> uses.merge(id, 1, Integer::sum);
        body.forEach(e -> uses(e, read));
        uses(out, read);
        return uses;
    }

    /** How often each variable is read at most on a way through the equations, which goes through one of each {@code cond}'s branches; what loops read counts once. */
    public static Map<Integer, Integer> usesOnOneWay(List<Eqn> body, List<? extends Atom> out) {
        var uses = new HashMap<Integer, Integer>();
        uses(out, id -> uses.merge(id, 1, Integer::sum));
        for (Eqn e : body) {
            uses(e.in(), id -> uses.merge(id, 1, Integer::sum));
            var most = new HashMap<Integer, Integer>();
            for (Region r : of(e)) {
                usesOnOneWay(r.body(), r.out()).forEach((id, n) -> most.merge(id, n, e.prim() == Prim.COND ? Math::max : Integer::sum));
            }
            most.forEach((id, n) -> uses.merge(id, n, Integer::sum));
        }
        return uses;
    }

    /** True when the equation does something besides computing its results, itself or inside. */
    public static boolean hasEffect(Eqn e) {
        return any(List.of(e), Regions::isEffect);
    }

    /** True when the equation does more than to check something besides computing its results, itself or inside. */
    public static boolean doesMoreThanCheck(Eqn e) {
        return any(List.of(e), x -> isEffect(x) && x.prim() != Prim.CHECK);
    }

    /** True when the equation itself does something, whatever is inside; a call may fail inside. */
    public static boolean isEffect(Eqn e) {
        return e.prim().hasEffect() || e.prim() == Prim.CALL && !External.is(e);
    }

    /** True when the function may not come to what is behind the equation, or not without having done something: what it does itself, whatever is inside. */
    public static boolean mayLeave(Eqn e) {
        return isEffect(e) || e.prim() == Prim.CALL || e.prim() == Prim.WHILE;
    }

    /** Variables used by the regions of an equation but defined outside of them, in order of first use. */
    public static Set<Var> captures(Eqn e) {
        var used = new LinkedHashSet<Var>();
        var defined = new LinkedHashSet<Var>();
        of(e).forEach(r -> collect(r, used, defined));
        used.removeAll(defined);
        return used;
    }

    /** Variables that a region uses, but which are defined outside of it, in order of first use. */
    public static Set<Var> captures(Region r) {
        var used = new LinkedHashSet<Var>();
        var defined = new LinkedHashSet<Var>();
        collect(r, used, defined);
        used.removeAll(defined);
        return used;
    }

    /** Variables that equations use, themselves or in their regions, but do not define, in order of first use. */
    public static Set<Var> captures(List<Eqn> body) {
        return captures(new Region(List.of(), body, List.of()));
    }

    private static void collect(Region r, Set<Var> used, Set<Var> defined) {
        defined.addAll(r.params());
        for (Eqn e : r.body()) {
            used.addAll(Var.among(e.in()));
            of(e).forEach(x -> collect(x, used, defined));
            defined.addAll(e.out());
        }
        used.addAll(Var.among(r.out()));
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
            List<Region> inside = of(e);
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
            for (Region r : of(e)) {
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

    /** These variables and the scalars that follow from them through some kinds of equations. */
    public static Set<Integer> following(Collection<Var> from, List<Eqn> body, Predicate<Eqn> through) {
        var all = new HashSet<Integer>();
        from.forEach(v -> all.add(v.id()));
        each(body, e -> {
            boolean[] uses = {false};
            if (through.test(e)) {
                uses(e, v -> uses[0] |= all.contains(v));
            }
            if (uses[0]) {
                e.out().stream().filter(v -> v.type().isScalar()).forEach(v -> all.add(v.id()));
            }
        });
        return all;
    }

    /** As {@link #uses(Region, IntConsumer)}, for an equation and its regions. */
    public static void uses(Eqn e, IntConsumer sink) {
        uses(e.in(), sink);
        List<Region> inside = of(e);
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
            for (Region r : of(e)) {
                n += size(r.body());
            }
        }
        return n;
    }

    /** Ids of the variables that the region takes from around it. */
    public static Set<Integer> free(Region r) {
        Set<Integer> used = new HashSet<>();
        uses(r, used::add);
        r.params().forEach(v -> used.remove(v.id()));
        definitions(r.body(), used::remove);
        return used;
    }
}
