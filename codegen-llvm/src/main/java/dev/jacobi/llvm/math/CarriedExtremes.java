package dev.jacobi.llvm.math;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Which operand of the extremes of reals comes first. For zeros of both signs LLVM asks for the sign of the first operand, by way of an integer register, which takes longer than all else of {@code max}. Where a loop's
 * trips wait for each other in an extreme, {@code best = Math.max(best, x)}, what the trip before has handed on is the second operand. Either order has the same value.
 */
public final class CarriedExtremes {
    private CarriedExtremes() {
    }

    /** As a pass. */
    public static FunctionPass pass() {
        return PassBuilder.named("carried-extremes").keeps(Property.LOWERED, Property.NO_VIEWS).mayBeLeftOut().each(f -> {
            Set<Eqn> turned = Collections.newSetFromMap(new IdentityHashMap<>());
            Regions.each(f.body(), e -> {
                if (e.prim() == Prim.FOR || e.prim() == Prim.WHILE) {
                    find(RegionView.of(e), turned);
                }
            });
            return turned.isEmpty() ? f : Rewrite.run(f, (e, r) -> {
                boolean turn = turned.contains(r.old());
                if (turn) {
                    r.replace(e.out(), List.of(r.b.emit(e.prim(), e.in().get(1), e.in().get(0))));
                }
                return turn;
            });
        });
    }

    private static void find(RegionView loop, Set<Eqn> turned) {
        Set<Atom> handed = new HashSet<>(loop.params());
        Set<Atom> after = new HashSet<>(handed);
        for (Eqn e : loop.body().body()) {
            if (e.in().stream().anyMatch(after::contains)) {
                after.addAll(e.out());
            }
            boolean extreme = (e.prim() == Prim.MIN || e.prim() == Prim.MAX) && e.out().get(0).type().isScalar() && e.out().get(0).dtype().isFloat();
            if (extreme && waits(e.in().get(0), handed, after) > waits(e.in().get(1), handed, after)) {
                turned.add(e);
            }
        }
    }

    /** Not at all, for something that waits itself, or for the trip before. */
    private static int waits(Atom a, Set<Atom> handed, Set<Atom> after) {
        return !(a instanceof Var) || !after.contains(a) ? 0 : handed.contains(a) ? 2 : 1;
    }
}
