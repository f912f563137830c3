package dev.jacobi.vectorize.vmap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Batched access to elements, rows and slices: each lane's place is a number in the array of all lanes with its indexed axes made one, read by
 * gather and written by scatter. What must not be written has the number -1, which scatter drops.
 */
final class BatchAccess {
    private final BatchRules rules;

    BatchAccess(BatchRules rules) {
        this.rules = rules;
    }

    private Builder b() {
        return rules.b;
    }

    private Atom op(Prim p, Atom... in) {
        return b().emit(p, in);
    }

    private Atom i32(Atom a) {
        return a.dtype() == DType.I32 ? a : b().convert(a, DType.I32);
    }

    /** An i32 constant or scalar in the shape of {@code like}. */
    private Atom filled(Atom v, Atom like) {
        return like.type().isScalar() ? v : b().full(v, like.type().dims(), b().extents(like));
    }

    private Atom clamped(Atom i, Atom extent) {
        Atom last = filled(op(Prim.SUB, extent, Lit.i32(1)), i);
        return op(Prim.MAX, op(Prim.MIN, i, last), filled(Lit.i32(0), i));
    }

    private Atom inside(Atom i, Atom extent) {
        return op(Prim.AND, op(Prim.GE, i, filled(Lit.i32(0), i)), op(Prim.LT, i, filled(extent, i)));
    }

    /** An index as i32 per lane. Those of 64 bits are clamped before they become narrow. */
    private Atom index(Atom a) {
        Atom x = rules.values.stacked(a);
        if (x.dtype() == DType.I64) {
            Atom high = b().full(Lit.i64(Integer.MAX_VALUE), x.type().dims(), b().extents(x));
            Atom low = b().full(Lit.i64(-1), x.type().dims(), b().extents(x));
            x = op(Prim.MAX, op(Prim.MIN, x, high), low);
        }
        return i32(x);
    }

    /** The array with its first {@code k} axes behind the lanes' made one with it. */
    private Atom flat(Atom a, int k) {
        List<Atom> ex = b().extents(a);
        var dims = new ArrayList<Dim>(List.of(Dim.UNKNOWN));
        dims.addAll(a.type().dims().subList(k + 1, a.type().rank()));
        var sizes = new ArrayList<Atom>(List.of(rules.product(ex.subList(0, k + 1))));
        sizes.addAll(ex.subList(k + 1, ex.size()));
        return rules.reshape(a, dims, sizes);
    }

    /** Row-major number of (lane, at..) where {@code a} has the lanes in front; the indices have one shape. */
    private Atom number(Atom lane, List<Atom> at, Atom a) {
        List<Atom> ex = b().extents(a);
        Atom n = lane;
        for (int k = 0; k < at.size(); k++) {
            n = op(Prim.ADD, op(Prim.MUL, n, filled(ex.get(1 + k), n)), at.get(k));
        }
        return n;
    }

    private static final Params.Access TAKE = Params.Access.CLAMP;

    Atom index(Eqn e) {
        int k = e.in().size() - 1;
        Atom a = rules.values.stacked(e.in().get(0));
        List<Atom> ex = b().extents(a);
        var at = new ArrayList<Atom>();
        for (int j = 0; j < k; j++) {
            at.add(clamped(index(e.in().get(1 + j)), ex.get(1 + j)));
        }
        return b().emit(Prim.GATHER, TAKE, flat(a, k), number(rules.values.lanes(), at, a));
    }

    Atom update(Eqn e, Atom mask) {
        int k = e.in().size() - 2;
        Atom a = rules.values.stacked(e.in().get(0));
        Atom v = rules.values.stacked(e.in().get(k + 1));
        List<Atom> ex = b().extents(a);
        Prim combine = e.prim() == Prim.ACC_ADD ? Prim.ADD : ((Params.Access) e.params()).op();
        Atom ok = mask;
        var at = new ArrayList<Atom>();
        for (int j = 0; j < k; j++) {
            Atom i = index(e.in().get(1 + j));
            Atom in = inside(i, ex.get(1 + j));
            ok = ok == null ? in : op(Prim.AND, ok, in);
            at.add(i);
        }
        Atom n = number(rules.values.lanes(), at, a);
        n = ok == null ? n : op(Prim.SELECT, ok, n, filled(Lit.i32(-1), n));
        Atom r = b().emit(Prim.SCATTER, new Params.Access(Params.Mode.CLAMP, 0, combine), flat(a, k), n, v);
        return rules.reshape(r, a.type().dims(), ex);
    }

    /** Along one axis of [lanes, sizes..]: start per lane plus the number along the axis times the stride. */
    private Atom along(Atom start, int axis, List<Dim> dims, List<Atom> sizes, long stride) {
        List<Dim> d = rules.values.lanesAnd(dims);
        List<Atom> s = rules.values.lanesAnd(sizes);
        Atom line = b().emitAll(Prim.IOTA, new Params.Shape(DType.I32, List.of(dims.get(axis))), List.of(sizes.get(axis))).get(0);
        Atom step = op(Prim.MUL, line, filled(Lit.i32((int) stride), line));
        return op(Prim.ADD, rules.values.broadcast(start, List.of(0), d, s), rules.values.broadcast(step, List.of(axis + 1), d, s));
    }

