package dev.jacobi.pjrt.hlo.control;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Counted loops and reductions that compute integers of nothing but known integers are run while the program is written: how long the tape of a triangular nest has to be is such a sum, and extents must be known.
 */
final class KnownLoops {
    /** Trips of a loop, of one in another one, and so on: none takes longer than some tenths of a second. */
    private static final int[] MOST_TRIPS = {1 << 16, 1 << 9};

    private KnownLoops() {
    }

    /** The results, or null where something is not known. */
    static List<LaneValue> run(EmitContext e, Eqn loop) {
        if (!isOfIntegers(loop, 0)) {
            return null;
        }
        var in = new ArrayList<Var>();
        loop.in().forEach(a -> addTo(in, a));
        Regions.captures(loop).forEach(v -> addTo(in, v));
        var values = new ArrayList<Tensor>();
        for (Var v : in) {
            Lit known = e.get(v).lit;
            if (known == null) {
                return null;
            }
            values.add(Tensor.of(known));
        }
        Lit trips = loop.in().get(0) instanceof Lit l ? l : e.get(loop.in().get(0)).lit;
        if (trips.asLong() > MOST_TRIPS[Math.min(depth(loop), MOST_TRIPS.length) - 1]) {
            return null;
        }
        return Interpreter.run(new Func(in, List.of(loop), List.<Atom>copyOf(loop.out())), values).stream().map(t -> LaneValue.of(t.get(0))).toList();
    }

    private static void addTo(List<Var> in, Atom a) {
        if (a instanceof Var v && !in.contains(v)) {
            in.add(v);
        }
    }

    private static boolean isOfIntegers(Eqn e, int depth) {
        boolean scalars = e.in().stream().allMatch(a -> a.type().isScalar() && !a.dtype().isFloat()) && e.out().stream().allMatch(v -> v.type().isScalar() && !v.dtype().isFloat());
        if (!isLoop(e)) {
            return scalars && e.prim().isElementwise();
        }
        Region body = Regions.of(e).get(0);
        return scalars && depth < MOST_TRIPS.length && body.body().stream().allMatch(x -> isOfIntegers(x, depth + 1));
    }

    private static boolean isLoop(Eqn e) {
        return e.prim() == Prim.FOR || e.prim() == Prim.REDUCE;
    }

    private static int depth(Eqn loop) {
        return 1 + Regions.of(loop).get(0).body().stream().filter(KnownLoops::isLoop).mapToInt(KnownLoops::depth).max().orElse(0);
    }
}
