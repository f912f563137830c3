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
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.vectorize.raise.Hoist;
import dev.jacobi.vectorize.raise.LoopLoadElimination;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A map over columns around a loop down each of them walks over memory in steps of a row. Such loops change places, so that the innermost one goes along the rows:
 *
 * <pre>
 *  map j below n { for i below m { a[i, j] = f(a[i - 1, j]) } }
 * </pre>
 *
 * becomes, for blocks of columns, which stay in the first cache from row to row, and which threads share,
 *
 * <pre>
 *  map b below blocks { for i below m { map k below min(width, n - b * width) { j = b * width + k;  a[i, j] = f(a[i - 1, j]) } } }
 * </pre>
 *
 * and two maps simply change places, as do the outer ones of several maps; where some elements lie along the one and others along the other, the inner map runs in pieces. A loop along rows around a map over these ({@link RowNest}) goes inside. The map's trips never meet, so each element sees the same operations in the same order. Not one of {@link dev.jacobi.vectorize.raise.Raise}'s passes: what has no caches to
 * speak of, as a GPU, wants the map outside.
 */
public final class LoopOrder implements Optimisation {
    /** Of columns: a kilobyte or two of each row. */
    private static final int WIDTH = 256;

    /** Outer maps of a nest change places so often, so that the one along the rows comes to stand around the innermost one. */
    private static final int DEEPEST = 2;

    /** Of elements of each row. */
    private static final int TILE = 32;

    private final int width;
    private final int piece;

    /** Blocks of the width that suits the first cache. */
    public LoopOrder() {
        this(WIDTH);
    }

    /** Blocks of another width, a power of two. */
    public LoopOrder(int width) {
        this.width = width;
        this.piece = Math.min(width, TILE);
    }

