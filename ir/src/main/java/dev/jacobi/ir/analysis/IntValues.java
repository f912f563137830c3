package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The integer values of a function as polynomials, learnt while a pass walks over its equations in order: the pass
 * calls {@link #define} for every equation and wraps the walk over regions in {@link #region}. Two polynomials are kept for
 * a variable: {@code exact} equals the value as a mathematical integer, {@code ring} equals it modulo 2^width (which
 * wrap-around arithmetic always preserves). Both are the variable itself when nothing better is known.
 */
public final class IntValues {
    /** What is known where the walk is. */
    public final IntFacts facts = new IntFacts();
    /** The extents of the function's arrays. */
    public final ArrayExtents shapes;
    private final Definitions defs;
    private final Map<Integer, Poly> exact = new HashMap<>();
    private final Map<Integer, Poly> ring = new HashMap<>();
    private final Map<Integer, Boolean> known = new HashMap<>();
    private final List<Conditions.Open> pending = new ArrayList<>();
    /** By symbol. */
    private int[] depths = new int[64];
    private int[] orders = new int[64];
    private final Worklist<Var> inexact = new Worklist<>();
    private final Worklist<Eqn> remainders = new Worklist<>();
    private final Set<Integer> indices = new HashSet<>();
    private boolean checking;
    private int depth;
    private int placed;
    private int conditions;
    private int inCondition;
    private long retries;

    /** Before the walk over {@code f}: only its parameters are known. */
    public IntValues(Func f) {
        defs = Definitions.in(f.body());
        shapes = new ArrayExtents(f, this);
        f.in().forEach(this::introduce);
    }

    /** How many branches (and while loops) are around the walk now. */
    public int conditions() {
        return conditions;
    }

    /** Whether the walk is in the condition of a while. */
    public boolean inCondition() {
        return inCondition > 0;
    }

    /** How many loops are around the walk now. */
    public int depth() {
        return depth;
    }

    /** How many loops are around the definition of a variable; array extents count as their array. */
    public int depthOf(int var) {
        return var < depths.length ? depths[var] : 0;
    }

    /** Variables in order of definition. */
    public int orderOf(int var) {
        return var < orders.length ? orders[var] : 0;
    }

    /** True for a variable that is loaded, carried or given: what is known of it may come from its type alone. */
    public boolean isOpaque(int var) {
        Eqn e = definition(var);
        return !indices.contains(var) && (e == null || switch (e.prim().group()) {
            case UNARY, BINARY, TERNARY -> false;
            case COMPARE, CONVERSION, STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> true;
        });
    }

    /** The equation that defines a variable; null for parameters of the function and of regions. */
    public Eqn definition(int var) {
        return defs.byId().get(var);
    }

    /** The equation that defines a value; null for literals and for parameters of the function and of regions. */
    public Eqn definition(Atom a) {
        return defs.of(a);
    }

    /** A variable comes into being: its depth, and the interval of its type. */
    void introduce(Var v) {
        place(v.id(), depth);
        if (v.type().isScalar() && !v.dtype().isFloat() && v.dtype() != DType.I64) {
            facts.bound(v.id(), Range.of(v.dtype()));
        }
    }

    /** Notes where a symbol is defined; extents of arrays are symbols too. */
    void place(int symbol, int loops) {
        if (symbol >= depths.length) {
            int n = Math.max(symbol + 1, 2 * depths.length);
            depths = Arrays.copyOf(depths, n);
            orders = Arrays.copyOf(orders, n);
        }
        depths[symbol] = loops;
        orders[symbol] = ++placed;
    }

    /** The value as a mathematical integer; null for floats and arrays. */
    public Poly exact(Atom a) {
        if (!a.type().isScalar() || a.dtype().isFloat()) {
            return null;
        }
        return a instanceof Lit l ? Poly.of(l.asLong()) : exact.getOrDefault(((Var) a).id(), Poly.var(((Var) a).id()));
    }

    /** The value modulo 2^width, as the polynomial that computed it. */
    public Poly ring(Atom a) {
        return a instanceof Var v && ring.containsKey(v.id()) ? ring.get(v.id()) : exact(a);
    }

    /** True when the polynomial modulo 2^width is known to be the value itself. */
    public boolean isExact(Atom a) {
        return ring(a).equals(exact(a));
    }

    /** Learns from an equation; its regions, if any, were walked before. */
    public void define(Eqn e) {
        if (e.prim() == Prim.CHECK) {
            assumeChecked(e.in().get(0));
            retryRemainders();
            retryInexact();
            return;
        }
        for (Var v : e.out()) {
            place(v.id(), depth);
            if (!v.type().isScalar() || v.dtype().isFloat()) {
                continue;
            }
            try {
                IntRules.learn(e, v, this);
            } catch (ArithmeticException tooLarge) {
                introduce(v);
            }
        }
        if (e.prim() == Prim.COND) {
            mergeBranches(e);
        }
    }

    /** v = p modulo 2^width; exactly so when p is proven to stay within the type. */
    void set(Var v, Poly p, Supplier<Poly> modulo) {
        Poly q = null;
        try {
            q = modulo.get();
        } catch (ArithmeticException tooLarge) {
            // Nothing is known modulo 2^width.
        }
        // Whatever way it was computed, a polynomial that stays within the type is the value.
        exact.remove(v.id());
        ring.remove(v.id());
        if (q != null && fits(q, v.dtype())) {
            exact.put(v.id(), q);
            return;
        }
        if (!p.equals(q) && fits(p, v.dtype())) {
            exact.put(v.id(), p);
        } else {
            introduce(v);
            inexact.add(v);
            undo.add(() -> inexact.remove(v));
        }
        if (q != null) {
            ring.put(v.id(), q);
            inexact.on(v, q);
        }
    }

    /** True when the polynomial's value certainly lies within the type's. */
    boolean fits(Poly p, DType t) {
        Range r = facts.range(p);
        if (t == DType.I64) {
            return r.bounded();
        }
        Range type = Range.of(t);
        return r.within(type) || (facts.prove(p.plus(-type.lo())) && facts.prove(Poly.of(type.hi()).minus(p)));
    }

    /** Knowledge that {@code v} equals the polynomial. */
    void equal(Var v, Poly p) {
        exact.put(v.id(), p);
        facts.changed(v.id());
    }

    /** From here on in this scope the bool has this value. */
    void assume(Atom cond, boolean value) {
        Conditions.assume(cond, value, this);
    }

    /** True or false when the bool is certain, else null. */
    public Boolean decide(Atom cond) {
        return Conditions.decide(cond, this);
    }

    /** Whether the bool is certainly true. */
    public boolean isCertain(Atom cond) {
        return Conditions.isCertain(cond, true, this);
    }

    Boolean known(Var v) {
        return known.get(v.id());
    }

    void know(Var v, boolean value) {
        known.put(v.id(), value);
        undo.add(() -> known.remove(v.id()));
    }

    /** Forgets what was learnt of a variable that will be defined again. */
    void forget(Var v) {
        exact.remove(v.id());
        ring.remove(v.id());
    }

    /** A fact p >= 0 from a condition that holds here. */
    void fact(Poly p) {
        facts.add(p, checking ? IntFacts.CHECKED : conditions);
    }

    /** A fact p >= 0 that need not be near to the truth: no check is made of it. */
    void slack(Poly p) {
        facts.add(p, IntFacts.SLACK);
    }

    /** A disjunction to be looked at again when more is known. */
    void postpone(Atom test, boolean value) {
        var open = new Conditions.Open(test, value, checking);
        if (!pending.contains(open) && (checking || pending.size() < Conditions.Open.MOST)) {
            pending.add(open);
            undo.add(() -> pending.remove(pending.size() - 1));
        }
    }

    private final List<Runnable> undo = new ArrayList<>();

    /** Runs {@code walk} in a scope whose facts are forgotten afterwards. */
    void scope(Runnable walk) {
        int mark = facts.mark();
        int here = undo.size();
        int[] counters = {depth, conditions, inCondition};
        try {
            walk.run();
        } finally {
            depth = counters[0];
            conditions = counters[1];
            inCondition = counters[2];
            while (undo.size() > here) {
                undo.remove(undo.size() - 1).run();
            }
            facts.reset(mark);
        }
    }

    final Map<Integer, Range> branchRange = new HashMap<>();
    /** By result of a loop whose regions have been walked: between which numbers it is, as what the loop hands from trip to trip is. */
    final Map<Integer, List<CarriedRanges.Bound>> ofResults = new HashMap<>();

    /**
     * Walks region {@code k} of an equation with what is known inside it: a branch's condition, a loop's index range.
     * The walk must {@link #define} the region's equations.
     */
    public void region(Eqn e, int k, Runnable walk) {
        Region r = Regions.of(e).get(k);
        scope(() -> {
            if (e.prim() == Prim.COND) {
                conditions++;
                branchFacts(e, k);
                walk.run();
                for (int j = 0; j < r.out().size(); j++) {
                    Poly p = exact(r.out().get(j));
                    if (p != null) {
                        Range range = facts.range(p);
                        branchRange.merge(e.out().get(j).id(), range, (a, b) -> k == 0 ? b : a.join(b));
                    }
                }
            } else {
                depth++;
                boolean whileLoop = e.prim() == Prim.WHILE;
                conditions += whileLoop ? 1 : 0;
                inCondition += whileLoop && k == 0 ? 1 : 0;
                r.params().forEach(this::introduce);
                shapes.enter(e, r);
                if (whileLoop) {
                    LoopFacts.whileFacts(e, k, this);
                } else {
                    indices.add(r.params().get(0).id());
                    LoopFacts.countedFacts(e, r, this);
                }
                walk.run();
                LoopFacts.terms(e, this);
            }
        });
    }

    /** The equation with each of its regions walked, what {@code walk} makes of their equations in their place; itself where that is the same. */
    public Eqn regions(Eqn e, UnaryOperator<List<Eqn>> walk) {
        List<Region> old = Regions.of(e);
        var now = new ArrayList<Region>();
        for (int k = 0; k < old.size(); k++) {
            Region r = old.get(k);
            region(e, k, () -> {
                List<Eqn> body = walk.apply(r.body());
                now.add(body == r.body() ? r : new Region(r.params(), body, r.out()));
            });
        }
        return now.equals(old) ? e : e.withRegions(now);
    }

    /** Walks over equations and their regions; {@code look} sees each with what is known in front of it. */
    public void walk(List<Eqn> body, Consumer<Eqn> look) {
        for (Eqn e : body) {
            look.accept(e);
            List<Region> rs = Regions.of(e);
            for (int k = 0; k < rs.size(); k++) {
                Region r = rs.get(k);
                region(e, k, () -> walk(r.body(), look));
            }
            define(e);
        }
    }

    private void branchFacts(Eqn e, int k) {
        Atom s = e.in().get(0);
        int last = Regions.of(e).size() - 1;
        if (s.dtype() == DType.BOOL) {
            Conditions.assumeIn(Regions.of(e).get(k), s, k > 0, List.copyOf(pending), this);
        } else if (k < last) {
            Poly p = exact(s);
            fact(p.plus(-k));
            fact(Poly.of(k).minus(p));
        }
    }

    /** Looks again at disjunctions: a loop that runs has a trip. */
    void retryPending() {
        List.copyOf(pending).stream().filter(Conditions.Open::checked).forEach(o -> checked(() -> assume(o.test(), o.value())));
        retryRemainders();
        retryInexact();
    }

    private void assumeChecked(Atom ok) {
        checked(() -> assume(ok, true));
    }

    /** What is learnt meanwhile comes from a check. */
    void checked(Runnable learn) {
        boolean outer = checking;
        checking = true;
        learn.run();
        checking = outer;
    }

    /** A quotient or remainder whose divisor may be zero or less as far as is known when it is computed: what is moved out of a loop comes before the loop's check, and loops that run have a trip. */
    void divisorUnknown(Eqn e) {
        if (remainders.add(e)) {
            undo.add(() -> remainders.remove(e));
            remainders.on(e, exact(e.in().get(1)));
            remainders.on(e, e.result().id());
            if (e.in().get(1) instanceof Var divisor) {
                remainders.on(e, divisor.id());
            }
        }
    }

    /** How often something was looked at again. */
    long retries() {
        return retries;
    }

    private void narrowed() {
        Set<Integer> changed = facts.takeChanged();
        remainders.narrowed(changed);
        inexact.narrowed(changed);
    }

    private void retryRemainders() {
        narrowed();
        for (Eqn e : remainders.take()) {
            retries++;
            if (LoopFacts.divisor(e, this)) {
                remainders.remove(e);
                undo.add(() -> remainders.add(e));
            }
        }
    }

    /** Looks again at values that could have wrapped around when they were computed, as more is known now. */
    private void retryInexact() {
        narrowed();
        for (List<Var> now = inexact.take(); !now.isEmpty(); now = inexact.take()) {
            now.forEach(this::retryInexact);
            narrowed();
        }
    }

    private void retryInexact(Var v) {
        retries++;
        Poly p = ring.get(v.id());
        try {
            if (p != null && facts.range(p).within(Range.of(v.dtype())) && facts.range(p).bounded()) {
                Poly d = Poly.var(v.id()).minus(p);
                fact(d);
                fact(d.negate());
                inexact.remove(v);
                undo.add(() -> inexact.add(v));
            }
        } catch (ArithmeticException tooLarge) {
            // It stays inexact.
        }
    }

    private void mergeBranches(Eqn e) {
        for (Var v : e.out()) {
            if (v.type().isScalar() && !v.dtype().isFloat()) {
                Range r = branchRange.remove(v.id());
                if (r != null) {
                    facts.bound(v.id(), r);
                }
                Conditions.merged(e, v, this);
            }
        }
    }
}
