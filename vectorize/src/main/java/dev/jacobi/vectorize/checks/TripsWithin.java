package dev.jacobi.vectorize.checks;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop whose trips each ask that their number is below one that the loop does not change, as that of an element which they write, makes those trips only, and what they ask is asked once behind them:
 *
 * <pre>{@code for(n, a) { i, a -> .. check i < m; .. }   =>   k = max(m, 0); for(min(n, k), a) { i, a -> .. .. }; check n <= k}</pre>
 *
 * This is exact: if n is greater than k, the original comes to trip k, unless it fails or stays in a trip before, and fails there, unless it stays in that trip. Where checks cannot stand in front of the loop, since they
 * might fail where nothing goes wrong, trips that the original never comes to, on other threads and with inner loops of millions of trips perhaps, so do not begin.
 */
public final class TripsWithin implements Optimisation {
    private static final int DEEPEST = 4;

    @Override
    public String name() {
        return "trips-within";
    }

    @Override
    public Func run(Func in) {
        return Rewrite.ofLoops(in, (e, r) -> e.prim() == Prim.FOR && new Loop(r.old()).convert(e, r));
    }

    /** A loop with what its trips ask of their number. */
    private static final class Loop {
        private final RegionView view;
        private final Definitions defs;
        private final Set<Integer> inside;
        /** By what a trip's number has to be below: the first check that asks it. */
        private final Map<Atom, Params.Check> bounds = new LinkedHashMap<>();

        Loop(Eqn loop) {
            view = RegionView.of(loop);
            defs = Definitions.in(view.body().body());
            inside = Regions.defined(view.body());
        }

        boolean convert(Eqn now, Rewrite r) {
            List<Eqn> body = body();
            if (bounds.isEmpty()) {
                return false;
            }
            Atom n = now.in().get(0);
            Atom trips = n;
            var asked = new ArrayList<Runnable>();
            for (var bound : bounds.entrySet()) {
                Atom most = r.b.folded(Prim.MAX, r.atom(bound.getKey()), Lit.zero(n.dtype()));
                trips = r.b.emit(Prim.MIN, trips, most);
                asked.add(() -> r.b.check(r.b.emit(Prim.LE, n, most), bound.getValue().code(), bound.getValue().where()));
            }
            var in = new ArrayList<>(now.in());
            in.set(0, trips);
            Eqn within = new Eqn(Prim.FOR, in, new Params.Loop(Dim.UNKNOWN, new Region(view.body().params(), body, view.body().out())), now.out());
            r.b.append(r.copy(within));
            asked.forEach(Runnable::run);
            return true;
        }

        /** The trip's equations without what is asked behind the loop; notes that. */
        private List<Eqn> body() {
            var body = new ArrayList<Eqn>();
            for (Eqn e : view.body().body()) {
                if (e.prim() != Prim.CHECK || !asks(e.in().get(0), 0)) {
                    body.add(e);
                    continue;
                }
                rest(e.in().get(0), (Params.Check) e.params(), body, 0);
            }
            return body;
        }

        /** Appends checks of the other parts of a condition. */
        private void rest(Atom condition, Params.Check check, List<Eqn> body, int depth) {
            Eqn e = defs.of(condition);
            if (isBound(e)) {
                bounds.putIfAbsent(e.in().get(1), check);
            } else if (asks(condition, depth)) {
                e.in().forEach(part -> rest(part, check, body, depth + 1));
            } else {
                body.add(new Eqn(Prim.CHECK, List.of(condition), check, List.of()));
            }
        }

        private boolean asks(Atom condition, int depth) {
            Eqn e = depth > DEEPEST ? null : defs.of(condition);
            return e != null && (isBound(e) || e.prim() == Prim.AND && e.in().stream().anyMatch(part -> asks(part, depth + 1)));
        }

        private boolean isBound(Eqn e) {
            return e != null && e.prim() == Prim.LT && e.in().get(0).equals(view.trip()) && !(e.in().get(1) instanceof Var v && inside.contains(v.id()));
        }
    }
}
