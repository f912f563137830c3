package dev.jacobi.autodiff.code;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.TypeRules;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.NoRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What derivatives of factorisations in both modes are made of. Matrices are the last two axes, vectors the last one. */
public final class FactorFormulas {
    private final FormulaBuilder c;

    public FactorFormulas(FormulaBuilder c) {
        this.c = c;
    }

    /** Singular values with their vectors, of which derivatives are made, in place of the values alone. */
    public static Eqn withVectors(Builder b, Eqn values) {
        var reduced = new Params.Factor(Params.Part.REDUCED);
        List<Type> types = TypeRules.infer(Prim.SVD, values.in(), reduced);
        return new Eqn(Prim.SVD, values.in(), reduced, List.of(b.fresh(types.get(0)), values.result(), b.fresh(types.get(2))));
    }

    /** Whether an equation gives singular values alone. */
    public static boolean isValuesAlone(Eqn e) {
        return e.prim() == Prim.SVD && e.out().size() == 1;
    }

    /** {@code a^-1 b}, where {@code a} is lower triangular, or upper; only that half of it is read. */
    public Atom solve(boolean upper, Atom a, Atom b) {
        return c.emit(Prim.TRIANGULAR_SOLVE, new Params.Axis(0, upper), a, b);
    }

    /** {@code b a^-1}, where {@code a} is lower triangular, or upper. */
    public Atom solveRight(boolean upper, Atom a, Atom b) {
        return c.flipped(solve(!upper, c.flipped(a), c.flipped(b)));
    }

    /** The matrices' diagonals. */
    public Atom diagonal(Atom a) {
        return c.reduceAdd(c.triangle(Prim.EQ, a), List.of(a.type().rank() - 1));
    }

    /** The vectors as rows of matrices of the shape of {@code like}, all rows alike. */
    public Atom asRows(Atom v, Atom like) {
        int rank = like.type().rank();
        return c.broadcast(v, Axes.without(rank, List.of(rank - 2)), like.type().dims(), c.extents(like));
    }

    /** The vectors as columns. */
    public Atom asColumns(Atom v, Atom like) {
        return c.broadcast(v, Axes.upTo(like.type().rank() - 1), like.type().dims(), c.extents(like));
    }

    /** Zeros in the shape of square matrices with as many rows as the vectors have elements. */
    public Atom squares(Atom v) {
        int last = v.type().rank() - 1;
        return c.full(Lit.zero(v.dtype()), FormulaBuilder.with(v.type().dims(), v.type().dims().get(last)), FormulaBuilder.with(c.extents(v), c.extent(v, last)));
    }

    /** Diagonal matrices of the shape of {@code like}. */
    public Atom diagonalMatrix(Atom v, Atom like) {
        return c.triangle(Prim.EQ, asRows(v, like));
    }

    /** One over {@code x}, and zero on the diagonal, where {@code x} is zero. */
    public Atom inverseBesideDiagonal(Atom x) {
        Atom diagonal = c.rowsToColumns(Prim.EQ, x);
        Atom safe = c.select(diagonal, c.constant(1, x), x);
        return c.select(diagonal, c.constant(0, x), c.div(c.constant(1, x), safe));
    }

    /** Whether a matrix's extents tell that it has no more columns than rows ({@code columns} false: no more rows than columns). */
    public static boolean isKnown(Atom a, boolean columns) {
        int rank = a.type().rank();
        Dim fewer = a.type().dims().get(columns ? rank - 1 : rank - 2);
        Dim more = a.type().dims().get(columns ? rank - 2 : rank - 1);
        return !fewer.isUnknown() && fewer.equals(more) || fewer.isConst() && more.isConst() && fewer.add() <= more.add();
    }

    /** Refuses full factors of matrices of which it is not known that the reduced ones are the same. */
    public static void needsReduced(Eqn e) {
        boolean full = ((Params.Factor) e.params()).part() == Params.Part.FULL;
        Atom a = e.in().get(0);
        if (full && !(isKnown(a, false) && (e.prim() == Prim.QR || isKnown(a, true)))) {
            throw new NoRule("the full factors of " + e.prim().text() + " have no derivative, as columns beyond those of the reduced factors may be any; ask for reduced factors");
        }
    }

    /** The first columns of a matrix, as many as {@code like} has. */
    public Atom firstColumns(Atom a, Atom like) {
        int rank = a.type().rank();
        return first(a, rank - 1, c.extent(like, like.type().rank() - 1), like.type().dims().get(like.type().rank() - 1));
    }

    private Atom first(Atom a, int axis, Atom count, Dim extent) {
        if (!extent.isUnknown() && a.type().dims().get(axis).equals(extent)) {
            return a;
        }
        int rank = a.type().rank();
        var size = new ArrayList<>(c.extents(a));
        size.set(axis, count);
        var dims = new ArrayList<>(a.type().dims());
        dims.set(axis, extent);
        return c.slice(a, Collections.nCopies(rank, Lit.i32(0)), size, dims, Collections.nCopies(rank, 1L));
    }

