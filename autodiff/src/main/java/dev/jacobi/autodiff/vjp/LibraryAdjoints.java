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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The adjoints of contraction, convolution, sort, Fourier transform and triangular matrices. */
final class LibraryAdjoints {
    private final Vjp vjp;
    private final ArrayAdjoints arrays;

    LibraryAdjoints(Vjp vjp, ArrayAdjoints arrays) {
        this.vjp = vjp;
        this.arrays = arrays;
    }

    void rule(Scope s, Eqn e) {
        if (e.prim() == Prim.DOT_GENERAL) {
            dot(s, e);
        } else if (e.prim() == Prim.CONV) {
            conv(s, e);
        } else if (e.prim() == Prim.SORT) {
            sort(s, e);
        } else if (e.prim() == Prim.FFT) {
            fft(s, e);
        } else if (e.prim() == Prim.CHOLESKY) {
            cholesky(s, e);
        } else {
            solve(s, e);
        }
    }

    /** {@code ā = ȳ · b} and {@code b̄ = ȳ · a} over what the other has alone, with the axes put back in order. */
    private void dot(Scope s, Eqn e) {
        EquationWriter c = s.code;
        var p = (Params.Dot) e.params();
        Atom a = e.in().get(0);
        Atom b = e.in().get(1);
        Atom y = s.take(e.result());
        int batch = p.batchA().size();
        List<Integer> freeA = p.freeA(a.type().rank());
        List<Integer> freeB = p.freeB(b.type().rank());
        List<Integer> ofA = range(batch, freeA.size());
        List<Integer> ofB = range(batch + freeA.size(), freeB.size());
        if (vjp.activity.has(a)) {
            s.add(a, part(c, y, b, ofB, freeB, p.batchB(), p.contractB(), p.batchA(), freeA, p.contractA()));
        }
        if (vjp.activity.has(b)) {
            s.add(b, part(c, y, a, ofA, freeA, p.batchA(), p.contractA(), p.batchB(), freeB, p.contractB()));
        }
    }

    /** Contracts the cotangent with the other operand; the result has batch axes, own free axes, then the contracted ones in the other's order. */
    private static Atom part(EquationWriter c, Atom y, Atom other, List<Integer> yAxes, List<Integer> otherFree, List<Integer> otherBatch,
            List<Integer> otherContracted, List<Integer> batch, List<Integer> free, List<Integer> contracted) {
        Atom x = c.emit(Prim.DOT_GENERAL, new Params.Dot(yAxes, otherFree, range(0, batch.size()), otherBatch), y, other);
        var order = new ArrayList<Integer>(batch);
        order.addAll(free);
        otherContracted.stream().sorted().forEach(k -> order.add(contracted.get(otherContracted.indexOf(k))));
        List<Integer> perm = ArrayAdjoints.inverse(order);
        return perm.equals(ArrayAdjoints.upTo(perm.size())) ? x : c.emit(Prim.TRANSPOSE, new Params.Axes(perm), x);
    }

    private static List<Integer> range(int from, int n) {
        var out = new ArrayList<Integer>();
        for (int k = 0; k < n; k++) {
            out.add(from + k);
        }
        return out;
    }

    private void conv(Scope s, Eqn e) {
        EquationWriter c = s.code;
        var p = (Params.Conv) e.params();
        Atom a = e.in().get(0);
        Atom w = e.in().get(1);
        Var y = (Var) s.take(e.result());
        if (vjp.activity.has(a)) {
            s.add(a, convInput(c, p, a, w, y));
        }
        if (vjp.activity.has(w)) {
            s.add(w, convKernel(c, p, a, w, y));
        }
    }