    /** The numbers of a slice's elements per lane. */
    private Atom numbers(Atom a, List<Atom> starts, List<Dim> dims, List<Atom> sizes, List<Long> strides) {
        List<Atom> ex = b().extents(a);
        var at = new ArrayList<Atom>();
        for (int d = 0; d < dims.size(); d++) {
            Atom span = op(Prim.ADD, op(Prim.MUL, op(Prim.SUB, sizes.get(d), Lit.i32(1)), Lit.i32(strides.get(d).intValue())), Lit.i32(1));
            Atom room = op(Prim.SUB, ex.get(1 + d), op(Prim.MAX, span, Lit.i32(0)));
            Atom start = index(starts.get(d));
            start = op(Prim.MAX, op(Prim.MIN, start, filled(room, start)), filled(Lit.i32(0), start));
            at.add(along(start, d, dims, sizes, strides.get(d)));
        }
        Atom lane = rules.values.broadcast(rules.values.lanes(), List.of(0), rules.values.lanesAnd(dims), rules.values.lanesAnd(sizes));
        return number(lane, at, a);
    }

    Atom slice(Eqn e) {
        Params.Slice p = (Params.Slice) e.params();
        int rank = p.dims().size();
        List<Atom> sizes = rules.sizes(e, e.in().subList(1 + rank, 1 + 2 * rank)).stream().map(this::i32).toList();
        Atom a = rules.values.stacked(e.in().get(0));
        return b().emit(Prim.GATHER, TAKE, flat(a, rank), numbers(a, e.in().subList(1, 1 + rank), p.dims(), sizes, p.strides()));
    }

    Atom updateSlice(Eqn e, Atom mask) {
        Atom a = rules.values.stacked(e.in().get(0));
        Atom u = rules.values.stacked(e.in().get(1));
        int rank = u.type().rank() - 1;
        List<Dim> dims = u.type().dims().subList(1, rank + 1);
        List<Atom> ex = b().extents(u);
        List<Long> strides = IntStream.range(0, rank).mapToObj(k -> 1L).toList();
        Atom n = numbers(a, e.in().subList(2, e.in().size()), dims, ex.subList(1, ex.size()), strides);
        n = mask == null ? n : op(Prim.SELECT, rules.values.spread(mask, n), n, filled(Lit.i32(-1), n));
        Atom r = b().emit(Prim.SCATTER, Params.Access.CLAMP, flat(a, rank), n, u);
        return rules.reshape(r, a.type().dims(), b().extents(a));
    }

    /** The axes with one of them moved behind the lanes. */
    private Atom second(Atom a, int axis) {
        return Batch.moveAxis(b(), (Var) a, axis + 1, 1);
    }

    private Atom offset(Atom idx, Atom extent, Atom ok) {
        Atom lane = rules.values.spread(rules.values.lanes(), idx);
        Atom n = op(Prim.ADD, op(Prim.MUL, lane, filled(extent, lane)), idx);
        return ok == null ? n : op(Prim.SELECT, ok, n, filled(Lit.i32(-1), n));
    }

    Atom gather(Eqn e) {
        int axis = ((Params.Access) e.params()).axis();
        Atom a = second(rules.values.stacked(e.in().get(0)), axis);
        Atom idx = index(e.in().get(1));
        Atom extent = b().extents(a).get(1);
        Atom r = b().emit(Prim.GATHER, TAKE, flat(a, 1), offset(clamped(idx, extent), extent, null));
        // [lanes, idx.., before.., after..]: what stood before the axis goes in front of the indices again.
        int width = idx.type().rank() - 1;
        var order = new ArrayList<Integer>(List.of(0));
        IntStream.range(0, axis).forEach(k -> order.add(1 + width + k));
        IntStream.range(0, width).forEach(k -> order.add(1 + k));
        IntStream.range(1 + width + axis, r.type().rank()).forEach(order::add);
        return transposed(r, order);
    }

    private Atom transposed(Atom x, List<Integer> order) {
        return order.equals(IntStream.range(0, order.size()).boxed().toList()) ? x : b().emit(Prim.TRANSPOSE, new Params.Axes(order), x);
    }

    Atom scatter(Eqn e, Atom mask) {
        Params.Access p = (Params.Access) e.params();
        Atom a = second(rules.values.stacked(e.in().get(0)), p.axis());
        Atom idx = index(e.in().get(1));
        Atom u = rules.values.stacked(e.in().get(2));
        int width = idx.type().rank() - 1;
        var order = new ArrayList<Integer>(List.of(0));
        IntStream.range(0, width).forEach(k -> order.add(1 + p.axis() + k));
        IntStream.range(0, p.axis()).forEach(k -> order.add(1 + k));
        IntStream.range(1 + p.axis() + width, u.type().rank()).forEach(order::add);
        Atom extent = b().extents(a).get(1);
        Atom ok = inside(idx, extent);
        ok = mask == null ? ok : op(Prim.AND, ok, rules.values.spread(mask, idx));
        Atom r = b().emit(Prim.SCATTER, new Params.Access(Params.Mode.CLAMP, 0, p.op()), flat(a, 1), offset(idx, extent, ok), transposed(u, order));
        Atom back = rules.reshape(r, a.type().dims(), b().extents(a));
        return Batch.moveAxis(b(), (Var) back, 1, p.axis() + 1);
    }
}
