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
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** Lowering of contractions, convolution, sorting, Fourier transform and triangular factors to plain loops, and to calls of a native library where that has a routine and the arrays are large. */
public final class LowerLibrary {
    private static final Params.Access IN = Params.Access.PROMISED;
    private final Builder b;
    private final Nest nest;

    private final boolean library;
    private final boolean repeated;
    private final Prefixes prefixes;
    private final Map<Var, LowerSort.End> ends;

    /** With loops only. */
    public LowerLibrary(Builder b) {
        this(b, false);
    }

    /** {@code library}: whether large ones may go to a native library. */
    LowerLibrary(Builder b, boolean library) {
        this(b, library, false, new Prefixes(), Map.of());
    }

    /** {@code repeated}: whether it stands in a loop; {@code prefixes}: what is known of the operands; {@code ends}: of sorts. */
    LowerLibrary(Builder b, boolean library, boolean repeated, Prefixes prefixes, Map<Var, LowerSort.End> ends) {
        this.b = b;
        this.ends = ends;
        this.prefixes = prefixes;
        this.library = library;
        this.repeated = repeated;
        nest = new Nest(b);
    }

    List<? extends Atom> lower(Eqn e, List<Atom> in) {
        Prim p = e.prim();
        Type t = e.result().type();
        return p == Prim.DOT_GENERAL ? List.of(product(t, in.get(0), in.get(1), (Params.Dot) e.params()))
            : p == Prim.CONV ? List.of(new LowerConvolution(b, t, in.get(0), in.get(1), (Params.Conv) e.params()).result(library))
            : p == Prim.SORT ? sort(in, (Params.Sort) e.params(), ends.get(e.out().get(0)))
            : p == Prim.FFT ? fourier(in.get(0), in.get(1), (Params.Axis) e.params())
            : p == Prim.CHOLESKY ? List.of(cholesky(in.get(0)))
            : List.of(solved(in.get(0), in.get(1), ((Params.Axis) e.params()).reverse()));
    }

    private Atom product(Type t, Atom x, Atom y, Params.Dot p) {
        if (!library || !LowerProduct.takes(t.dtype())) {
            return dot(t, x, y, p);
        }
        return new LowerProduct(b, repeated, prefixes).product(t, x, y, p, () -> dot(t, x, y, p));
    }

    private Atom dot(Type t, Atom x, Atom y, Params.Dot p) {
        Lit zero = Lit.zero(Nest.sumType(t.dtype()));
        if (library && isByRows(x, y, p)) {
            return dot(t, x, y, p, (extents, term) -> nest.fold(Prim.REDUCE, Prim.ADD, extents.get(0), zero, k -> term.apply(List.of(k))).get(0));
        }
        return dot(t, x, y, p, (extents, term) -> nest.sum(extents, List.of(), zero, (c, now) -> b.emit(Prim.ADD, now, term.apply(c))));
    }

    /** Whether the factors that are added up lie side by side in both operands, so that the sum itself may run by lanes. */
    private static boolean isByRows(Atom x, Atom y, Params.Dot p) {
        return p.contractA().size() == 1 && p.contractA().get(0) == x.type().rank() - 1 && p.contractB().get(0) == y.type().rank() - 1;
    }

    /** A contraction, each element of which {@code sum} makes of the extents of the contracted axes and of the terms by the indices along them. */
    public Atom dot(Type t, Atom x, Atom y, Params.Dot p, BiFunction<List<Atom>, Function<List<Atom>, Atom>, Atom> sum) {
        List<Atom> dx = nest.extents(x);
        List<Atom> dy = nest.extents(y);
        List<Integer> keptX = Stream.concat(p.batchA().stream(), p.freeA(dx.size()).stream()).toList();
        List<Integer> freeY = p.freeB(dy.size());
        List<Atom> dims = Stream.concat(keptX.stream().map(dx::get), freeY.stream().map(dy::get)).toList();
        DType s = Nest.sumType(t.dtype());
        Function<List<Atom>, Atom> element = i -> nest.to(t.dtype(), sum.apply(p.contractA().stream().map(dx::get).toList(), c -> {
            var atX = new ArrayList<Atom>(Collections.nCopies(dx.size(), null));
            var atY = new ArrayList<Atom>(Collections.nCopies(dy.size(), null));
            put(atX, keptX, i);
            put(atY, p.batchB(), i);
            put(atY, freeY, i.subList(keptX.size(), i.size()));
            put(atX, p.contractA(), c);
            put(atY, p.contractB(), c);
            return b.emit(Prim.MUL, nest.to(s, nest.at(x, atX)), nest.to(s, nest.at(y, atY)));
        }));
        return nest.tabulate(t.dtype(), t.dims(), dims, element);
    }