    /** The cotangent with its strides filled by zeros, convolved with the kernel reversed and its channels exchanged. */
    private Atom convInput(EquationWriter c, Params.Conv p, Atom a, Atom w, Var y) {
        int spatial = p.strides().size();
        var interior = new ArrayList<Long>(List.of(0L, 0L));
        p.strides().forEach(k -> interior.add(k - 1));
        List<Long> none = Collections.nCopies(2 + spatial, 0L);
        Var wide = c.emit(Prim.PAD, new Params.Pad(none, none, interior), y, Lit.zero(y.dtype()));
        // The window of element x starts at x + low - reach, reach being the extent of a window less one: so much room is made in front and behind.
        List<Atom> extents = arrays.extents(a);
        List<Atom> roomy = c.extents(wide);
        List<Atom> size = new ArrayList<>(roomy);
        var at = new ArrayList<Atom>(List.of(Lit.i32(0), Lit.i32(0)));
        var from = new ArrayList<Atom>(at);
        for (int k = 0; k < spatial; k++) {
            long low = p.padLow().get(k);
            Atom reach = c.mul(c.plus(c.convert(vjp.prog.extent((Var) w, 2 + k, vjp.ids), DType.I32), -1), Lit.i32(p.dilation().get(k).intValue()));
            at.add(c.plus(reach, Math.max(0, -low)));
            from.add(Lit.i32((int) Math.max(0, low)));
            size.set(2 + k, c.add(c.convert(extents.get(2 + k), DType.I32), reach));
            Atom filled = c.add(at.get(2 + k), c.convert(roomy.get(2 + k), DType.I32));
            roomy.set(2 + k, c.emit(Prim.MAX, filled, c.add(from.get(2 + k), size.get(2 + k))));
        }
        var put = new ArrayList<Atom>(List.of(c.full(Lit.zero(y.dtype()), Collections.nCopies(2 + spatial, Dim.UNKNOWN), roomy), wide));
        put.addAll(at);
        Var room = c.emitAll(Prim.UPDATE_SLICE, Params.NONE, put).get(0);
        List<Long> ones = Collections.nCopies(spatial, 1L);
        List<Long> zeros = Collections.nCopies(spatial, 0L);
        Atom padded = ArrayAdjoints.sliceOf(c, room, from, size, Collections.nCopies(2 + spatial, Dim.UNKNOWN), Collections.nCopies(2 + spatial, 1L));
        Atom turned = c.emit(Prim.REV, new Params.Axes(range(2, spatial)), exchanged(c, w, p.groups()));
        return c.emit(Prim.CONV, new Params.Conv(ones, zeros, zeros, p.dilation(), p.groups()), padded, turned);
    }

    /** The kernel [groups * o, i, ..] as [groups * i, o, ..]. */
    private Atom exchanged(EquationWriter c, Atom w, int groups) {
        int rank = w.type().rank();
        List<Atom> extents = arrays.extents(w);
        Atom perGroup = groups == 1 ? extents.get(0) : c.emit(Prim.DIV, c.convert(extents.get(0), DType.I32), Lit.i32(groups));
        var split = new ArrayList<Atom>(List.of(Lit.i32(groups), perGroup));
        split.addAll(extents.subList(1, rank));
        var dims = new ArrayList<Dim>(List.of(Dim.of(groups), Dim.UNKNOWN));
        dims.addAll(w.type().dims().subList(1, rank));
        var perm = new ArrayList<Integer>(List.of(0, 2, 1));
        perm.addAll(range(3, rank - 2));
        Atom t = c.emit(Prim.TRANSPOSE, new Params.Axes(perm), ArrayAdjoints.reshape(c, w, dims, split));
        var joined = new ArrayList<Atom>(List.of(c.mul(Lit.i32(groups), c.convert(extents.get(1), DType.I32)), perGroup));
        joined.addAll(extents.subList(2, rank));
        var out = new ArrayList<Dim>(List.of(Dim.UNKNOWN, Dim.UNKNOWN));
        out.addAll(w.type().dims().subList(2, rank));
        return ArrayAdjoints.reshape(c, t, out, joined);
    }

