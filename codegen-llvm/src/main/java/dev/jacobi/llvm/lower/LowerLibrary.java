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
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** Lowering of contractions, convolution, sorting, Fourier transform and triangular factors to plain loops: right, not yet fast. */
public final class LowerLibrary {
    private static final Params.Access IN = Params.Access.PROMISED;
    private final Builder b;
    private final Nest nest;

    public LowerLibrary(Builder b) {
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

    /** Nested sequential loops over extents with one carried scalar. */
    private Atom sum(List<Atom> extents, List<Atom> at, Atom start, BiFunction<List<Atom>, Atom, Atom> body) {
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
        return dot(t, x, y, p, (extents, term) -> sum(extents, List.of(), Lit.zero(Nest.sumType(t.dtype())), (c, now) -> b.emit(Prim.ADD, now, term.apply(c))));
    }

    /** A contraction, each element of which {@code sum} makes of the extents of the contracted axes and of the terms by the indices along them. */
    public Atom dot(Type t, Atom x, Atom y, Params.Dot p, BiFunction<List<Atom>, Function<List<Atom>, Atom>, Atom> sum) {
        List<Atom> dx = nest.extents(x);
        List<Atom> dy = nest.extents(y);
        List<Integer> keptX = Stream.concat(p.batchA().stream(), p.freeA(dx.size()).stream()).toList();
        List<Integer> freeY = p.freeB(dy.size());
        List<Atom> dims = Stream.concat(keptX.stream().map(dx::get), freeY.stream().map(dy::get)).toList();
        DType s = Nest.sumType(t.dtype());
        return nest.tabulate(t.dtype(), t.dims(), dims, i -> nest.to(t.dtype(), sum.apply(p.contractA().stream().map(dx::get).toList(), c -> {
            var atX = new ArrayList<Atom>(Collections.nCopies(dx.size(), null));
            var atY = new ArrayList<Atom>(Collections.nCopies(dy.size(), null));
            put(atX, keptX, i);
            put(atY, p.batchB(), i);
            put(atY, freeY, i.subList(keptX.size(), i.size()));
            put(atX, p.contractA(), c);
            put(atY, p.contractB(), c);
            return b.emit(Prim.MUL, nest.to(s, nest.at(x, atX)), nest.to(s, nest.at(y, atY)));
        })));
    }

    private static void put(List<Atom> at, List<Integer> axes, List<Atom> indices) {
        for (int k = 0; k < axes.size(); k++) {
            at.set(axes.get(k), indices.get(k));
        }
    }

    private Atom conv(Type t, Atom a, Atom w, Params.Conv p) {
        List<Atom> da = nest.extents(a);
        List<Atom> dw = nest.extents(w);
        int spatial = p.strides().size();
        var dims = new ArrayList<Atom>(List.of(da.get(0), dw.get(0)));
        for (int k = 0; k < spatial; k++) {
            Atom window = b.emit(Prim.ADD, b.emit(Prim.MUL, b.emit(Prim.SUB, dw.get(2 + k), Lit.i64(1)), Lit.i64(p.dilation().get(k))), Lit.i64(1));
            Atom room = b.emit(Prim.SUB, b.emit(Prim.ADD, da.get(2 + k), Lit.i64(p.padLow().get(k) + p.padHigh().get(k))), window);
            Atom n = b.emit(Prim.ADD, b.emit(Prim.DIV, room, Lit.i64(p.strides().get(k))), Lit.i64(1));
            dims.add(b.emit(Prim.SELECT, b.emit(Prim.LT, room, Lit.i64(0)), Lit.i64(0), n));
        }
        DType s = Nest.sumType(t.dtype());
        Atom perGroup = b.emit(Prim.DIV, dw.get(0), Lit.i64(p.groups()));
        return nest.tabulate(t.dtype(), t.dims(), dims, i -> nest.to(t.dtype(), sum(dw.subList(1, dw.size()), List.of(), Lit.zero(s), (c, now) -> {
            var from = new ArrayList<Atom>(List.of(i.get(0), b.emit(Prim.ADD, b.emit(Prim.MUL, b.emit(Prim.DIV, i.get(1), perGroup), dw.get(1)), c.get(0))));
            Atom inside = Lit.bool(true);
            for (int k = 0; k < spatial; k++) {
                Atom x = b.emit(Prim.SUB, b.emit(Prim.MUL, i.get(2 + k), Lit.i64(p.strides().get(k))), Lit.i64(p.padLow().get(k)));
                x = b.emit(Prim.ADD, x, b.emit(Prim.MUL, c.get(1 + k), Lit.i64(p.dilation().get(k))));
                inside = b.emit(Prim.AND, inside, b.emit(Prim.AND, b.emit(Prim.GE, x, Lit.i64(0)), b.emit(Prim.LT, x, da.get(2 + k))));
                from.add(x);
            }
            var tap = new ArrayList<Atom>(List.of(i.get(1)));
            tap.addAll(c);
            return b.cond(inside, () -> List.of(b.emit(Prim.ADD, now, b.emit(Prim.MUL, nest.to(s, nest.at(a, from)), nest.to(s, nest.at(w, tap))))), () -> List.of(now)).get(0);
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
            List<Atom> line = in.stream().map(a -> nest.tabulate(a.dtype(), List.of(Dim.UNKNOWN), length, k -> nest.at(a, Nest.with(i, p.axis(), k.get(0))))).toList();
            List<? extends Atom> sorted = sorter.sort(line, p.keys());
            var next = new ArrayList<Atom>();
            for (int k = 0; k < line.size(); k++) {
                Atom from = sorted.get(k);
                next.add(nest.over(length, out.get(k), (q, now) -> b.update(now, IN, Nest.with(i, p.axis(), q.get(0)), nest.at(from, q))));
            }
            return next;
        });
    }

    /** Runs a body once per line along an axis. */
    private List<Atom> lines(List<Atom> own, int axis, List<Atom> init, BiFunction<List<Atom>, List<Var>, List<? extends Atom>> body) {
        var outer = new ArrayList<>(own);
        outer.remove(axis);
        Atom count = nest.product(outer);
        return List.copyOf(b.loop(count, init, p -> body.apply(nest.indices(p.get(0), outer), p.subList(1, p.size()))));
    }

    /** The transform by its definition, in double, with angles reduced exactly. */
    private List<Atom> fourier(Atom re, Atom im, Params.Axis p) {
        List<Atom> own = nest.extents(re);
        Atom n = own.get(p.axis());
        Atom size = b.convert(n, DType.F64);
        DType t = re.dtype();
        Atom zero = Lit.f64(0);
        List<Atom> init = List.of(nest.zeros(t, re.type().dims(), own), nest.zeros(t, re.type().dims(), own));
        Function<Atom, Atom> scale = x -> nest.to(t, p.reverse() ? b.emit(Prim.DIV, x, size) : x);
        return lines(own, p.axis(), init, (i, out) -> b.loop(n, out, q -> {
            Atom k = q.get(0);
            List<Var> xy = b.loop(n, List.of(zero, zero), s -> {
                Atom turn = b.convert(b.emit(Prim.REM, b.emit(Prim.MUL, s.get(0), k), n), DType.F64);
                Atom angle = b.emit(Prim.DIV, b.emit(Prim.MUL, Lit.f64(2 * Math.PI), turn), size);
                angle = b.emit(Prim.MUL, angle, Lit.f64(p.reverse() ? 1 : -1));
                Atom c = b.emit(Prim.COS, angle);
                Atom d = b.emit(Prim.SIN, angle);
                Atom u = nest.to(DType.F64, nest.at(re, Nest.with(i, p.axis(), s.get(0))));
                Atom v = nest.to(DType.F64, nest.at(im, Nest.with(i, p.axis(), s.get(0))));
                return List.of(b.emit(Prim.ADD, s.get(1), b.emit(Prim.SUB, b.emit(Prim.MUL, u, c), b.emit(Prim.MUL, v, d))),
                    b.emit(Prim.ADD, s.get(2), b.emit(Prim.ADD, b.emit(Prim.MUL, u, d), b.emit(Prim.MUL, v, c))));
            });
            List<Atom> at = Nest.with(i, p.axis(), k);
            return List.of(b.update(q.get(1), IN, at, scale.apply(xy.get(0))), b.update(q.get(2), IN, at, scale.apply(xy.get(1))));
        }));
    }

    // Triangular factors, in double.

    private Atom cholesky(Atom a) {
        List<Atom> own = nest.extents(a);
        Atom n = own.get(own.size() - 1);
        return matrices(a, own, (m, out) -> nest.loop(n, out, (i, rows) -> nest.loop(b.emit(Prim.ADD, i, Lit.i64(1)), rows, (j, r) -> {
            Atom s = remainder(a, r, m, i, j);
            Atom diagonal = nest.to(DType.F64, nest.at(r, Nest.plus(m, j, j)));
            Atom v = b.emit(Prim.SELECT, b.emit(Prim.EQ, i, j), b.emit(Prim.SQRT, s), b.emit(Prim.DIV, s, diagonal));
            return b.update(r, IN, Nest.plus(m, i, j), nest.to(a.dtype(), v));
        })));
    }

    /** What is left of an element when the products of a factor's columns before it, which {@code r} has, are taken away. */
    public Atom remainder(Atom a, Atom r, List<Atom> m, Atom i, Atom j) {
        return nest.loop(j, nest.to(DType.F64, nest.at(a, Nest.plus(m, i, j))), (k, now) -> b.emit(Prim.SUB, now,
            b.emit(Prim.MUL, nest.to(DType.F64, nest.at(r, Nest.plus(m, i, k))), nest.to(DType.F64, nest.at(r, Nest.plus(m, j, k))))));
    }

    private Atom solve(Atom a, Atom rhs, boolean upper) {
        Atom n = nest.extent(a, a.type().rank() - 1);
        List<Atom> dims = nest.extents(rhs);
        int batch = a.type().rank() - 2;
        Atom columns = dims.size() > batch + 1 ? dims.get(batch + 1) : Lit.i64(1);
        return matrices(rhs, dims.subList(0, batch), dims, (m, out) -> nest.loop(columns, out, (c, r) -> column(a, n, rhs, upper, m, c, r)));
    }

    /** One column of a triangular system of n equations, or the only one where the right hand sides are vectors: solved into r, row by row. */
    public Atom column(Atom a, Atom n, Atom rhs, boolean upper, List<Atom> m, Atom c, Atom into) {
        Function<Atom, List<Atom>> place = i -> rhs.type().rank() < a.type().rank() ? Nest.plus(m, i) : Nest.plus(m, i, c);
        return nest.loop(n, into, (step, r) -> {
            Atom i = upper ? b.emit(Prim.SUB, b.emit(Prim.SUB, n, Lit.i64(1)), step) : step;
            Atom s = nest.loop(step, nest.to(DType.F64, nest.at(rhs, place.apply(i))), (q, now) -> {
                Atom k = upper ? b.emit(Prim.ADD, b.emit(Prim.ADD, i, Lit.i64(1)), q) : q;
                return b.emit(Prim.SUB, now, b.emit(Prim.MUL, nest.to(DType.F64, nest.at(a, Nest.plus(m, i, k))), nest.to(DType.F64, nest.at(r, place.apply(k)))));
            });
            Atom x = b.emit(Prim.DIV, s, nest.to(DType.F64, nest.at(a, Nest.plus(m, i, i))));
            return b.update(r, IN, place.apply(i), nest.to(rhs.dtype(), x));
        });
    }

    private Atom matrices(Atom a, List<Atom> own, BiFunction<List<Atom>, Atom, Atom> body) {
        return matrices(a, own.subList(0, own.size() - 2), own, body);
    }

    private Atom matrices(Atom like, List<Atom> outer, List<Atom> dims, BiFunction<List<Atom>, Atom, Atom> body) {
        Atom zeros = nest.zeros(like.dtype(), like.type().dims(), dims);
        return outer.isEmpty() ? body.apply(List.of(), zeros) : nest.over(outer, zeros, body);
    }
}
