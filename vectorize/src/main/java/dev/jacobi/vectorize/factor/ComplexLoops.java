package dev.jacobi.vectorize.factor;

import static dev.jacobi.vectorize.factor.MatrixCode.ZERO;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.vectorize.factor.ComplexCode.Pair;
import java.util.ArrayList;
import java.util.List;

/**
 * lu, qr, eigh and svd of complex matrices as loops over their elements, as {@link FactorLoops} has them of real ones. Of the phases that vectors may have, these make the
 * first elements of eigenvectors
 * real (the last ones where the upper half is read), and those of the shorter singular vectors, as LAPACK does.
 */
final class ComplexLoops {
    private static final Pair NOUGHT = new Pair(Lit.f64(0), Lit.f64(0));
    private final FactorLoops loops;
    private final Pair a;
    private final DType type;
    private final Atom rows;
    private final Atom columns;
    private final Atom fewer;
    private final Params.Part part;

    ComplexLoops(FactorLoops loops, Atom re, Atom im) {
        this.loops = loops;
        this.a = new Pair(re, im);
        this.type = re.dtype();
        this.rows = loops.rows;
        this.columns = loops.columns;
        this.fewer = loops.fewer;
        this.part = loops.part;
    }

    List<Atom> append(Prim p, List<Atom> extents) {
        return p == Prim.LU ? lu(extents) : p == Prim.QR ? qr(extents) : p == Prim.EIGH ? eigh(extents) : svd(extents);
    }

    /** Two arrays, for both parts. */
    private List<Atom> two(DType t, Atom... extents) {
        return List.of(loops.array(t, extents), loops.array(t, extents));
    }

    @SafeVarargs
    private static List<Atom> join(List<? extends Atom>... lists) {
        var all = new ArrayList<Atom>();
        for (List<? extends Atom> l : lists) {
            all.addAll(l);
        }
        return all;
    }

    private static Pair pair(List<? extends Atom> list, int from) {
        return Pair.of(list.subList(from, from + 2));
    }

    /** The matrix in double. */
    private Pair copy(ComplexCode z, Pair into) {
        return z.fill(into, rows, columns, (i, j) -> z.at(a, i, j));
    }

    private List<Atom> lu(List<Atom> extents) {
        List<Atom> arrays = join(two(type, rows, columns), List.of(loops.array(DType.I32, fewer), loops.array(DType.I32, rows)), two(DType.F64, rows, columns));
        return loops.each(extents, arrays, (c, x) -> {
            var z = new ComplexCode(c);
            Atom inOrder = c.each(ZERO, rows, x.get(3), (i, o) -> c.put(o, i, i));
            Pair w = copy(z, pair(x, 4));
            List<Var> r = c.loop(ZERO, fewer, List.of(w.re(), w.im(), x.get(2), inOrder), (k, y) -> {
                Pair m = Pair.of(y);
                Atom pivot = pivot(z, m, k);
                Pair exchanged = z.each(ZERO, columns, m, (j, s) -> {
                    Pair above = z.at(s, k, j);
                    Pair below = z.at(s, pivot, j);
                    return z.put(z.put(s, below, k, j), above, pivot, j);
                });
                Pair done = eliminated(z, exchanged, k);
                Atom from = c.at(y.get(3), k);
                Atom to = c.at(y.get(3), pivot);
                return List.of(done.re(), done.im(), c.put(y.get(2), pivot, k), c.put(c.put(y.get(3), to, k), from, pivot));
            });
            Pair out = z.fill(pair(x, 0), rows, columns, (i, j) -> z.at(Pair.of(r), i, j));
            return List.of(out.re(), out.im(), r.get(2), r.get(3), r.get(0), r.get(1));
        }).subList(0, 4);
    }

    /** The first row from k on whose element in column k has the largest sum of absolute parts. */
    private Atom pivot(ComplexCode z, Pair w, Atom k) {
        MatrixCode c = z.c;
        return c.loop(c.next(k), rows, List.of(k, absolute(c, z.at(w, k, k))), (i, best) -> {
            Atom size = absolute(c, z.at(w, i, k));
            Atom larger = c.op(Prim.GT, size, best.get(1));
            return List.of(c.select(larger, i, best.get(0)), c.select(larger, size, best.get(1)));
        }).get(0);
    }

    private static Atom absolute(MatrixCode c, Pair x) {
        return c.add(c.op(Prim.ABS, x.re()), c.op(Prim.ABS, x.im()));
    }

