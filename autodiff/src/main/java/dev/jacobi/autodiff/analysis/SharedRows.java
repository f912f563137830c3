package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.simplify.DeadCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/**
 * What a loop's trip computes by a nest of loops, and several loops would compute again if its results came from a loop each: the slopes of a layer, say, of which those of its weights and those of its biases
 * are made. A nest is worth a row in memory for each trip, as the row is read in one of its loops.
 */
public final class SharedRows {
    private final Region trip;
    /** Of the loops together, without what a single one needs besides. */
    private final List<Row> rows = new ArrayList<>();

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

    /** The arrays that at least two of the loops would make, each loop of these of the trip's results. */
    public static List<Row> of(Region trip, Collection<List<Atom>> loops) {
        var s = new SharedRows(trip);
        var users = new HashMap<Var, Integer>();
        loops.forEach(results -> nests(s.needed(results)).forEach(v -> users.merge(v, 1, Integer::sum)));
        for (Eqn e : trip.body()) {
            for (Var v : e.out()) {
                if (users.getOrDefault(v, 0) > 1) {
                    s.row(v);
                }
            }
        }
        return s.rows;
    }

    private void row(Var v) {
        List<Eqn> making = needed(List.of(v));
        Eqn loop = Regions.definition(making, v);
        List<Atom> extents = extents(making, RegionView.ofResult(loop, v).init());
        if (extents != null && Regions.captures(making).stream().noneMatch(trip.params().subList(1, trip.params().size())::contains)) {
            rows.add(new Row(v, extents, making));
        }
    }

    /** The equations that make results of the trip, without what loops would make besides. */
    private List<Eqn> needed(List<? extends Atom> results) {
        var in = new ArrayList<Var>(trip.params());
        in.addAll(Regions.captures(trip));
        return new DeadCode().run(new Func(in, trip.body(), List.copyOf(results))).body();
    }

    /** Arrays that loops make with a loop inside. */
    private static List<Var> nests(List<Eqn> body) {
        return body.stream().filter(e -> (e.prim() == Prim.FOR || e.prim() == Prim.MAP) && Regions.of(e).get(0).body().stream().anyMatch(Regions::isLoop))
            .flatMap(e -> e.out().stream()).filter(Var::isArray).toList();
    }

    /** Null where it is not an array that begins anew in each trip, as long in all of them. */
    private List<Atom> extents(List<Eqn> making, Atom init) {
        Eqn start = init == null ? null : Regions.definition(making, init);
        if (start == null || start.prim() != Prim.FULL) {
            return null;
        }
        Set<Integer> inTrip = Regions.defined(trip);
        List<Atom> extents = start.in().subList(1, start.in().size());
        return extents.stream().noneMatch(a -> a instanceof Var v && inTrip.contains(v.id())) ? extents : null;
    }
}
