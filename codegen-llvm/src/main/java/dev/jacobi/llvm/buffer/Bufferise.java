package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.llvm.text.NotEmitted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Inserts copies so that every update may then happen in place: wherever an array is overwritten while another value that may share
 * its memory is used later, the array is copied first, as far outside of loops as that value allows. Inputs that do not belong to
 * the function count as used at its end.
 */
public final class Bufferise {
    /** Places in a function where an input may be copied. */
    private static final int MOST_PLACES = 4;

    /** An operand that needs a copy in front of the equation; operand -1: the equation's result is a view that becomes an array of its own. */
    private record Fix(Eqn at, int operand) {
        static final int RESULT = -1;
    }

    private final Map<String, List<Integer>> calls;
    private final Set<Var> copies = new HashSet<>();
    private int nextId;
    private Aliases aliases;
    private Map<Var, Loop> loops;
    private Map<Var, Eqn> views;
    /** The equations that overwrite their first operand and nothing else, by result. */
    private Map<Var, Eqn> updates;
    /** When each array is defined, outer equations before those in their regions. */
    private Map<Var, Integer> order;

    /** The loop that a parameter belongs to, and the operand it starts from. */
    private record Loop(Eqn eqn, int operand, Atom init, Set<Var> inside) {
    }

    private Bufferise(Map<String, List<Integer>> calls) {
        this.calls = calls;
    }

    /** {@link #withoutViews} as a pass. */
    public static Pass views() {
        return PassBuilder.named("copy-views").keeps(Property.LOWERED).establishes(Property.NO_VIEWS).all(m -> {
            Map<String, List<Integer>> calls = CallShapes.of(m.funcs());
            var funcs = new LinkedHashMap<String, Func>();
            m.funcs().forEach((name, f) -> funcs.put(name, withoutViews(f, calls)));
            return new Module(funcs);
        });
    }

    /** As a pass on a program whose function {@code main} may overwrite the inputs {@code owned}; the others overwrite those in whose memory their results are, as {@code calls} has it. */
    public static Pass pass(String main, List<Integer> owned, Map<String, List<Integer>> calls) {
        return PassBuilder.named("bufferise").requires(Property.LOWERED, Property.NO_VIEWS).keeps(Property.LOWERED, Property.NO_VIEWS).establishes(Property.IN_PLACE).all(m -> {
            var funcs = new LinkedHashMap<String, Func>();
            m.funcs().forEach((name, f) -> {
                List<Integer> mine = name.equals(main) ? owned : calls.get(name).stream().map(CallShapes::input).toList();
                funcs.put(name, run(f, mine.stream().filter(j -> j >= 0).map(f.in()::get).collect(Collectors.toSet()), calls));
            });
            return new Module(funcs);
        });
    }

    /** {@code owned}: inputs whose memory the function may overwrite. */
    public static Func run(Func f, Set<Var> owned, Map<String, List<Integer>> calls) {
        var b = new Bufferise(calls);
        b.nextId = Regions.firstFreeId(f);
        List<Fix> fixes = b.conflicts(f, owned);
        Func g = b.copyInputs(f, owned, fixes);
        for (int round = 0; round < 10_000; round++) {
            fixes = round == 0 && g == f ? fixes : b.conflicts(g, owned);
            if (fixes.isEmpty()) {
                b.destinationsStay(g);
                return g;
            }
            g = b.insert(g, b.independent(fixes));
        }
        throw new IllegalStateException("bufferisation does not settle");
    }

    /** Makes a part of an array that leaves its region, or the function, an array of its own. */
    public static Func withoutViews(Func f) {
        return withoutViews(f, Map.of());
    }

    private static Func withoutViews(Func f, Map<String, List<Integer>> calls) {
        var b = new Bufferise(calls);
        b.nextId = Regions.firstFreeId(f);
        return b.copyViews(f);
    }

    private Func copyViews(Func f) {
        var views = new HashSet<Var>();
        Regions.each(f.body(), e -> {
            List<Integer> shape = e.params() instanceof Params.Call c ? calls.get(c.name()) : null;
            for (int k = 0; k < e.out().size(); k++) {
                // a function hands back the memory of one argument, or new memory
                int from = shape == null ? -1 : CallShapes.input(shape.get(k));
                if (e.out().get(k).isArray() && (shape == null ? isView(e, k, views) : from >= 0 && views.contains(e.in().get(from)))) {
                    views.add(e.out().get(k));
                }
            }
        });
        if (views.isEmpty()) {
            return f;
        }
        Region whole = copyViews(new Region(f.in(), f.body(), f.out()), views);
        return new Func(f.in(), whole.body(), whole.out());
    }

