package dev.jacobi.vectorize.nests;

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
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.List;

/**
 * A map over columns around a loop down each of them walks over memory in steps of a row. Such loops change places, so that the innermost one goes along the rows:
 *
 * <pre>
 *  map j below n { for i below m { a[i, j] = f(a[i - 1, j]) } }
 * </pre>
 *
 * becomes, for blocks of {@link #WIDTH} columns, which stay in the first cache from row to row, and which threads share,
 *
 * <pre>
 *  map b below blocks { for i below m { map k below min(WIDTH, n - b * WIDTH) { j = b * WIDTH + k;  a[i, j] = f(a[i - 1, j]) } } }
 * </pre>
 *
 * and two maps simply change places. The map's trips never meet, so each element sees the same operations in the same order. Not one of {@link dev.jacobi.vectorize.raise.Raise}'s passes: what has no caches to
 * speak of, as a GPU, wants the map outside.
 */
public final class LoopOrder implements Optimisation {
    /** Of columns: a kilobyte or two of each row. */
    static final int WIDTH = 256;

    @Override
    public String name() {
        return "loop-order";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.MAP && RegionView.of(e).body().body().stream().anyMatch(x -> x.prim() == Prim.MAP || x.prim() == Prim.FOR))) {
            return in;
        }
        var walk = new Walk(in);
        List<Eqn> body = walk.block(in.body());
        return walk.changed ? new Func(in.in(), body, in.out()) : in;
    }

    /** One walk over a function. */
    private static final class Walk {
        private final IntValues values;
        private final Builder b;
        private final List<ElementAccess> accesses = new ArrayList<>();
        private boolean changed;

        Walk(Func f) {
            values = new IntValues(f);
            b = new Builder(Regions.firstFreeId(f));
        }

        List<Eqn> block(List<Eqn> body) {
            var out = new ArrayList<Eqn>();
            for (Eqn e : body) {
                ElementAccess access = ElementAccess.of(e, values);
                if (access != null) {
                    accesses.add(access);
                }
                int first = accesses.size();
                boolean before = changed;
                changed = false;
                Eqn now = values.regions(e, this::block);
                ColumnNest nest = e.prim() == Prim.MAP && !changed ? ColumnNest.of(now, accesses.subList(first, accesses.size()), values, b) : null;
                if (nest == null) {
                    out.add(now);
                } else {
                    b.open();
                    if (nest.inner().eqn().prim() == Prim.MAP) {
                        exchange(nest);
                    } else {
                        blocks(nest);
                    }
                    out.addAll(b.close());
                }
                changed |= before || nest != null;
                values.define(e);
            }
            return out;
        }

        private void exchange(ColumnNest nest) {
            List<Slot> outer = nest.arrays();
            var dests = new ArrayList<Slot>();
            var rows = new ArrayList<Slot>();
            for (Slot s : nest.columns().slots()) {
                Slot in = outer.get(dests.size());
                Var result = b.fresh(s.result().type());
                rows.add(Slot.of(Role.DEST, s.param(), in.param(), in.yield(), result));
                dests.add(Slot.of(Role.DEST, s.init(), s.param(), result, s.result()));
            }
            RegionView columns = nest.columns();
            Eqn row = RegionView.loop(Prim.MAP, columns.extent(), columns.head(), columns.trip(), rows, nest.body());
            b.append(RegionView.loop(Prim.MAP, nest.inner().extent(), nest.inner().head(), nest.inner().trip(), dests, List.of(row)));
        }

        private void blocks(ColumnNest nest) {
            RegionView columns = nest.columns();
            DType t = columns.head().dtype();
            Atom n = b.emit(Prim.MAX, columns.head(), Lit.zero(t));
            Atom last = b.emit(Prim.SUB, n, Lit.of(t, 1));
            Atom blocks = b.emit(Prim.ADD, b.emit(Prim.SHR, last, Lit.of(t, Integer.numberOfTrailingZeros(WIDTH))), Lit.of(t, 1));
            Var block = b.fresh(columns.trip().type());
            var dests = new ArrayList<Slot>();
            var carries = new ArrayList<Slot>();
            var rows = new ArrayList<Slot>();
            for (Slot s : columns.slots()) {
                Slot in = nest.arrays().get(dests.size());
                Var carried = b.fresh(s.param().type());
                Var row = b.fresh(s.result().type());
                rows.add(Slot.of(Role.DEST, carried, in.param(), in.yield(), row));
                carries.add(Slot.of(Role.CARRY, s.param(), carried, row, in.result()));
                dests.add(Slot.of(Role.DEST, s.init(), s.param(), in.result(), s.result()));
            }
            b.open();
            Var from = b.emit(Prim.MUL, block, Lit.of(t, WIDTH));
            Var width = b.emit(Prim.MIN, b.emit(Prim.SUB, n, from), Lit.of(t, WIDTH));
            Var k = b.fresh(columns.trip().type());
            var body = new ArrayList<>(List.of(new Eqn(Prim.ADD, List.of(from, k), Params.NONE, List.of(columns.trip()))));
            body.addAll(nest.body());
            Eqn row = RegionView.loop(Prim.MAP, Dim.UNKNOWN, width, k, rows, body);
            b.append(RegionView.loop(Prim.FOR, nest.inner().extent(), nest.inner().head(), nest.inner().trip(), carries, List.of(row)));
            b.append(RegionView.loop(Prim.MAP, Dim.UNKNOWN, blocks, block, dests, b.close()));
        }
    }
}
