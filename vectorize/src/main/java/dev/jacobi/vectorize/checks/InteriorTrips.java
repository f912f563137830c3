package dev.jacobi.vectorize.checks;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop whose trips read neighbours that are mirrored or clamped at an array's ends becomes three: the first trips, those in whose neighbourhood there is no end, and the last ones. Those in the middle choose nothing, so they read elements that
 * lie beside each other.
 *
 * <pre>
 *  for i below n { for k below 2 * r + 1 { x = i + k - r;  s += a[x &lt; 0 ? -x : x &gt;= n ? 2 * n - 2 - x : x] } }
 *  becomes, where r and n - r are far enough apart,      for i below r { as it was };  for i from r below n - r { for k { s += a[i + k - r] } };  for i from n - r below n { as it was }
 * </pre>
 *
 * The trips come in the order in which they came, and what is left out has one answer in all of the middle ones ({@link Interior}).
 */
public final class InteriorTrips implements Optimisation {
    /** Bodies larger than this are not copied. */
    private static final int MOST_EQUATIONS = 60;
    /** With fewer trips in the middle the loop stays one. */
    private static final int LEAST_TRIPS = 32;

    @Override
    public String name() {
        return "interior-trips";
    }

    @Override
    public Func run(Func in) {
        Set<Integer> tests = tests(in);
        if (tests.isEmpty()) {
            return in;
        }
        var values = new IntValues(in);
        Map<Eqn, Interior> found = new IdentityHashMap<>();
        new Walk(values, tests, Regions.variables(in), found).block(in.body());
        found.keySet().removeIf(loop -> !fits(loop) || Regions.any(Regions.of(loop).get(0).body(), x -> x != loop && found.containsKey(x)));
        if (found.isEmpty()) {
            return in;
        }
        var b = new Builder(values.shapes.ids);
        Rewrite r = Rewrite.inPlace(b, (e, rewrite) -> {
            Interior interior = found.get(rewrite.old());
            if (interior != null) {
                var code = new PolyCode(b, values, in, rewrite::atom);
                split(RegionView.of(e), interior, code, rewrite);
            }
            return interior != null;
        });
        r.append(in.body());
        return b.build(in.in(), r.atoms(in.out()));
    }

    private static boolean fits(Eqn loop) {
        List<Eqn> body = Regions.of(loop).get(0).body();
        return Regions.size(body) <= MOST_EQUATIONS && !Regions.any(body, x -> x.prim() == Prim.WHILE || x.prim() == Prim.CALL || x.prim() != Prim.CHECK && Regions.isEffect(x));
    }

    /** What chooses that which then says, with something added perhaps, how many trips a loop has, or which element along the last axis is read of an array that no loop changes: what trips change has forms of its own, such as histograms. */
    private static Set<Integer> tests(Func in) {
        var places = new HashSet<Integer>();
        var tests = new HashSet<Integer>();
        var changed = new HashSet<Integer>();
        Regions.each(in.body(), e -> {
            RegionView.of(e).carried().forEach(s -> s.params().forEach(p -> changed.add(p.id())));
            if (e.prim() == Prim.UPDATE) {
                changed.add(e.result().id());
            }
        });
        Definitions[] defs = {null};
        Regions.each(in.body(), e -> {
            Atom from = isRead(e, changed) ? e.indices().get(e.indices().size() - 1) : e.prim() == Prim.FOR && Regions.any(List.of(e), x -> isRead(x, changed)) ? e.in().get(0) : null;
            if (from instanceof Var) {
                defs[0] = defs[0] == null ? Definitions.in(in.body()) : defs[0];
                collect(from, defs[0], places, tests);
            }
        });
        return tests;
    }

    private static boolean isRead(Eqn e, Set<Integer> changed) {
        return e.prim() == Prim.INDEX && e.in().get(0) instanceof Var array && !changed.contains(array.id()) && e.indices().size() == array.type().rank() && !e.indices().isEmpty();
    }

    private static void collect(Atom a, Definitions defs, Set<Integer> seen, Set<Integer> tests) {
        Eqn e = a instanceof Var v && seen.add(v.id()) ? defs.of(a) : null;
        boolean sum = e != null && (e.prim() == Prim.ADD || e.prim() == Prim.SUB);
        boolean choice = e != null && isChoice(e);
        List<Atom> ways = choice ? Definitions.ways(e, a) : null;
        if (choice && (ways == null ? a : e.in().get(0)) instanceof Var test) {
            tests.add(test.id());
        }
        (sum || choice && ways == null ? e.in() : ways == null ? List.<Atom>of() : ways).forEach(x -> collect(x, defs, seen, tests));
    }