    /** Whether a result is a part of an array. A region has copied what it yields. */
    private static boolean isView(Eqn e, int result, Set<Var> views) {
        return switch (e.prim().memory()) {
            case PART -> true;
            case NEW, BRANCH -> false;
            case LOOP -> e.prim() != Prim.SCAN && Var.among(e.in()).stream().anyMatch(views::contains) && HandedOn.results(e, views).contains(e.out().get(result));
            case OVERWRITTEN, SAME, VIEW, CHOSEN, CALLEE -> Var.among(passedOn(e)).stream().anyMatch(views::contains);
        };
    }

    /** What is written into an array by an update is copied: only the array itself is handed on. */
    static List<Atom> passedOn(Eqn e) {
        return e.prim() == Prim.UPDATE || e.prim() == Prim.UPDATE_SLICE ? e.in().subList(0, 1) : e.in();
    }

    private Region copyViews(Region r, Set<Var> views) {
        var body = new ArrayList<Eqn>();
        r.body().forEach(e -> body.add(Regions.map(e, x -> copyViews(x, views))));
        var out = new ArrayList<Atom>();
        for (Atom a : r.out()) {
            out.add(a instanceof Var v && views.contains(v) ? copyOf(a, body) : a);
        }
        return new Region(r.params(), body, out);
    }

    private Var copyOf(Atom a, List<Eqn> into) {
        Var c = new Var(nextId++, a.type());
        into.add(new Eqn(Prim.COPY, List.of(a), Params.NONE, List.of(c)));
        copies.add(c);
        return c;
    }

    // Conflicts.

    /** All places that need a copy as the function stands, in its order. Some need none when others have one. */
    private List<Fix> conflicts(Func f, Set<Var> owned) {
        look(f);
        var live = new Live(aliases);
        live.addAll(arrays(f.out()));
        live.addAll(f.in().stream().filter(v -> v.isArray() && !owned.contains(v)).toList());
        var all = new ArrayList<Fix>();
        walk(f.body(), live, all);
        Collections.reverse(all);
        return all;
    }

    private Set<Var> roots(Fix fix) {
        return aliases.roots(fix.operand == Fix.RESULT ? fix.at.result() : fix.at.in().get(fix.operand));
    }

    /**
     * Those of the places that need their copy in any case. A copy changes what may be the same memory for all that is made of it, so of places that are
     * about the same memory only the first is settled at a time.
     */
    private List<Fix> independent(List<Fix> all) {
        var out = new ArrayList<Fix>();
        var settled = new HashSet<Var>();
        for (Fix fix : all) {
            Set<Var> roots = roots(fix);
            if (Collections.disjoint(settled, roots)) {
                out.add(fix);
            }
            settled.addAll(roots);
        }
        return out;
    }

    /**
     * Inputs that would be copied at many places, as where each of many branches writes to one, are copied when the function begins: the input stays as it
     * was, and the function works on the copy.
     */
    private Func copyInputs(Func f, Set<Var> owned, List<Fix> fixes) {
        var places = new HashMap<Var, Integer>();
        fixes.forEach(fix -> roots(fix).forEach(v -> places.merge(v, 1, Integer::sum)));
        var in = new ArrayList<Var>();
        var body = new ArrayList<Eqn>();
        for (Var v : f.in()) {
            boolean copied = v.isArray() && !owned.contains(v) && places.getOrDefault(v, 0) > MOST_PLACES;
            Var given = copied ? new Var(nextId++, v.type()) : v;
            in.add(given);
            if (copied) {
                body.add(new Eqn(Prim.COPY, List.of(given), Params.NONE, List.of(v)));
                copies.add(v);
            }
        }
        body.addAll(f.body());
        return body.size() == f.body().size() ? f : new Func(in, body, f.out());
    }

