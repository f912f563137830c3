package dev.jacobi.vectorize.vmap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the values of one example have become in the batch: the same where all lanes share them, else with the lanes as their first axis. */
final class BatchValues {
    final Builder b;
    final BatchMarks marks;
    final Atom count;
    final Dim extent;
    private final Map<Integer, Atom> env = new HashMap<>();
    /** How numbers of lanes lie on a mesh; null where lanes are no devices. */
    private Params.Layout devices;

    /** {@code count} lanes, an extent that types write as {@code extent}. */
    BatchValues(Builder b, BatchMarks marks, Atom count, Dim extent) {
        this.b = b;
        this.marks = marks;
        this.count = count;
        this.extent = extent;
    }

    /** Lanes are the devices along an axis of this mesh. */
    void on(Params.Layout mesh, String axis) {
        devices = mesh == null ? null : mesh.with(List.of(List.of(axis)));
    }

    void set(Var v, Atom value) {
        env.put(v.id(), value);
    }

    void set(List<Var> vars, List<? extends Atom> values) {
        for (int k = 0; k < vars.size(); k++) {
            set(vars.get(k), values.get(k));
        }
    }

    Atom now(Atom a) {
        return a instanceof Var v ? env.get(v.id()) : a;
    }

    List<Atom> now(List<Atom> as) {
        return as.stream().map(this::now).toList();
    }

    boolean differs(Atom a) {
        return marks.contains(a);
    }

    /** The value with the lanes in front, repeated when they share it. */
    Atom stacked(Atom a) {
        return differs(a) ? now(a) : repeated(now(a));
    }

    List<Atom> stacked(List<Atom> as) {
        return as.stream().map(this::stacked).toList();
    }

    /** What a value is that becomes another one: stacked where that differs. */
    Atom as(Var other, Atom a) {
        return differs(other) ? stacked(a) : now(a);
    }

    List<Atom> as(List<Var> others, List<Atom> as) {
        return IntStream.range(0, as.size()).mapToObj(k -> as(others.get(k), as.get(k))).toList();
    }

    /** New parameters of a region. */
    List<Var> entered(List<Var> params) {
        var out = new ArrayList<Var>();
        for (Var p : params) {
            out.add(b.fresh(differs(p) ? p.type().stacked(extent) : p.type()));
        }
        set(params, out);
        return out;
    }

    Var repeated(Atom x) {
        return broadcast(x, IntStream.rangeClosed(1, x.type().rank()).boxed().toList(), lanesAnd(x.type().dims()), lanesAnd(b.extents(x)));
    }

    Var broadcast(Atom x, List<Integer> axes, List<Dim> dims, List<Atom> extents) {
        var in = new ArrayList<Atom>(List.of(x));
        in.addAll(extents);
        return b.emitAll(Prim.BROADCAST, new Params.Broadcast(axes, dims), in).get(0);
    }

    /** A value per lane in the shape of an array per lane. */
    Atom spread(Atom perLane, Atom like) {
        return like.type().rank() <= 1 ? perLane : broadcast(perLane, List.of(0), like.type().dims(), b.extents(like));
    }

    List<Dim> lanesAnd(List<Dim> dims) {
        var out = new ArrayList<Dim>(List.of(extent));
        out.addAll(dims);
        return out;
    }

    List<Atom> lanesAnd(Iterable<? extends Atom> extents) {
        var out = new ArrayList<Atom>(List.of(count));
        extents.forEach(out::add);
        return out;
    }

    /** 0, 1, .. for the lanes. */
    Var lanes() {
        return b.emitAll(Prim.IOTA, new Params.Shape(DType.I32, List.of(extent)), List.of(count)).get(0);
    }

    /** One value for each lane where all of them are at work. */
    Atom everyLane() {
        return b.full(Lit.bool(true), List.of(extent), List.of(count));
    }

    /** An equation that all lanes share, with its results as they are now. */
    Eqn copied(Eqn e) {
        Eqn c = new Rewrite(b).replace(env).eqn(e);
        set(e.out(), c.out());
        return c;
    }

    /** What a collective gives: over the batch axis a reduction of the stacked value, over another axis itself on the stacked value. */
    Atom collective(Eqn e) {
        Atom a = e.in().isEmpty() ? null : e.in().get(0);
        if (!marks.own(e)) {
            Var r = b.emitAll(e.prim(), e.params(), now(e.in())).get(0);
            // what it gathers goes behind the batch axis
            return e.prim() == Prim.ALL_GATHER && differs(a) ? Batch.moveAxis(b, r, 1, 0) : r;
        }
        var first = new Params.Axes(List.of(0));
        return switch (e.prim().form()) {
            case PSUM -> b.emit(Prim.REDUCE_ADD, first, onDevices(stacked(a)));
            case PMAX -> differs(a) ? b.emit(Prim.REDUCE_MAX, first, onDevices(now(a))) : now(a);
            case PMIN -> differs(a) ? b.emit(Prim.REDUCE_MIN, first, onDevices(now(a))) : now(a);
            case ALL_GATHER -> onDevices(stacked(a));
            case AXIS_INDEX -> lanes();
            case ELEMENTWISE, FUNCTION, SELECT, FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, INDEX, UPDATE,
                 GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD,
                 CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST,
                 CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET, THREEFRY2X32, STOP_GRADIENT, SHARD, OPT_BARRIER ->
                throw new IllegalArgumentException(e.prim().text() + " is no collective");
        };
    }

    /** An array that all lanes of some axis have as a whole. Where it is this axis, that can be said to a compiler if they are devices; but what differs from lane to lane is not whole on all. */
    Atom whole(Eqn e) {
        Params.Layout l = (Params.Layout) e.params();
        Atom a = now(e.in().get(0));
        if (!l.whole().contains(marks.axis())) {
            return b.emit(Prim.SHARD, differs(e.in().get(0)) ? l.behind(Params.Layout.OPEN) : l, a);
        }
        return differs(e.in().get(0)) ? onDevices(a) : devices == null ? a : b.emit(Prim.SHARD, new Params.Layout(devices.names(), devices.sizes(), devices.devices(), l.axes(), l.whole()), a);
    }

    /** A stacked value that a collective combines; each device has the part of it that it computed. */
    private Atom onDevices(Atom stacked) {
        return devices == null ? stacked : b.emit(Prim.SHARD, devices.with(IntStream.range(0, stacked.type().rank()).mapToObj(k -> k == 0 ? devices.axes().get(0) : Params.Layout.OPEN).toList()), stacked);
    }
}
