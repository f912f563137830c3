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
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.vectorize.raise.Hoist;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A processor with one thread waits for each element of {@code a[i, j] = f(a[i - 1, j], a[i, j - 1])} before it begins the next. Here it goes along a few rows at the same time, each {@code skew} columns behind the one above:
 *
 * <pre>
 *  for i { for j { a[i, j] = f(a[i - 1, j], a[i, j - 1]) } }
 * </pre>
 *
 * becomes, for blocks of rows from i on, three here,
 *
 * <pre>
 *  for j below 2 { i, j };  for j below 1 { i + 1, j }
 *  for j below m - 2 { i, j + 2;  i + 1, j + 1;  i + 2, j }
 *  for j from m - 1 { i + 1, j };  for j from m - 2 { i + 2, j }
 * </pre>
 *
 * whose rows in one trip of the middle loop depend on each other in no way. Each element sees the same operations in the same order ({@link SkewedNest} says when). Rows that are left over go one by one. What all trips
 * add to a sum is added in the order of the rows while the next block is made ({@link OrderedSums}).
 */
public final class SkewedRows implements Optimisation {
    /** Of rows: enough to hide most of what one waits for, few enough for the registers. */
    private static final int ROWS = 4;

    /** The same for what waits for floats and has few other values: fill, drain and the rows' copies are code, too. */
    private static final int MORE_ROWS = 8;
    private static final int FEW_EQUATIONS = 14;

    private final boolean fast;
    private final int fixed;

    /** Blocks of the number of rows that suits most processors. Nests whose rows are running sums of floats stay as they are with {@code fast}, as lanes do these better. */
    public SkewedRows(boolean fast) {
        this(fast, 0);
    }

    /** Blocks of another number of rows, a power of two. */
    public SkewedRows(boolean fast, int rows) {
        this.fast = fast;
        this.fixed = rows;
    }

    private int rows(SkewedNest nest) {
        List<Eqn> body = nest.inner().body().body();
        boolean floats = nest.inner().slots().stream().anyMatch(s -> s.param().type().isScalar() && s.param().dtype().isFloat());
        return fixed > 0 ? fixed : floats && Regions.size(body) <= FEW_EQUATIONS ? MORE_ROWS : ROWS;
    }

    @Override
    public String name() {
        return "skewed-rows";
    }

    @Override
    public Func run(Func in) {
        if (!SkewedNest.mayBeIn(in)) {
            return in;
        }
        Func start = SkewedNest.prepared(in);
        Func out = new Walk(start).run();
        return out == start ? in : new Hoist().run(out);
    }

    /** One walk over a function. */
    private final class Walk extends AccessWalk {
        private final Builder b;

        Walk(Func f) {
            super(f);
            b = values.shapes.ids;
        }

        @Override
        protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
            SkewedNest nest = now == old && now.prim() == Prim.FOR ? SkewedNest.of(now, inside, values, fast) : null;
            if (nest == null) {
                return List.of(now);
            }
            b.open();
            blocks(nest, new RowsAbove(nest, List.copyOf(inside), values).handedOn());
            return b.close();
        }

        /** All blocks that there are, if rows are long enough, and what is left over. */
        private void blocks(SkewedNest nest, Map<Eqn, Integer> handedOn) {
            int rows = rows(nest);
            RegionView outer = nest.outer();
            DType t = outer.head().dtype();
            Lit zero = Lit.zero(t);
            Lit shift = Lit.of(t, Integer.numberOfTrailingZeros(rows));
            Atom m = nest.inner().head();
            var sums = new OrderedSums(nest, rows, b);
            Atom isLong = sums.fit(b.emit(Prim.GE, m, Lit.of(m.dtype(), (long) nest.skew() * (rows - 1) + rows)));
            Atom blocks = b.emit(Prim.SELECT, isLong, b.emit(Prim.SHR, b.emit(Prim.MAX, outer.head(), zero), shift), zero);
            var inits = new ArrayList<>(outer.inits());
            inits.addAll(moreRows(nest, rows));
            inits.addAll(sums.none(blocks));
            List<Atom> done = sums.finish(b.loop(blocks, inits, p -> new Block(nest, handedOn, rows, p, sums).run()), outer.slots().size(), blocks);
            Atom begin = b.emit(Prim.SHL, blocks, shift);
            var left = new ArrayList<Slot>();
            for (Slot s : outer.slots()) {
                left.add(Slot.of(Role.CARRY, done.get(left.size()), s.param(), s.yield(), s.result()));
            }
            Var at = b.fresh(outer.trip().type());
            var body = new ArrayList<>(List.of(new Eqn(Prim.ADD, List.of(begin, at), Params.NONE, List.of(outer.trip()))));
            body.addAll(outer.body().body());
            b.append(RegionView.loop(Prim.FOR, Dim.UNKNOWN, b.emit(Prim.SUB, outer.head(), begin), at, left, body));
        }