    private void look(Func f) {
        aliases = new Aliases(f, calls);
        loops = new HashMap<>();
        views = new HashMap<>();
        updates = new HashMap<>();
        order = new HashMap<>();
        inOrder(f.in());
        Regions.each(f.body(), e -> {
            inOrder(e.out());
            Regions.of(e).forEach(r -> inOrder(r.params()));
            if (e.prim().memory() == Prim.Memory.OVERWRITTEN) {
                updates.put(e.result(), e);
            }
            if ((e.prim() == Prim.INDEX || e.prim() == Prim.RESHAPE) && e.result().isArray()) {
                views.put(e.result(), e);
            }
            RegionView view = RegionView.of(e);
            List<RegionView.Slot> carries = view.carried();
            if (!carries.isEmpty()) {
                var inside = new HashSet<Var>();
                Regions.each(List.of(e), x -> Regions.of(x).forEach(r -> {
                    inside.addAll(r.params());
                    r.body().forEach(y -> inside.addAll(y.out()));
                }));
                carries.forEach(c -> loops.put(c.param(), new Loop(e, view.operand(c), c.init(), inside)));
            }
        });
    }

    private void inOrder(List<Var> vars) {
        for (int i = 0, n = vars.size(); i < n; i++) {
            if (vars.get(i).isArray()) {
                order.put(vars.get(i), order.size());
            }
        }
    }

    private static Set<Var> arrays(List<? extends Atom> atoms) {
        Set<Var> out = null;
        for (int i = 0, n = atoms.size(); i < n; i++) {
            if (atoms.get(i) instanceof Var v && v.isArray()) {
                out = out == null ? new HashSet<>() : out;
                out.add(v);
            }
        }
        return out == null ? Set.of() : out;
    }

    /** Goes backwards; {@code live} holds the arrays used after the equations and is changed to those used at their start. */
    private void walk(List<Eqn> body, Live live, List<Fix> fixes) {
        for (int i = body.size() - 1; i >= 0; i--) {
            Eqn e = body.get(i);
            live.removeAll(e.out());
            for (int k : InPlace.operands(e, calls)) {
                Fix fix = check(e, k, live);
                if (fix != null) {
                    fixes.add(fix);
                }
            }
            List<Region> regions = Regions.of(e);
            if (regions.isEmpty()) {
                live.addAll(arrays(e.in()));
                continue;
            }
            Set<Var> captured = arrays(List.copyOf(Regions.captures(e)));
            for (Region r : regions) {
                Live inner = live.inner();
                if (e.prim() != Prim.COND) {
                    inner.addAll(captured);
                }
                inner.addAll(arrays(r.out()));
                if (e.params() instanceof Params.While w && r == w.cond()) {
                    inner.addAll(arrays(r.params()));
                }
                walk(r.body(), inner, fixes);
            }
            live.addAll(captured);
            live.addAll(arrays(e.in()));
        }
    }

    /**
     * Of what an equation reads and overwrites the part that is read is copied: the array itself may be the destination of a map, where a
     * copy would be lost.
     */
    private Fix check(Eqn e, int k, Live live) {
        Var a = (Var) e.in().get(k);
        for (int j = 0; j < e.in().size(); j++) {
            if (j != k && e.in().get(j) instanceof Var w && w.isArray() && aliases.mayAlias(a, w)) {
                return new Fix(e, e.prim() == Prim.CALL ? k : j);
            }
        }
        if (live.relatives(a).stream().noneMatch(w -> conflicts(a, w))) {
            return null;
        }
        return live.all().stream().filter(w -> conflicts(a, w)).findFirst().map(w -> place(e, k, a, w)).orElse(null);
    }

    private boolean conflicts(Var a, Var w) {
        return aliases.mayAlias(a, w) && !isOverwrittenBefore(a, w);
    }

    /**
     * Whether the array comes from an update that overwrites {@code w} as well: it is copied there, and what follows works on the copy.
     */
    private boolean isOverwrittenBefore(Var a, Var w) {
        Eqn before = updates.get(a);
        return before != null && order.get(w) < order.get(a) && before.in().get(0) instanceof Var b && aliases.mayAlias(b, w);
    }

