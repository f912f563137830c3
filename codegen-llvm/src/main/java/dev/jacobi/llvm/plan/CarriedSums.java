package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Sums of loops whose trips wait for each other that had better not become one instruction with the product they add, {@code s = s + x * y}: the product is known before the sum of the trip before is, and a fused
 * multiply-add takes longer than an addition on some processors (four cycles instead of two), on others as long. Where few such sums go on at a time, as in a loop that runs no lanes, all of that wait is the
 * loop's time. What multiplies the sum itself is faster fused, and does not count.
 */
public final class CarriedSums {
    /** With more sums going on at a time the instructions count, not the wait. */
    private static final int MOST = 2;
    private final ToIntFunction<Var> lanes;
    private final Set<Var> found = new HashSet<>();
    private final Definitions defs;

    private CarriedSums(Func f, ToIntFunction<Var> lanes) {
        this.lanes = lanes;
        defs = Definitions.in(f.body());
    }

    /** The results of these sums; {@code lanes}: of a loop, by the number of its trip. */
    public static Set<Var> in(Func f, ToIntFunction<Var> lanes) {
        var sums = new CarriedSums(f, lanes);
        sums.body(f.body());
        return sums.found;
    }

    private void body(List<Eqn> body) {
        for (Eqn e : body) {
            Var trip = Regions.of(e).isEmpty() || e.prim() == Prim.COND ? null : RegionView.of(e).trip();
            if (trip != null && lanes.applyAsInt(trip) > 1) {
                continue; // several sums go on at a time
            }
            if (e.prim() == Prim.FOR || e.prim() == Prim.WHILE) {
                loop(RegionView.of(e));
            }
            Regions.of(e).forEach(r -> body(r.body()));
        }
    }

    private void loop(RegionView loop) {
        List<RegionView.Slot> carried = loop.carried().stream().filter(s -> s.param().type().isScalar() && s.param().dtype().isFloat()).toList();
        if (carried.size() <= MOST) {
            carried.forEach(s -> chain(s.yield(), s.param(), new HashSet<>()));
        }
    }

    /** Goes from what a trip hands on back to what it was handed, through sums only. */
    private boolean chain(Atom at, Var handed, Set<Atom> seen) {
        if (at.equals(handed)) {
            return true;
        }
        Eqn e = defs.of(at);
        if (e == null || e.prim() != Prim.ADD && e.prim() != Prim.SUB || !seen.add(at)) {
            return false;
        }
        for (int k = 0; k < 2; k++) {
            if (chain(e.in().get(k), handed, seen)) {
                if (isProduct(e.in().get(1 - k))) {
                    found.add(e.result());
                }
                return true;
            }
        }
        return false;
    }

    private boolean isProduct(Atom a) {
        Eqn e = defs.of(a);
        return e != null && e.prim() == Prim.MUL;
    }
}
