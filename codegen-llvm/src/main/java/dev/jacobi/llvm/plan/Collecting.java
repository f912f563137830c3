package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.text.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Loops that do little but read or write elements which lie anywhere, {@code a[p[i]] = b[p[i]]}: instructions that collect elements, and those that scatter them, take a processor about as long as one access after
 * the other, but LLVM believes otherwise.
 */
public final class Collecting {
    /** Accesses for each that goes anywhere, above which vectors of the others pay. */
    private static final int OTHERS = 3;

    private Collecting() {
    }

    /** The index parameters of such loops, as far as they are not planned to run in lanes. */
    public static Set<Var> loops(List<Eqn> body, Set<Var> lanes) {
        var found = new HashSet<Var>();
        Regions.each(body, e -> {
            boolean loop = e.prim() == Prim.FOR || e.prim() == Prim.MAP;
            if (loop && !lanes.contains(Regions.trip(e)) && !Regions.any(Regions.of(e).get(0).body(), x -> !Regions.of(x).isEmpty()) && collects(e, false)) {
                found.add(Regions.trip(e));
            }
        });
        return found;
    }

    /** Whether a loop in lanes would mostly collect elements, or scatter them; {@code reads}: what it stores goes elsewhere. */
    static boolean collects(Eqn loop, boolean reads) {
        var variance = new Variance(List.of(loop), Set.of(Regions.trip(loop)), Set.of());
        var accesses = new int[2];
        Regions.each(Regions.of(loop).get(0).body(), e -> {
            if (e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE && !reads) {
                accesses[0]++;
                accesses[1] += e.indices().stream().anyMatch(a -> variance.stride(a) == Value.VARYING) ? 1 : 0;
            }
        });
        return accesses[1] > 0 && accesses[1] * OTHERS >= accesses[0];
    }
}