    /**
     * Where to copy: at the start of the outermost loop that the conflicting value stands outside of, or that carries both and may begin with the same memory for both, else right here. The destination of a
     * parallel loop cannot be copied inside of the loop, as what is written to the copy would be lost; then it is the conflicting view, or
     * one of the two destinations that may be the same, in front of the loop.
     */
    private Fix place(Eqn e, int k, Var a, Var w) {
        Fix best = new Fix(e, k);
        Set<Var> around = around(e);
        Set<Var> bases = aliases.roots(a, around);
        while (bases.size() == 1) {
            Loop l = loops.get(bases.iterator().next());
            boolean alike = l != null && l.inside.contains(w) && startsAlike(w, l, around);
            if (l == null || l.inside.contains(w) && !alike || copies.contains(l.init)) {
                break;
            }
            best = new Fix(l.eqn, l.operand);
            if (alike) {
                break;
            }
            bases = aliases.roots(l.init, around);
        }
        Set<Loop> destinations = destinations(bases, around);
        if (!destinations.isEmpty() && !w.equals(a) && views.containsKey(w)) {
            return new Fix(views.get(w), Fix.RESULT);
        }
        Loop l = destinations.size() == 1 ? destinations.iterator().next() : null;
        return l != null && !copies.contains(l.init) && isSibling(w, l, around) ? new Fix(l.eqn, l.operand) : best;
    }

    /** Whether an array is another one that the loop carries, and the two may be the same memory when the loop begins: one copy there parts them for all trips. */
    private boolean startsAlike(Var w, Loop l, Set<Var> around) {
        return aliases.roots(w, around).stream().map(loops::get)
            .allMatch(m -> m != null && m.eqn == l.eqn && m.operand != l.operand && m.init instanceof Var v && l.init instanceof Var u && aliases.mayAlias(u, v));
    }

    /** The parameters of the loops that an equation stands in. */
    private Set<Var> around(Eqn e) {
        var out = new HashSet<Var>();
        loops.forEach((param, l) -> {
            if (l.inside.contains(e.out().get(0))) {
                out.add(param);
            }
        });
        return out;
    }

    /** The parallel loops whose destination these parameters of loops may be. */
    private Set<Loop> destinations(Set<Var> params, Set<Var> around) {
        var out = new HashSet<Loop>();
        for (Var p : params) {
            Loop l = loops.get(p);
            if (l != null) {
                out.addAll(collects(l.eqn) ? Set.of(l) : destinations(aliases.roots(l.init, around), around));
            }
        }
        return out;
    }

    /** Whether an array is, in every case, another destination of the same parallel loop; the search goes outwards and so ends. */
    private boolean isSibling(Atom w, Loop destination, Set<Var> around) {
        return aliases.roots(w, around).stream().allMatch(p -> {
            Loop l = loops.get(p);
            return l != null && (l.eqn == destination.eqn ? l.operand != destination.operand : isSibling(l.init, destination, around));
        });
    }

    private static boolean collects(Eqn e) {
        return e.prim() == Prim.MAP || e.prim() == Prim.REDUCE;
    }

    /** All that the trips of a parallel loop write must be in the destinations' own memory: nobody looks for it elsewhere. */
    private void destinationsStay(Func f) {
        Regions.each(f.body(), e -> {
            if (collects(e)) {
                for (RegionView.Slot c : RegionView.of(e).carried()) {
                    if (c.param().isArray() && !aliases.stable(c)) {
                        throw new NotEmitted("an array that a parallel loop writes to is still needed as it was, in the same trip of the loop");
                    }
                }
            }
        });
    }

    private Func insert(Func f, List<Fix> fixes) {
        var at = new IdentityHashMap<Eqn, Fix>();
        fixes.forEach(x -> at.putIfAbsent(x.at, x));
        return new Func(f.in(), insert(f.body(), at), f.out());
    }

    private List<Eqn> insert(List<Eqn> body, Map<Eqn, Fix> fixes) {
        var out = new ArrayList<Eqn>();
        for (Eqn e : body) {
            Fix fix = fixes.get(e);
            if (fix != null && fix.operand == Fix.RESULT) {
                Var view = new Var(nextId++, e.result().type());
                out.add(new Eqn(e.prim(), e.in(), e.params(), List.of(view)));
                out.add(new Eqn(Prim.COPY, List.of(view), Params.NONE, e.out()));
                copies.add(e.result());
            } else if (fix != null) {
                var in = new ArrayList<>(e.in());
                in.set(fix.operand, copyOf(in.get(fix.operand), out));
                out.add(new Eqn(e.prim(), in, e.params(), e.out()));
            } else {
                out.add(Regions.map(e, r -> new Region(r.params(), insert(r.body(), fixes), r.out())));
            }
        }
        return out;
    }
}
