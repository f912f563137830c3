package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A loop that stores some elements one after the other: {@code if (b[i] > 0) a[j++] = b[i]}. {@code before} are the equations of all trips, {@code inside} those of the trips that store what {@code write} does, at the
 * counter plus {@code offset}; these are the trips in which the condition is {@code when}.
 */
public record Packing(List<Eqn> before, Atom condition, boolean when, List<Eqn> inside, Eqn write, long offset, RegionView.Slot counter, RegionView.Slot array) {
    /** The loop, which reads and writes arrays element by element ({@link OrderedTrips}), as such a one; null when it is none. */
    static Packing of(RegionView loop) {
        List<Eqn> body = loop.body().body();
        if (loop.slots().size() != 2 || body.isEmpty()) {
            return null;
        }
        RegionView.Slot counter = loop.slots().stream().filter(s -> s.param().type().isScalar() && (s.param().dtype() == DType.I32 || s.param().dtype() == DType.I64)).findFirst().orElse(null);
        RegionView.Slot array = loop.slots().stream().filter(s -> s.param().isArray()).findFirst().orElse(null);
        Eqn branch = body.get(body.size() - 1);
        if (counter == null || array == null || array.param().type().rank() != 1 || array.param().dtype().bytes() < 4 || branch.prim() != Prim.COND || Regions.of(branch).size() != 2
            || !branch.out().contains(counter.yield()) || !branch.out().contains(array.yield()) || branch.out().size() != 2) {
            return null;
        }
        List<Eqn> before = body.subList(0, body.size() - 1);
        int c = branch.out().indexOf(counter.yield());
        boolean when = nothing(Regions.of(branch).get(0), c, counter, array);
        Region some = Regions.of(branch).get(when ? 1 : 0);
        boolean kept = when || nothing(Regions.of(branch).get(1), c, counter, array);
        return kept && pure(before, Set.of(counter.param(), array.param())) ? stored(before, branch, when, c, counter, array) : null;
    }

    /** Whether a branch hands on the counter, its result {@code c}, and the array as they are. */
    static boolean nothing(Region r, int c, RegionView.Slot counter, RegionView.Slot array) {
        return r.body().isEmpty() && r.out().get(c).equals(counter.param()) && r.out().get(1 - c).equals(array.param());
    }

    private static Packing stored(List<Eqn> before, Eqn branch, boolean when, int c, RegionView.Slot counter, RegionView.Slot array) {
        Region some = Regions.of(branch).get(when ? 1 : 0);
        Eqn update = Regions.definition(some.body(), some.out().get(1 - c));
        Eqn next = Regions.definition(some.body(), some.out().get(c));
        if (update == null || update.prim() != Prim.UPDATE || !update.in().get(0).equals(array.param()) || !Long.valueOf(1).equals(step(next, counter))) {
            return null;
        }
        Atom index = update.in().get(1);
        Eqn at = Regions.definition(some.body(), index);
        Long offset = index.equals(counter.param()) ? Long.valueOf(0) : step(at, counter);
        var inside = new ArrayList<Eqn>();
        var steps = new HashSet<Eqn>();
        steps.add(next);
        if (at != null) {
            steps.add(at);
        }
        some.body().stream().filter(e -> e != update && !steps.contains(e)).forEach(inside::add);
        var places = new HashSet<Atom>(List.of(counter.param(), array.param()));
        steps.forEach(e -> places.addAll(e.out()));
        return offset != null && pure(inside, places) && !places.contains(update.written())
            ? new Packing(before, branch.in().get(0), when, inside, update, offset, counter, array) : null;
    }

    /** What is added to the counter; null when it is something else. */
    private static Long step(Eqn e, RegionView.Slot counter) {
        return e != null && e.prim() == Prim.ADD && e.in().get(0).equals(counter.param()) && e.in().get(1) instanceof Lit l ? Long.valueOf(l.asLong()) : null;
    }

    /** Arithmetic and elements of other arrays, which use neither the array, nor the counter, nor what follows from it. */
    private static boolean pure(List<Eqn> body, Set<? extends Atom> places) {
        return body.stream().allMatch(e -> e.prim() != Prim.UPDATE && e.in().stream().noneMatch(places::contains) && (Regions.of(e).isEmpty() || e.prim() == Prim.COND
            && Regions.of(e).stream().allMatch(r -> r.out().stream().noneMatch(places::contains) && pure(r.body(), places))));
    }
}
