package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Role;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.vectorize.order.LaneNest.Written;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes a nest of loops as {@link DiagonalLanes} says: rows in blocks, in each of which what is in front of the rows' trips comes first, and then all diagonals. */
final class LaneBlocks {
    /** As many rows and columns at least: with fewer, what a diagonal begins and ends with takes longer than the registers of {@link SkewedRows}. */
    private static final int LEAST = 40;
    private static final int MOST = 1 << 30;
    /** The bytes of a buffer at most: all of a nest's stay in the nearest cache. */
    private static final int BUFFER = 2048;
    /** Bytes behind each: without them what is written to one would be in the way of what is read of the next but one, as their addresses would be equal but for a multiple of 4096. */
    private static final int APART = 320;

    private final LaneNest lanes;
    private final Builder b;
    private final RegionView outer;
    private final RegionView inner;
    private final int shift;
    private final int least;

    /** Of so many rows, a power of two, and for nests of as many rows and columns at least; or with 0 of those that suit. */
    LaneBlocks(LaneNest lanes, Builder b, int fixed) {
        this.lanes = lanes;
        this.b = b;
        outer = lanes.nest().outer();
        inner = lanes.nest().inner();
        least = fixed > 0 ? fixed : LEAST;
        shift = Integer.numberOfTrailingZeros(fixed > 0 ? fixed : BUFFER / lanes.written().stream().mapToInt(w -> w.dtype().bytes()).max().orElseThrow());
    }

    /** The rows that go one by one, all or none but for the first of two that change places an odd number of times, and blocks of the others. */
    void write() {
        Atom n = outer.head();
        Atom m = inner.head();
        Atom many = both(b.emit(Prim.GE, n, i32(least)), b.emit(Prim.GE, m, i32(least)));
        Atom isLong = both(many, both(b.emit(Prim.LE, n, i32(MOST)), b.emit(Prim.LE, m, i32(MOST))));
        Atom first = b.emit(Prim.SELECT, isLong, lanes.nest().pair() == null ? i32(0) : both(n, i32(1)), n);
        List<Var> done = outer.slots().stream().map(s -> b.fresh(s.result().type())).toList();
        b.append(RegionView.loop(Prim.FOR, Dim.UNKNOWN, first, outer.trip(), slots(outer.inits(), outer.params(), outer.body().out(), done), outer.body().body()));
        Atom left = b.emit(Prim.SUB, n, first);
        List<Atom> init = new ArrayList<>(done);
        init.addAll(buffers(least(left, i32(1 << shift))));
        Var block = b.fresh(n.type());
        List<Var> params = init.stream().map(a -> b.fresh(a.type())).toList();
        b.open();
        List<Atom> next = block(new LaneState(lanes, params), b.emit(Prim.ADD, first, b.emit(Prim.SHL, block, i32(shift))));
        var results = new ArrayList<>(outer.eqn().out());
        params.subList(results.size(), params.size()).forEach(p -> results.add(b.fresh(p.type())));
        List<Eqn> body = b.close();
        Atom count = b.emit(Prim.SHR, b.emit(Prim.ADD, left, i32((1 << shift) - 1)), i32(shift));
        b.append(RegionView.loop(Prim.FOR, Dim.UNKNOWN, count, block, slots(init, params, next, results), body));
    }

    private static List<Slot> slots(List<? extends Atom> inits, List<Var> params, List<? extends Atom> yields, List<Var> results) {
        var slots = new ArrayList<Slot>();
        for (int k = 0; k < results.size(); k++) {
            slots.add(Slot.of(Role.CARRY, inits.get(k), params.get(k), yields.get(k), results.get(k)));
        }
        return slots;
    }

    private static Lit i32(int n) {
        return Lit.of(DType.I32, n);
    }

    private Atom least(Atom x, Atom y) {
        return b.emit(Prim.MIN, x, y);
    }

    private Atom both(Atom x, Atom y) {
        return b.emit(Prim.AND, x, y);
    }

    private Atom less(Atom x, int by) {
        return b.folded(Prim.SUB, x, i32(by));
    }

    private Atom more(Atom x, int by) {
        return b.folded(Prim.ADD, x, i32(by));
    }

    private Atom set(Atom buffer, Atom at, Atom value) {
        return b.update(buffer, Params.Access.PROMISED, List.of(at), value);
    }

    private Var get(Atom array, List<? extends Atom> place) {
        return b.index(array, Params.Access.PROMISED, place);
    }

