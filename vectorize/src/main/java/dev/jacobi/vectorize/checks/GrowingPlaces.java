package dev.jacobi.vectorize.checks;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop of checks, all of which ask whether a place that only grows from trip to trip is within a limit: {@code out[n++] = x}, twice in some trips and never in others. Each place that is asked for is below the one that the trip
 * hands on, so all are within the limit where the last one is, which a sum tells; the loop itself is for the case that it is not.
 */
final class GrowingPlaces {
    private static final int MOST_STEP = 64;
    private static final int DEPTH = 16;
    private final RegionView loop;
    private final RegionView.Slot place;
    private final Definitions defs;
    /** What follows from the place. */
    private final Set<Atom> moved = new HashSet<>();
    /** By branch, the way that is looked at. */
    private final Map<Eqn, Integer> taken = new HashMap<>();
    private final Set<Atom> inside = new HashSet<>();
    private final Set<Atom> limits = new LinkedHashSet<>();
    private int most;

    private GrowingPlaces(RegionView loop) {
        this.loop = loop;
        place = loop.slots().get(0);
        defs = Definitions.in(loop.body().body());
        moved.add(place.param());
        inside.addAll(loop.body().params());
    }

    /** The place of a loop of checks that has one and checks nothing else; null for any other. */
    static GrowingPlaces of(Eqn loop) {
        RegionView view = RegionView.of(loop);
        if (loop.prim() != Prim.FOR || view.slots().size() != 1 || view.slots().get(0).param().type().rank() > 0 || view.slots().get(0).param().dtype() != DType.I32 || loop.in().get(0).dtype() != DType.I32) {
            return null;
        }
        var g = new GrowingPlaces(view);
        boolean simple = view.body().body().stream().allMatch(g::isSimple) && g.hasSum(g.place.yield(), DEPTH);
        return simple && g.step(g.place.yield(), false, DEPTH) >= 0 && g.checks(view.body()) ? g : null;
    }

    /** Whether an equation of a trip reads nothing from where the place says, and runs once; notes what follows from the place. */
    private boolean isSimple(Eqn e) {
        var all = new boolean[] {true, false};
        Regions.each(List.of(e), x -> {
            inside.addAll(x.out());
            boolean follows = x.in().stream().anyMatch(moved::contains) || Regions.of(x).stream().anyMatch(r -> r.out().stream().anyMatch(moved::contains));
            if (follows) {
                moved.addAll(x.out());
            }
            all[0] &= x.prim() == Prim.COND || x.prim() != Prim.CALL && Regions.of(x).isEmpty() && !(follows && x.prim() == Prim.INDEX);
            all[1] |= follows || x.prim() == Prim.CHECK;
        });
        if (all[1]) {
            moved.addAll(e.out());
        }
        return all[0];
    }

    /** Whether how far a trip goes is a choice by what is known outside of branches. */
    private boolean hasSum(Atom a, int depth) {
        Eqn e = defs.of(a);
        List<Atom> ways = e == null || depth == 0 ? null : Definitions.ways(e, a);
        if (ways == null) {
            return e == null || depth == 0 || e.prim() != Prim.ADD || hasSum(e.in().get(0), depth - 1);
        }
        Atom by = e.in().get(0);
        boolean known = by.dtype() == DType.BOOL && !moved.contains(by) && (!inside.contains(by) || loop.body().body().stream().anyMatch(x -> x.out().contains(by)));
        return known && ways.stream().allMatch(w -> hasSum(w, depth - 1));
    }

    /** How far a trip goes, in code; the literals of the ways are added up by {@link #step}. */
    private Atom distance(Builder b, Rewrite r, Atom a) {
        Eqn e = defs.of(a);
        List<Atom> ways = e == null ? null : Definitions.ways(e, a);
        if (ways == null) {
            Atom from = e == null || e.prim() != Prim.ADD ? null : distance(b, r, e.in().get(0));
            return from == null ? Lit.i32(0) : from instanceof Lit l ? Lit.i32((int) (l.asLong() + ((Lit) e.in().get(1)).asLong())) : b.emit(Prim.ADD, from, e.in().get(1));
        }
        boolean select = e.prim() == Prim.SELECT;
        Atom yes = distance(b, r, ways.get(select ? 0 : 1));
        Atom no = distance(b, r, ways.get(select ? 1 : 0));
        return b.emit(Prim.SELECT, r.atom(e.in().get(0)), yes, no);
    }

