package dev.jacobi.vectorize.small;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.simplify.DeadCode;
import java.util.List;

/**
 * The first n elements of a small array put in order, as {@code Arrays.sort(w, 0, n)} does where a window has fewer neighbours at an image's edges: all of its elements are sorted, with the greatest number that
 * there is in place of those behind the n-th.
 */
final class RangeSorts {
    /** More elements are sorted as a whole only in lanes that have made the array themselves: elsewhere the few that are asked for are faster. */
    private static final int FEW = 9;

    private RangeSorts() {
    }

    static Func run(Func f) {
        if (!Regions.any(f.body(), e -> e.prim() == Prim.SORT)) {
            return f;
        }
        var defs = Definitions.in(f.body());
        var made = new MadeInTrip(f, SmallGroups.of(f));
        Func after = Rewrite.run(f, (e, r) -> isSortedStart(e, defs) && (SmallShapes.count(e.result().type()) <= FEW || made.has(r.old().in().get(1))) && write(e, r));
        return after == f ? f : new DeadCode().run(after);
    }

    /** Whether a loop copies what has been sorted back to the start of the array that it was taken from. */
    private static boolean isSortedStart(Eqn e, Definitions defs) {
        if (e.prim() != Prim.FOR || e.out().size() != 1 || !SmallShapes.isSmall(e.result().type()) || e.result().type().rank() != 1) {
            return false;
        }
        RegionView loop = RegionView.of(e);
        Eqn put = defs.of(loop.slots().get(0).yield(), Prim.UPDATE);
        Eqn got = put == null ? null : defs.of(put.written(), Prim.INDEX);
        Eqn sort = got == null ? null : defs.of(got.in().get(0), Prim.SORT);
        Eqn part = sort == null || sort.in().size() != 1 ? null : defs.of(sort.in().get(0), Prim.SLICE);
        List<Atom> trip = List.of(loop.trip());
        return part != null && put.in().get(0).equals(loop.slots().get(0).param()) && put.indices().equals(trip) && got.indices().equals(trip) && loop.body().body().size() == 2
            && part.in().equals(List.of(loop.slots().get(0).init(), Lit.i32(0), loop.head())) && ((Params.Slice) part.params()).strides().equals(List.of(1L));
    }

    private static boolean write(Eqn e, Rewrite r) {
        Builder b = r.b;
        Atom n = e.in().get(0);
        Atom array = e.in().get(1);
        DType t = array.dtype();
        Lit all = Lit.i32(SmallShapes.count(array.type()));
        Atom last = t.isFloat() ? Lit.real(t, Double.NaN) : Lit.of(t, greatest(t));
        List<Var> padded = b.loop(all, List.of(array), p -> List.of(b.update(p.get(1), Params.Access.PROMISED, p.subList(0, 1), b.emit(Prim.SELECT, b.emit(Prim.LT, p.get(0), n), at(b, array, p.get(0)), last))));
        Var sorted = b.emit(Prim.SORT, new Params.Sort(0, 1), padded.get(0));
        List<Var> out = b.loop(all, List.of(array), p -> List.of(b.update(p.get(1), Params.Access.PROMISED, p.subList(0, 1),
            b.emit(Prim.SELECT, b.emit(Prim.LT, p.get(0), n), at(b, sorted, p.get(0)), at(b, array, p.get(0))))));
        r.replace(e.out(), out);
        return true;
    }

    private static Atom at(Builder b, Atom array, Atom k) {
        return b.index(array, Params.Access.PROMISED, List.of(k));
    }

    private static long greatest(DType t) {
        return switch (t) {
            case I64 -> Long.MAX_VALUE;
            case I32 -> Integer.MAX_VALUE;
            case I16 -> Short.MAX_VALUE;
            case U16 -> Character.MAX_VALUE;
            case I8 -> Byte.MAX_VALUE;
            default -> 1;
        };
    }
}
