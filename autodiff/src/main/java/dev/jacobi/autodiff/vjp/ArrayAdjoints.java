package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.code.EquationWriter;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.NoRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The adjoints of primitives that move or sum elements of whole arrays; {@link LibraryAdjoints} has the library forms. */
final class ArrayAdjoints {
    private final Vjp vjp;

    ArrayAdjoints(Vjp vjp) {
        this.vjp = vjp;
    }

    void rule(Scope s, Eqn e) {
        EquationWriter c = s.code;
        Atom a = e.in().get(0);
        Atom y = s.take(e.result());
        rule(s, e, c, a, y).run();
    }

    private Runnable rule(Scope s, Eqn e, EquationWriter c, Atom a, Atom y) {
        return switch (e.prim().form()) {
            case FULL -> () -> s.add(a, sum(c, y, all(y)));
            case COPY -> () -> s.add(a, y);
            case BROADCAST -> () -> s.add(a, unbroadcast(c, a, ((Params.Broadcast) e.params()).axes(), y));
            case RESHAPE -> () -> s.add(a, reshape(c, y, a.type().dims(), extents(a)));
            case TRANSPOSE -> () -> s.add(a, c.emit(Prim.TRANSPOSE, new Params.Axes(inverse(((Params.Axes) e.params()).axes())), y));
            case REV -> () -> s.add(a, c.emit(Prim.REV, e.params(), y));
            case SLICE -> () -> slice(s, e, y);
            case UPDATE_SLICE -> () -> updateSlice(s, e, y);
            case PAD -> () -> pad(s, e, y);
            case CONCAT -> () -> concat(s, e, y);
            case GATHER -> () -> s.set((Var) a, c.emit(Prim.SCATTER, new Params.Access(Params.Mode.PROMISED, axis(e), Prim.ADD), s.array((Var) a),
                clamped(c, e), y));
            case SCATTER -> () -> scatter(s, e, y);
            case REDUCE_ADD -> () -> s.add(a, back(c, y, a, ((Params.Axes) e.params()).axes()));
            case REDUCE_MUL -> () -> s.add(a, product(c, a, y, ((Params.Axes) e.params()).axes()));
            case REDUCE_MIN, REDUCE_MAX -> () -> s.add(a, extreme(c, a, e.result(), y, ((Params.Axes) e.params()).axes()));
            case CUM_ADD -> () -> {
                var p = (Params.Axis) e.params();
                s.add(a, c.emit(Prim.CUM_ADD, new Params.Axis(p.axis(), !p.reverse()), y));
            };
            case PSUM -> () -> s.add(a, c.emit(Prim.PSUM, e.params(), y));
            case PMIN, PMAX -> () -> {
                Atom mine = c.emit(Prim.EQ, a, e.result());
                Atom ones = c.select(mine, c.constant(1, y), c.constant(0, y));
                s.add(a, c.mul(ones, c.div(c.emit(Prim.PSUM, e.params(), y), c.emit(Prim.PSUM, e.params(), ones))));
            };
            case ALL_GATHER -> () -> s.add(a, c.index(c.emit(Prim.PSUM, e.params(), y), Params.Access.PROMISED, List.of(c.emit(Prim.AXIS_INDEX, e.params()))));
            case DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE -> () -> {
                s.putBack(e.result(), y);
                new LibraryAdjoints(vjp, this).rule(s, e);
            };
            case ELEMENTWISE, FUNCTION, SELECT, IOTA, DIM, INDEX, UPDATE, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_MUL, CUM_MIN, CUM_MAX,
                 COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET, THREEFRY2X32, AXIS_INDEX,
                 STOP_GRADIENT, OPT_BARRIER ->
                throw new IllegalArgumentException(e.prim().text() + " is treated elsewhere");
        };
    }

    /** Extents of a primal array. */
    List<Atom> extents(Atom a) {
        var out = new ArrayList<Atom>();
        for (int k = 0; k < a.type().rank(); k++) {
            out.add(vjp.prog.extent((Var) a, k, vjp.ids));
        }
        return out;
    }

    static List<Integer> all(Atom a) {
        return upTo(a.type().rank());
    }