    private static boolean isChoice(Eqn e) {
        boolean extreme = e.prim() == Prim.MIN || e.prim() == Prim.MAX || e.prim() == Prim.ABS;
        boolean branch = (e.prim() == Prim.SELECT || e.prim() == Prim.COND) && e.in().get(0).dtype() == DType.BOOL;
        return branch || extreme && e.result().type().isScalar() && e.result().dtype() == DType.I32;
    }

    /** Appends the three loops, and the loop as it is for where there are too few trips in the middle. */
    private static void split(RegionView view, Interior interior, PolyCode code, Rewrite r) {
        Builder b = r.b;
        DType t = view.head().dtype();
        // a number of trips far below zero would wrap around when the first one's number is taken from it
        Atom n = b.emit(Prim.MAX, t == DType.I64 ? view.head() : b.convert(view.head(), DType.I64), Lit.i64(0));
        Atom from = extreme(interior.first(), Prim.MAX, Lit.i64(0), code, b);
        Atom to = extreme(interior.ends(), Prim.MIN, n, code, b);
        Atom some = b.emit(Prim.GE, b.emit(Prim.SUB, to, from), Lit.i64(LEAST_TRIPS));
        Atom whole = code.hold(interior.conditions());
        b.cond(whole instanceof Lit ? some : b.emit(Prim.AND, whole, some), () -> {
            Atom first = t == DType.I64 ? from : b.convert(from, t);
            Atom end = t == DType.I64 ? to : b.convert(to, t);
            List<? extends Atom> before = trips(view, Lit.zero(t), first, null, code, r.atoms(view.inits()), r);
            List<? extends Atom> middle = trips(view, first, b.emit(Prim.SUB, end, first), interior, code, before, r);
            return trips(view, end, b.emit(Prim.SUB, view.head(), end), null, code, middle, r);
        }, () -> trips(view, Lit.zero(t), view.head(), null, code, r.atoms(view.inits()), r), view.eqn().out());
    }

    private static Atom extreme(Set<Poly> of, Prim op, Atom other, PolyCode code, Builder b) {
        Atom at = other;
        for (Poly p : of) {
            at = b.emit(op, at, code.value(p));
        }
        return at;
    }

    /** Appends some of the trips, in the middle without what is known there. */
    private static List<? extends Atom> trips(RegionView view, Atom from, Atom count, Interior interior, PolyCode code, List<? extends Atom> inits, Rewrite r) {
        Rewrite copy = interior == null ? r.beside() : r.beside((e, w) -> interior.answer(e, w, code));
        return copy.trips(Prim.FOR, view, from, count, inits);
    }

    /** A walk that finds which trips of which loops have one answer. */
    private static final class Walk {
        private final IntValues values;
        private final Set<Integer> tests;
        private final Map<Integer, Var> variables;
        private final Map<Eqn, Interior> found;
        /** The innermost one first. */
        private final Deque<Checks.Around> loops = new ArrayDeque<>();

        Walk(IntValues values, Set<Integer> tests, Map<Integer, Var> variables, Map<Eqn, Interior> found) {
            this.values = values;
            this.tests = tests;
            this.variables = variables;
            this.found = found;
        }

        List<Eqn> block(List<Eqn> body) {
            for (Eqn e : body) {
                if (!loops.isEmpty() && e.computesScalars() && tests.contains(e.result().id())) {
                    test(e);
                }
                if (e.prim() == Prim.FOR) {
                    loops.stream().filter(l -> found.containsKey(l.loop())).forEach(l -> found.get(l.loop()).count(e, values, l));
                }
                if (!Regions.of(e).isEmpty()) {
                    Checks.Around.regions(e, values, loops, this::block);
                }
                values.define(e);
            }
            return body;
        }

        /** Whether a loop is worth three: it writes elements. A loop that only adds up has few trips, the taps of a filter. */
        private static boolean isWorth(Eqn loop) {
            return loop.prim() == Prim.FOR && Regions.any(List.of(loop), x -> x.prim() == Prim.UPDATE);
        }

        /** Notes for the outermost loop that has such trips what is known in them, where the test is made: so it holds wherever the answer is used. */
        private void test(Eqn e) {
            List<Checks.Around> around = List.copyOf(loops);
            for (int k = around.size() - 1; k >= 0; k--) {
                Eqn loop = around.get(k).loop();
                if (isWorth(loop)) {
                    Interior before = found.get(loop);
                    Interior now = before == null ? new Interior(loop, variables) : before;
                    if (now.learn(e, values, around.get(k), k > 0 ? around.get(k - 1) : null)) {
                        found.put(loop, now);
                        return;
                    }
                }
            }
        }
    }
}
