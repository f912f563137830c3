package dev.jacobi.stub.rows;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Programs that access a few elements only, however large their arrays are: a call of such code costs more for the rows of large arrays of arrays, each of which has to be looked at, than the original takes.
 */
public final class FewElements {
    /** Accesses of elements, with all trips of loops. */
    private static final long FEW = 64;

    private FewElements() {
    }

    /** Whether the program is one of them: its loops, if there are any, have numbers of trips that stand in the program, and it makes no arrays. */
    public static boolean only(Func f) {
        return accesses(f.body()) <= FEW;
    }

    /** Whether the program does nothing with arrays but to say where their rows stand at the end: of its inputs that are arrays it uses those alone that {@code rows} is true of, which are the rows' numbers, and it makes none. */
    public static boolean onlyRows(Func f, IntPredicate rows) {
        boolean any = false;
        for (int k = 0; k < f.in().size(); k++) {
            any |= rows.test(k);
        }
        return any && !Regions.any(f.body(), e -> e.prim().memory() == Prim.Memory.NEW && e.out().stream().anyMatch(v -> v.isArray()) || e.prim() == Prim.CALL || e.prim() == Prim.DEBUG_CALLBACK
            || e.prim() != Prim.DIM && e.in().stream().anyMatch(a -> a.isArray() && f.in().contains(a) && !rows.test(f.in().indexOf(a))));
    }

    private static long accesses(List<Eqn> body) {
        long sum = 0;
        for (Eqn e : body) {
            sum += accesses(e);
            if (sum > FEW) {
                return FEW + 1;
            }
        }
        return sum;
    }

    private static long accesses(Eqn e) {
        if (!Regions.of(e).isEmpty()) {
            long trips = e.prim() == Prim.COND ? 1 : e.prim() != Prim.WHILE && e.in().get(0) instanceof Lit n ? Math.max(1, n.asLong()) : FEW + 1;
            long once = 1;
            for (Region r : Regions.of(e)) {
                once += accesses(r.body());
            }
            return trips > FEW ? FEW + 1 : trips * once;
        } else if (e.prim() == Prim.UPDATE || e.prim() == Prim.INDEX) {
            return e.prim() == Prim.UPDATE && e.in().get(e.in().size() - 1).isArray() ? FEW + 1 : 1;
        }
        boolean scalars = e.out().stream().noneMatch(v -> v.isArray()) && (e.prim() == Prim.DIM || e.in().stream().noneMatch(a -> a.isArray()));
        return scalars && e.prim() != Prim.CALL && e.prim() != Prim.DEBUG_CALLBACK ? 0 : FEW + 1;
    }
}
