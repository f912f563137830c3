package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.Poly;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    /** The loop with such loops in it written out; null where it has none. All in it is new. */
    static Eqn of(Eqn loop, Builder fresh) {
        List<Eqn> all = new ArrayList<>();
        Set<Atom> carried = new HashSet<>();
        find(loop, all, carried);
        int written = all.stream().mapToInt(e -> (int) trips(e) * Regions.size(Regions.of(e).get(0).body())).sum();
        if (all.isEmpty() || written > MOST_EQUATIONS) {
            return null;
        }
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

    /** The short loops in a loop, and what is handed from trip to trip around them, with what additions make of that. */
    private static void find(Eqn loop, List<Eqn> all, Set<Atom> carried) {
        carried.addAll(RegionView.of(loop).params());
        for (Eqn e : Regions.of(loop).get(0).body()) {
            boolean inner = e.prim() == Prim.FOR || e.prim() == Prim.MAP;
            if (e.prim() == Prim.ACC_ADD && carried.contains(e.in().get(0))) {
                carried.add(e.result());
            } else if (inner) {
                RegionView.of(e).slots().stream().filter(s -> s.result() != null && carried.contains(s.init())).forEach(s -> carried.add(s.result()));
            }
            if (isShort(e)) {
                all.add(e);
            } else if (inner) {
                find(e, all, carried);
            }
        }
    }

    /**
     * Whether the nest is over pairs: the places of some sums depend on the loop around the coordinates, those of others do not, and different trips of that loop have coordinates of their own, unlike
     * the taps of a kernel.
     */
    static boolean isOfPairs(SumNest nest, Map<Eqn, ElementAccess> accesses) {
        boolean moves = false;
        boolean stays = false;
        for (SumNest.Sum s : nest.sums) {
            int depth = s.path().size();
            if (depth < 2 || s.at().isEmpty() || !isShort(s.path().get(depth - 1))) {
                continue;
            }
            ElementAccess a = accesses.get(s.add());
            if (a == null || a.index().contains(null) || !isOfCoordinates(a.index().get(a.index().size() - 1), s.path())) {
                return false;
            }
            int around = SumPlan.trip(s.path().get(depth - 2));
            boolean depends = a.index().stream().anyMatch(p -> p.mentions(around));
            moves |= depends;
            stays |= !depends;
        }
        return moves && stays;
    }

    private static boolean isOfCoordinates(Poly last, List<Eqn> path) {
        Eqn loop = path.get(path.size() - 1);
        Poly along = last.linear(SumPlan.trip(loop));
        return along != null && along.isConst() && Math.abs(along.constant()) == 1 && path.subList(0, path.size() - 1).stream().allMatch(l -> {
            Poly step = last.linear(SumPlan.trip(l));
            return step != null && (step.equals(Poly.ZERO) || !step.isConst() || Math.abs(step.constant()) >= trips(loop));
        });
    }

    private static boolean isShort(Eqn e) {
        boolean loop = (e.prim() == Prim.FOR || e.prim() == Prim.MAP && e.out().size() == e.in().size() - 1) && trips(e) > 1 && trips(e) <= MOST_TRIPS;
        return loop && Regions.of(e).get(0).body().stream().anyMatch(x -> x.prim() == Prim.ACC_ADD && !x.result().type().isScalar());
    }

    private static long trips(Eqn e) {
        return e.in().get(0) instanceof Lit n ? n.asLong() : 0;
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
