package dev.jacobi.llvm;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.plan.Variance;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether lanes find what they read side by side, as copies that are made for them promise. */
final class SideBySide {
    private final Set<Var> lanes;
    private final Set<Var> reads;
    private final Set<Var> found = new HashSet<>();

    private SideBySide(Set<Var> lanes, Set<Var> reads) {
        this.lanes = lanes;
        this.reads = reads;
    }

    /** Whether all of these elements are read by lanes, in neighbouring places; {@code lanes}: the numbers of trips of loops that run by lanes. */
    static boolean areRead(Func f, Set<Var> lanes, Set<Var> reads) {
        return found(f, lanes, reads).containsAll(reads);
    }

    /** Those that are. */
    static Set<Var> found(Func f, Set<Var> lanes, Set<Var> reads) {
        var s = new SideBySide(lanes, reads);
        s.look(f.body());
        return s.found;
    }

    private void look(List<Eqn> body) {
        for (Eqn e : body) {
            boolean counted = Regions.isLoop(e) && e.prim() != Prim.WHILE;
            if (counted && lanes.contains(Regions.trip(e))) {
                var lane = new Variance(List.of(e), Set.of(Regions.trip(e)), Set.of());
                Regions.each(RegionView.of(e).body().body(), x -> {
                    if (x.prim() == Prim.INDEX && reads.contains(x.result()) && lane.stride(x.indices().get(x.indices().size() - 1)) == 1) {
                        found.add(x.result());
                    }
                });
            }
            Regions.of(e).forEach(r -> look(r.body()));
        }
    }
}