    @Override
    public String name() {
        return "loop-order";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> (e.prim() == Prim.MAP || e.prim() == Prim.FOR || e.prim() == Prim.REDUCE) && RegionView.of(e).body().body().stream().anyMatch(x -> x.prim() == Prim.MAP || x.prim() == Prim.FOR))) {
            return in;
        }
        Func joined = JoinedHalves.run(in);
        Func out = BothBranches.inSums(joined);
        if (out == joined && joined != in) { // and then two loops without a question are as good
            out = BothBranches.inSums(in);
        }
        for (int k = 0; k < DEEPEST && hasMaps(in.body(), 3); k++) {
            out = new Walk(out, true).run();
        }
        out = new Walk(out, false).run();
        // what trips of a loop hand on through memory goes from one to the next now
        return out == in ? in : new LoopLoadElimination().run(new Hoist().run(out));
    }

    /** Whether there are maps in each other, so many. */
    private static boolean hasMaps(List<Eqn> body, int deep) {
        return deep == 0 || Regions.any(body, e -> e.prim() == Prim.MAP && hasMaps(RegionView.of(e).body().body(), deep - 1));
    }

    /** One walk over a function. */
    private final class Walk extends AccessWalk {
        private final Map<Integer, Var> vars;
        private final Builder b;
        private final boolean deep;

        Walk(Func f, boolean deep) {
            super(f);
            this.deep = deep;
            vars = Poly.variables(f);
            b = values.shapes.ids;
        }

        @Override
        protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
            boolean same = now == old;
            RowNest rows = same && !deep && now.prim() == Prim.FOR ? RowNest.of(now, inside, values) : null;
            ColumnNest nest = same && now.prim() == Prim.MAP ? ColumnNest.of(now, deep, inside, values, vars, b) : null;
            if (rows != null) {
                return List.of(rows.exchanged(b));
            } else if (nest == null || nest.mixed() && nest.inner().head() instanceof Lit few && few.asLong() <= piece) {
                return List.of(now);
            }
            b.open();
            if (nest.mixed()) {
                tiles(nest);
            } else if (nest.inner().eqn().prim() == Prim.MAP) {
                exchange(nest);
            } else {
                blocks(nest);
            }
            return b.close();
        }

        private void exchange(ColumnNest nest) {
            RegionView columns = nest.columns();
            Slots slots = slots(nest, false);
            Triangle triangle = nest.triangle();
            Atom n = columns.head();
            if (triangle == null) {
                Eqn row = RegionView.loop(Prim.MAP, columns.extent(), n, columns.trip(), slots.rows(), nest.body());
                b.append(RegionView.loop(Prim.MAP, nest.inner().extent(), nest.inner().head(), nest.inner().trip(), slots.direct(), List.of(row)));
                return;
            }
            Var k = b.fresh(nest.inner().trip().type());
            Atom trips = triangle.outside(b, n);
            b.open();
            row(nest, slots.rows(), triangle.first(b, k), triangle.end(b, k, n), k);
            b.append(RegionView.loop(Prim.MAP, Dim.UNKNOWN, trips, k, slots.direct(), b.close()));
        }

        private void blocks(ColumnNest nest) {
            RegionView columns = nest.columns();
            RegionView inner = nest.inner();
            Slots slots = slots(nest, true);
            Triangle triangle = nest.triangle();
            DType t = columns.head().dtype();
            Lit wide = Lit.of(t, width);
            Atom n = b.emit(Prim.MAX, columns.head(), Lit.zero(t));
            Atom blocks = tiles(n, width);
            Atom trips = triangle == null ? inner.head() : triangle.outside(b, n);
            Var block = b.fresh(columns.trip().type());
            b.open();
            Var from = b.emit(Prim.MUL, block, wide);
            Var to = b.emit(Prim.ADD, from, b.emit(Prim.MIN, b.emit(Prim.SUB, n, from), wide));
            Var k = triangle == null ? inner.trip() : b.fresh(inner.trip().type());
            b.open();
            row(nest, slots.rows(), triangle == null ? from : b.emit(Prim.MAX, triangle.first(b, k), from), triangle == null ? to : b.emit(Prim.MIN, triangle.end(b, k, n), to), k);
            b.append(RegionView.loop(Prim.FOR, triangle == null ? inner.extent() : Dim.UNKNOWN, trips, k, slots.carries(), b.close()));
            b.append(RegionView.loop(Prim.MAP, Dim.UNKNOWN, blocks, block, slots.dests(), b.close()));
        }

        /** The inner map in pieces, each for all trips of the outer one, which then find the lines that the trips before have used. */
        private void tiles(ColumnNest nest) {
            RegionView outer = nest.columns();
            RegionView inner = nest.inner();
            Slots slots = slots(nest, true);
            DType t = inner.head().dtype();
            Lit wide = Lit.of(t, piece);
            Atom most = nest.triangle() == null ? b.emit(Prim.MAX, inner.head(), Lit.zero(t)) : nest.triangle().outside(b, outer.head());
            Var tile = b.fresh(inner.trip().type());
            Atom tiles = tiles(most, piece);
            b.open();
            Var from = b.emit(Prim.MUL, tile, wide);
            b.open();
            var head = new Rewrite(b);
            head.append(BackwardSlice.of(nest.around(), List.of(inner.head())).eqns());
            Atom left = b.emit(Prim.SUB, head.atom(inner.head()), from);
            Var at = b.fresh(inner.trip().type());
            var body = new ArrayList<>(List.of(new Eqn(Prim.ADD, List.of(from, at), Params.NONE, List.of(inner.trip()))));
            body.addAll(nest.body());
            b.append(RegionView.loop(Prim.MAP, Dim.UNKNOWN, b.emit(Prim.MAX, b.emit(Prim.MIN, left, wide), Lit.zero(t)), at, slots.rows(), body));
            List<Slot> dests = slots.carries().stream().map(s -> s.as(Role.DEST)).toList();
            b.append(RegionView.loop(Prim.MAP, outer.extent(), outer.head(), outer.trip(), dests, b.close()));
            b.append(RegionView.loop(Prim.MAP, Dim.UNKNOWN, tiles, tile, slots.dests(), b.close()));
        }

        /** Appends how many pieces of a width there are in so many, which are not negative. */
        private Atom tiles(Atom n, int width) {
            Lit one = Lit.of(n.dtype(), 1);
            return b.emit(Prim.ADD, b.emit(Prim.SHR, b.emit(Prim.SUB, n, one), Lit.of(n.dtype(), Integer.numberOfTrailingZeros(width))), one);
        }

        /** Appends one row's map over the columns from one to another. */
        private void row(ColumnNest nest, List<Slot> rows, Atom from, Atom to, Var k) {
            Var i = nest.columns().trip();
            Var at = b.fresh(i.type());
            var body = new ArrayList<>(List.of(new Eqn(Prim.ADD, List.of(from, at), Params.NONE, List.of(i))));
            if (nest.triangle() != null) {
                body.add(nest.triangle().inner(nest.inner().trip(), k, i));
            }
            body.addAll(nest.body());
            Atom trips = b.emit(Prim.MAX, b.folded(Prim.SUB, to, from), Lit.zero(i.dtype()));
            b.append(RegionView.loop(Prim.MAP, Dim.UNKNOWN, trips, at, rows, body));
        }

        /** The arrays' slots in the loop over a row, and in the loops around it: in the one loop, or in that over rows and that over blocks. */
        private record Slots(List<Slot> rows, List<Slot> direct, List<Slot> carries, List<Slot> dests) {
        }

        private Slots slots(ColumnNest nest, boolean blocks) {
            var slots = new Slots(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (Slot s : nest.columns().slots()) {
                Slot in = nest.arrays().get(slots.rows.size());
                Var carried = blocks ? b.fresh(s.param().type()) : s.param();
                Var row = b.fresh(s.result().type());
                slots.rows.add(Slot.of(Role.DEST, carried, in.param(), in.yield(), row));
                slots.direct.add(Slot.of(Role.DEST, s.init(), s.param(), row, s.result()));
                slots.carries.add(Slot.of(Role.CARRY, s.param(), carried, row, in.result()));
                slots.dests.add(Slot.of(Role.DEST, s.init(), s.param(), in.result(), s.result()));
            }
            return slots;
        }
    }
}
