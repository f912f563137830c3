package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Lowering of contractions, convolution, sorting, Fourier transform and triangular factors to plain loops: right, not yet fast. */
final class LowerLibrary {
    private static final Params.Access IN = Params.Access.PROMISED;
    private final Builder b;
    private final Nest nest;

    LowerLibrary(Builder b) {
        this.b = b;
        nest = new Nest(b);
    }

    List<? extends Atom> lower(Eqn e, List<Atom> in) {
        Prim p = e.prim();
        Type t = e.result().type();
        return p == Prim.DOT_GENERAL ? List.of(dot(t, in.get(0), in.get(1), (Params.Dot) e.params()))
            : p == Prim.CONV ? List.of(conv(t, in.get(0), in.get(1), (Params.Conv) e.params()))
            : p == Prim.SORT ? sort(in, (Params.Sort) e.params())
            : p == Prim.FFT ? fourier(in.get(0), in.get(1), (Params.Axis) e.params())
            : p == Prim.CHOLESKY ? List.of(cholesky(in.get(0)))
            : List.of(solve(in.get(0), in.get(1), ((Params.Axis) e.params()).reverse()));
    }

    private static DType sumType(DType t) {
        return t == DType.F16 || t == DType.BF16 ? DType.F32 : t;
    }

    private Atom to(DType t, Atom a) {
        return a.dtype() == t ? a : b.convert(a, t);
    }

    private Atom op(Prim p, Atom x, Atom y) {
        return nest.op(p, x, y);
    }

    /** Nested sequential loops over extents with one carried scalar. */
    private Atom sum(List<Atom> extents, List<Atom> at, Atom start, java.util.function.BiFunction<List<Atom>, Atom, Atom> body) {
        if (at.size() == extents.size()) {
            return body.apply(at, start);
        }
        return nest.loop(extents.get(at.size()), start, (i, now) -> {
            var more = new ArrayList<>(at);
            more.add(i);
            return sum(extents, more, now, body);
        });
    }

    private Atom dot(Type t, Atom x, Atom y, Params.Dot p) {
        List<Atom> dx = nest.extents(x);
        List<Atom> dy = nest.extents(y);
        var dims = new ArrayList<Atom>();
        p.batchA().forEach(k -> dims.add(dx.get(k)));
        List<Integer> freeX = p.freeA(dx.size());
        List<Integer> freeY = p.freeB(dy.size());
        freeX.forEach(k -> dims.add(dx.get(k)));
        freeY.forEach(k -> dims.add(dy.get(k)));
        List<Atom> inner = p.contractA().stream().map(dx::get).toList();
        DType s = sumType(t.dtype());
        int batches = p.batchA().size();
        return nest.tabulate(t.dtype(), t.dims(), dims, i -> to(t.dtype(), sum(inner, List.of(), Lit.zero(s), (c, now) -> {
            var atX = slots(dx.size());
            var atY = slots(dy.size());
            for (int k = 0; k < batches; k++) {
                atX.set(p.batchA().get(k), i.get(k));
                atY.set(p.batchB().get(k), i.get(k));
            }
            for (int k = 0; k < freeX.size(); k++) {
                atX.set(freeX.get(k), i.get(batches + k));
            }
            for (int k = 0; k < freeY.size(); k++) {
                atY.set(freeY.get(k), i.get(batches + freeX.size() + k));
            }
            for (int k = 0; k < c.size(); k++) {
                atX.set(p.contractA().get(k), c.get(k));
                atY.set(p.contractB().get(k), c.get(k));
            }
            return op(Prim.ADD, now, op(Prim.MUL, to(s, nest.at(x, atX)), to(s, nest.at(y, atY))));
        })));
    }

    private static List<Atom> slots(int n) {
        return new ArrayList<>(Collections.nCopies(n, null));
    }