    /** Input and cotangent convolved over batch and place, strides and dilation exchanged; group by group. */
    private Atom convKernel(EquationWriter c, Params.Conv p, Atom a, Atom w, Var y) {
        int rank = a.type().rank();
        var swap = new ArrayList<Integer>(List.of(1, 0));
        swap.addAll(range(2, rank - 2));
        List<Atom> extents = arrays.extents(w);
        Atom outputs = p.groups() == 1 ? extents.get(0) : c.emit(Prim.DIV, c.convert(extents.get(0), DType.I32), Lit.i32(p.groups()));
        var parts = new ArrayList<Atom>();
        for (int g = 0; g < p.groups(); g++) {
            Atom x = p.groups() == 1 ? a : channels(c, a, arrays.extents(a), g, extents.get(1));
            Atom z = p.groups() == 1 ? y : channels(c, y, c.extents(y), g, outputs);
            Atom lhs = c.emit(Prim.TRANSPOSE, new Params.Axes(swap), x);
            Atom rhs = c.emit(Prim.TRANSPOSE, new Params.Axes(swap), z);
            Atom r = c.emit(Prim.CONV, new Params.Conv(p.dilation(), p.padLow(), p.padHigh(), p.strides(), 1), lhs, rhs);
            Atom t = c.emit(Prim.TRANSPOSE, new Params.Axes(swap), r);
            var size = new ArrayList<Atom>(extents);
            size.set(0, outputs);
            var dims = new ArrayList<Dim>(w.type().dims());
            dims.set(0, p.groups() == 1 ? dims.get(0) : Dim.UNKNOWN);
            parts.add(ArrayAdjoints.sliceOf(c, t, Collections.nCopies(rank, Lit.i32(0)), size, dims, Collections.nCopies(rank, 1L)));
        }
        return parts.size() == 1 ? parts.get(0) : c.emitAll(Prim.CONCAT, new Params.Axis(0, false), parts).get(0);
    }

    private static Atom channels(EquationWriter c, Atom a, List<Atom> extents, int group, Atom count) {
        int rank = a.type().rank();
        var start = new ArrayList<Atom>(Collections.nCopies(rank, Lit.i32(0)));
        start.set(1, c.mul(Lit.i32(group), c.convert(count, DType.I32)));
        var size = new ArrayList<Atom>(extents);
        size.set(1, count);
        var dims = new ArrayList<Dim>(a.type().dims());
        dims.set(1, Dim.UNKNOWN);
        return ArrayAdjoints.sliceOf(c, a, start, size, dims, Collections.nCopies(rank, 1L));
    }

    /** Sorting the numbers of the elements along gives the permutation; sorting by it brings the cotangents back. */
    private void sort(Scope s, Eqn e) {
        EquationWriter c = s.code;
        var p = (Params.Sort) e.params();
        Atom first = e.in().get(0);
        List<Atom> extents = arrays.extents(first);
        Atom line = c.emit(Prim.IOTA, new Params.Shape(DType.I32, List.of(first.type().dims().get(p.axis()))), extents.get(p.axis()));
        Atom numbers = ArrayAdjoints.broadcast(c, line, List.of(p.axis()), first.type().dims(), extents);
        var in = new ArrayList<Atom>(e.in().subList(0, p.keys()));
        in.add(numbers);
        Atom order = c.emitAll(Prim.SORT, p, in).get(p.keys());
        for (int k = 0; k < e.in().size(); k++) {
            Atom y = s.take(e.out().get(k));
            if (y != null && vjp.activity.has(e.in().get(k))) {
                s.add(e.in().get(k), putBack(c, (Var) e.in().get(k), order, y, p.axis()));
            }
        }
    }

    /** Each element of a line goes to where the sort had it from. */
    private Atom putBack(EquationWriter c, Var a, Atom order, Atom y, int axis) {
        if (y.type().rank() > 1) {
            return c.emitAll(Prim.SORT, new Params.Sort(axis, 1), List.of(order, y)).get(1);
        }
        return c.emit(Prim.SCATTER, new Params.Access(Params.Access.PROMISED.mode(), 0, Prim.ADD), vjp.zeros(c, a), order, y);
    }

