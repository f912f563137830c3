package dev.jacobi.vectorize.factor;

import static dev.jacobi.vectorize.factor.MatrixCode.ZERO;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.pass.PassBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * lu, qr, eigh and svd as loops over elements, in double: a parallel loop over the matrices of a batch, each of which is gone through in order. A symmetric matrix is rotated until it is
 * diagonal, and the columns of any other one until they are orthogonal.
 */
public final class FactorLoops {
    final Builder b;
    private final Type type;
    private final Atom a;
    private final List<Atom> batch;
    final Atom rows;
    final Atom columns;
    final Atom fewer;
    final Params.Part part;

    private FactorLoops(Builder b, Eqn e, Atom a) {
        this.b = b;
        this.a = a;
        type = a.type();
        List<Atom> extents = b.extents(a);
        int rank = extents.size();
        batch = extents.subList(0, rank - 2);
        rows = extents.get(rank - 2);
        columns = extents.get(rank - 1);
        fewer = rows.equals(columns) ? rows : b.folded(Prim.MIN, rows, columns);
        part = e.params() instanceof Params.Factor f ? f.part() : Params.Part.FULL;
    }

    /**
     * Appends what stands for the equation, and returns its results. {@code parallel}: a single matrix is a parallel loop of one trip, too, for targets that run loops of scalars
     * nowhere else.
     */
    public static List<Atom> append(Builder b, Eqn e, List<? extends Atom> in, boolean parallel) {
        var loops = new FactorLoops(b, e, in.get(0));
        List<Atom> extents = parallel ? FactorLoops.with(loops.batch, Lit.i32(1)) : loops.batch;
        if (in.size() == 2) {
            return new ComplexLoops(loops, in.get(0), in.get(1)).append(e.prim(), extents);
        }
        return e.prim() == Prim.LU ? loops.lu(extents) : e.prim() == Prim.QR ? loops.qr(extents) : e.prim() == Prim.EIGH ? loops.eigh(extents) : loops.svd(extents);
    }

    /** Factorisations of whole programs as loops. */
    public static Pass pass() {
        return PassBuilder.named("factors").each(f -> Rewrite.run(f, FactorLoops::replaced));
    }

    private static boolean replaced(Eqn e, Rewrite r) {
        if (e.prim() != Prim.LU && e.prim() != Prim.QR && e.prim() != Prim.EIGH && e.prim() != Prim.SVD) {
            return false;
        }
        r.replace(e.out(), append(r.b, e, e.in(), false));
        return true;
    }

    private static List<Atom> with(List<Atom> list, Atom... more) {
        var all = new ArrayList<>(list);
        all.addAll(List.of(more));
        return all;
    }

    /** Arrays of so many elements per matrix, to be written. */
    Atom array(DType t, Atom... extents) {
        int known = type.rank() - 2;
        var dims = new ArrayList<>(type.dims().subList(0, known));
        for (Atom x : extents) {
            dims.add(x instanceof Lit l ? Dim.of(l.asLong()) : x.equals(rows) ? type.dims().get(known) : x.equals(columns) ? type.dims().get(known + 1) : Dim.UNKNOWN);
        }
        return b.full(Lit.zero(t), dims, with(batch, extents));
    }

    /** The arrays after the body has written one matrix's part of them, for all matrices. */
    List<Atom> each(List<Atom> extents, List<Atom> arrays, BiFunction<MatrixCode, List<? extends Atom>, List<? extends Atom>> body) {
        return each(extents, List.of(), arrays, body);
    }

    private List<Atom> each(List<Atom> extents, List<Atom> at, List<? extends Atom> arrays, BiFunction<MatrixCode, List<? extends Atom>, List<? extends Atom>> body) {
        if (at.size() == extents.size()) {
            return List.copyOf(body.apply(new MatrixCode(b, at.subList(0, batch.size())), arrays));
        }
        Var i = b.fresh(Type.I32);
        List<Var> inside = arrays.stream().map(x -> b.fresh(x.type())).toList();
        b.open();
        List<Atom> out = each(extents, with(at, i), inside, body);
        var params = new ArrayList<>(List.of(i));
        params.addAll(inside);
        return List.copyOf(b.loop(Prim.MAP, Dim.UNKNOWN, b.close(params, out), extents.get(at.size()), arrays));
    }

