package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /** Which trips a condition holds in. */
    private enum Holds { FIRST, NOT_FIRST, LAST, NOT_LAST }

    private final Region region;
    private final Atom count;
    private final Definitions defs;
    private final Map<Integer, Holds> tests = new HashMap<>();

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
            Holds h = e.in().size() == 2 && e.in().get(0).dtype() == DType.I32 && e.out().size() == 1 ? holds(e) : null;
            if (h != null) {
                tests.put(e.result().id(), h);
            }
        });
        return !tests.isEmpty() && Regions.any(region.body(), e -> e.prim() == Prim.COND && depends(e.in().get(0))
            && Regions.of(e).stream().anyMatch(r -> Regions.size(r.body()) >= FEW || Regions.any(r.body(), x -> x.prim() == Prim.INDEX || x.prim() == Prim.UPDATE)));
    }

    private boolean depends(Atom condition) {
        Eqn e = condition instanceof Var v && !tests.containsKey(v.id()) ? defs.of(v) : null;
        return condition instanceof Var v && tests.containsKey(v.id()) || e != null && (e.prim() == Prim.AND || e.prim() == Prim.OR) && e.in().stream().anyMatch(this::depends);
    }

    private Holds holds(Eqn e) {
        Var trip = region.params().get(0);
        Atom a = e.in().get(0);
        Atom b = e.in().get(1);
        if (a.equals(trip) && b instanceof Lit l && (l.asLong() == 0 || l.asLong() == 1)) {
            return first(e.prim(), l.asLong() == 1);
        }
        boolean last = a.equals(trip) && isBefore(b, count) || isBehind(a, trip) && b.equals(count);
        return !last ? null : e.prim() == Prim.EQ || e.prim() == Prim.GE ? Holds.LAST : e.prim() == Prim.NE || e.prim() == Prim.LT ? Holds.NOT_LAST : null;
    }

    private static Holds first(Prim p, boolean second) {
        if (second) {
            return p == Prim.GE ? Holds.NOT_FIRST : p == Prim.LT ? Holds.FIRST : null;
        }
        return p == Prim.EQ || p == Prim.LE ? Holds.FIRST : p == Prim.NE || p == Prim.GT ? Holds.NOT_FIRST : null;
    }

    /** Whether it is one less; a map of trips has at least one there. */
    private boolean isBefore(Atom a, Atom of) {
        return a instanceof Lit l && of instanceof Lit n ? l.asLong() == n.asLong() - 1 : isSum(defs.of(a), of, -1);
    }

    private boolean isBehind(Atom a, Atom of) {
        return isSum(defs.of(a), of, 1);
    }

    private static boolean isSum(Eqn e, Atom of, int more) {
        return e != null && e.prim() == Prim.ADD && e.in().equals(List.of(of, Lit.i32(more)));
    }

    private void write(RegionView view, Rewrite r) {
        Builder b = r.b;
        Atom n = view.head();
        List<? extends Atom> before = r.atoms(view.inits());
        List<Var> first = one(view, r, b.emit(Prim.GE, n, Lit.i32(1)), Lit.i32(0), before, Set.of(Holds.FIRST), Set.of(Holds.NOT_FIRST));
        Atom some = b.emit(Prim.SUB, b.emit(Prim.MAX, n, Lit.i32(2)), Lit.i32(2));
        List<Var> middle = between(view, r, some, first);
        List<Var> last = one(view, r, b.emit(Prim.GE, n, Lit.i32(2)), b.emit(Prim.ADD, n, Lit.i32(-1)), middle, Set.of(Holds.LAST, Holds.NOT_FIRST), Set.of(Holds.NOT_LAST, Holds.FIRST));
        r.replace(view.eqn().out(), last);
    }

    /** One trip, if there is one. */
    private List<Var> one(RegionView view, Rewrite r, Atom there, Atom trip, List<? extends Atom> inits, Set<Holds> yes, Set<Holds> no) {
        var out = new ArrayList<Var>();
        view.slots().forEach(s -> out.add(r.b.fresh(s.result().type())));
        r.b.cond(there, () -> {
            Rewrite copy = answering(r, yes, no);
            copy.replace(view.trip(), trip);
            for (int k = 0; k < inits.size(); k++) {
                copy.replace(view.slots().get(k).param(), inits.get(k));
            }
            copy.append(view.body().body());
            return copy.atoms(view.body().out());
        }, () -> List.copyOf(inits), out);
        return out;
    }

    private List<Var> between(RegionView view, Rewrite r, Atom count, List<? extends Atom> inits) {
        Builder b = r.b;
        Rewrite copy = answering(r, Set.of(Holds.NOT_FIRST, Holds.NOT_LAST), Set.of(Holds.FIRST, Holds.LAST));
        Var trip = b.fresh(view.trip().type());
        var params = new ArrayList<Var>(List.of(trip));
        view.slots().forEach(s -> params.add(copy.rename(s.param())));
        b.open();
        copy.replace(view.trip(), b.folded(Prim.ADD, trip, Lit.i32(1)));
        copy.append(view.body().body());
        return b.loop(Prim.MAP, Dim.UNKNOWN, b.close(params, copy.atoms(view.body().out())), count, inits);
    }

    private Rewrite answering(Rewrite r, Set<Holds> yes, Set<Holds> no) {
        return r.beside((e, w) -> {
            Holds h = w.old().out().size() == 1 ? tests.get(w.old().result().id()) : null;
            boolean known = h != null && (yes.contains(h) || no.contains(h));
            if (known) {
                w.replace(w.old().result(), Lit.bool(yes.contains(h)));
            }
            return known;
        });
    }
}