    /** The transform's matrix is symmetric: its adjoint is the inverse without the division by n. */
    private void fft(Scope s, Eqn e) {
        EquationWriter c = s.code;
        var p = (Params.Axis) e.params();
        Atom re = s.orZero(e.out().get(0));
        Atom im = s.orZero(e.out().get(1));
        s.take(e.out().get(0));
        s.take(e.out().get(1));
        List<Var> x = c.emitAll(Prim.FFT, new Params.Axis(p.axis(), !p.reverse()), List.of(re, im));
        Atom n = c.convert(vjp.prog.extent((Var) e.in().get(0), p.axis(), vjp.ids), re.dtype());
        for (int k = 0; k < 2; k++) {
            Atom factor = c.spread(n, x.get(k));
            s.add(e.in().get(k), p.reverse() ? c.div(x.get(k), factor) : c.mul(x.get(k), factor));
        }
    }

    /** Murray, "Differentiation of the Cholesky decomposition" (2016), eq. 10, for a function of the lower half alone. */
    private void cholesky(Scope s, Eqn e) {
        EquationWriter c = s.code;
        Atom l = e.result();
        Atom y = s.take(e.result());
        Atom lt = turned(c, l);
        Atom phi = halved(c, triangle(c, times(c, lt, y), Prim.GE));
        Atom left = c.emit(Prim.TRIANGULAR_SOLVE, new Params.Axis(0, true), lt, phi);
        Atom p = turned(c, c.emit(Prim.TRIANGULAR_SOLVE, new Params.Axis(0, true), lt, turned(c, left)));
        s.add(e.in().get(0), halved(c, triangle(c, c.add(p, turned(c, p)), Prim.GE)));
    }

    private void solve(Scope s, Eqn e) {
        EquationWriter c = s.code;
        boolean upper = ((Params.Axis) e.params()).reverse();
        Atom a = e.in().get(0);
        Atom y = s.take(e.result());
        Var b = c.emit(Prim.TRIANGULAR_SOLVE, new Params.Axis(0, !upper), turned(c, a), y);
        s.add(e.in().get(1), b);
        if (vjp.activity.has(a)) {
            boolean vector = b.type().rank() < a.type().rank();
            Atom outer = vector ? outer(c, b, e.result()) : times(c, b, turned(c, e.result()));
            s.add(a, c.neg(triangle(c, outer, upper ? Prim.LE : Prim.GE)));
        }
    }

    private static Atom turned(EquationWriter c, Atom a) {
        int rank = a.type().rank();
        var perm = new ArrayList<Integer>(ArrayAdjoints.upTo(rank));
        Collections.swap(perm, rank - 1, rank - 2);
        return c.emit(Prim.TRANSPOSE, new Params.Axes(perm), a);
    }

    private static Atom times(EquationWriter c, Atom a, Atom b) {
        int rank = a.type().rank();
        List<Integer> batch = ArrayAdjoints.upTo(rank - 2);
        return c.emit(Prim.DOT_GENERAL, new Params.Dot(List.of(rank - 1), List.of(rank - 2), batch, batch), a, b);
    }

    private static Atom outer(EquationWriter c, Atom a, Atom b) {
        List<Integer> batch = ArrayAdjoints.upTo(a.type().rank() - 1);
        return c.emit(Prim.DOT_GENERAL, new Params.Dot(List.of(), List.of(), batch, batch), a, b);
    }

    /** Row and column numbers of a stack of matrices, compared. */
    private static Atom places(EquationWriter c, Atom a, Prim order) {
        int rank = a.type().rank();
        List<Atom> extents = c.extents((Var) a);
        var numbers = new ArrayList<Atom>();
        for (int k = rank - 2; k < rank; k++) {
            Atom line = c.emit(Prim.IOTA, new Params.Shape(DType.I32, List.of(a.type().dims().get(k))), extents.get(k));
            numbers.add(ArrayAdjoints.broadcast(c, line, List.of(k), a.type().dims(), extents));
        }
        return c.emit(order, numbers.get(0), numbers.get(1));
    }

    private static Atom triangle(EquationWriter c, Atom a, Prim order) {
        return c.select(places(c, a, order), a, c.constant(0, a));
    }

    private static Atom halved(EquationWriter c, Atom a) {
        return c.select(places(c, a, Prim.EQ), c.scale(a, 0.5), a);
    }
}
