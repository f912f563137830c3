package dev.jacobi.pjrt.hlo.structural;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneTensors;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.text.Ops;
import dev.jacobi.pjrt.hlo.text.RegionText;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** Reductions over axes, the place of an extreme, and running folds. */
public final class AxisReductions {
    private final EmitContext e;

    /** Writes for this context. */
    public AxisReductions(EmitContext e) {
        this.e = e;
    }

    private Ops o() {
        return e.o;
    }

    /** Writes an equation of the group REDUCTION and returns its result. */
    public LaneValue emit(Eqn q) {
        LaneValue a = e.get(q.in().get(0));
        Params p = q.params();
        return switch (q.prim().form()) {
            case REDUCE_ADD -> reduce(Prim.ADD, a, p);
            case REDUCE_MUL -> reduce(Prim.MUL, a, p);
            case REDUCE_MIN -> reduce(Prim.MIN, a, p);
            case REDUCE_MAX -> reduce(Prim.MAX, a, p);
            case REDUCE_AND -> reduce(Prim.AND, a, p);
            case REDUCE_OR -> reduce(Prim.OR, a, p);
            case REDUCE_XOR -> reduce(Prim.XOR, a, p);
            case ARGMIN -> place(true, a, ((Params.Axis) p).axis());
            case ARGMAX -> place(false, a, ((Params.Axis) p).axis());
            case CUM_ADD -> running(Prim.ADD, a, (Params.Axis) p);
            case CUM_MUL -> running(Prim.MUL, a, (Params.Axis) p);
            case CUM_MIN -> running(Prim.MIN, a, (Params.Axis) p);
            case CUM_MAX -> running(Prim.MAX, a, (Params.Axis) p);
            case ELEMENTWISE, FUNCTION, SELECT, FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, INDEX, UPDATE,
                 GATHER, SCATTER, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL,
                 CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET, THREEFRY2X32, PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX, STOP_GRADIENT,
                 OPT_BARRIER ->
                throw new IllegalArgumentException(q.prim().text() + " is no reduction");
        };
    }

    private LaneValue reduce(Prim op, LaneValue a, Params p) {
        List<Integer> axes = StructuralOps.behind(a, ((Params.Axes) p).axes());
        Tensor r = o().reduce(op, e.l.tensor(a), o().constant(FoldIdentity.ofNothing(op, a.dtype)), axes.stream().sorted().toList(), e.arithmetic);
        return LaneValue.of(r, a.lanes);
    }

    /** A fold over one lane axis, which the result does not have. */
    public LaneValue overLane(Prim op, LaneValue v, int lane) {
        List<Integer> with = LaneTensors.union(v.lanes, List.of(lane));
        Tensor t = e.l.full(v, with, v.dims);
        Tensor r = o().reduce(op, t, o().constant(FoldIdentity.ofNothing(op, v.dtype)), List.of(with.indexOf(lane)), e.arithmetic);
        return LaneValue.of(r, LaneTensors.without(with, List.of(lane)));
    }

    /** Pairs of value and place are folded: NaN wins, then the extreme, then the first. */
    private LaneValue place(boolean least, LaneValue a, int axis) {
        int[] dims = IntStream.range(0, a.dims.length).filter(k -> k != axis).map(k -> a.dims[k]).toArray();
        if (a.size() == 0 || a.lit != null) {
            return LaneValue.of(Lit.i32(0), dims);
        }
        Tensor t = e.l.tensor(a);
        int at = a.lanes.size() + axis;
        Tensor number = o().iota(DType.I32, at, t.shape());
        Tensor start = o().constant(FoldIdentity.ofNothing(least ? Prim.MIN : Prim.MAX, a.dtype));
        Tensor last = o().constant(Lit.i32(Integer.MAX_VALUE));
        int[] shape = e.l.shape(a.lanes, dims);
        String types = RegionText.type(a.dtype, shape) + ", " + RegionText.type(DType.I32, shape);
        String n = o().name();
        o().line(n + ":2 = stablehlo.reduce(" + t.name() + " init: " + start.name() + "), (" + number.name() + " init: " + last.name()
            + ") across dimensions = [" + at + "] : (" + Ops.types(List.of(t, number, start, last)) + ") -> (" + types + ")");
        List<Tensor> p = o().params(List.of(start, start, last, last));
        o().line(" reducer(" + p.get(0).name() + ": " + start.type() + ", " + p.get(1).name() + ": " + start.type() + ") (" + p.get(2).name() + ": "
            + last.type() + ", " + p.get(3).name() + ": " + last.type() + ") {");
        o().code().nested(o().closed(() -> {
            Tensor x = p.get(0);
            Tensor y = p.get(1);
            Tensor better = o().compare(least ? "LT" : "GT", x, y);
            Tensor equal = o().compare("EQ", x, y);
            if (a.dtype.isFloat()) {
                Tensor nx = o().compare("NE", x, x);
                Tensor ny = o().compare("NE", y, y);
                better = o().or(better, o().and(nx, o().not(ny)));
                equal = o().or(equal, o().and(nx, ny));
            }
            Tensor keep = o().or(better, o().and(equal, o().compare("LT", p.get(2), p.get(3))));
            o().done(List.of(o().select(keep, x, y), o().select(keep, p.get(2), p.get(3))));
        }));
        o().line("}");
        return LaneValue.of(new Tensor(n + "#1", DType.I32, shape), a.lanes);
    }

    private LaneValue running(Prim op, LaneValue a, Params.Axis p) {
        return a.size() == 0 ? a : LaneValue.of(prefix(op, e.l.tensor(a), a.lanes.size() + p.axis(), p.reverse()), a.lanes);
    }

    /** Inclusive prefixes along an axis in log n steps (Hillis and Steele): each step adds what is twice as far away. */
    public Tensor prefix(Prim op, Tensor t, int axis, boolean reverse) {
        int n = t.shape()[axis];
        Tensor identity = o().constant(FoldIdentity.ofNothing(op, t.dtype()));
        Tensor sum = t;
        for (int step = 1; step < n; step *= 2) {
            int[] low = new int[t.rank()];
            int[] high = new int[t.rank()];
            (reverse ? high : low)[axis] = step;
            (reverse ? low : high)[axis] = -step;
            Tensor before = o().pad(sum, identity, low, high);
            sum = e.arithmetic.binary(op, before, sum);
        }
        return sum;
    }
}