    private Pair eliminated(ComplexCode z, Pair w, Atom k) {
        MatrixCode c = z.c;
        Pair diagonal = z.at(w, k, k);
        Atom square = z.square(diagonal);
        Atom none = c.op(Prim.EQ, square, Lit.f64(0));
        Pair over = z.scaled(z.conjugate(diagonal), c.div(Lit.f64(1), c.select(none, Lit.f64(1), square)));
        return z.each(c.next(k), rows, w, (i, x) -> {
            Pair factor = z.select(none, NOUGHT, z.mul(z.at(x, i, k), over));
            return z.each(c.next(k), columns, z.put(x, factor, i, k), (j, y) -> z.put(y, z.sub(z.at(y, i, j), z.mul(factor, z.at(y, k, j))), i, j));
        });
    }

    private List<Atom> qr(List<Atom> extents) {
        Atom count = part == Params.Part.FULL ? rows : fewer;
        List<Atom> arrays = join(two(type, rows, count), two(type, count, columns), two(DType.F64, rows, columns), two(DType.F64, fewer), two(DType.F64, rows, count));
        return loops.each(extents, arrays, (c, x) -> {
            var z = new ComplexCode(c);
            var reflections = new ComplexReflections(z, rows, columns, fewer);
            List<Var> r = reflections.run(copy(z, pair(x, 4)), pair(x, 6));
            Pair q = reflections.unitary(pair(r, 0), pair(r, 2), pair(x, 8), count);
            Pair upper = z.fill(pair(x, 2), count, columns, (i, j) -> z.select(c.op(Prim.LE, i, j), z.at(pair(r, 0), i, j), NOUGHT));
            return join(z.fill(pair(x, 0), rows, count, (i, j) -> z.at(q, i, j)).parts(), upper.parts(), r, q.parts());
        }).subList(0, 4);
    }

    /** Zero, or NaN when the squares of a matrix's elements have no finite sum. */
    private Atom unknown(ComplexCode z) {
        return z.c.mul(Lit.f64(0), z.c.sum(ZERO, rows, i -> z.c.sum(ZERO, columns, j -> z.square(z.at(a, i, j)))));
    }

    private double nothing() {
        return type == DType.F64 ? 1e-16 : 1e-10;
    }

    private static Pair plus(ComplexCode z, Pair x, Atom more) {
        return new Pair(z.c.add(x.re(), more), z.c.add(x.im(), more));
    }

    private List<Atom> eigh(List<Atom> extents) {
        boolean lower = part == Params.Part.LOWER;
        List<Atom> arrays = join(List.of(loops.array(type, rows)), two(type, rows, columns), two(DType.F64, rows, columns), two(DType.F64, rows, columns),
            List.of(loops.array(DType.F64, rows)));
        return loops.each(extents, arrays, (c, x) -> {
            var z = new ComplexCode(c);
            Atom unknown = unknown(z);
            Pair whole = z.fill(pair(x, 3), rows, rows, (i, j) -> {
                Atom own = c.op(lower ? Prim.GE : Prim.LE, i, j);
                Pair v = z.at(a, c.select(own, i, j), c.select(own, j, i));
                Atom sign = c.select(c.op(Prim.EQ, i, j), Lit.f64(0), c.select(own, Lit.f64(1), Lit.f64(-1)));
                return new Pair(v.re(), c.select(c.op(Prim.EQ, i, j), Lit.f64(0), c.mul(sign, v.im())));
            });
            Pair identity = new Pair(c.identity(x.get(5), rows, rows), x.get(6));
            List<Var> r = new ComplexRotations(z, nothing()).diagonal(rows, whole, identity);
            Atom first = lower ? ZERO : c.sub(rows, Lit.i32(1));
            Pair turned = z.each(ZERO, rows, pair(r, 2), (j, v) -> z.turnColumn(v, rows, j, z.conjugate(z.phase(z.at(v, first, j)))));
            Atom values = c.each(ZERO, rows, x.get(7), (i, v) -> c.put(v, c.at(r.get(0), i, i), i));
            List<Var> sorted = z.sorted(Prim.LT, rows, values, List.of(turned), List.of(rows));
            Pair vectors = z.fill(pair(x, 1), rows, rows, (i, j) -> plus(z, z.at(pair(sorted, 1), i, j), unknown));
            return join(List.of(FactorLoops.vector(c, x.get(0), rows, sorted.get(0), unknown)), vectors.parts(), r.subList(0, 2), sorted.subList(1, 3), sorted.subList(0, 1));
        }).subList(0, 3);
    }