    /** A matrix with zeros behind its rows and columns, in the shape of {@code like}. */
    public Atom enlarged(Atom a, List<Dim> dims, List<? extends Atom> extents) {
        if (dims.equals(a.type().dims()) && dims.stream().noneMatch(Dim::isUnknown)) {
            return a;
        }
        return c.updateSlice(c.full(Lit.zero(a.dtype()), dims, extents), a, Collections.nCopies(dims.size(), Lit.i32(0)));
    }

    /** A square matrix of the extents of this axis of {@code lu} that begins with as much of {@code lu}. */
    private Atom square(Atom lu, int axis) {
        int rank = lu.type().rank();
        int other = 2 * rank - 3 - axis;
        Dim d = lu.type().dims().get(axis);
        Atom n = c.extent(lu, axis);
        if (!d.isUnknown() && d.equals(lu.type().dims().get(other))) {
            return lu;
        }
        Atom fewer = c.emit(Prim.MIN, n, c.extent(lu, other));
        var dims = new ArrayList<>(lu.type().dims());
        dims.set(other, d);
        var extents = new ArrayList<>(c.extents(lu));
        extents.set(other, n);
        return enlarged(first(lu, other, fewer, Dim.UNKNOWN), dims, extents);
    }

    /** The unit lower factor, with as many columns as rows. */
    public Atom unitLower(Atom lu) {
        Atom l = square(lu, lu.type().rank() - 2);
        return c.select(c.rowsToColumns(Prim.EQ, l), c.constant(1, l), c.triangle(Prim.GT, l));
    }

    /** The upper factor, with as many rows as columns: those that it lacks are of the identity. */
    public Atom upper(Atom lu) {
        int rank = lu.type().rank();
        Atom u = c.triangle(Prim.LE, square(lu, rank - 1));
        if (isKnown(lu, true)) {
            return u;
        }
        Var row = c.emitAll(Prim.IOTA, new Params.Shape(DType.I32, u.type().dims()), c.extents(u)).get(0);
        Atom beyond = c.emit(Prim.GE, row, c.spread(c.extent(lu, rank - 2), row));
        return c.select(c.emit(Prim.AND, beyond, c.rowsToColumns(Prim.EQ, u)), c.constant(1, u), u);
    }

    /** The rows of {@code x} in this order; {@code back}: put back from this order. */
    public Atom reordered(Atom order, Atom x, boolean back) {
        int rank = x.type().rank();
        if (rank == 2) {
            return moved(order, x, back);
        }
        List<Atom> extents = c.extents(x);
        Atom rows = c.cast(extents.get(rank - 2), DType.I32);
        Atom all = c.count(extents.subList(0, rank - 1));
        List<Dim> one = List.of(Dim.UNKNOWN);
        Var number = c.emitAll(Prim.IOTA, new Params.Shape(DType.I32, one), List.of(all)).get(0);
        // The number of the first row of the same matrix is added, as all matrices' rows now stand in one.
        Atom first = c.sub(number, c.emit(Prim.REM, number, c.spread(rows, number)));
        Atom places = c.add(c.reshape(order, one, List.of(all)), first);
        Atom flat = c.reshape(x, List.of(Dim.UNKNOWN, x.type().dims().get(rank - 1)), List.of(all, extents.get(rank - 1)));
        return c.reshape(moved(places, flat, back), x.type().dims(), extents);
    }

    private Atom moved(Atom order, Atom x, boolean back) {
        Params.Access promised = Params.Access.PROMISED;
        return !back ? c.emit(Prim.GATHER, promised, x, order)
            : c.emit(Prim.SCATTER, new Params.Access(promised.mode(), 0, Prim.ADD), c.constant(0, x), order, x);
    }

    /** {@code 1 / (s_j^2 - s_i^2)}, zero on the diagonal. */
    public Atom squaresApart(Atom s, Atom like) {
        Atom row = asRows(s, like);
        Atom column = asColumns(s, like);
        return inverseBesideDiagonal(c.mul(c.add(row, column), c.sub(row, column)));
    }

    /** {@code x - u u' x}: what of the columns of {@code x} is orthogonal to those of {@code u}, each divided by its {@code s}; null where {@code u} is known to be square. */
    public Atom beside(Atom u, Atom x, Atom s) {
        if (isKnown(u, false)) {
            return null;
        }
        Atom rest = c.div(c.sub(x, c.matmul(u, c.matmul(c.flipped(u), x))), asRows(s, x));
        int rank = u.type().rank();
        Atom square = c.emit(Prim.EQ, c.cast(c.extent(u, rank - 2), DType.I32), c.cast(c.extent(u, rank - 1), DType.I32));
        return c.select(square, c.constant(0, rest), rest);
    }
}