    private Atom copy(MatrixCode c, Atom into) {
        return c.fill(into, rows, columns, (i, j) -> c.at(a, i, j));
    }

    private List<Atom> lu(List<Atom> extents) {
        List<Atom> arrays = List.of(array(a.dtype(), rows, columns), array(DType.I32, fewer), array(DType.I32, rows), array(DType.F64, rows, columns));
        return each(extents, arrays, (c, x) -> {
            List<Var> r = new Elimination(c, rows, columns).run(fewer, copy(c, x.get(3)), x.get(1), x.get(2));
            return List.of(c.fill(x.get(0), rows, columns, (i, j) -> c.at(r.get(0), i, j)), r.get(1), r.get(2), r.get(0));
        }).subList(0, 3);
    }

    private List<Atom> qr(List<Atom> extents) {
        Atom count = part == Params.Part.FULL ? rows : fewer;
        List<Atom> arrays = List.of(array(a.dtype(), rows, count), array(a.dtype(), count, columns), array(DType.F64, rows, columns), array(DType.F64, fewer),
            array(DType.F64, rows, count));
        return each(extents, arrays, (c, x) -> {
            var reflections = new Reflections(c, rows, columns, fewer);
            List<Var> r = reflections.run(copy(c, x.get(2)), x.get(3));
            Atom q = reflections.orthogonal(r.get(0), r.get(1), x.get(4), count);
            Atom upper = c.fill(x.get(1), count, columns, (i, j) -> c.select(c.op(Prim.LE, i, j), c.at(r.get(0), i, j), Lit.f64(0)));
            return List.of(c.fill(x.get(0), rows, count, (i, j) -> c.at(q, i, j)), upper, r.get(0), r.get(1), q);
        }).subList(0, 2);
    }

    /** Zero, or NaN when the squares of a matrix's elements have no finite sum. */
    private Atom unknown(MatrixCode c) {
        return c.mul(Lit.f64(0), c.sum(ZERO, rows, i -> c.sum(ZERO, columns, j -> c.mul(c.at(a, i, j), c.at(a, i, j)))));
    }

    private double nothing() {
        return a.dtype() == DType.F64 ? 1e-16 : 1e-10;
    }

    private List<Atom> eigh(List<Atom> extents) {
        Prim half = part == Params.Part.LOWER ? Prim.GE : Prim.LE;
        List<Atom> arrays = List.of(array(a.dtype(), rows), array(a.dtype(), rows, columns), array(DType.F64, rows, columns), array(DType.F64, rows, columns),
            array(DType.F64, rows));
        return each(extents, arrays, (c, x) -> {
            Atom unknown = unknown(c);
            Atom symmetric = c.fill(x.get(2), rows, rows, (i, j) -> {
                Atom own = c.op(half, i, j);
                return c.at(a, c.select(own, i, j), c.select(own, j, i));
            });
            List<Var> r = new Rotations(c, nothing()).diagonal(rows, symmetric, c.identity(x.get(3), rows, rows));
            Atom values = c.each(ZERO, rows, x.get(4), (i, v) -> c.put(v, c.at(r.get(0), i, i), i));
            List<Var> sorted = c.sorted(Prim.LT, rows, values, List.of(r.get(1)), List.of(rows));
            return List.of(vector(c, x.get(0), rows, sorted.get(0), unknown), c.fill(x.get(1), rows, rows, (i, j) -> c.add(c.at(sorted.get(1), i, j), unknown)),
                r.get(0), sorted.get(1), sorted.get(0));
        }).subList(0, 2);
    }

    static Atom vector(MatrixCode c, Atom into, Atom n, Atom values, Atom unknown) {
        return c.each(ZERO, n, into, (i, v) -> c.put(v, c.add(c.at(values, i), unknown), i));
    }