    /** Appends the place after all trips, as a sum. */
    Atom last(Builder b) {
        return b.reduce(Prim.ADD, loop.extent(), loop.eqn().in().get(0), place.init(), trip -> {
            Rewrite r = new Rewrite(b).replace(List.of(loop.trip()), List.of(trip));
            r.append(loop.body().body().stream().filter(e -> e.prim() != Prim.CHECK && e.out().stream().noneMatch(moved::contains)).toList());
            return distance(b, r, place.yield());
        });
    }

    /** How far a value is from the place at least, or at most, on the ways that are looked at; below zero where that is not known. */
    private int step(Atom a, boolean most, int depth) {
        if (a.equals(place.param())) {
            return 0;
        }
        Eqn e = defs.of(a);
        if (e == null || depth == 0) {
            return -1;
        }
        List<Atom> ways = Definitions.ways(e, a);
        if (ways != null) {
            Integer one = taken.get(e);
            int[] steps = (one == null ? ways : List.of(ways.get(one))).stream().mapToInt(w -> step(w, most, depth - 1)).toArray();
            int least = Arrays.stream(steps).min().getAsInt();
            return least < 0 || !most ? least : Arrays.stream(steps).max().getAsInt();
        }
        int from = e.prim() == Prim.ADD && e.in().get(1) instanceof Lit l && l.asLong() >= 0 && l.asLong() <= MOST_STEP ? step(e.in().get(0), most, depth - 1) : -1;
        return from < 0 ? -1 : from + (int) ((Lit) e.in().get(1)).asLong();
    }

    /** Whether all checks of a region are of places below the next one. */
    private boolean checks(Region r) {
        for (Eqn e : r.body()) {
            if (e.prim() == Prim.CHECK && !holds(e.in().get(0), step(place.yield(), false, DEPTH), DEPTH)) {
                return false;
            }
            for (int k = 0; k < Regions.of(e).size(); k++) {
                taken.put(e, k);
                boolean all = checks(Regions.of(e).get(k));
                taken.remove(e);
                if (!all) {
                    return false;
                }
            }
        }
        most = Math.max(most, step(place.yield(), true, DEPTH));
        return true;
    }

    /** Whether a condition holds where the place that is {@code next} steps further is within the limits; notes these. */
    private boolean holds(Atom ok, int next, int depth) {
        Eqn e = defs.of(ok);
        if (e == null || depth == 0) {
            return false;
        }
        if (e.prim() == Prim.AND) {
            return holds(e.in().get(0), next, depth - 1) && holds(e.in().get(1), next, depth - 1);
        }
        int at = step(e.in().get(0), true, DEPTH);
        Atom limit = e.in().size() == 2 ? e.in().get(1) : null;
        if (e.prim() == Prim.GE && at >= 0) {
            return limit instanceof Lit l && l.asLong() <= 0;
        }
        boolean below = e.prim() == Prim.LT && at >= 0 && at < next && !inside.contains(limit);
        if (below) {
            limits.add(limit);
        }
        return below;
    }

    /** Whether all places are within the limits: {@code last} is the one after the loop's trips, of which there are n. */
    Atom hold(Builder b, Atom n, Atom last) {
        Atom first = place.init();
        Atom end = b.emit(Prim.ADD, b.convert(first, DType.I64), b.emit(Prim.MUL, b.convert(n, DType.I64), Lit.i64(most)));
        Atom ok = b.emit(Prim.AND, b.emit(Prim.GE, first, Lit.i32(0)), b.emit(Prim.LE, end, Lit.i64(Integer.MAX_VALUE)));
        for (Atom limit : limits) {
            ok = b.emit(Prim.AND, ok, b.emit(Prim.LE, last, limit));
        }
        return ok;
    }
}
