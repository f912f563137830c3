package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Role;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.List;

/**
 * For devices with far more lanes than there are rows in a block: elements that wait for those above and to the left are computed diagonal by diagonal, all rows of one at a time.
 *
 * <pre>
 *  for i below n { for j below m { a[i, j] = f(a[i - 1, j], a[i, j - 1]) } }
 * </pre>
 *
 * becomes
 *
 * <pre>
 *  for d below skew * (n - 1) + m { map i below n { j = d - skew * i;  if 0 <= j &lt; m { a[i, j] = f(a[i - 1, j], a[i, j - 1]) } } }
 * </pre>
 *
 * Each element sees the same operations ({@link SkewedNest} says when); what one trip hands to the next along a row is read from the array again ({@link DiagonalNest}). So many diagonals that there is no
 * number for them fail an early check.
 */
public final class Diagonals implements Optimisation {
    @Override
    public String name() {
        return "diagonals";
    }

    @Override
    public Func run(Func in) {
        if (!SkewedNest.mayBeIn(in)) {
            return in;
        }
        Func both = BothBranches.inNests(in);
        Func out = new Walk(both).run();
        return out == both ? in : out;
    }

    /** One walk over a function. */
    private static final class Walk extends AccessWalk {
        private final Builder b;

        Walk(Func f) {
            super(f);
            b = values.shapes.ids;
        }

        @Override
        protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
            SkewedNest nest = now == old && now.prim() == Prim.FOR ? SkewedNest.of(now, inside, values, false) : null;
            DiagonalNest diagonals = nest == null ? null : DiagonalNest.of(nest, inside, values);
            if (diagonals == null) {
                return List.of(now);
            }
            b.open();
            loop(diagonals);
            return b.close();
        }

        private void loop(DiagonalNest diagonals) {
            SkewedNest nest = diagonals.nest();
            RegionView outer = nest.outer();
            DType t = outer.head().dtype();
            Lit skew = Lit.of(t, nest.skew());
            Atom n = b.emit(Prim.MAX, outer.head(), Lit.zero(t));
            Atom m = b.emit(Prim.MAX, nest.inner().head(), Lit.zero(t));
            Var all = b.emit(Prim.ADD, b.emit(Prim.MUL, b.convert(n, DType.I64), Lit.i64(nest.skew())), b.convert(m, DType.I64));
            b.checkEarly(b.emit(Prim.LE, all, Lit.i64(Integer.MAX_VALUE)), Params.Code.MEMORY, "loop count");
            Var some = b.emit(Prim.AND, b.emit(Prim.GT, n, Lit.zero(t)), b.emit(Prim.GT, m, Lit.zero(t)));
            Atom trips = b.emit(Prim.SELECT, some, b.emit(Prim.ADD, b.folded(Prim.MUL, b.emit(Prim.SUB, n, Lit.of(t, 1)), skew), m), Lit.zero(t));
            Var d = b.fresh(outer.trip().type());
            var carries = new ArrayList<Slot>();
            var dests = new ArrayList<Slot>();
            for (Slot s : outer.slots()) {
                Var param = b.fresh(s.param().type());
                Var yield = b.fresh(s.param().type());
                Var row = b.fresh(s.param().type());
                carries.add(Slot.of(Role.CARRY, s.init(), param, row, s.result()));
                dests.add(Slot.of(Role.DEST, param, s.param(), yield, row));
            }
            b.open();
            b.open();
            Var j = b.emit(Prim.SUB, d, b.folded(Prim.MUL, outer.trip(), skew));
            Var inside = b.emit(Prim.AND, b.emit(Prim.GE, j, Lit.zero(t)), b.emit(Prim.LT, j, m));
            b.cond(inside, () -> element(diagonals, j), outer::params, dests.stream().map(s -> (Var) s.yield()).toList());
            b.append(RegionView.loop(Prim.MAP, outer.extent(), n, outer.trip(), dests, b.close()));
            b.append(RegionView.loop(Prim.FOR, Dim.UNKNOWN, trips, d, carries, b.close()));
        }

        /** One trip of the inner loop: what it makes of the arrays, by the outer loop's slots. */
        private List<Atom> element(DiagonalNest diagonals, Var j) {
            SkewedNest nest = diagonals.nest();
            RegionView inner = nest.inner();
            var copy = new Rewrite(b);
            copy.append(diagonals.around());
            for (int k = 0; k < inner.slots().size(); k++) {
                Slot s = inner.slots().get(k);
                Slot o = nest.threaded().get(k);
                copy.replace(s.param(), o != null ? o.param() : before(diagonals, k, j, copy));
            }
            copy.replace(inner.trip(), j);
            copy.append(inner.body().body());
            return nest.outer().slots().stream().map(o -> copy.atom(inner.slots().get(nest.threaded().indexOf(o)).yield())).toList();
        }

        /** What the trip before has written, where the array still has it. */
        private Atom before(DiagonalNest diagonals, int slot, Var j, Rewrite around) {
            DiagonalNest.Written w = diagonals.written().get(slot);
            var copy = around.beside().replace(diagonals.nest().inner().trip(), b.emit(Prim.SUB, j, Lit.of(j.dtype(), 1)));
            copy.append(w.places());
            return b.index(w.array(), Params.Access.PROMISED, copy.atoms(w.update().indices()));
        }
    }
}
