package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.code.Axes;
import dev.jacobi.autodiff.code.FormulaBuilder;
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
import java.util.stream.Stream;

/** The adjoints of contraction, convolution, sort, Fourier transform and triangular matrices. */
final class LibraryAdjoints {
    private final Adjoint adjoint;

    LibraryAdjoints(Adjoint adjoint) {
        this.adjoint = adjoint;
    }

    /** {@code ā = ȳ · b} and {@code b̄ = ȳ · a} over what the other has alone, with the axes put back in order. */
    void dot(Scope s, Eqn e) {
        FormulaBuilder c = s.code;
        var p = (Params.Dot) e.params();
        Atom a = e.in().get(0);
        Atom b = e.in().get(1);
        Atom y = s.take(e.result());
        int batch = p.batchA().size();
        List<Integer> freeA = p.freeA(a.type().rank());
        List<Integer> freeB = p.freeB(b.type().rank());
        List<Integer> ofA = Axes.range(batch, freeA.size());
        List<Integer> ofB = Axes.range(batch + freeA.size(), freeB.size());
        if (adjoint.activity.has(a)) {
            s.add(a, part(c, y, b, ofB, freeB, p.batchB(), p.contractB(), p.batchA(), freeA, p.contractA()));
        }
        if (adjoint.activity.has(b)) {
            s.add(b, part(c, y, a, ofA, freeA, p.batchA(), p.contractA(), p.batchB(), freeB, p.contractB()));
        }
    }

    /** Contracts the cotangent with the other operand. Which of both comes first decides whether own free axes or the contracted ones do, so that most results need no transposition. */
    private static Atom part(FormulaBuilder c, Atom y, Atom other, List<Integer> yAxes, List<Integer> otherFree, List<Integer> otherBatch,
            List<Integer> otherContracted, List<Integer> batch, List<Integer> free, List<Integer> contracted) {
        List<Integer> inOthersOrder = otherContracted.stream().sorted().map(k -> contracted.get(otherContracted.indexOf(k))).toList();
        List<Integer> swapped = joined(batch, inOthersOrder, free);
        List<Integer> yBatch = Axes.range(0, batch.size());
        if (swapped.equals(Axes.upTo(swapped.size()))) {
            return c.emit(Prim.DOT_GENERAL, new Params.Dot(otherFree, yAxes, otherBatch, yBatch), other, y);
        }
        return c.transpose(c.emit(Prim.DOT_GENERAL, new Params.Dot(yAxes, otherFree, yBatch, otherBatch), y, other), Axes.inverse(joined(batch, free, inOthersOrder)));
    }

    private static List<Integer> joined(List<Integer> a, List<Integer> b, List<Integer> c) {
        return Stream.of(a, b, c).flatMap(List::stream).toList();
    }

    void conv(Scope s, Eqn e) {
        FormulaBuilder c = s.code;
        var p = (Params.Conv) e.params();
        Atom a = e.in().get(0);
        Atom w = e.in().get(1);
        Var y = (Var) s.take(e.result());
        if (adjoint.activity.has(a)) {
            s.add(a, convInput(c, p, a, w, y));
        }
        if (adjoint.activity.has(w)) {
            s.add(w, convKernel(c, p, a, w, y));
        }
    }

    /** The cotangent with its strides filled by zeros, convolved with the kernel reversed and its channels exchanged. */
    private Atom convInput(FormulaBuilder c, Params.Conv p, Atom a, Atom w, Var y) {
        int spatial = p.strides().size();
        var interior = new ArrayList<Long>(List.of(0L, 0L));
        p.strides().forEach(k -> interior.add(k - 1));
        List<Long> none = Collections.nCopies(2 + spatial, 0L);
        Var wide = c.emit(Prim.PAD, new Params.Pad(none, none, interior), y, Lit.zero(y.dtype()));
        // The window of element x starts at x + low - reach, reach being the extent of a window less one: so much room is made in front and behind.
        List<Atom> extents = adjoint.prog.extents(a);
        List<Atom> roomy = c.extents(wide);
        List<Atom> size = new ArrayList<>(roomy);
        var at = new ArrayList<Atom>(List.of(Lit.i32(0), Lit.i32(0)));
        var from = new ArrayList<Atom>(at);
        for (int k = 0; k < spatial; k++) {
            long low = p.padLow().get(k);
            Atom reach = c.mul(c.plus(c.cast(adjoint.prog.extent(w, 2 + k), DType.I32), -1), Lit.i32(p.dilation().get(k).intValue()));
            at.add(c.plus(reach, Math.max(0, -low)));
            from.add(Lit.i32((int) Math.max(0, low)));
            size.set(2 + k, c.add(c.cast(extents.get(2 + k), DType.I32), reach));
            Atom filled = c.add(at.get(2 + k), c.cast(roomy.get(2 + k), DType.I32));
            roomy.set(2 + k, c.emit(Prim.MAX, filled, c.add(from.get(2 + k), size.get(2 + k))));
        }
        Var room = c.updateSlice(c.full(Lit.zero(y.dtype()), Collections.nCopies(2 + spatial, Dim.UNKNOWN), roomy), wide, at);
        List<Long> ones = Collections.nCopies(spatial, 1L);
        List<Long> zeros = Collections.nCopies(spatial, 0L);
        Atom padded = c.slice(room, from, size, Collections.nCopies(2 + spatial, Dim.UNKNOWN), Collections.nCopies(2 + spatial, 1L));
        Atom turned = c.emit(Prim.REV, new Params.Axes(Axes.range(2, spatial)), exchanged(c, w, p.groups()));
        return c.emit(Prim.CONV, new Params.Conv(ones, zeros, zeros, p.dilation(), p.groups()), padded, turned);
    }