        /** Of two rows that change places, those that a block has besides. Rows that are an even number apart have the same elements where nobody writes. */
        private List<Atom> moreRows(SkewedNest nest, int rows) {
            var more = new ArrayList<Atom>();
            for (int r = 0; nest.pair() != null && r < rows - 1; r++) {
                more.add(b.emit(Prim.COPY, (r % 2 == 0 && r < rows - 2 ? nest.pair().current() : nest.pair().previous()).init()));
            }
            return more;
        }

        /** A block of rows as it is being written: how far the values have come that go from row to row, and those of each row's own. */
        private final class Block {
            private final SkewedNest nest;
            private final int rows;
            private final RegionView inner;
            private final Lit shift;
            private final Var block;
            /** By the outer loop's slots. */
            private final List<Atom> common;
            /** Rows of two that change places: by rows of the block what it writes to; the last one's is not the row above the block. */
            private final List<Atom> targets = new ArrayList<>();
            private final Atom above;
            /** What a trip reads that the row above has written one trip earlier, where all rows go together, by the number of the slot that has it. */
            private final Map<Eqn, Integer> handedOn;
            /** By slots: what the row above had one trip earlier, while all rows go together; else null. */
            private List<Atom> aboveNow;
            private final OrderedSums sums;
            /** By rows: what stands for the variables of a trip of the outer loop. */
            private final List<Rewrite> copies = new ArrayList<>();
            /** By rows and the inner loop's slots; null for those that are common. */
            private final List<List<Atom>> own = new ArrayList<>();

            Block(SkewedNest nest, Map<Eqn, Integer> handedOn, int rows, List<Var> params, OrderedSums sums) {
                this.nest = nest;
                this.handedOn = handedOn;
                this.rows = rows;
                this.sums = sums;
                sums.begin(params);
                inner = nest.inner();
                DType t = nest.outer().head().dtype();
                shift = Lit.of(t, Integer.numberOfTrailingZeros(rows));
                block = params.get(0);
                int slots = nest.outer().slots().size();
                common = new ArrayList<>(params.subList(1, slots + 1));
                if (nest.pair() != null) {
                    targets.addAll(params.subList(slots + 1, params.size()));
                    targets.add(rows - 2, common.get(nest.outer().slots().indexOf(nest.pair().current())));
                }
                above = nest.pair() == null ? null : common.get(nest.outer().slots().indexOf(nest.pair().previous()));
            }

            List<Atom> run() {
                DType t = nest.outer().head().dtype();
                Var begin = b.emit(Prim.SHL, block, shift);
                for (int r = 0; r < rows; r++) {
                    var copy = new Rewrite(b).replace(nest.outer().trip(), b.folded(Prim.ADD, begin, Lit.of(t, r))).replace(nest.outer().params(), common);
                    copies.add(copy);
                    own.add(new ArrayList<>(Collections.nCopies(inner.slots().size(), null)));
                    pair(copy, r);
                    copy.append(nest.before());
                    set(r, sums.with(copy.atoms(inner.inits())));
                    part(r, null, behind(r));
                }
                together();
                DType u = inner.head().dtype();
                for (int r = 0; r < rows; r++) {
                    int ahead = nest.skew() * r;
                    part(r, ahead == 0 ? null : b.emit(Prim.SUB, inner.head(), Lit.of(u, ahead)), ahead);
                    Rewrite copy = pair(copies.get(r), r).replace(inner.eqn().out(), get(r).subList(0, inner.slots().size()));
                    copy.append(nest.after());
                    for (int k = 0; k < common.size(); k++) {
                        if (nest.folds().get(k) == null && !isOfPair(k)) {
                            common.set(k, copy.atom(nest.outer().slots().get(k).yield()));
                        }
                    }
                }
                for (int k = 0; k < common.size(); k++) {
                    fold(k);
                }
                return nest.pair() == null ? sums.with(common) : turned();
            }

            private boolean isOfPair(int k) {
                Slot s = nest.outer().slots().get(k);
                return nest.pair() != null && (s.equals(nest.pair().previous()) || s.equals(nest.pair().current()));
            }

            /** What a row of two that change places reads, as it is now, and what it writes to. */
            private Rewrite pair(Rewrite copy, int row) {
                return nest.pair() == null ? copy : copy.replace(nest.pair().previous().param(), row == 0 ? above : written(row - 1)).replace(nest.pair().current().param(), targets.get(row));
            }

            private Atom written(int row) {
                return own.get(row).get(inner.slots().indexOf(nest.pair().written()));
            }

            /** What the next block begins with: the last row is above it, and its own last row is the one that was above this block. */
            private List<Atom> turned() {
                var next = new ArrayList<>(common);
                next.set(nest.outer().slots().indexOf(nest.pair().previous()), written(rows - 1));
                next.set(nest.outer().slots().indexOf(nest.pair().current()), written(rows - 2));
                for (int r = 0; r < rows - 2; r++) {
                    next.add(written(r));
                }
                next.add(above);
                return next;
            }