    /** New ones, in the order of {@link LaneState}. */
    private List<Atom> buffers(Atom rows) {
        Atom beside = more(rows, 1);
        var all = new ArrayList<Atom>();
        for (Written w : lanes.written()) {
            all.add(buffer(w.dtype(), beside));
            all.add(buffer(w.dtype(), beside));
            if (!w.left().isEmpty()) {
                all.add(buffer(w.dtype(), rows));
            }
        }
        lanes.scalars().forEach(s -> all.add(buffer(s.param().dtype(), rows)));
        lanes.remembered().forEach(v -> all.add(buffer(v.dtype(), rows)));
        return all;
    }

    private Atom buffer(DType t, Atom extent) {
        return b.full(Lit.zero(t), List.of(Dim.UNKNOWN), List.of(more(extent, APART / t.bytes())));
    }

    private List<Atom> block(LaneState s, Atom begin) {
        Atom rows = least(b.emit(Prim.SUB, outer.head(), begin), i32(1 << shift));
        s.take(b.loop(rows, s.values(), p -> {
            s.take(p.subList(1, p.size()));
            front(s, begin, p.get(0));
            return s.values();
        }));
        s.take(b.loop(b.emit(Prim.ADD, inner.head(), less(rows, 1)), s.values(), p -> {
            s.take(p.subList(1, p.size()));
            diagonal(s, begin, rows, p.get(0));
            return s.values();
        }));
        return s.values();
    }

    /** What is in front of a row's trips, and what these begin with. */
    private void front(LaneState s, Atom begin, Var row) {
        var copy = new Rewrite(b).replace(outer.trip(), b.emit(Prim.ADD, begin, row)).replace(outer.params(), s.common);
        copy.append(lanes.nest().before());
        for (int k = 0; k < s.scalars.size(); k++) {
            s.scalars.set(k, set(s.scalars.get(k), row, copy.atom(lanes.scalars().get(k).init())));
        }
        for (int k = 0; k < s.left.size(); k++) {
            if (s.left.get(k) != null) {
                s.left.set(k, set(s.left.get(k), row, leftOfFirst(lanes.written().get(k), copy)));
            }
        }
        s.kept.replaceAll((v, buffer) -> set(buffer, row, copy.atom(v)));
        copy.replace(inner.eqn().out(), copy.atoms(inner.inits()));
        for (int k = 0; k < s.common.size(); k++) {
            s.common.set(k, copy.atom(outer.slots().get(k).yield()));
        }
    }

    private Atom leftOfFirst(Written w, Rewrite front) {
        Eqn read = w.left().get(0);
        Rewrite at = front.beside().replace(inner.trip(), i32(0)).replace(inner.params(), front.atoms(inner.inits()));
        at.append(BackwardSlice.of(inner.body().body(), read.indices()).eqns());
        return get(at.atom(read.in().get(0)), at.atoms(read.indices()));
    }

    /** The place that a row's trip writes. */
    private List<Atom> place(Written w, Atom row, Atom trip) {
        var copy = new Rewrite(b).replace(outer.trip(), row).replace(inner.trip(), trip);
        copy.append(w.around());
        copy.append(w.places());
        return copy.atoms(w.update().indices());
    }

    private void diagonal(LaneState s, Atom begin, Atom rows, Var t) {
        Atom last = less(inner.head(), 1);
        for (int k = 0; k < s.above.size(); k++) {
            Written w = lanes.written().get(k);
            if (!w.above().isEmpty() || !w.left().isEmpty()) {
                // what is to the left of the next trip only is read in all trips but the last one
                Atom trip = least(t, w.above().isEmpty() ? less(inner.head(), 2) : last);
                s.above.set(k, set(s.above.get(k), i32(0), get(s.common.get(at(w)), place(w, less(begin, 1), trip))));
            }
        }
        Atom from = b.emit(Prim.MAX, b.emit(Prim.SUB, t, last), i32(0));
        Var lane = b.fresh(t.type());
        var first = new Lane(b.emit(Prim.ADD, begin, from), from, more(from, 1), b.emit(Prim.MAX, least(t, last), i32(0)));
        together(s, b.emit(Prim.SUB, least(rows, more(t, 1)), from), lane, () -> lane(s, first.on(b, lane)));
        Atom end = less(rows, 1);
        for (int k = 0; k < s.above.size(); k++) {
            Written w = lanes.written().get(k);
            Atom next = s.now.get(k);
            List<Atom> place = place(w, b.emit(Prim.ADD, begin, end), b.emit(Prim.MAX, b.emit(Prim.SUB, t, end), i32(0)));
            s.common.set(at(w), b.update(s.common.get(at(w)), Params.Access.PROMISED, place, get(next, List.of(rows))));
            s.now.set(k, s.above.get(k));
            s.above.set(k, next);
        }
    }