    /** The kernel [groups * o, i, ..] as [groups * i, o, ..]. */
    private Atom exchanged(FormulaBuilder c, Atom w, int groups) {
        int rank = w.type().rank();
        List<Atom> extents = adjoint.prog.extents(w);
        Atom perGroup = groups == 1 ? extents.get(0) : c.emit(Prim.DIV, c.cast(extents.get(0), DType.I32), Lit.i32(groups));
        List<Dim> rest = w.type().dims().subList(1, rank);
        Atom split = c.reshape(w, FormulaBuilder.join(List.of(Dim.of(groups), Dim.UNKNOWN), rest), FormulaBuilder.join(List.of(Lit.i32(groups), perGroup), extents.subList(1, rank)));
        Atom t = c.transpose(split, Axes.join(List.of(0, 2, 1), Axes.range(3, rank - 2)));
        Atom inputs = c.mul(Lit.i32(groups), c.cast(extents.get(1), DType.I32));
        return c.reshape(t, FormulaBuilder.join(List.of(Dim.UNKNOWN, Dim.UNKNOWN), rest.subList(1, rank - 1)), FormulaBuilder.join(List.of(inputs, perGroup), extents.subList(2, rank)));
    }

    /** Input and cotangent convolved over batch and place, strides and dilation exchanged; group by group. */
    private Atom convKernel(FormulaBuilder c, Params.Conv p, Atom a, Atom w, Var y) {
        int rank = a.type().rank();
        List<Integer> swap = Axes.join(List.of(1, 0), Axes.range(2, rank - 2));
        List<Atom> extents = adjoint.prog.extents(w);
        Atom outputs = p.groups() == 1 ? extents.get(0) : c.emit(Prim.DIV, c.cast(extents.get(0), DType.I32), Lit.i32(p.groups()));
        var parts = new ArrayList<Atom>();
        for (int g = 0; g < p.groups(); g++) {
            Atom x = p.groups() == 1 ? a : channels(c, a, adjoint.prog.extents(a), g, extents.get(1));
            Atom z = p.groups() == 1 ? y : channels(c, y, c.extents(y), g, outputs);
            var swapped = new Params.Conv(p.dilation(), p.padLow(), p.padHigh(), p.strides(), 1);
            Atom t = c.transpose(c.emit(Prim.CONV, swapped, c.transpose(x, swap), c.transpose(z, swap)), swap);
            List<Dim> dims = p.groups() == 1 ? w.type().dims() : FormulaBuilder.join(List.of(Dim.UNKNOWN), w.type().dims().subList(1, rank));
            parts.add(c.slice(t, Collections.nCopies(rank, Lit.i32(0)), FormulaBuilder.join(List.of(outputs), extents.subList(1, rank)), dims, Collections.nCopies(rank, 1L)));
        }
        return parts.size() == 1 ? parts.get(0) : c.emitAll(Prim.CONCAT, new Params.Axis(0, false), parts).get(0);
    }

    private static Atom channels(FormulaBuilder c, Atom a, List<Atom> extents, int group, Atom count) {
        int rank = a.type().rank();
        var start = new ArrayList<Atom>(Collections.nCopies(rank, Lit.i32(0)));
        start.set(1, c.mul(Lit.i32(group), c.cast(count, DType.I32)));
        var size = new ArrayList<Atom>(extents);
        size.set(1, count);
        var dims = new ArrayList<Dim>(a.type().dims());
        dims.set(1, Dim.UNKNOWN);
        return c.slice(a, start, size, dims, Collections.nCopies(rank, 1L));
    }

