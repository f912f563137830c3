package dev.jacobi.llvm;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.llvm.buffer.Aliases;
import dev.jacobi.llvm.plan.LanePlan;
import dev.jacobi.llvm.plan.OrderedTrips;
import dev.jacobi.llvm.plan.Variance;
import dev.jacobi.llvm.text.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * An array of which each lane has a row, along which it goes trip by trip, such as what a gradient keeps of the trips of a recurrence for each of many samples, has the axis of the lanes last: what all
 * lanes store or read at a time lies side by side then, where it was scattered over the rows.
 *
 * <pre>{@code map(n, t) { i, t -> .. for(m, ..) { j, .. -> .. update t i j x .. } }    =>    the same with  update t j i x}</pre>
 *
 * So are arrays laid out that the function makes, and of which it does nothing but read and write elements, if no loop that runs by lanes goes along their last axis, or that axis is known to be shorter
 * than a register, as that of a few terms of which each element of a row is the greatest.
 */
final class LaneLayout {
    /** A last axis of so many elements, if that is known, gains nothing by being the last. */
    private static final int SHORT = 8;
    /** So often is looked which loops run by lanes, as the layout is made for them and they are chosen for the layout. */
    private static final int MOST_LOOKS = 3;
    private final LaneArrays arrays;
    private final Set<Var> lanes;
    /** Arrays with more elements along their last axis, or nobody knows how many. */
    private final Set<Integer> longRows = new HashSet<>();
    /** By array: the axis that lanes go along, and arrays that have to stay as they are. */
    private final Map<Integer, Integer> axes = new HashMap<>();
    private final Set<Integer> fixed = new HashSet<>();

    private LaneLayout(LaneArrays arrays, Set<Var> lanes) {
        this.arrays = arrays;
        this.lanes = lanes;
    }

    static FunctionPass pass(Tuning tuning, boolean fast) {
        return PassBuilder.named("lane-layout").keeps(Property.LOWERED, Property.NO_VIEWS).mayBeLeftOut().each(f -> run(f, tuning.vectorBytes(), tuning.eager(), fast));
    }

    static Func run(Func f, int vectorBytes, boolean eager, boolean fast) {
        if (vectorBytes == 0 || !Regions.any(f.body(), e -> e.prim() == Prim.FULL && e.result().type().rank() > 1)) {
            return f;
        }
        LaneArrays arrays = LaneArrays.of(f);
        if (arrays.isEmpty()) {
            return f;
        }
        Set<Var> lanes = lanes(f, vectorBytes, eager);
        // what scatters may run one trip after the other for this very reason
        Set<Var> more = withParallel(f, lanes);
        Func moved = more.size() > lanes.size() ? moved(f, arrays, more, now -> lanes(now, vectorBytes, eager)) : null;
        // and so may those whose loops inside have the lanes
        Set<Var> around = moved == null ? around(f, lanes) : lanes;
        moved = around.equals(lanes) ? moved : moved(f, arrays, around, now -> ordered(now, vectorBytes, eager, fast));
        if (moved != null) {
            return moved;
        }
        Map<Integer, Integer> axes = axes(f, arrays, lanes);
        return axes.isEmpty() ? f : arrays.moved(f, axes);
    }

    /** The function with arrays laid out for these loops to run by lanes, or those of them that would then; null if that leads to nothing. */
    private static Func moved(Func f, LaneArrays arrays, Set<Var> loops, Function<Func, Set<Var>> chosen) {
        Map<Integer, Integer> wished = axes(f, arrays, loops);
        for (int k = 0; k < MOST_LOOKS && !wished.isEmpty(); k++) {
            Func moved = arrays.moved(f, wished);
            Map<Integer, Integer> found = axes(f, arrays, chosen.apply(moved));
            if (found.equals(wished)) {
                return moved;
            }
            wished = found;
        }
        return null;
    }

    /** The innermost parallel loops around those in lanes, or these where none is. */
    private static Set<Var> around(Func f, Set<Var> lanes) {
        Set<Var> all = new HashSet<>(lanes);
        f.body().forEach(e -> around(e, null, lanes, all));
        return all;
    }

    private static void around(Eqn e, Var outer, Set<Var> lanes, Set<Var> to) {
        boolean any = e.prim() == Prim.MAP || e.prim() == Prim.REDUCE;
        if (any && outer != null && lanes.contains(Regions.trip(e))) {
            to.remove(Regions.trip(e));
            to.add(outer);
            return;
        }
        Regions.of(e).forEach(r -> r.body().forEach(x -> around(x, any ? Regions.trip(e) : outer, lanes, to)));
    }

    /** The loops that run by lanes, by the numbers of their trips. */
    static Set<Var> lanes(Func f, int vectorBytes, boolean eager) {
        return LanePlan.choose(f.body(), new Aliases(f, Map.of()), Map.of(), vectorBytes, eager).lanes().keySet();
    }