    static List<Integer> upTo(int n) {
        var out = new ArrayList<Integer>();
        for (int k = 0; k < n; k++) {
            out.add(k);
        }
        return out;
    }

    static List<Integer> without(int rank, List<Integer> axes) {
        var out = upTo(rank);
        out.removeAll(axes);
        return out;
    }

    static List<Integer> inverse(List<Integer> perm) {
        var out = new ArrayList<Integer>(perm);
        for (int k = 0; k < perm.size(); k++) {
            out.set(perm.get(k), k);
        }
        return out;
    }

    static Atom sum(EquationWriter c, Atom a, List<Integer> axes) {
        return axes.isEmpty() ? a : c.emit(Prim.REDUCE_ADD, new Params.Axes(axes), a);
    }

    static Atom reshape(EquationWriter c, Atom a, List<Dim> dims, List<Atom> extents) {
        var in = new ArrayList<Atom>(List.of(a));
        in.addAll(extents);
        return c.emitAll(Prim.RESHAPE, new Params.Shape(a.dtype(), dims), in).get(0);
    }

    static Atom broadcast(EquationWriter c, Atom a, List<Integer> axes, List<Dim> dims, List<Atom> extents) {
        var in = new ArrayList<Atom>(List.of(a));
        in.addAll(extents);
        return c.emitAll(Prim.BROADCAST, new Params.Broadcast(axes, dims), in).get(0);
    }

    static Atom sliceOf(EquationWriter c, Atom a, List<? extends Atom> start, List<? extends Atom> size, List<Dim> dims, List<Long> strides) {
        var in = new ArrayList<Atom>(List.of(a));
        in.addAll(start);
        in.addAll(size);
        return c.emitAll(Prim.SLICE, new Params.Slice(dims, strides), in).get(0);
    }

    /** A value of the shape of {@code like} without the axes, spread along them. */
    Atom back(EquationWriter c, Atom y, Atom like, List<Integer> axes) {
        return broadcast(c, y, without(like.type().rank(), axes), like.type().dims(), extents(like));
    }

    private Atom unbroadcast(EquationWriter c, Atom a, List<Integer> axes, Atom y) {
        var summed = without(y.type().rank(), axes);
        var ones = new ArrayList<Integer>();
        for (int k = 0; k < axes.size(); k++) {
            Dim d = a.type().dims().get(k);
            if (d.isConst() && d.add() == 1 && !d.equals(y.type().dims().get(axes.get(k)))) {
                summed.add(axes.get(k));
                ones.add(k);
            }
        }
        Atom x = sum(c, y, summed);
        // the axes left stand in the order of the result's
        List<Integer> left = axes.stream().filter(k -> !summed.contains(k)).toList();
        List<Integer> sorted = left.stream().sorted().toList();
        if (!left.equals(sorted)) {
            x = c.emit(Prim.TRANSPOSE, new Params.Axes(left.stream().map(sorted::indexOf).toList()), x);
        }
        return ones.isEmpty() ? x : reshape(c, x, a.type().dims(), extents(a));
    }

    private void slice(Scope s, Eqn e, Atom y) {
        EquationWriter c = s.code;
        var p = (Params.Slice) e.params();
        var a = (Var) e.in().get(0);
        if (!vjp.activity.has(a)) {
            return;
        }
        int rank = a.type().rank();
        List<Atom> start = e.in().subList(1, 1 + rank);
        List<Atom> size = e.in().subList(1 + rank, 1 + 2 * rank);
        if (p.strides().stream().anyMatch(k -> k != 1)) {
            List<Long> zero = Collections.nCopies(rank, 0L);
            Var wide = c.emit(Prim.PAD, new Params.Pad(zero, zero, p.strides().stream().map(k -> k - 1).toList()), y, Lit.zero(y.dtype()));
            y = wide;
            size = c.extents(wide);
        }
        Atom base = s.array(a);
        Atom old = sliceOf(c, base, start, size, Collections.nCopies(rank, Dim.UNKNOWN), Collections.nCopies(rank, 1L));
        var in = new ArrayList<Atom>(List.of(base, c.add(old, y)));
        in.addAll(start);
        s.set(a, c.emitAll(Prim.UPDATE_SLICE, Params.NONE, in).get(0));
    }