    /** A loop whose trips depend on each other in no way. */
    private void together(LaneState s, Atom trips, Var row, Runnable trip) {
        List<Atom> old = s.values();
        List<Role> roles = s.roles();
        List<Atom> params = new ArrayList<>(old);
        for (int k = 0; k < old.size(); k++) {
            params.set(k, roles.get(k) == Role.DEST ? b.fresh(old.get(k).type()) : old.get(k));
        }
        s.take(params);
        b.open();
        trip.run();
        List<Atom> results = new ArrayList<>(old);
        var slots = new ArrayList<Slot>();
        for (int k = 0; k < old.size(); k++) {
            if (roles.get(k) != null) {
                Var result = b.fresh(old.get(k).type());
                boolean folds = roles.get(k) == Role.FOLD;
                Slot slot = new Slot(roles.get(k), folds ? lanes.nest().folds().get(k) : null, old.get(k), folds ? List.of() : List.of((Var) params.get(k)), List.of(s.values().get(k)), List.of(result));
                slots.add(slot);
                results.set(k, result);
            }
        }
        slots.sort(Comparator.comparing(Slot::role));
        Prim loop = slots.get(0).role() == Role.FOLD ? Prim.REDUCE : Prim.MAP;
        b.append(RegionView.loop(loop, Dim.UNKNOWN, trips, row, slots, b.close()));
        s.take(results);
    }

    /** The number of the outer loop's slot. */
    private int at(Written w) {
        return outer.slots().indexOf(w.outer());
    }

    /**
     * A row's trip, or the first one's of a diagonal: sums of a number from outside of the loop and the one that it counts are what addresses grow by.
     *
     * @param row the outer loop's trip
     * @param at the row's place in the block
     * @param next the place behind it
     * @param trip the inner loop's trip
     */
    private record Lane(Atom row, Atom at, Atom next, Atom trip) {
        Lane on(Builder b, Var k) {
            return new Lane(b.emit(Prim.ADD, row, k), b.emit(Prim.ADD, at, k), b.emit(Prim.ADD, next, k), b.emit(Prim.SUB, trip, k));
        }
    }

    /** One row's trip. */
    private void lane(LaneState s, Lane lane) {
        var copy = new Rewrite(b).replace(outer.trip(), lane.row()).replace(inner.trip(), lane.trip());
        Atom row = lane.at();
        lanes.kept().values().stream().filter(numbers -> numbers != null).forEach(numbers -> copy.append(numbers.eqns()));
        s.kept.forEach((v, buffer) -> copy.replace(v, get(buffer, List.of(row))));
        for (int k = 0; k < s.scalars.size(); k++) {
            copy.replace(lanes.scalars().get(k).param(), get(s.scalars.get(k), List.of(row)));
        }
        folds((k, o) -> copy.replace(inner.slots().get(k).param(), FoldIdentity.neutral(lanes.nest().folds().get(o), s.common.get(o).dtype())));
        for (int k = 0; k < s.above.size(); k++) {
            seen(lanes.written().get(k), k, s, copy, row);
        }
        copy.append(lanes.trip());
        for (int k = 0; k < s.now.size(); k++) {
            s.now.set(k, set(s.now.get(k), lane.next(), copy.atom(lanes.written().get(k).update().written())));
        }
        for (int k = 0; k < s.scalars.size(); k++) {
            s.scalars.set(k, set(s.scalars.get(k), row, copy.atom(lanes.scalars().get(k).yield())));
        }
        folds((k, o) -> s.common.set(o, copy.atom(inner.slots().get(k).yield())));
    }

    /** What a trip reads of the row above. */
    private void seen(Written w, int k, LaneState s, Rewrite copy, Atom row) {
        Var above = w.above().isEmpty() && w.left().isEmpty() ? null : get(s.above.get(k), List.of(row));
        w.above().forEach(e -> copy.replace(e.result(), above));
        if (!w.left().isEmpty()) {
            Var left = get(s.left.get(k), List.of(row));
            w.left().forEach(e -> copy.replace(e.result(), left));
            s.left.set(k, set(s.left.get(k), row, above));
        }
    }

    /** By the numbers of the inner and the outer loop's slots. */
    private void folds(BiConsumer<Integer, Integer> each) {
        for (int k = 0; k < inner.slots().size(); k++) {
            Slot o = lanes.nest().threaded().get(k);
            if (o != null && o.param().type().isScalar()) {
                each.accept(k, outer.slots().indexOf(o));
            }
        }
    }
}
