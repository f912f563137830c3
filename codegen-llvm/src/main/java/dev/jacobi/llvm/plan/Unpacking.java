package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A loop in which some trips read elements one after the other: {@code if (a[i] > 0) a[i] = b[j++]}, the reverse of {@link Packing}. {@code before} are the equations of all trips; those that read, in which the condition is {@code when}, do
 * {@code read}, at the counter plus {@code offset}, and then what is {@code inside}. Each trip has an element of its own of the array that is written.
 */
public record Unpacking(List<Eqn> before, Atom condition, boolean when, Eqn read, long offset, List<Eqn> inside, RegionView.Slot counter, RegionView.Slot array) {
    /** The loop, which reads and writes arrays element by element ({@link OrderedTrips}), as such a one; null when it is none. */
    static Unpacking of(RegionView loop) {
        List<Eqn> body = loop.body().body();
        RegionView.Slot counter = loop.slots().stream().filter(s -> s.param().type().isScalar() && (s.param().dtype() == DType.I32 || s.param().dtype() == DType.I64)).findFirst().orElse(null);
        RegionView.Slot array = loop.slots().stream().filter(s -> s.param().isArray()).findFirst().orElse(null);
        Eqn branch = body.isEmpty() ? null : body.get(body.size() - 1);
        if (loop.slots().size() != 2 || counter == null || array == null || array.param().type().rank() != 1 || array.param().dtype().bytes() < 4 || branch.prim() != Prim.COND
            || Regions.of(branch).size() != 2 || branch.out().size() != 2 || !branch.out().contains(counter.yield()) || !branch.out().contains(array.yield())) {
            return null;
        }
        int c = branch.out().indexOf(counter.yield());
        boolean when = Packing.nothing(Regions.of(branch).get(0), c, counter, array);
        Region some = Regions.of(branch).get(when ? 1 : 0);
        Eqn next = Regions.definition(some.body(), some.out().get(c));
        Eqn update = Regions.definition(some.body(), some.out().get(1 - c));
        boolean kept = when || Packing.nothing(Regions.of(branch).get(1), c, counter, array);
        boolean stores = update != null && update.prim() == Prim.UPDATE && update.in().get(0).equals(array.param()) && update.in().get(1).equals(loop.trip());
        if (!kept || !stores || !Long.valueOf(1).equals(step(next, counter))) {
            return null;
        }
        List<Eqn> before = body.subList(0, body.size() - 1);
        return read(loop, before, branch.in().get(0), when, some.body(), counter, array);
    }

    private static Unpacking read(RegionView loop, List<Eqn> before, Atom condition, boolean when, List<Eqn> some, RegionView.Slot counter, RegionView.Slot array) {
        var places = new HashSet<Atom>();
        places.add(counter.param());
        some.stream().filter(e -> step(e, counter) != null).forEach(e -> places.addAll(e.out()));
        List<Eqn> reads = some.stream().filter(e -> e.prim() == Prim.INDEX && places.contains(e.in().get(1))).toList();
        if (reads.size() != 1 || reads.get(0).in().get(0).type().rank() != 1 || reads.get(0).in().get(0).equals(array.param()) || reads.get(0).result().dtype().bytes() != array.param().dtype().bytes()) {
            return null;
        }
        Eqn read = reads.get(0);
        var inside = new ArrayList<Eqn>(some);
        inside.removeIf(e -> e == read || step(e, counter) != null);
        Atom at = read.in().get(1);
        long offset = at.equals(counter.param()) ? 0 : step(Regions.definition(some, at), counter);
        boolean own = own(before, loop, places) && own(inside, loop, places);
        return own ? new Unpacking(before, condition, when, read, offset, inside, counter, array) : null;
    }

    /** What is added to the counter; null when it is something else. */
    private static Long step(Eqn e, RegionView.Slot counter) {
        return e != null && e.prim() == Prim.ADD && e.in().get(0).equals(counter.param()) && e.in().get(1) instanceof Lit l ? Long.valueOf(l.asLong()) : null;
    }

    /** Arithmetic, and elements with the number of the trip, or that all trips have of arrays which the loop only reads; nothing that asks for the counter. */
    private static boolean own(List<Eqn> body, RegionView loop, Set<Atom> places) {
        Set<Integer> changing = Regions.defined(loop.body());
        return body.stream().allMatch(e -> e.in().stream().noneMatch(places::contains)
            && (Regions.of(e).isEmpty() || e.prim() == Prim.COND && Regions.of(e).stream().allMatch(r -> r.out().stream().noneMatch(a -> a instanceof Var v && v.isArray() || places.contains(a)) && own(r.body(), loop, places)))
            && (e.prim() != Prim.INDEX && e.prim() != Prim.UPDATE || e.in().get(1).equals(loop.trip()) || e.prim() == Prim.INDEX && fixed(e.in().get(0), changing) && fixed(e.in().get(1), changing)));
    }

    private static boolean fixed(Atom a, Set<Integer> changing) {
        return !(a instanceof Var v) || !changing.contains(v.id());
    }
}
