package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.Versions;
import dev.jacobi.ir.simplify.DeadCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a loop's trip computes by several loops with slow functions or by a nest of them, and several loops would compute again if its results came from a loop each: the slopes of a layer, say, of which those of its weights and those
 * of its biases are made, or the weights of a mixture's parts. That is worth a row in memory for each trip, as the row is read in one of its loops.
 */
public final class SharedRows {
    private final Region trip;

    /**
     * An array that is kept.
     *
     * @param value as the trip makes it
     * @param extents those that it has in each trip
     * @param making the equations that make it, of nothing that trips hand on
     */
    public record Row(Var value, List<Atom> extents, List<Eqn> making) {
    }

    private SharedRows(Region trip) {
        this.trip = trip;
    }

    /** The first array that at least two of the loops would make, each loop of the trip's results at some positions, and would not make any more when it is kept; null when there is none. */
    public static Row first(Region trip, List<List<Integer>> loops) {
        var s = new SharedRows(trip);
        List<List<Eqn>> bodies = loops.stream().map(of -> s.needed(of.stream().map(trip.out()::get).toList())).toList();
        Set<Integer> old = s.handedOn(null);
        return trip.body().stream().flatMap(e -> e.out().stream()).filter(v -> v.isArray() && !old.contains(v.id()) && isShared(v, bodies))
            .map(s::row).filter(Objects::nonNull).findFirst().orElse(null);
    }

    /**
     * What a trip makes for the nest of loops that changes the one array it hands on, where it takes loops to make it: rows of the trip, and numbers, which are rows without an extent. Kept for all trips, they
     * leave a loop around that nest alone, whose sums may have any order. Empty where there is no such nest, or nothing is gained.
     */
    public static List<Row> ofNest(Region trip) {
        Eqn nest = Regions.definition(trip.body(), trip.out().get(0));
        if (nest == null || !Regions.isLoop(nest) || !isNest(List.of(nest))) {
            return List.of();
        }
        var s = new SharedRows(trip);
        Set<Integer> inTrip = Regions.defined(trip);
        Set<Integer> old = s.handedOn(nest);
        var rows = new ArrayList<Row>();
        for (Var v : Regions.captures(List.of(nest))) {
            List<Eqn> making = inTrip.contains(v.id()) && !trip.params().contains(v) ? s.needed(List.of(v)) : List.of();
            if (making.isEmpty() || !v.isArray() && making.stream().noneMatch(e -> Regions.isLoop(e) || e.prim().cost().isSlow())) {
                continue; // from around, or as well found again
            }
            List<Atom> extents = v.isArray() ? s.extents(Regions.definitions(making), v) : List.of();
            boolean handed = Regions.captures(making).stream().anyMatch(trip.params().subList(1, trip.params().size())::contains);
            if (extents == null || handed || old.contains(v.id())) {
                return List.of();
            }
            rows.add(new Row(v, extents, making));
        }
        return rows.stream().anyMatch(r -> r.value().isArray() && r.making().stream().anyMatch(Regions::isLoop)) ? rows : List.of();
    }

    /** Whether several loops make an array, each by a loop that makes nothing else: one that has another result would stay for that, and nothing be gained. */
    private static boolean isShared(Var v, List<List<Eqn>> bodies) {
        List<Eqn> making = bodies.stream().map(body -> Regions.definition(body, v)).filter(Objects::nonNull).toList();
        return making.size() > 1 && making.stream().allMatch(e -> e.out().size() == 1);
    }

    /** Versions of arrays of which the trip makes others, results of the trip, and what branches hand on: only the last version of each array is worth keeping. {@code last} is not looked at. */
    private Set<Integer> handedOn(Eqn last) {
        var ids = new HashSet<Integer>();
        trip.out().forEach(a -> add(ids, a));
        Regions.each(trip.body().stream().filter(e -> e != last).toList(), e -> {
            RegionView view = RegionView.of(e);
            view.carried().forEach(s -> add(ids, s.init()));
            if (e.prim() == Prim.COND) {
                view.slots().forEach(s -> s.yields().forEach(a -> add(ids, a)));
            } else if (e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD) {
                add(ids, e.in().get(0));
            }
        });
        return ids;
    }

    private static void add(Set<Integer> ids, Atom a) {
        if (a instanceof Var v) {
            ids.add(v.id());
        }
    }

    /** Null where it is as well made again, or cannot be made in front. */
    private Row row(Var v) {
        List<Eqn> making = needed(List.of(v));
        boolean slow = making.stream().filter(Regions::isLoop).count() > 1 && Regions.any(making, e -> e.prim().cost().isSlow());
        if (!isNest(making) && !slow && !(making.stream().anyMatch(Regions::isLoop) && isForNest(v))) {
            return null;
        }
        List<Atom> extents = extents(Regions.definitions(making), v);
        boolean handed = Regions.captures(making).stream().anyMatch(trip.params().subList(1, trip.params().size())::contains);
        return extents == null || handed ? null : new Row(v, extents, making);
    }

    /** Whether a nest of loops that makes a result of the trip reads the array: it is a product of matrices where nothing else stands in its loop. */
    private boolean isForNest(Var v) {
        return trip.out().stream().map(a -> Regions.definition(trip.body(), a)).anyMatch(e -> e != null && Regions.isLoop(e) && isNest(List.of(e)) && Regions.captures(List.of(e)).contains(v));
    }

    private static boolean isNest(List<Eqn> making) {
        return making.stream().anyMatch(e -> Regions.isLoop(e) && Regions.of(e).stream().anyMatch(r -> r.body().stream().anyMatch(Regions::isLoop)));
    }

    /** The equations that make results of the trip, without what loops would make besides. */
    private List<Eqn> needed(List<? extends Atom> results) {
        var in = new ArrayList<Var>(trip.params());
        in.addAll(Regions.captures(trip));
        return new DeadCode().run(new Func(in, trip.body(), List.copyOf(results))).body();
    }

    /** Whether numbers are the same in all trips: nothing of a trip is needed to compute them. */
    private boolean isAsLong(List<Atom> extents) {
        BackwardSlice slice = BackwardSlice.of(trip.body(), extents);
        return slice.eqns().stream().allMatch(Eqn::computesScalars) && slice.from().stream().noneMatch(trip.params()::contains);
    }

    /** Null where it is not an array that begins anew in each trip, as long in all of them. */
    private List<Atom> extents(Map<Integer, Eqn> definitions, Atom array) {
        Eqn made = array instanceof Var v ? definitions.get(v.id()) : null;
        if (made == null) {
            return null;
        } else if (made.prim() == Prim.FULL) {
            List<Atom> extents = made.in().subList(1, made.in().size());
            return isAsLong(extents) ? extents : null;
        } else if (made.prim() == Prim.UPDATE || made.prim() == Prim.ACC_ADD) {
            return extents(definitions, made.in().get(0));
        } else if (Regions.of(made).isEmpty() || made.prim() == Prim.COND) {
            return null; // branches may make arrays of different lengths
        }
        RegionView.Slot s = RegionView.ofResult(made, array);
        boolean itself = s.init() != null && s.param() != null && Versions.of(RegionView.of(made), s, true) != null;
        return itself ? extents(definitions, s.init()) : null;
    }
}
