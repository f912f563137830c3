package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
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
        Map<Var, Set<Var>> arrays = new HashMap<>();
        Set<Var> reads = new HashSet<>();
        Regions.each(f.body(), e -> {
            boolean counted = Regions.isLoop(e) && e.prim() != Prim.WHILE && e.in().get(0) instanceof Var;
            Eqn count = counted ? definition.apply((Var) e.in().get(0)) : null;
            if (count != null && count.prim() == Prim.DIM && ((Params.Axis) count.params()).axis() == 0) {
                arrays.put(Regions.trip(e), aliases.roots(count.in().get(0)));
            } else if (e.prim() == Prim.INDEX && e.indices().size() == 1 && e.result().type().isScalar() && e.indices().get(0) instanceof Var i) {
                Set<Var> roots = aliases.roots(e.in().get(0));
                if (roots.size() == 1 && roots.equals(arrays.get(i)) && roots.iterator().next().type().rank() == 1) {
                    reads.add(e.result());
                }
            }
        });
        return reads;
    }
}