    /**
     * The columns of the matrix, or of its adjoint when that has fewer, made orthogonal; reflections give their directions, and others where a column is too short to have
     * one, or more are asked for.
     */
    private List<Atom> svd(List<Atom> extents) {
        Atom tall = loops.b.emit(Prim.GE, rows, columns);
        Atom more = rows.equals(columns) ? rows : loops.b.folded(Prim.MAX, rows, columns);
        boolean full = part == Params.Part.FULL;
        boolean vectors = part != Params.Part.VALUES;
        Atom count = full ? more : fewer;
        List<Atom> arrays = join(List.of(loops.array(type, fewer)), two(DType.F64, more, fewer), two(DType.F64, fewer, fewer), List.of(loops.array(DType.F64, fewer)));
        if (vectors) {
            arrays.addAll(join(two(type, rows, full ? rows : fewer), two(type, full ? columns : fewer, columns), two(DType.F64, fewer), two(DType.F64, more, count)));
        }
        List<Atom> out = loops.each(extents, arrays, (c, x) -> {
            var z = new ComplexCode(c);
            Atom unknown = unknown(z);
            Atom sign = c.select(tall, Lit.f64(1), Lit.f64(-1));
            Pair w = z.fill(pair(x, 1), more, fewer, (i, j) -> {
                Pair v = z.at(a, c.select(tall, i, j), c.select(tall, j, i));
                return new Pair(v.re(), c.mul(sign, v.im()));
            });
            List<Var> r = new ComplexRotations(z, 10 * nothing()).orthogonal(more, fewer, w, new Pair(c.identity(x.get(3), fewer, fewer), x.get(4)));
            Atom lengths = c.each(ZERO, fewer, x.get(5), (j, v) -> c.put(v, c.op(Prim.SQRT, c.sum(ZERO, more, i -> z.square(z.at(Pair.of(r), i, j)))), j));
            List<Var> turned = c.loop(ZERO, fewer, r, (j, y) -> {
                Pair back = z.conjugate(z.phase(z.at(pair(y, 2), ZERO, j)));
                return join(z.turnColumn(pair(y, 0), more, j, back).parts(), z.turnColumn(pair(y, 2), fewer, j, back).parts());
            });
            List<Var> s = z.sorted(Prim.GT, fewer, lengths, List.of(pair(turned, 0), pair(turned, 2)), List.of(more, fewer));
            List<Atom> results = join(List.of(FactorLoops.vector(c, x.get(0), fewer, s.get(0), unknown)), s.subList(1, 5), s.subList(0, 1));
            return vectors ? join(results, directions(z, List.of(tall, more, count, unknown), s, x.subList(6, 14))) : results;
        });
        return vectors ? join(out.subList(6, 8), out.subList(0, 1), out.subList(8, 10)) : out.subList(0, 1);
    }

    /** The parts of {u, v adjoint, factors of reflections, the longer vectors}, from {lengths, orthogonal columns, shorter vectors}. */
    private List<Atom> directions(ComplexCode z, List<Atom> known, List<Var> s, List<? extends Atom> into) {
        MatrixCode c = z.c;
        Atom tall = known.get(0);
        Atom more = known.get(1);
        Atom count = known.get(2);
        Atom unknown = known.get(3);
        var reflections = new ComplexReflections(z, more, fewer, fewer);
        List<Var> r = reflections.run(pair(s, 1), pair(into, 4));
        Pair q = reflections.unitary(pair(r, 0), pair(r, 2), pair(into, 6), count);
        Pair signed = z.each(ZERO, fewer, q, (j, x) -> z.turnColumn(x, more, j, new Pair(c.op(Prim.COPYSIGN, Lit.f64(1), c.at(r.get(0), j, j)), Lit.f64(0))));
        boolean full = part == Params.Part.FULL;
        Pair u = z.fill(pair(into, 0), rows, full ? rows : fewer, (i, j) -> plus(z, chosen(z, tall, signed, pair(s, 3), i, j), unknown));
        Pair vt = z.fill(pair(into, 2), full ? columns : fewer, columns, (i, j) -> plus(z, z.conjugate(chosen(z, c.op(Prim.NOT, tall), signed, pair(s, 3), j, i)), unknown));
        return join(u.parts(), vt.parts(), r.subList(2, 4), signed.parts());
    }

    /** An element of the longer vectors, or of the shorter ones. */
    private Pair chosen(ComplexCode z, Atom longer, Pair q, Pair v, Atom i, Atom j) {
        return Pair.of(loops.b.cond(longer, () -> z.at(q, i, j).parts(), () -> z.at(v, i, j).parts()));
    }
}
