package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.buffer.Aliases;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Elements that each trip of a loop has, as the array has as many as the loop has trips: {@code for (i < b.length) while (.. b[i] ..)}. Lanes read them without asking which of them are still in the loop inside, so
 * that LLVM may do it once in front of that.
 */
public final class TripReads {
    private TripReads() {
    }

    /** The results of such reads. */
    public static Set<Var> of(Func f, Aliases aliases, Function<Var, Eqn> definition) {
        Map<Var, Var> bases = bases(f, aliases);
        Map<Var, Var> arrays = new HashMap<>();
        Set<Var> reads = new HashSet<>();
        Regions.each(f.body(), e -> {
            boolean counted = Regions.isLoop(e) && e.prim() != Prim.WHILE && e.in().get(0) instanceof Var;
            Eqn count = counted ? definition.apply((Var) e.in().get(0)) : null;
            if (count != null && count.prim() == Prim.DIM && bases.containsKey(count.in().get(0)) && ((Params.Axis) count.params()).axis() == 0) {
                arrays.put(Regions.trip(e), bases.get(count.in().get(0)));
            } else if (e.prim() == Prim.INDEX && e.indices().size() == 1 && e.result().type().isScalar() && e.indices().get(0) instanceof Var i) {
                Var base = bases.get(e.in().get(0));
                if (base != null && base.equals(arrays.get(i))) {
                    reads.add(e.result());
                }
            }
        });
        return reads;
    }

    /** For each version of an array with one axis the one that it began as, in whose memory it is: not so what a loop exchanges for another array, which may be shorter. */
    private static Map<Var, Var> bases(Func f, Aliases aliases) {
        Map<Var, Var> bases = new HashMap<>();
        f.in().stream().filter(v -> v.type().rank() == 1).forEach(v -> bases.put(v, v));
        Regions.each(f.body(), e -> {
            if (e.prim() == Prim.FULL && e.result().type().rank() == 1) {
                bases.put(e.result(), e.result());
            } else if (e.prim() == Prim.UPDATE && bases.containsKey(e.in().get(0))) {
                bases.put(e.result(), bases.get(e.in().get(0)));
            } else if (Regions.isLoop(e)) {
                RegionView.of(e).slots().stream().filter(s -> s.init() != null && s.param() != null && bases.containsKey(s.init()) && aliases.stable(s)).forEach(s -> {
                    s.params().forEach(v -> bases.put(v, bases.get(s.init())));
                    bases.put(s.result(), bases.get(s.init()));
                });
            }
        });
        return bases;
    }
}