    /**
     * The columns of the matrix, or of its transpose when that has fewer, made orthogonal and put in order of their lengths. Reflections then give their directions, and others
     * orthogonal to them where a column is too short to have one, or more are asked for.
     */
    private List<Atom> svd(List<Atom> extents) {
        Atom tall = b.emit(Prim.GE, rows, columns);
        Atom more = rows.equals(columns) ? rows : b.folded(Prim.MAX, rows, columns);
        boolean full = part == Params.Part.FULL;
        boolean vectors = part != Params.Part.VALUES;
        Atom count = full ? more : fewer;
        var arrays = new ArrayList<>(List.of(array(a.dtype(), fewer), array(DType.F64, more, fewer), array(DType.F64, fewer, fewer), array(DType.F64, fewer)));
        if (vectors) {
            arrays.addAll(List.of(array(a.dtype(), rows, full ? rows : fewer), array(a.dtype(), full ? columns : fewer, columns), array(DType.F64, fewer),
                array(DType.F64, more, count)));
        }
        List<Atom> out = each(extents, arrays, (c, x) -> {
            Atom unknown = unknown(c);
            Atom w = c.fill(x.get(1), more, fewer, (i, j) -> c.at(a, c.select(tall, i, j), c.select(tall, j, i)));
            List<Var> r = new Rotations(c, 10 * nothing()).orthogonal(more, fewer, w, c.identity(x.get(2), fewer, fewer));
            Atom lengths = c.each(ZERO, fewer, x.get(3), (j, v) ->
                c.put(v, c.op(Prim.SQRT, c.sum(ZERO, more, i -> c.mul(c.at(r.get(0), i, j), c.at(r.get(0), i, j)))), j));
            List<Var> s = c.sorted(Prim.GT, fewer, lengths, r, List.of(more, fewer));
            var results = new ArrayList<Atom>(List.of(vector(c, x.get(0), fewer, s.get(0), unknown), s.get(1), s.get(2), s.get(0)));
            if (vectors) {
                results.addAll(directions(c, List.of(tall, more, count, unknown), s, x.subList(4, 8)));
            }
            return results;
        });
        return vectors ? List.of(out.get(4), out.get(0), out.get(5)) : List.of(out.get(0));
    }

    /** {u, v', factors of reflections, the longer vectors}, from {lengths, orthogonal columns, shorter vectors}. */
    private List<Atom> directions(MatrixCode c, List<Atom> known, List<Var> s, List<? extends Atom> into) {
        Atom tall = known.get(0);
        Atom more = known.get(1);
        Atom count = known.get(2);
        Atom unknown = known.get(3);
        var reflections = new Reflections(c, more, fewer, fewer);
        List<Var> r = reflections.run(s.get(1), into.get(2));
        Atom q = reflections.orthogonal(r.get(0), r.get(1), into.get(3), count);
        Atom signed = c.each(ZERO, fewer, q, (j, x) -> {
            Atom sign = c.op(Prim.COPYSIGN, Lit.f64(1), c.at(r.get(0), j, j));
            return c.each(ZERO, more, x, (i, y) -> c.put(y, c.mul(sign, c.at(y, i, j)), i, j));
        });
        boolean full = part == Params.Part.FULL;
        Atom u = c.fill(into.get(0), rows, full ? rows : fewer, (i, j) -> c.add(unknown, chosen(c, tall, signed, s.get(2), i, j)));
        Atom vt = c.fill(into.get(1), full ? columns : fewer, columns, (i, j) -> c.add(unknown, chosen(c, c.op(Prim.NOT, tall), signed, s.get(2), j, i)));
        return List.of(u, vt, r.get(1), signed);
    }

    /** An element of the longer vectors, or of the shorter ones. */
    private Atom chosen(MatrixCode c, Atom longer, Atom q, Atom v, Atom i, Atom j) {
        return b.cond(longer, () -> List.of(c.at(q, i, j)), () -> List.of(c.at(v, i, j))).get(0);
    }
}