    /** The same with loops whose trips go together though they depend on each other. */
    static Set<Var> ordered(Func f, int vectorBytes, boolean eager, boolean fast) {
        var aliases = new Aliases(f, Map.of());
        return LanePlan.choose(f.body(), aliases, OrderedTrips.in(f, aliases, vectorBytes, fast), vectorBytes, eager).lanes().keySet();
    }

    /** The axes that lanes go along, by array, if these loops run by lanes. */
    private static Map<Integer, Integer> axes(Func f, LaneArrays arrays, Set<Var> lanes) {
        var layout = new LaneLayout(arrays, lanes);
        Regions.each(f.body(), e -> {
            boolean isLong = e.prim() == Prim.FULL && e.result().isArray() && !(e.in().get(e.in().size() - 1) instanceof Lit n && n.asLong() <= SHORT);
            if (isLong && arrays.array(e.result()) != null) {
                layout.longRows.add(arrays.array(e.result()));
            }
        });
        layout.look(f.body(), null);
        layout.axes.keySet().removeAll(layout.fixed);
        return layout.axes;
    }

    /** The loops in lanes, and the innermost ones outside of them whose trips go together. */
    static Set<Var> withParallel(Func f, Set<Var> lanes) {
        Set<Var> all = new HashSet<>(lanes);
        f.body().forEach(e -> parallel(e, lanes, all));
        return all;
    }

    /** Adds innermost parallel loops outside of those in lanes; whether there are any, in lanes or not. */
    private static boolean parallel(Eqn e, Set<Var> lanes, Set<Var> to) {
        boolean any = e.prim() == Prim.MAP || e.prim() == Prim.REDUCE;
        if (any && lanes.contains(Regions.trip(e))) {
            return true;
        }
        boolean inside = false;
        for (Region r : Regions.of(e)) {
            for (Eqn x : r.body()) {
                inside |= parallel(x, lanes, to);
            }
        }
        if (any && !inside) {
            to.add(Regions.trip(e));
        }
        return any || inside;
    }

    /** Goes by the loops in lanes, and by those around which none is and in which none is; {@code loop} is the innermost one around. */
    private void look(List<Eqn> body, Eqn loop) {
        Variance trips = null;
        for (Eqn e : body) {
            if (loop != null && LaneArrays.isAccess(e) && longRows.contains(arrays.array(e.in().get(0)))) {
                trips = trips == null ? new Variance(List.of(loop), loop.prim() == Prim.WHILE ? Set.of() : Set.of(Regions.trip(loop)), Set.of()) : trips;
                List<Atom> at = e.indices();
                if (loop.prim() == Prim.WHILE || trips.stride(at.get(at.size() - 1)) != 0) {
                    fixed.add(arrays.array(e.in().get(0)));
                }
            }
            boolean counted = e.params() instanceof Params.Loop || e.params() instanceof Params.Fold;
            if (counted && lanes.contains(Regions.trip(e))) {
                inLanes(e, Regions.of(e).get(0).body(), new Variance(List.of(e), Set.of(Regions.trip(e)), Set.of()), null);
            } else {
                Regions.of(e).forEach(r -> look(r.body(), e.prim() == Prim.COND ? loop : e));
            }
        }
    }

    /** {@code sums} are the trips of the innermost loop inside that may run in any order; null where there is none. */
    private void inLanes(Eqn loop, List<Eqn> body, Variance lanes, Variance sums) {
        for (Eqn e : body) {
            Integer array = LaneArrays.isAccess(e) ? arrays.array(e.in().get(0)) : null;
            if (array != null) {
                access(array, e.indices(), lanes, sums);
            }
            boolean any = e.prim() == Prim.REDUCE || e.prim() == Prim.MAP;
            Variance inner = any ? new Variance(List.of(e), Set.of(Regions.trip(e)), Set.of()) : sums;
            Regions.of(e).forEach(r -> inLanes(loop, r.body(), lanes, inner));
        }
    }

    private void access(Integer array, List<Atom> at, Variance lanes, Variance sums) {
        int last = at.size() - 1;
        long along = lanes.stride(at.get(last));
        if (along == Value.VARYING) {
            return; // each lane's element lies elsewhere, wherever the rows are
        }
        if (along != 0) {
            // the loop inside may run by lanes in its place
            if (longRows.contains(array) && (sums == null || at.stream().noneMatch(a -> sums.stride(a) == 1) || sums.stride(at.get(last)) != 0)) {
                fixed.add(array);
            }
            return;
        }
        int axis = -1;
        for (int k = 0; k < last; k++) {
            if (lanes.stride(at.get(k)) != 0) {
                axis = axis < 0 && Math.abs(lanes.stride(at.get(k))) == 1 ? k : last;
            }
        }
        if (axis == last || axis >= 0 && axes.getOrDefault(array, axis) != axis) {
            fixed.add(array);
        } else if (axis >= 0) {
            axes.put(array, axis);
        }
    }
}
