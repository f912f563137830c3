package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.code.Axes;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.autodiff.code.Partials;
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
    private final Adjoint adjoint;

    ArrayAdjoints(Adjoint adjoint) {
        this.adjoint = adjoint;
    }

    void rule(Scope s, Eqn e) {
        FormulaBuilder c = s.code;
        Atom a = e.in().get(0);
        Atom y = s.take(e.result());
        rule(s, e, c, a, y).run();
    }

    private Runnable rule(Scope s, Eqn e, FormulaBuilder c, Atom a, Atom y) {
        return switch (e.prim().form()) {
            case FULL -> () -> s.add(a, sum(c, y));
            case COPY -> () -> s.add(a, y);
            case BROADCAST -> () -> s.add(a, unbroadcast(c, a, ((Params.Broadcast) e.params()).axes(), y));
            case RESHAPE -> () -> s.add(a, c.reshape(y, a.type().dims(), adjoint.prog.extents(a)));
            case TRANSPOSE -> () -> s.add(a, c.emit(Prim.TRANSPOSE, new Params.Axes(Axes.inverse(axes(e))), y));
            case REV, PSUM, SHARD -> () -> s.add(a, c.emit(e.prim(), e.params(), y));
            case SLICE -> () -> slice(s, e, y);
            case UPDATE_SLICE -> () -> updateSlice(s, e, y);
            case PAD -> () -> pad(s, e, y);
            case CONCAT -> () -> concat(s, e, y);
            case GATHER -> () -> s.set((Var) a, c.emit(Prim.SCATTER, new Params.Access(Params.Mode.PROMISED, axis(e), Prim.ADD), s.array((Var) a),
                clamped(c, e), y));
            case SCATTER -> () -> scatter(s, e, y);
            case REDUCE_ADD -> () -> s.add(a, back(c, y, a, axes(e)));
            case REDUCE_MUL -> () -> s.add(a, c.mul(Partials.others(c, a, axes(e), adjoint.prog.extents(a)), back(c, y, a, axes(e))));
            case REDUCE_MIN, REDUCE_MAX -> () -> s.add(a, extreme(c, a, e.result(), y, axes(e)));
            case CUM_ADD -> () -> {
                var p = (Params.Axis) e.params();
                s.add(a, c.emit(Prim.CUM_ADD, new Params.Axis(p.axis(), !p.reverse()), y));
            };
            case PMIN, PMAX -> () -> {
                Atom ones = c.where(c.emit(Prim.EQ, a, e.result()), c.constant(1, y));
                s.add(a, c.mul(ones, c.div(c.emit(Prim.PSUM, e.params(), y), c.emit(Prim.PSUM, e.params(), ones))));
            };
            case ALL_GATHER -> () -> s.add(a, c.index(c.emit(Prim.PSUM, e.params(), y), Params.Access.PROMISED, List.of(c.emit(Prim.AXIS_INDEX, e.params()))));
            case ELEMENTWISE, FUNCTION, SELECT, IOTA, DIM, INDEX, UPDATE, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_MUL, CUM_MIN, CUM_MAX,
                 DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW,
                 ACC_ADD, ACC_GET, THREEFRY2X32, AXIS_INDEX, STOP_GRADIENT, OPT_BARRIER ->
                throw new IllegalArgumentException(e.prim().text() + " is treated elsewhere");
        };
    }

    private static List<Integer> axes(Eqn e) {
        return ((Params.Axes) e.params()).axes();
    }

    /** The sum of all elements. */
    private static Atom sum(FormulaBuilder c, Atom a) {
        return c.reduceAdd(a, Axes.upTo(a.type().rank()));
    }

    /** Numbers of an array's axes, which are all the same. */
    private static <T> List<T> each(int rank, T number) {
        return Collections.nCopies(rank, number);
    }

    /** A value of the shape of {@code like} without the axes, spread along them. */
    private Atom back(FormulaBuilder c, Atom y, Atom like, List<Integer> axes) {
        return c.broadcast(y, Axes.without(like.type().rank(), axes), like.type().dims(), adjoint.prog.extents(like));
    }

    private Atom unbroadcast(FormulaBuilder c, Atom a, List<Integer> axes, Atom y) {
        var summed = new ArrayList<>(Axes.without(y.type().rank(), axes));
        boolean ones = false;
        for (int k = 0; k < axes.size(); k++) {
            Dim d = a.type().dims().get(k);
            if (d.isConst() && d.add() == 1 && !d.equals(y.type().dims().get(axes.get(k)))) {
                summed.add(axes.get(k));
                ones = true;
            }
        }
        // the axes left stand in the order of the result's
        List<Integer> left = axes.stream().filter(k -> !summed.contains(k)).toList();
        List<Integer> sorted = left.stream().sorted().toList();
        Atom x = c.transpose(c.reduceAdd(y, summed), left.stream().map(sorted::indexOf).toList());
        return ones ? c.reshape(x, a.type().dims(), adjoint.prog.extents(a)) : x;
    }

    private void slice(Scope s, Eqn e, Atom y) {
        FormulaBuilder c = s.code;
        var p = (Params.Slice) e.params();
        var a = (Var) e.in().get(0);
        if (!adjoint.activity.has(a)) {
            return;
        }
        int rank = a.type().rank();
        List<Atom> start = e.in().subList(1, 1 + rank);
        List<Atom> size = e.in().subList(1 + rank, 1 + 2 * rank);
        Atom wide = y;
        if (p.strides().stream().anyMatch(k -> k != 1)) {
            wide = c.emit(Prim.PAD, new Params.Pad(each(rank, 0L), each(rank, 0L), p.strides().stream().map(k -> k - 1).toList()), y, Lit.zero(y.dtype()));
            size = c.extents(wide);
        }
        Atom base = s.array(a);
        Atom old = c.slice(base, start, size, each(rank, Dim.UNKNOWN), each(rank, 1L));
        s.set(a, c.updateSlice(base, c.add(old, wide), start));
    }

    private void updateSlice(Scope s, Eqn e, Atom y) {
        FormulaBuilder c = s.code;
        Atom u = e.in().get(1);
        int rank = u.type().rank();
        List<Atom> start = e.in().subList(2, 2 + rank);
        if (adjoint.activity.has(u)) {
            s.add(u, c.slice(y, start, adjoint.prog.extents(u), u.type().dims(), each(rank, 1L)));
        }
        if (adjoint.activity.has(e.in().get(0))) {
            s.add(e.in().get(0), c.updateSlice(y, adjoint.zeros(c, u), start));
        }
    }

    private void pad(Scope s, Eqn e, Atom y) {
        FormulaBuilder c = s.code;
        var p = (Params.Pad) e.params();
        Atom a = e.in().get(0);
        int rank = a.type().rank();
        var cropped = new Params.Pad(p.low().stream().map(k -> -k).toList(), p.high().stream().map(k -> -k).toList(), each(rank, 0L));
        Var inner = c.emit(Prim.PAD, cropped, y, Lit.zero(y.dtype()));
        Atom x = c.slice(inner, each(rank, Lit.i32(0)), adjoint.prog.extents(a), a.type().dims(), p.interior().stream().map(k -> k + 1).toList());
        s.add(a, x);
        if (adjoint.activity.has(e.in().get(1))) {
            s.add(e.in().get(1), c.sub(sum(c, y), sum(c, x)));
        }
    }

    private void concat(Scope s, Eqn e, Atom y) {
        FormulaBuilder c = s.code;
        int axis = ((Params.Axis) e.params()).axis();
        int rank = y.type().rank();
        Atom at = Lit.i32(0);
        for (Atom a : e.in()) {
            List<Atom> size = adjoint.prog.extents(a);
            if (adjoint.activity.has(a)) {
                var start = new ArrayList<Atom>(each(rank, Lit.i32(0)));
                start.set(axis, at);
                s.add(a, c.slice(y, start, size, a.type().dims(), each(rank, 1L)));
            }
            at = c.add(at, c.cast(size.get(axis), DType.I32));
        }
    }

    private static int axis(Eqn e) {
        return ((Params.Access) e.params()).axis();
    }

    /** The rows that a gather reads, as indices within the array. */
    private Atom clamped(FormulaBuilder c, Eqn e) {
        Atom idx = e.in().get(1);
        return ((Params.Access) e.params()).mode() == Params.Mode.PROMISED ? idx : c.clamped(idx, adjoint.prog.extent(e.in().get(0), axis(e)));
    }

    private void scatter(Scope s, Eqn e, Atom y) {
        FormulaBuilder c = s.code;
        var p = (Params.Access) e.params();
        Atom a = e.in().get(0);
        Atom idx = e.in().get(1);
        Atom u = e.in().get(2);
        var clamp = new Params.Access(Params.Mode.CLAMP, p.axis(), null);
        if (p.op() != null && p.op() != Prim.ADD) {
            throw new NoRule("the gradient of a scatter that combines by " + p.op().text() + " is not defined where indices repeat");
        }
        if (adjoint.activity.has(u)) {
            Atom rows = c.emit(Prim.GATHER, clamp, y, idx);
            Atom counts = p.op() == null ? winners(c, y, idx, p.axis()) : c.isInside(idx, c.extent(y, p.axis()));
            boolean spread = u.type().rank() != idx.type().rank();
            Atom mask = spread ? c.broadcast(counts, Axes.range(p.axis(), idx.type().rank()), u.type().dims(), adjoint.prog.extents(u)) : counts;
            s.add(u, c.where(mask, rows));
        }
        if (adjoint.activity.has(a)) {
            s.add(a, p.op() == Prim.ADD ? y : c.emit(Prim.SCATTER, clamp, y, idx, adjoint.zeros(c, u)));
        }
    }

    /** Which of the updates is the last one at its place. */
    private static Atom winners(FormulaBuilder c, Atom y, Atom idx, int axis) {
        List<Atom> shape = c.extents(idx);
        Atom flat = c.emit(Prim.IOTA, new Params.Shape(DType.I32, List.of(Dim.UNKNOWN)), c.count(shape));
        Atom number = idx.type().rank() == 1 ? flat : c.reshape(flat, idx.type().dims(), shape);
        Atom none = c.full(Lit.i32(-1), List.of(Dim.UNKNOWN), List.of(c.extent(y, axis)));
        Atom last = c.emit(Prim.SCATTER, Params.Access.CLAMP, none, idx, number);
        return c.emit(Prim.EQ, c.emit(Prim.GATHER, Params.Access.CLAMP, last, idx), number);
    }

    private Atom extreme(FormulaBuilder c, Atom a, Atom m, Atom y, List<Integer> axes) {
        Atom is = c.emit(Prim.EQ, a, back(c, m, a, axes));
        Atom part = c.div(y, c.reduceAdd(c.where(is, c.constant(1, a)), axes));
        return c.where(is, back(c, part, a, axes));
    }
}