    private Atom conv(Type t, Atom a, Atom w, Params.Conv p) {
        List<Atom> da = nest.extents(a);
        List<Atom> dw = nest.extents(w);
        int spatial = p.strides().size();
        var dims = new ArrayList<Atom>(List.of(da.get(0), dw.get(0)));
        for (int k = 0; k < spatial; k++) {
            Atom window = op(Prim.ADD, op(Prim.MUL, op(Prim.SUB, dw.get(2 + k), Lit.i64(1)), Lit.i64(p.dilation().get(k))), Lit.i64(1));
            Atom room = op(Prim.SUB, op(Prim.ADD, da.get(2 + k), Lit.i64(p.padLow().get(k) + p.padHigh().get(k))), window);
            Atom n = op(Prim.ADD, op(Prim.DIV, room, Lit.i64(p.strides().get(k))), Lit.i64(1));
            dims.add(b.emit(Prim.SELECT, op(Prim.LT, room, Lit.i64(0)), Lit.i64(0), n));
        }
        DType s = sumType(t.dtype());
        Atom perGroup = op(Prim.DIV, dw.get(0), Lit.i64(p.groups()));
        return nest.tabulate(t.dtype(), t.dims(), dims, i -> to(t.dtype(), sum(dw.subList(1, dw.size()), List.of(), Lit.zero(s), (c, now) -> {
            var from = new ArrayList<Atom>(List.of(i.get(0), op(Prim.ADD, op(Prim.MUL, op(Prim.DIV, i.get(1), perGroup), dw.get(1)), c.get(0))));
            Atom inside = Lit.bool(true);
            for (int k = 0; k < spatial; k++) {
                Atom x = op(Prim.SUB, op(Prim.MUL, i.get(2 + k), Lit.i64(p.strides().get(k))), Lit.i64(p.padLow().get(k)));
                x = op(Prim.ADD, x, op(Prim.MUL, c.get(1 + k), Lit.i64(p.dilation().get(k))));
                inside = op(Prim.AND, inside, op(Prim.AND, op(Prim.GE, x, Lit.i64(0)), op(Prim.LT, x, da.get(2 + k))));
                from.add(x);
            }
            var tap = new ArrayList<Atom>(List.of(i.get(1)));
            tap.addAll(c);
            return b.cond(inside, () -> List.of(op(Prim.ADD, now, op(Prim.MUL, to(s, nest.at(a, from)), to(s, nest.at(w, tap))))), () -> List.of(now)).get(0);
        })));
    }

    /** Sorts the lines along the axis. */
    private List<? extends Atom> sort(List<Atom> in, Params.Sort p) {
        var sorter = new LowerSort(b);
        if (in.get(0).type().rank() == 1) {
            return sorter.sort(in, p.keys());
        }
        List<Atom> own = nest.extents(in.get(0));
        List<Atom> length = List.of(own.get(p.axis()));
        List<Atom> init = in.stream().map(a -> (Atom) nest.zeros(a.dtype(), a.type().dims(), own)).toList();
        return lines(own, p.axis(), init, (i, out) -> {
            List<Atom> line = in.stream().map(a -> nest.tabulate(a.dtype(), List.of(Dim.UNKNOWN), length, k -> nest.at(a, with(i, p.axis(), k.get(0))))).toList();
            List<? extends Atom> sorted = sorter.sort(line, p.keys());
            var next = new ArrayList<Atom>();
            for (int k = 0; k < line.size(); k++) {
                Atom from = sorted.get(k);
                next.add(nest.over(length, out.get(k), (q, now) -> b.update(now, IN, with(i, p.axis(), q.get(0)), nest.at(from, q))));
            }
            return next;
        });
    }

    private static List<Atom> with(List<Atom> i, int axis, Atom k) {
        var at = new ArrayList<>(i);
        at.add(axis, k);
        return at;
    }

    /** Runs a body once per line along an axis. */
    private List<Atom> lines(List<Atom> own, int axis, List<Atom> init, java.util.function.BiFunction<List<Atom>, List<Var>, List<? extends Atom>> body) {
        var outer = new ArrayList<>(own);
        outer.remove(axis);
        Atom count = nest.product(outer);
        return List.copyOf(b.loop(count, init, p -> {
            var at = new ArrayList<Atom>();
            Atom rest = p.get(0);
            for (int k = outer.size() - 1; k >= 0; k--) {
                at.add(0, op(Prim.REM, rest, outer.get(k)));
                rest = op(Prim.DIV, rest, outer.get(k));
            }
            return body.apply(at, p.subList(1, p.size()));
        }));
    }