    private static void put(List<Atom> at, List<Integer> axes, List<Atom> indices) {
        for (int k = 0; k < axes.size(); k++) {
            at.set(axes.get(k), indices.get(k));
        }
    }

    /** Sorts the lines along the axis, of which only an end may be read. */
    private List<? extends Atom> sort(List<Atom> in, Params.Sort p, LowerSort.End end) {
        var sorter = new LowerSort(b);
        if (in.get(0).type().rank() == 1) {
            return sorter.sort(in, p.keys(), end);
        }
        List<Atom> own = nest.extents(in.get(0));
        List<Atom> length = List.of(own.get(p.axis()));
        List<Atom> init = in.stream().map(a -> (Atom) nest.zeros(a.dtype(), a.type().dims(), own)).toList();
        return lines(own, p.axis(), init, (i, out) -> {
            List<Atom> line = in.stream().map(a -> nest.tabulate(a.dtype(), List.of(Dim.UNKNOWN), length, k -> nest.at(a, Nest.with(i, p.axis(), k.get(0))))).toList();
            List<? extends Atom> sorted = sorter.sort(line, p.keys(), end);
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

    /** The transform as one of doubles along the last axis, for a library; null when it is that. */
    List<? extends Atom> lines(Eqn e, List<Atom> in) {
        Type t = e.result().type();
        Params.Axis p = (Params.Axis) e.params();
        int last = t.rank() - 1;
        if (t.dtype() == DType.F64 && p.axis() == last) {
            return null;
        }
        List<Dim> dims = new ArrayList<>(t.dims());
        dims.add(dims.remove(p.axis()));
        List<Atom> own = nest.extents(in.get(0));
        List<Atom> moved = new ArrayList<>(own);
        moved.add(moved.remove(p.axis()));
        List<Atom> parts = in.stream().map(a -> nest.tabulate(DType.F64, dims, moved,
            i -> nest.to(DType.F64, nest.at(a, Nest.with(i.subList(0, last), p.axis(), i.get(last)))))).toList();
        return b.emitAll(Prim.FFT, new Params.Axis(last, p.reverse()), parts).stream().map(x -> nest.tabulate(t.dtype(), t.dims(), own, i -> {
            var at = new ArrayList<>(i);
            at.add(at.remove(p.axis()));
            return nest.to(t.dtype(), nest.at(x, at));
        })).toList();
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
        BiFunction<List<Atom>, Atom, Atom> one = (m, out) -> factor(a, n, m, out);
        return library && LowerFactors.takes(a.dtype()) ? new LowerFactors(b).cholesky(a, one, () -> matrices(a, own, one)) : matrices(a, own, one);
    }

    /** The lower factor of one matrix of n rows, written into r. */
    private Atom factor(Atom a, Atom n, List<Atom> m, Atom into) {
        return nest.loop(n, into, (i, rows) -> nest.loop(b.emit(Prim.ADD, i, Lit.i64(1)), rows, (j, r) -> {
            Atom s = remainder(a, r, m, i, j);
            Atom diagonal = nest.to(DType.F64, nest.at(r, Nest.plus(m, j, j)));
            Atom v = b.emit(Prim.SELECT, b.emit(Prim.EQ, i, j), b.emit(Prim.SQRT, s), b.emit(Prim.DIV, s, diagonal));
            return b.update(r, IN, Nest.plus(m, i, j), nest.to(a.dtype(), v));
        }));
    }

    /** What is left of an element when the products of a factor's columns before it, which {@code r} has, are taken away. */
    public Atom remainder(Atom a, Atom r, List<Atom> m, Atom i, Atom j) {
        return nest.loop(j, nest.to(DType.F64, nest.at(a, Nest.plus(m, i, j))), (k, now) -> b.emit(Prim.SUB, now,
            b.emit(Prim.MUL, nest.to(DType.F64, nest.at(r, Nest.plus(m, i, k))), nest.to(DType.F64, nest.at(r, Nest.plus(m, j, k))))));
    }

    private Atom solved(Atom a, Atom rhs, boolean upper) {
        return library && LowerFactors.takes(a.dtype()) ? new LowerFactors(b).solve(a, rhs, upper, () -> solve(a, rhs, upper)) : solve(a, rhs, upper);
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
