package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Role;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A fold along a row and a loop behind it that changes elements along the same row, in a trip of a loop in order, become one loop, which reads the row once. The
 * gradient of an elimination in place has such a pair for each row: the cotangent of its factor, and what the row adds to that of the pivot's row.
 *
 * <pre>
 *  for k { s = reduce(n) { j -> a[k, j] * b[j] };  a = map(n, a) { j -> a[p, j] += a[k, j] * f } .. }
 *  for k { s, a = reduce(n, a) { j -> x = a[k, j];  s += x * b[j];  a[p, j] += x * f } .. }
 * </pre>
 *
 * It is done for loops of as many trips without loops inside or conversions, which have other lanes than the rest, whose accesses go along rows and of which one is alike in both, where each element that the second writes stands at a place that moves on with the trip
 * as those do that the first reads: so no trip reads what another one has written. Folds keep their terms, and a {@code reduce} leaves their order open.
 */
public final class JoinedRows implements Optimisation {
    /** Equations of both bodies together: with more, what they share is little of what they do, and registers are few. */
    private static final int MOST = 48;

    @Override
    public String name() {
        return "joined-rows";
    }

    @Override
    public Func run(Func f) {
        var changed = new boolean[1];
        List<Eqn> body = f.body().stream().map(e -> inside(e, false, changed)).toList();
        return changed[0] ? new Func(f.in(), body, f.out()) : f;
    }

    private static Eqn inside(Eqn e, boolean inOrder, boolean[] changed) {
        if (e.prim() == Prim.MAP || e.prim() == Prim.REDUCE) {
            return e;
        }
        boolean ordered = e.prim() == Prim.FOR || inOrder && e.prim() == Prim.COND;
        return Regions.map(e, r -> {
            List<Eqn> body = new ArrayList<>(r.body().stream().map(x -> inside(x, ordered, changed)).toList());
            boolean again = ordered;
            while (again) {
                again = join(body);
                changed[0] |= again;
            }
            return new Region(r.params(), body, r.out());
        });
    }

    /** Joins the first two that can be; false when there are none. */
    private static boolean join(List<Eqn> body) {
        for (int k = 0; k < body.size(); k++) {
            List<Eqn> joined = body.get(k).prim() == Prim.REDUCE && isRow(body.get(k)) && RegionView.of(body.get(k)).carried().isEmpty() ? joined(body, k) : null;
            if (joined != null) {
                body.clear();
                body.addAll(joined);
                return true;
            }
        }
        return false;
    }

    /** Whether a loop computes scalars and reads and writes single elements along rows, and nothing else. */
    private static boolean isRow(Eqn e) {
        if (e.prim() != Prim.MAP && e.prim() != Prim.REDUCE) {
            return false;
        }
        RegionView v = RegionView.of(e);
        var places = new Places(v.trip(), Definitions.in(v.body().body()));
        return v.slots().stream().allMatch(s -> s.role() == Role.FOLD || s.role() == Role.DEST)
            && v.body().body().stream().allMatch(x -> x.prim() != Prim.CONVERT && x.computesScalars() || (ElementAccess.isOne(x, Prim.INDEX) || ElementAccess.isOne(x, Prim.UPDATE)) && places.alongRow(x.indices()));
    }

    /** The block with the loop at {@code k} joined with the next one; null where that cannot be. */
    private static List<Eqn> joined(List<Eqn> body, int k) {
        Eqn first = body.get(k);
        var dependent = new HashSet<Var>(first.out());
        var ahead = new ArrayList<Eqn>();
        var behind = new ArrayList<Eqn>();
        for (int j = k + 1; j < body.size(); j++) {
            Eqn e = body.get(j);
            boolean waits = e.in().stream().anyMatch(dependent::contains);
            if (e.prim() == Prim.MAP || e.prim() == Prim.REDUCE) {
                Eqn both = waits || Regions.captures(e).stream().anyMatch(dependent::contains) ? null : both(first, e);
                if (both == null) {
                    return null;
                }
                var out = new ArrayList<>(body.subList(0, k));
                out.addAll(ahead);
                out.add(both);
                out.addAll(behind);
                out.addAll(body.subList(j + 1, body.size()));
                return out;
            } else if (!e.computesScalars() && (waits || !ElementAccess.isOne(e, Prim.INDEX) || RegionView.of(first).inits().contains(e.in().get(0)))) {
                return null;
            } else if (waits) {
                dependent.addAll(e.out());
            }
            (waits ? behind : ahead).add(e);
        }
        return null;
    }

