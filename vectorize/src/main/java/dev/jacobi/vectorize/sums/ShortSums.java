package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Loops over two to four coordinates that add to elements, within a loop over pairs, are written out: the coordinates' places are then constants apart, and sums that stay where they are while
 * the loop around goes on are numbers until its end.
 *
 * <pre>
 *  for j { g = f(x, j);  for k in 0..2 { d = x[3i + k] - x[3j + k];  x̄[3i + k] += g d;  x̄[3j + k] -= g d } }
 *  for j { g = f(x, j);  d0 = x[3i] - x[3j];  x̄[3i] += g d0;  x̄[3j] -= g d0;  d1 = x[3i + 1] - x[3j + 1];  .. }
 * </pre>
 *
 * Whether that is worth it is known only by what {@link SumPlan} makes of the loop around.
 */
final class ShortSums {
    private static final int MOST_TRIPS = 4;
    private static final int MOST_EQUATIONS = 200;

    private ShortSums() {
    }

    /** The loop with such loops of its body written out; null where it has none. All in it is new. */
    static Eqn of(Eqn loop, Builder fresh) {
        List<Eqn> body = Regions.of(loop).get(0).body();
        List<Eqn> all = body.stream().filter(ShortSums::isShort).toList();
        int written = all.stream().mapToInt(e -> (int) trips(e) * Regions.size(Regions.of(e).get(0).body())).sum();
        if (all.isEmpty() || written > MOST_EQUATIONS) {
            return null;
        }
        Set<Atom> carried = carried(loop);
        fresh.open();
        new Rewrite(fresh, (e, w) -> {
            boolean taken = all.contains(w.old());
            if (taken) {
                writeOut(w.old(), carried, w);
            }
            return taken;
        }).append(loop);
        Eqn now = fresh.close().get(0);
        return new Eqn(now.prim(), now.in(), now.params(), loop.out());
    }

    private static boolean isShort(Eqn e) {
        boolean loop = (e.prim() == Prim.FOR || e.prim() == Prim.MAP && e.out().size() == e.in().size() - 1) && trips(e) > 1 && trips(e) <= MOST_TRIPS;
        return loop && Regions.of(e).get(0).body().stream().anyMatch(x -> x.prim() == Prim.ACC_ADD && !x.result().type().isScalar());
    }

    private static long trips(Eqn e) {
        return e.in().get(0) instanceof Lit n ? n.asLong() : 0;
    }

    /** What the loop hands from trip to trip, and what additions make of that. */
    private static Set<Atom> carried(Eqn loop) {
        Region body = Regions.of(loop).get(0);
        Set<Atom> carried = new HashSet<>(RegionView.of(loop).params());
        for (Eqn e : body.body()) {
            if (e.prim() == Prim.ACC_ADD && carried.contains(e.in().get(0))) {
                carried.add(e.result());
            }
            if (isShort(e)) {
                RegionView.of(e).slots().stream().filter(s -> carried.contains(s.init())).forEach(s -> carried.add(s.result()));
            }
        }
        return carried;
    }

    private static void writeOut(Eqn e, Set<Atom> carried, Rewrite w) {
        RegionView loop = RegionView.of(e);
        // numbers that begin anew with each trip around are no sums of the loop around
        Set<Atom> own = new HashSet<>();
        loop.slots().stream().filter(s -> s.param().type().isScalar() && !carried.contains(s.init())).forEach(s -> own.add(s.param()));
        List<Atom> now = w.atoms(loop.inits());
        for (long k = 0; k < trips(e); k++) {
            Rewrite copy = new Rewrite(w.b, (x, c) -> isOwn(x, own, c));
            outside(e, w, copy);
            copy.replace(loop.trip(), Lit.of(loop.trip().dtype(), k)).replace(loop.params(), now);
            copy.append(loop.body().body());
            now = copy.atoms(loop.body().out());
        }
        w.replace(e.out(), now);
    }

    /** What the loop takes from around it, as it is called now. */
    private static void outside(Eqn e, Rewrite w, Rewrite copy) {
        for (Var v : Regions.captures(e)) {
            copy.replace(v, w.atom(v));
        }
    }

    private static boolean isOwn(Eqn e, Set<Atom> own, Rewrite copy) {
        boolean sum = e.prim() == Prim.ACC_ADD && own.contains(copy.old().in().get(0));
        if (sum) {
            own.add(copy.old().result());
            copy.replace(copy.old().result(), copy.b.emit(Prim.ADD, e.in().get(0), e.written()));
        }
        return sum;
    }
}
