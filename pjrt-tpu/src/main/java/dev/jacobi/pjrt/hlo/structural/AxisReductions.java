package dev.jacobi.pjrt.hlo.structural;

import dev.jacobi.ir.DType;
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
import java.util.Map;
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

    /** A reduction over axes. */
    public LaneValue reduce(Prim op, LaneValue a, List<Integer> along) {
        List<Integer> axes = StructuralOps.behind(a, along);
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

    /** The first place of the least or greatest element. Pairs of value and place are folded: NaN wins, then the extreme, then the first. */
    public LaneValue place(boolean least, LaneValue a, int axis) {
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
        LaneValue found = LaneValue.of(new Tensor(n + "#1", DType.I32, shape), a.lanes);
        e.l.extremes.put(found, Map.entry(a, LaneValue.of(new Tensor(n + "#0", a.dtype, shape), a.lanes)));
        return found;
    }

    /** A running fold along an axis. */
    public LaneValue running(Prim op, LaneValue a, Params.Axis p) {
        return a.size() == 0 ? a : LaneValue.of(prefix(op, e.l.tensor(a), a.lanes.size() + p.axis(), p.reverse()), a.lanes);
    }

    /** Inclusive prefixes along an axis: folds of windows that reach back to the first element, which plugins' compilers know as such and do in a few passes. */
    public Tensor prefix(Prim op, Tensor t, int axis, boolean reverse) {
        int n = t.shape()[axis];
        return n == 1 ? t : o().window(op, t, o().constant(FoldIdentity.ofNothing(op, t.dtype())), axis, n, reverse ? 0 : n - 1, e.arithmetic);
    }
}