    private static Eqn both(Eqn first, Eqn second) {
        RegionView one = RegionView.of(first);
        RegionView two = RegionView.of(second);
        boolean fits = second.prim() == Prim.MAP && first.in().get(0).equals(second.in().get(0)) && isRow(second) && one.body().body().size() + two.body().body().size() <= MOST;
        if (!fits || !new Pair(one, two).fits()) {
            return null;
        }
        var by = new HashMap<Integer, Atom>();
        by.put(one.trip().id(), two.trip());
        two.carried().forEach(s -> by.put(((Var) s.init()).id(), s.param()));
        Region terms = Rewrite.substitute(one.body(), by);
        var slots = new ArrayList<Slot>();
        for (int k = 0; k < one.slots().size(); k++) {
            Slot s = one.slots().get(k);
            slots.add(new Slot(s.role(), s.op(), s.init(), s.params(), List.of(terms.out().get(k)), s.results()));
        }
        slots.addAll(two.slots());
        slots.sort(Comparator.comparing(Slot::role));
        var body = new ArrayList<>(terms.body());
        body.addAll(two.body().body());
        return RegionView.loop(slots.get(0).role() == Role.FOLD ? Prim.REDUCE : Prim.MAP, two.extent(), second.in().get(0), two.trip(), slots, body);
    }

    /** Places in arrays as a loop's trips have them. */
    private record Places(Var trip, Definitions defs) {
        /** Whether an element lies beside that of the next trip, or is the same. */
        boolean alongRow(List<Atom> at) {
            int last = at.size() - 1;
            return at.subList(0, last).stream().allMatch(this::isFixed) && (isFixed(at.get(last)) || movesOn(at.get(last)));
        }

        boolean isFixed(Atom a) {
            Eqn e = defs.of(a);
            return !a.equals(trip) && (e == null || e.computesScalars() && e.in().stream().allMatch(this::isFixed));
        }

        /** Whether an index is the number of the trip but for what is the same in all trips, so that each trip has another one. */
        boolean movesOn(Atom a) {
            Eqn e = defs.of(a);
            if (e == null || e.prim() != Prim.ADD && e.prim() != Prim.SUB) {
                return a.equals(trip);
            }
            Atom x = e.in().get(0);
            Atom y = e.in().get(1);
            return movesOn(x) && isFixed(y) || e.prim() == Prim.ADD && isFixed(x) && movesOn(y);
        }
    }

    /** Two loops of which one may become part of the other. */
    private static final class Pair {
        private final RegionView one;
        private final RegionView two;
        private final Places places;
        private final Definitions defs;
        /** The arrays that the second loop writes, under all of their names, with what the first calls them. */
        private final Map<Var, Atom> versions = new HashMap<>();

        Pair(RegionView one, RegionView two) {
            this.one = one;
            this.two = two;
            var all = new ArrayList<>(one.body().body());
            all.addAll(two.body().body());
            defs = Definitions.in(all);
            places = new Places(one.trip(), defs);
            two.carried().forEach(s -> versions.put(s.param(), s.init()));
        }

        boolean fits() {
            Set<Atom> inits = new HashSet<>(two.inits());
            if (inits.size() < two.carried().size() || inits.stream().anyMatch(a -> !(a instanceof Var)) || one.inits().stream().anyMatch(this::isUsed)) {
                return false;
            }
            List<Eqn> reads = one.body().body().stream().filter(e -> e.prim() == Prim.INDEX).toList();
            boolean shared = false;
            for (Eqn e : two.body().body()) {
                Atom array = e.in().isEmpty() || !e.in().get(0).isArray() ? null : versions.getOrDefault(e.in().get(0), e.in().get(0));
                if (e.prim() == Prim.INDEX) {
                    shared |= reads.stream().anyMatch(r -> r.in().get(0).equals(array) && alike(r.indices(), e.indices()));
                } else if (e.prim() == Prim.UPDATE) {
                    if (!inits.contains(array) || reads.stream().anyMatch(r -> r.in().get(0).equals(array) && !moveAlike(r.indices(), e.indices()))) {
                        return false;
                    }
                    versions.put((Var) e.result(), array);
                }
            }
            return shared;
        }

        /** Whether the second loop has to do with an array as it is before the first one writes to it. */
        private boolean isUsed(Atom array) {
            return !(array instanceof Var v) || two.inits().contains(v) || Regions.captures(two.body()).contains(v);
        }

        /** Whether places are the same in the same trip. */
        private boolean alike(List<Atom> a, List<Atom> b) {
            for (int k = 0; k < a.size(); k++) {
                if (!same(a.get(k), b.get(k))) {
                    return false;
                }
            }
            return true;
        }

        /** Whether places of the first loop's trip and of another trip of the second one are never the same. */
        private boolean moveAlike(List<Atom> a, List<Atom> b) {
            for (int k = 0; k < a.size(); k++) {
                if (places.movesOn(a.get(k)) && same(a.get(k), b.get(k))) {
                    return true;
                }
            }
            return false;
        }

        private boolean same(Atom a, Atom b) {
            Eqn x = defs.of(a);
            Eqn y = defs.of(b);
            if (x == null || y == null) {
                return a.equals(one.trip()) ? b.equals(two.trip()) : x == y && a.equals(b);
            }
            return x.prim() == y.prim() && x.params().equals(y.params()) && x.computesScalars() && x.in().size() == y.in().size() && alike(x.in(), y.in());
        }
    }
}
