package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
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
import dev.jacobi.ir.analysis.Facts;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A loop with a branch that goes one way up to a trip and the other way from there on, {@code for i { s += x[i];  if (i >= w) s -= x[i - w]; .. }}, becomes two loops without it, one after the other:
 * what each hands on is a recurrence that back ends know. For loops outside of others, in whose order nothing changes, and without
 * loops inside.
 */
public final class SplitTrips implements Optimisation {
    private static final int MOST_EQUATIONS = 100;
    /** Of a loop there come at most four. */
    private static final int DEPTH = 2;

    @Override
    public String name() {
        return "split-trips";
    }

    @Override
    public Func run(Func in) {
        boolean[] some = {false};
        int[] around = {0};
        Regions.eachOutsideLoops(in.body(), e -> some[0] |= e.prim() == Prim.FOR && split(e, Map.of()) != null);
        return !some[0] ? in : Rewrite.ofLoops(in, (e, r) -> {
            boolean isLoop = Regions.isLoop(e);
            if (isLoop && (around[0] > 0 || e.prim() != Prim.FOR || split(e, Map.of()) == null)) {
                around[0]++;
                r.b.append(r.copy(e));
                around[0]--;
                return true;
            }
            if (!isLoop) {
                return false;
            }
            around[0]++;
            Eqn loop = r.copy(e);
            around[0]--;
            Lit zero = Lit.zero(loop.in().get(0).dtype());
            List<Atom> inits = RegionView.of(loop).slots().stream().map(RegionView.Slot::init).toList();
            r.replace(e.out(), new Parts(loop, r.b).of(zero, r.b.emit(Prim.MAX, loop.in().get(0), zero), Map.of(), inits));
            return true;
        });
    }

    /** A comparison of the trip's number with something that is the same for all trips, which a branch asks and whose answer is not known; null when there is none. */
    private static Eqn split(Eqn loop, Map<Eqn, Boolean> known) {
        RegionView view = RegionView.of(loop);
        List<Eqn> body = view.body().body();
        if (Regions.size(body) > MOST_EQUATIONS || Regions.any(body, x -> x.prim().hasEffect() && x.prim() != Prim.UPDATE || !Regions.of(x).isEmpty() && x.prim() != Prim.COND)) {
            return null;
        }
        var inside = Regions.defined(view.body());
        for (Eqn x : body) {
            boolean order = x.prim() == Prim.LT || x.prim() == Prim.LE || x.prim() == Prim.GT || x.prim() == Prim.GE;
            boolean trip = order && (x.in().get(0).equals(view.trip()) != x.in().get(1).equals(view.trip()));
            Atom with = !trip ? null : x.in().get(x.in().get(0).equals(view.trip()) ? 1 : 0);
            boolean fixed = trip && !(with instanceof Var v && inside.contains(v.id()));
            if (fixed && !known.containsKey(x) && body.stream().anyMatch(y -> y.prim() == Prim.COND && y.in().get(0).equals(x.result()))) {
                return x;
            }
        }
        return null;
    }

    /** One loop. */
    private record Parts(Eqn loop, Builder b) {
        /** What trips {@code from} to {@code to}, which does not count, make of the carries; {@code known}: the answers to comparisons in them. */
        List<Atom> of(Atom from, Atom to, Map<Eqn, Boolean> known, List<Atom> inits) {
            Eqn test = known.size() == DEPTH ? null : split(loop, known);
            if (test == null) {
                return trips(from, to, known, inits);
            }
            Var trip = Regions.trip(loop);
            boolean first = test.in().get(0).equals(trip);
            Prim order = first ? test.prim() : Facts.mirror(test.prim());
            Lit one = Lit.of(trip.dtype(), 1);
            Atom bound = test.in().get(first ? 1 : 0);
            boolean below = order == Prim.LT || order == Prim.GE;
            Atom most = below ? b.emit(Prim.MIN, bound, to) : b.emit(Prim.ADD, b.emit(Prim.MAX, b.emit(Prim.MIN, bound, b.emit(Prim.SUB, to, one)), Lit.of(one.dtype(), -1)), one);
            Atom at = b.emit(Prim.MAX, most, from);
            boolean holds = order == Prim.LT || order == Prim.LE;
            return of(at, to, with(known, test, !holds), of(from, at, with(known, test, holds), inits));
        }

        private static Map<Eqn, Boolean> with(Map<Eqn, Boolean> known, Eqn test, boolean answer) {
            Map<Eqn, Boolean> all = new HashMap<>(known);
            all.put(test, answer);
            return all;
        }

        private List<Atom> trips(Atom from, Atom to, Map<Eqn, Boolean> known, List<Atom> inits) {
            RegionView view = RegionView.of(loop);
            Map<Atom, Boolean> answers = new HashMap<>();
            known.forEach((test, answer) -> answers.put(test.result(), answer));
            var copy = new Rewrite(b);
            boolean whole = from instanceof Lit l && l.bits() == 0;
            Atom n = whole ? to : b.emit(Prim.SUB, to, from);
            Var trip = b.fresh(view.trip().type());
            var params = new ArrayList<Var>(List.of(trip));
            view.slots().forEach(s -> params.add(copy.rename(s.param())));
            b.open();
            copy.replace(view.trip(), whole ? trip : b.emit(Prim.ADD, from, trip));
            for (Eqn x : view.body().body()) {
                if (known.containsKey(x)) {
                    copy.replace(x.result(), Lit.bool(known.get(x)));
                } else if (x.prim() == Prim.COND && answers.containsKey(x.in().get(0))) {
                    Region taken = Regions.of(x).get(answers.get(x.in().get(0)) ? 1 : 0);
                    copy.append(taken.body());
                    copy.replace(x.out(), copy.atoms(taken.out()));
                } else {
                    copy.append(x);
                }
            }
            Region body = b.close(params, copy.atoms(view.body().out()));
            return List.copyOf(b.loop(Prim.FOR, Dim.UNKNOWN, body, n, inits));
        }
    }
}