    private void updateSlice(Scope s, Eqn e, Atom y) {
        EquationWriter c = s.code;
        Atom u = e.in().get(1);
        int rank = u.type().rank();
        List<Atom> start = e.in().subList(2, 2 + rank);
        if (vjp.activity.has(u)) {
            s.add(u, sliceOf(c, y, start, extents(u), u.type().dims(), Collections.nCopies(rank, 1L)));
        }
        if (vjp.activity.has(e.in().get(0))) {
            var in = new ArrayList<Atom>(List.of(y, vjp.zeros(c, (Var) u)));
            in.addAll(start);
            s.add(e.in().get(0), c.emitAll(Prim.UPDATE_SLICE, Params.NONE, in).get(0));
        }
    }

    private void pad(Scope s, Eqn e, Atom y) {
        EquationWriter c = s.code;
        var p = (Params.Pad) e.params();
        Atom a = e.in().get(0);
        int rank = a.type().rank();
        List<Long> zero = Collections.nCopies(rank, 0L);
        Var inner = c.emit(Prim.PAD, new Params.Pad(p.low().stream().map(k -> -k).toList(), p.high().stream().map(k -> -k).toList(), zero), y,
            Lit.zero(y.dtype()));
        Atom x = sliceOf(c, inner, Collections.nCopies(rank, Lit.i32(0)), extents(a), a.type().dims(), p.interior().stream().map(k -> k + 1).toList());
        s.add(a, x);
        if (vjp.activity.has(e.in().get(1))) {
            s.add(e.in().get(1), c.sub(sum(c, y, all(y)), sum(c, x, all(x))));
        }
    }

    private void concat(Scope s, Eqn e, Atom y) {
        EquationWriter c = s.code;
        int axis = ((Params.Axis) e.params()).axis();
        int rank = y.type().rank();
        Atom at = Lit.i32(0);
        for (Atom a : e.in()) {
            List<Atom> size = extents(a);
            if (vjp.activity.has(a)) {
                var start = new ArrayList<Atom>(Collections.nCopies(rank, Lit.i32(0)));
                start.set(axis, at);
                s.add(a, sliceOf(c, y, start, size, a.type().dims(), Collections.nCopies(rank, 1L)));
            }
            at = c.add(at, c.convert(size.get(axis), DType.I32));
        }
    }

    private static int axis(Eqn e) {
        return ((Params.Access) e.params()).axis();
    }

    /** The rows that a gather reads, as indices within the array. */
    private Atom clamped(EquationWriter c, Eqn e) {
        Atom idx = e.in().get(1);
        if (((Params.Access) e.params()).mode() == Params.Mode.PROMISED) {
            return idx;
        }
        Atom last = c.plus(c.convert(vjp.prog.extent((Var) e.in().get(0), axis(e), vjp.ids), idx.dtype()), -1);
        Atom low = c.emit(Prim.MIN, idx, idx.type().isScalar() ? last : c.spread(last, idx));
        return c.emit(Prim.MAX, low, c.constant(0, idx));
    }

    private void scatter(Scope s, Eqn e, Atom y) {
        EquationWriter c = s.code;
        var p = (Params.Access) e.params();
        Atom a = e.in().get(0);
        Atom idx = e.in().get(1);
        Atom u = e.in().get(2);
        if (p.op() != null && p.op() != Prim.ADD) {
            throw new NoRule("the gradient of a scatter that combines by " + p.op().text() + " is not defined where indices repeat");
        }
        if (vjp.activity.has(u)) {
            Atom rows = c.emit(Prim.GATHER, new Params.Access(Params.Mode.CLAMP, p.axis(), null), y, idx);
            Atom counts = p.op() == null ? winners(c, y, idx, p.axis()) : inside(c, y, idx, p.axis());
            var axes = upTo(u.type().rank()).subList(p.axis(), p.axis() + idx.type().rank());
            Atom mask = u.type().rank() == idx.type().rank() ? counts : broadcast(c, counts, axes, u.type().dims(), extents(u));
            s.add(u, c.select(mask, rows, c.constant(0, rows)));
        }
        if (vjp.activity.has(a)) {
            s.add(a, p.op() == Prim.ADD ? y : c.emit(Prim.SCATTER, new Params.Access(Params.Mode.CLAMP, p.axis(), null), y, idx, vjp.zeros(c, (Var) u)));
        }
    }