            /** What all rows have folded, if that is what a slot of the outer loop holds: each has done so on its own. */
            private void fold(int k) {
                Prim op = nest.folds().get(k);
                int at = nest.threaded().indexOf(nest.outer().slots().get(k));
                for (int r = 0; op != null && r < rows; r++) {
                    common.set(k, r == 0 ? own.get(r).get(at) : b.emit(op, common.get(k), own.get(r).get(at)));
                }
            }

            /** How many trips a row is ahead of the last one. */
            private int behind(int row) {
                return nest.skew() * (rows - 1 - row);
            }

            /** The outer loop's slot of an array that all rows go on with; -1 for what is a row's own. */
            private int shared(int k) {
                Slot o = nest.threaded().get(k);
                int at = o == null ? -1 : nest.outer().slots().indexOf(o);
                return at >= 0 && nest.folds().get(at) == null ? at : -1;
            }

            /** The values of the inner loop's slots for a row. */
            private List<Atom> get(int row) {
                var all = new ArrayList<>(own.get(row));
                for (int k = 0; k < all.size(); k++) {
                    if (shared(k) >= 0) {
                        all.set(k, common.get(shared(k)));
                    }
                }
                all.addAll(sums.terms());
                return all;
            }

            private void set(int row, List<? extends Atom> values) {
                sums.set(values.subList(own.get(row).size(), values.size()));
                for (int k = 0; k < own.get(row).size(); k++) {
                    Slot o = nest.threaded().get(k);
                    if (shared(k) >= 0) {
                        common.set(shared(k), values.get(k));
                    } else if (o != null && row > 0 && own.get(row).get(k) == null) {
                        own.get(row).set(k, FoldIdentity.neutral(nest.folds().get(nest.outer().slots().indexOf(o)), o.param().dtype()));
                    } else {
                        own.get(row).set(k, values.get(k));
                    }
                }
            }

            /** So many trips of one row, from one on or from the first. */
            private void part(int row, Atom from, int trips) {
                if (trips > 0) {
                    set(row, b.loop(Lit.of(inner.head().dtype(), trips), get(row), p ->
                        trip(row, from == null ? p.get(0) : b.emit(Prim.ADD, from, p.get(0)), p.subList(1, p.size()))));
                }
            }

            private List<Atom> trip(int row, Atom number, List<? extends Atom> carries) {
                Rewrite copy = pair(copies.get(row).beside(), row).replace(inner.trip(), number).replace(inner.params(), carries.subList(0, inner.slots().size()));
                var terms = new ArrayList<Atom>(carries.subList(inner.slots().size(), carries.size()));
                for (Eqn e : inner.body().body()) {
                    if (aboveNow != null && handedOn.containsKey(e)) {
                        copy.replace(e.result(), aboveNow.get(handedOn.get(e)));
                    } else if (!sums.note(e, copy, row, number, terms)) {
                        copy.append(e);
                    }
                }
                terms.addAll(0, copy.atoms(inner.body().out()));
                return terms;
            }

            /** The trips that all rows have at the same time. */
            private void together() {
                DType t = inner.head().dtype();
                List<Atom> init = values();
                List<Var> out = b.loop(b.emit(Prim.SUB, inner.head(), Lit.of(t, behind(0))), init, p -> {
                    take(p.subList(1, p.size()));
                    var latest = new ArrayList<List<Atom>>();
                    own.forEach(of -> latest.add(new ArrayList<>(of)));
                    for (int r = 0; r < rows; r++) {
                        aboveNow = r == 0 ? null : latest.get(r - 1);
                        set(r, trip(r, b.folded(Prim.ADD, p.get(0), Lit.of(t, behind(r))), get(r)));
                        aboveNow = null;
                    }
                    sums.add(common, p.get(0));
                    return values();
                });
                take(out);
                sums.addRest(common, b.emit(Prim.SUB, inner.head(), Lit.of(t, behind(0))));
            }

            /** All values that change in the trips that rows have at the same time: rows that change places are each row's own. */
            private List<Atom> values() {
                var all = new ArrayList<Atom>();
                for (int k = 0; k < common.size(); k++) {
                    if (!isOfPair(k)) {
                        all.add(common.get(k));
                    }
                }
                own.forEach(of -> of.stream().filter(a -> a != null).forEach(all::add));
                all.addAll(sums.terms());
                return all;
            }

            private void take(List<Var> values) {
                var next = values.iterator();
                for (int k = 0; k < common.size(); k++) {
                    common.set(k, isOfPair(k) ? common.get(k) : next.next());
                }
                own.forEach(of -> of.replaceAll(a -> a == null ? null : next.next()));
                sums.set(values.subList(values.size() - sums.terms().size(), values.size()));
            }
        }
    }
}