    /** The transform by its definition, in double, with angles reduced exactly. */
    private List<Atom> fourier(Atom re, Atom im, Params.Axis p) {
        List<Atom> own = nest.extents(re);
        Atom n = own.get(p.axis());
        Atom size = b.convert(n, DType.F64);
        DType t = re.dtype();
        Atom zero = Lit.f64(0);
        List<Atom> init = List.of(nest.zeros(t, re.type().dims(), own), nest.zeros(t, re.type().dims(), own));
        Function<Atom, Atom> scale = x -> to(t, p.reverse() ? op(Prim.DIV, x, size) : x);
        return lines(own, p.axis(), init, (i, out) -> b.loop(n, out, q -> {
            Atom k = q.get(0);
            List<Var> xy = b.loop(n, List.of(zero, zero), s -> {
                Atom turn = b.convert(op(Prim.REM, op(Prim.MUL, s.get(0), k), n), DType.F64);
                Atom angle = op(Prim.DIV, op(Prim.MUL, Lit.f64(2 * Math.PI), turn), size);
                angle = op(Prim.MUL, angle, Lit.f64(p.reverse() ? 1 : -1));
                Atom c = libm("cos", angle);
                Atom d = libm("sin", angle);
                Atom u = to(DType.F64, nest.at(re, with(i, p.axis(), s.get(0))));
                Atom v = to(DType.F64, nest.at(im, with(i, p.axis(), s.get(0))));
                return List.of(op(Prim.ADD, s.get(1), op(Prim.SUB, op(Prim.MUL, u, c), op(Prim.MUL, v, d))),
                    op(Prim.ADD, s.get(2), op(Prim.ADD, op(Prim.MUL, u, d), op(Prim.MUL, v, c))));
            });
            List<Atom> at = with(i, p.axis(), k);
            return List.of(b.update(q.get(1), IN, at, scale.apply(xy.get(0))), b.update(q.get(2), IN, at, scale.apply(xy.get(1))));
        }));
    }

    /** A transcendental function that stays a call. */
    private Atom libm(String name, Atom x) {
        return b.emit(Prim.valueOf(name.toUpperCase(java.util.Locale.ROOT)), x);
    }

    // Triangular factors, in double.

    private Atom cholesky(Atom a) {
        List<Atom> own = nest.extents(a);
        Atom n = own.get(own.size() - 1);
        return matrices(a, own, (m, out) -> nest.loop(n, out, (i, rows) -> nest.loop(op(Prim.ADD, i, Lit.i64(1)), rows, (j, r) -> {
            Atom s = nest.loop(j, to(DType.F64, nest.at(a, plus(m, i, j))), (k, now) -> op(Prim.SUB, now,
                op(Prim.MUL, to(DType.F64, nest.at(r, plus(m, i, k))), to(DType.F64, nest.at(r, plus(m, j, k))))));
            Atom diagonal = to(DType.F64, nest.at(r, plus(m, j, j)));
            Atom v = b.emit(Prim.SELECT, op(Prim.EQ, i, j), b.emit(Prim.SQRT, s), op(Prim.DIV, s, diagonal));
            return b.update(r, IN, plus(m, i, j), to(a.dtype(), v));
        })));
    }

    private Atom solve(Atom a, Atom rhs, boolean upper) {
        List<Atom> own = nest.extents(a);
        Atom n = own.get(own.size() - 1);
        boolean vectors = rhs.type().rank() < own.size();
        List<Atom> dims = nest.extents(rhs);
        Atom columns = vectors ? Lit.i64(1) : dims.get(dims.size() - 1);
        return matrices(rhs, vectors ? dims.subList(0, dims.size() - 1) : dims.subList(0, dims.size() - 2), dims, (m, out) ->
            nest.loop(columns, out, (c, cols) -> nest.loop(n, cols, (step, r) -> {
                Atom i = upper ? op(Prim.SUB, op(Prim.SUB, n, Lit.i64(1)), step) : step;
                Atom s = nest.loop(step, to(DType.F64, nest.at(rhs, column(m, i, c, vectors))), (q, now) -> {
                    Atom k = upper ? op(Prim.ADD, op(Prim.ADD, i, Lit.i64(1)), q) : q;
                    return op(Prim.SUB, now, op(Prim.MUL, to(DType.F64, nest.at(a, plus(m, i, k))), to(DType.F64, nest.at(r, column(m, k, c, vectors)))));
                });
                Atom x = op(Prim.DIV, s, to(DType.F64, nest.at(a, plus(m, i, i))));
                return b.update(r, IN, column(m, i, c, vectors), to(rhs.dtype(), x));
            })));
    }

    private static List<Atom> column(List<Atom> m, Atom i, Atom c, boolean vectors) {
        return vectors ? plus(m, i) : plus(m, i, c);
    }

    private static List<Atom> plus(List<Atom> m, Atom... more) {
        var at = new ArrayList<>(m);
        at.addAll(List.of(more));
        return at;
    }

    private Atom matrices(Atom a, List<Atom> own, java.util.function.BiFunction<List<Atom>, Atom, Atom> body) {
        return matrices(a, own.subList(0, own.size() - 2), own, body);
    }

    private Atom matrices(Atom like, List<Atom> outer, List<Atom> dims, java.util.function.BiFunction<List<Atom>, Atom, Atom> body) {
        Atom zeros = nest.zeros(like.dtype(), like.type().dims(), dims);
        return outer.isEmpty() ? body.apply(List.of(), zeros) : nest.over(outer, zeros, body);
    }
}
