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
public final class FactorFormulas extends MatrixFormulas {
    public FactorFormulas(FormulaBuilder c) {
        super(c);
    }

    /** Singular values with their vectors, of which derivatives are made, in place of the values alone. */
    public static Eqn withVectors(Builder b, Eqn values) {
        var reduced = new Params.Factor(Params.Part.REDUCED);
        List<Type> types = TypeRules.infer(Prim.SVD, values.in(), reduced);
        var out = new ArrayList<Var>();
        types.forEach(t -> out.add(b.fresh(t)));
        out.set(types.size() / 2, values.result());
        return new Eqn(Prim.SVD, values.in(), reduced, out);
    }

    /** Whether an equation gives singular values alone. */
    public static boolean isValuesAlone(Eqn e) {
        return e.prim() == Prim.SVD && e.out().size() == 1;
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
    public Matrix firstColumns(Matrix a, Matrix like) {
        int last = like.re().type().rank() - 1;
        Atom count = c.extent(like.re(), last);
        Dim d = like.re().type().dims().get(last);
        return new Matrix(first(a.re(), last, count, d), a.isComplex() ? first(a.im(), last, count, d) : null);
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

    /** A matrix with zeros behind its rows and columns, of these extents. */
    public Matrix enlarged(Matrix a, List<Dim> dims, List<? extends Atom> extents) {
        return new Matrix(enlarged(a.re(), dims, extents), a.isComplex() ? enlarged(a.im(), dims, extents) : null);
    }

    private Atom enlarged(Atom a, List<Dim> dims, List<? extends Atom> extents) {
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
    public Matrix unitLower(Matrix lu) {
        Atom l = square(lu.re(), lu.re().type().rank() - 2);
        Atom re = c.select(c.rowsToColumns(Prim.EQ, l), c.constant(1, l), c.triangle(Prim.GT, l));
        return new Matrix(re, lu.isComplex() ? c.triangle(Prim.GT, square(lu.im(), lu.im().type().rank() - 2)) : null);
    }

    /** The upper factor, with as many rows as columns: those that it lacks are of the identity. */
    public Matrix upper(Matrix lu) {
        return new Matrix(upper(lu.re()), lu.isComplex() ? c.triangle(Prim.LE, square(lu.im(), lu.im().type().rank() - 1)) : null);
    }

    private Atom upper(Atom lu) {
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
    public Matrix reordered(Atom order, Matrix x, boolean back) {
        return new Matrix(reordered(order, x.re(), back), x.isComplex() ? reordered(order, x.im(), back) : null);
    }

    private Atom reordered(Atom order, Atom x, boolean back) {
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

    /** One over the values, and zero for zero. */
    public Atom inverse(Atom s) {
        Atom none = c.emit(Prim.EQ, s, c.constant(0, s));
        return c.select(none, c.constant(0, s), c.div(c.constant(1, s), c.select(none, c.constant(1, s), s)));
    }

    /** {@code x - u u' x}: what of the columns of {@code x} is orthogonal to those of {@code u}, each divided by its {@code s}; null where {@code u} is known to be square. */
    public Matrix beside(Matrix u, Matrix x, Atom s) {
        if (isKnown(u.re(), false)) {
            return null;
        }
        Matrix rest = over(sub(x, matmul(u, matmul(adjoint(u), x))), asRows(s, x.re()));
        int rank = u.re().type().rank();
        Atom square = c.emit(Prim.EQ, c.cast(c.extent(u.re(), rank - 2), DType.I32), c.cast(c.extent(u.re(), rank - 1), DType.I32));
        return new Matrix(c.select(square, c.constant(0, rest.re()), rest.re()), x.isComplex() ? c.select(square, c.constant(0, rest.im()), rest.im()) : null);
    }
}
