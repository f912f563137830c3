package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.ir.simplify.Simplify;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The first and the last trip of a map whose branches ask for them, as sweeps over grids do at the edges, stand in front of it and behind it: in the trips between, which run by lanes, nothing is asked.
 *
 * <pre>
 *  for c below n { if (c == 0) { A } else if (c == n - 1) { B } else { C } }     becomes     if (n &gt; 0) { A };  for c from 1 below n - 1 { C };  if (n &gt; 1) { B }
 * </pre>
 */
public final class EndTrips {
    /** Larger bodies are not written three times, and maps of fewer trips not at all. */
    private static final int MOST_EQUATIONS = 400;
    private static final int LEAST_TRIPS = 12;
    /** A branch of fewer equations that reads nothing is chosen between. */
    private static final int FEW = 4;

    /** Asks for the last trip or the first one: it {@code holds} there and in no other, or in all others. */
    private record Test(boolean ofLast, boolean holds) { }

    private final Region region;
    private final Atom count;
    private final Definitions defs;
    private final Map<Integer, Test> tests = new HashMap<>();

    private EndTrips(Eqn map, Definitions defs) {
        region = Regions.of(map).get(0);
        count = map.in().get(0);
        this.defs = defs;
    }

    /** As a pass on lowered functions. */
    public static FunctionPass pass() {
        return PassBuilder.named("end-trips").keeps(Property.LOWERED, Property.NO_VIEWS).mayBeLeftOut().each(EndTrips::run);
    }

    /** The function with such maps apart. */
    public static Func run(Func f) {
        if (!Regions.any(f.body(), e -> e.prim() == Prim.MAP && Regions.any(Regions.of(e).get(0).body(), x -> x.prim() == Prim.COND))) {
            return f;
        }
        Definitions defs = Definitions.in(f.body());
        Func out = Rewrite.ofLoops(f, (e, r) -> {
            EndTrips ends = e.prim() == Prim.MAP && fits(r.old()) ? new EndTrips(r.old(), defs) : null;
            if (ends == null || !ends.asks()) {
                return false;
            }
            ends.write(RegionView.of(e), r);
            return true;
        });
        return out == f ? f : new Simplify().run(out);
    }

    /** Whether its trips only write elements of given arrays, without loops of their own. */
    private static boolean fits(Eqn map) {
        RegionView view = RegionView.of(map);
        List<Eqn> body = view.body().body();
        return (!(view.head() instanceof Lit n) || n.asLong() >= LEAST_TRIPS) && view.head().dtype() == DType.I32 && !view.slots().isEmpty() && view.slots().stream().allMatch(s -> s.init() != null)
            && Regions.size(body) <= MOST_EQUATIONS
            && !Regions.any(body, e -> Regions.isEffect(e) || e.prim() != Prim.COND && !Regions.of(e).isEmpty());
    }

    /** Whether a branch of some work is taken in the first or the last trip alone, or in all others. */
    private boolean asks() {
        Regions.each(region.body(), e -> {
            Test t = e.in().size() == 2 && e.in().get(0).dtype() == DType.I32 && e.out().size() == 1 ? test(e) : null;
            if (t != null) {
                tests.put(e.result().id(), t);
            }
        });
        return !tests.isEmpty() && Regions.any(region.body(), e -> e.prim() == Prim.COND && depends(e.in().get(0))
            && Regions.of(e).stream().anyMatch(r -> Regions.size(r.body()) >= FEW || Regions.any(r.body(), x -> x.prim() == Prim.INDEX || x.prim() == Prim.UPDATE)));
    }

    private boolean depends(Atom condition) {
        Eqn e = condition instanceof Var v && !tests.containsKey(v.id()) ? defs.of(v) : null;
        return condition instanceof Var v && tests.containsKey(v.id()) || e != null && (e.prim() == Prim.AND || e.prim() == Prim.OR) && e.in().stream().anyMatch(this::depends);
    }

    private Test test(Eqn e) {
        Var trip = region.params().get(0);
        Prim p = e.prim();
        Atom a = e.in().get(0);
        Atom b = e.in().get(1);
        boolean zero = a.equals(trip) && b.equals(Lit.i32(0));
        boolean one = a.equals(trip) && b.equals(Lit.i32(1));
        boolean last = a.equals(trip) && isMoved(count, b, -1) || isMoved(trip, a, 1) && b.equals(count);
        if (zero && (p == Prim.EQ || p == Prim.LE) || one && p == Prim.LT || last && (p == Prim.EQ || p == Prim.GE)) {
            return new Test(last, true);
        }
        return zero && (p == Prim.NE || p == Prim.GT) || one && p == Prim.GE || last && (p == Prim.NE || p == Prim.LT) ? new Test(last, false) : null;
    }

    /** Whether a number is another one and so much. */
    private boolean isMoved(Atom of, Atom a, int by) {
        if (a instanceof Lit l && of instanceof Lit m) {
            return l.asLong() == m.asLong() + by;
        }
        return new Definitions.Offset(of, by).equals(Definitions.Offset.of(defs.of(a)));
    }

    private void write(RegionView view, Rewrite r) {
        Builder b = r.b;
        Atom n = view.head();
        List<? extends Atom> before = r.atoms(view.inits());
        List<Var> first = one(view, r, b.emit(Prim.GE, n, Lit.i32(1)), answering(r, true, null), Lit.i32(0), before);
        Atom some = b.emit(Prim.SUB, b.emit(Prim.MAX, n, Lit.i32(2)), Lit.i32(2));
        List<Var> middle = answering(r, false, false).trips(Prim.MAP, view, Lit.i32(1), some, first);
        List<Var> last = one(view, r, b.emit(Prim.GE, n, Lit.i32(2)), answering(r, false, true), b.emit(Prim.ADD, n, Lit.i32(-1)), middle);
        r.replace(view.eqn().out(), last);
    }

    /** One trip, if there is one. */
    private static List<Var> one(RegionView view, Rewrite r, Atom there, Rewrite copy, Atom trip, List<? extends Atom> inits) {
        List<Var> out = view.slots().stream().map(s -> r.b.fresh(s.result().type())).toList();
        r.b.cond(there, () -> copy.trip(view, trip, inits), () -> inits, out);
        return out;
    }

    /** Copies of trips of which it is known whether they are the first, and the last; null where it is not. */
    private Rewrite answering(Rewrite r, Boolean first, Boolean last) {
        return r.beside((e, w) -> {
            Test t = w.old().out().size() == 1 ? tests.get(w.old().result().id()) : null;
            Boolean there = t == null ? null : t.ofLast ? last : first;
            if (there != null) {
                w.replace(w.old().result(), Lit.bool(there == t.holds));
            }
            return there != null || w.taken(e);
        });
    }
}