    /** Sorting the numbers of the elements along gives the permutation; sorting by it brings the cotangents back. */
    void sort(Scope s, Eqn e) {
        FormulaBuilder c = s.code;
        var p = (Params.Sort) e.params();
        Atom first = e.in().get(0);
        List<Atom> extents = adjoint.prog.extents(first);
        Atom line = c.emit(Prim.IOTA, new Params.Shape(DType.I32, List.of(first.type().dims().get(p.axis()))), extents.get(p.axis()));
        Atom numbers = c.broadcast(line, List.of(p.axis()), first.type().dims(), extents);
        var in = new ArrayList<Atom>(e.in().subList(0, p.keys()));
        in.add(numbers);
        Atom order = c.emitAll(Prim.SORT, p, in).get(p.keys());
        for (int k = 0; k < e.in().size(); k++) {
            Atom y = s.take(e.out().get(k));
            if (y != null && adjoint.activity.has(e.in().get(k))) {
                s.add(e.in().get(k), putBack(c, (Var) e.in().get(k), order, y, p.axis()));
            }
        }
    }

    /** Each element of a line goes to where the sort had it from. */
    private Atom putBack(FormulaBuilder c, Var a, Atom order, Atom y, int axis) {
        if (y.type().rank() > 1) {
            return c.emitAll(Prim.SORT, new Params.Sort(axis, 1), List.of(order, y)).get(1);
        }
        return c.emit(Prim.SCATTER, new Params.Access(Params.Access.PROMISED.mode(), 0, Prim.ADD), adjoint.zeros(c, a), order, y);
    }

    /** The transform's matrix is symmetric: its adjoint is the inverse without the division by n. */
    void fft(Scope s, Eqn e) {
        FormulaBuilder c = s.code;
        var p = (Params.Axis) e.params();
        Atom re = s.orZero(e.out().get(0));
        Atom im = s.orZero(e.out().get(1));
        s.take(e.out().get(0));
        s.take(e.out().get(1));
        List<Var> x = c.emitAll(Prim.FFT, new Params.Axis(p.axis(), !p.reverse()), List.of(re, im));
        Atom n = c.cast(adjoint.prog.extent(e.in().get(0), p.axis()), re.dtype());
        for (int k = 0; k < 2; k++) {
            Atom factor = c.spread(n, x.get(k));
            s.add(e.in().get(k), p.reverse() ? c.div(x.get(k), factor) : c.mul(x.get(k), factor));
        }
    }

    /** Murray, "Differentiation of the Cholesky decomposition" (2016), eq. 10, for a function of the lower half alone. */
    void cholesky(Scope s, Eqn e) {
        FormulaBuilder c = s.code;
        Atom l = e.result();
        Atom y = s.take(e.result());
        Atom lt = c.flipped(l);
        Atom phi = c.halved(c.triangle(Prim.GE, c.matmul(lt, y)));
        Atom left = c.emit(Prim.TRIANGULAR_SOLVE, new Params.Axis(0, true), lt, phi);
        Atom p = c.flipped(c.emit(Prim.TRIANGULAR_SOLVE, new Params.Axis(0, true), lt, c.flipped(left)));
        s.add(e.in().get(0), c.halved(c.triangle(Prim.GE, c.add(p, c.flipped(p)))));
    }

    void solve(Scope s, Eqn e) {
        FormulaBuilder c = s.code;
        boolean upper = ((Params.Axis) e.params()).reverse();
        Atom a = e.in().get(0);
        Atom y = s.take(e.result());
        Var b = c.emit(Prim.TRIANGULAR_SOLVE, new Params.Axis(0, !upper), c.flipped(a), y);
        s.add(e.in().get(1), b);
        if (adjoint.activity.has(a)) {
            boolean vector = b.type().rank() < a.type().rank();
            Atom outer = vector ? outer(c, b, e.result()) : c.matmul(b, c.flipped(e.result()));
            s.add(a, c.neg(c.triangle(upper ? Prim.LE : Prim.GE, outer)));
        }
    }

    private static Atom outer(FormulaBuilder c, Atom a, Atom b) {
        List<Integer> batch = Axes.upTo(a.type().rank() - 1);
        return c.emit(Prim.DOT_GENERAL, new Params.Dot(List.of(), List.of(), batch, batch), a, b);
    }
}