    private static Atom inside(EquationWriter c, Atom y, Atom idx, int axis) {
        Atom n = c.convert(c.extent(y, axis), idx.dtype());
        return c.emit(Prim.AND, c.emit(Prim.GE, idx, c.constant(0, idx)), c.emit(Prim.LT, idx, c.spread(n, idx)));
    }

    /** Which of the updates is the last one at its place. */
    private static Atom winners(EquationWriter c, Atom y, Atom idx, int axis) {
        List<Atom> shape = c.extents((Var) idx);
        Atom count = Lit.i32(1);
        for (Atom n : shape) {
            count = c.mul(count, c.convert(n, DType.I32));
        }
        Atom flat = c.emit(Prim.IOTA, new Params.Shape(DType.I32, List.of(Dim.UNKNOWN)), count);
        Atom number = idx.type().rank() == 1 ? flat : reshape(c, flat, idx.type().dims(), shape);
        Atom none = c.full(Lit.i32(-1), List.of(Dim.UNKNOWN), List.of(c.extent(y, axis)));
        Atom last = c.emit(Prim.SCATTER, Params.Access.CLAMP, none, idx, number);
        return c.emit(Prim.EQ, c.emit(Prim.GATHER, Params.Access.CLAMP, last, idx), number);
    }

    private Atom extreme(EquationWriter c, Atom a, Atom m, Atom y, List<Integer> axes) {
        Atom is = c.emit(Prim.EQ, a, back(c, m, a, axes));
        Atom ones = c.select(is, c.spread(EquationWriter.lit(y.dtype(), 1), a), c.spread(Lit.zero(y.dtype()), a));
        Atom part = c.div(y, sum(c, ones, axes));
        return c.select(is, back(c, part, a, axes), c.spread(Lit.zero(y.dtype()), a));
    }

    /** The product of all others: exclusive products from both ends, so that zeros are no exception. */
    private Atom product(EquationWriter c, Atom a, Atom y, List<Integer> axes) {
        int rank = a.type().rank();
        List<Integer> kept = without(rank, axes);
        var perm = new ArrayList<Integer>(kept);
        perm.addAll(axes);
        List<Atom> extents = extents(a);
        Atom t = c.emit(Prim.TRANSPOSE, new Params.Axes(perm), a);
        Atom count = Lit.i32(1);
        for (int k : axes) {
            count = c.mul(count, c.convert(extents.get(k), DType.I32));
        }
        var flatExtents = new ArrayList<Atom>(kept.stream().map(extents::get).toList());
        flatExtents.add(count);
        var flatDims = new ArrayList<Dim>(kept.stream().map(a.type().dims()::get).toList());
        flatDims.add(Dim.UNKNOWN);
        Atom flat = reshape(c, t, flatDims, flatExtents);
        int last = kept.size();
        Atom others = c.mul(shifted(c, flat, last, false), shifted(c, flat, last, true));
        Atom x = c.mul(others, broadcast(c, y, upTo(last), others.type().dims(), c.extents((Var) others)));
        Atom square = reshape(c, x, perm.stream().map(a.type().dims()::get).toList(), perm.stream().map(extents::get).toList());
        return c.emit(Prim.TRANSPOSE, new Params.Axes(inverse(perm)), square);
    }

    private static Atom shifted(EquationWriter c, Atom a, int axis, boolean reverse) {
        int rank = a.type().rank();
        var low = new ArrayList<Long>(Collections.nCopies(rank, 0L));
        var high = new ArrayList<Long>(Collections.nCopies(rank, 0L));
        low.set(axis, reverse ? -1L : 1L);
        high.set(axis, reverse ? 1L : -1L);
        Atom running = c.emit(Prim.CUM_MUL, new Params.Axis(axis, reverse), a);
        return c.emit(Prim.PAD, new Params.Pad(low, high, Collections.nCopies(rank, 0L)), running, EquationWriter.lit(a.dtype(), 1));
    }
}
