package dev.jacobi.autodiff.code;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Arithmetic on real and complex matrices, which are the last two axes of arrays. */
public class MatrixFormulas {
    final FormulaBuilder c;

    MatrixFormulas(FormulaBuilder c) {
        this.c = c;
    }

    private static Matrix parts(Matrix a, UnaryOperator<Atom> f) {
        return new Matrix(f.apply(a.re()), a.isComplex() ? f.apply(a.im()) : null);
    }

    private static Matrix parts(Matrix a, Matrix b, BinaryOperator<Atom> f) {
        return new Matrix(f.apply(a.re(), b.re()), a.isComplex() ? f.apply(a.im(), b.im()) : null);
    }

    public Matrix add(Matrix a, Matrix b) {
        return parts(a, b, c::add);
    }

    public Matrix sub(Matrix a, Matrix b) {
        return parts(a, b, c::sub);
    }

    /** {@code a + b}, where null stands for a zero that need not be computed. */
    public Matrix sum(Matrix a, Matrix b) {
        return a == null ? b : b == null ? a : add(a, b);
    }

    /** Each element times that of a real array. */
    public Matrix scaled(Atom by, Matrix a) {
        return parts(a, x -> c.mul(by, x));
    }

    public Matrix over(Matrix a, Atom by) {
        return parts(a, x -> c.div(x, by));
    }

    public Matrix transposed(Matrix a) {
        return parts(a, c::flipped);
    }

    /** Transposed and conjugated. */
    public Matrix adjoint(Matrix a) {
        Matrix t = transposed(a);
        return a.isComplex() ? new Matrix(t.re(), c.neg(t.im())) : t;
    }

    public Matrix matmul(Matrix a, Matrix b) {
        return a.isComplex() ? new Matrix(c.sub(c.matmul(a.re(), b.re()), c.matmul(a.im(), b.im())), c.add(c.matmul(a.re(), b.im()), c.matmul(a.im(), b.re())))
            : Matrix.real(c.matmul(a.re(), b.re()));
    }

    /** The elements whose row number compares so to their column number; zero for the others. */
    public Matrix triangle(Prim rowToColumn, Matrix a) {
        return parts(a, x -> c.triangle(rowToColumn, x));
    }

    /** Half of the diagonal, and all else. */
    public Matrix halved(Matrix a) {
        return parts(a, c::halved);
    }

    /** The imaginary parts of the diagonal, as those of a diagonal matrix; null for real matrices. */
    public Matrix imaginaryDiagonal(Matrix a) {
        return a.isComplex() ? new Matrix(c.constant(0, a.im()), c.triangle(Prim.EQ, a.im())) : null;
    }

    /** A real matrix among matrices like this one. */
    public Matrix like(Matrix a, Atom real) {
        return new Matrix(real, a.isComplex() ? c.constant(0, real) : null);
    }

    /** The real parts of the diagonal. */
    public Atom diagonal(Matrix a) {
        return diagonal(a.re());
    }

    private Atom diagonal(Atom a) {
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

    /** {@code a^-1 b}, where {@code a} is lower triangular, or upper; only that half of it is read. */
    public Matrix solve(boolean upper, Matrix a, Matrix b) {
        var params = new Params.Axis(0, upper);
        if (!a.isComplex()) {
            return Matrix.real(c.emit(Prim.TRIANGULAR_SOLVE, params, a.re(), b.re()));
        }
        // rows divided by their diagonal elements: a matrix with ones there is triangular as a real one, too, of two rows and columns for each
        Atom x = diagonal(a.re());
        Atom y = diagonal(a.im());
        Atom square = c.add(c.mul(x, x), c.mul(y, y));
        Atom re = c.div(x, square);
        Atom im = c.neg(c.div(y, square));
        Matrix left = rows(re, im, a);
        Atom on = c.rowsToColumns(Prim.EQ, left.re());
        Matrix unit = new Matrix(c.select(on, c.constant(1, left.re()), left.re()), c.select(on, c.constant(0, left.im()), left.im()));
        return apart(c.emit(Prim.TRIANGULAR_SOLVE, params, blocks(unit), together(rows(re, im, b))), b);
    }

    /** {@code b a^-1}, where {@code a} is lower triangular, or upper. */
    public Matrix solveRight(boolean upper, Matrix a, Matrix b) {
        return transposed(solve(!upper, transposed(a), transposed(b)));
    }

    /** Row i times number i. */
    private Matrix rows(Atom re, Atom im, Matrix a) {
        Atom x = asColumns(re, a.re());
        Atom y = asColumns(im, a.re());
        return new Matrix(c.sub(c.mul(x, a.re()), c.mul(y, a.im())), c.add(c.mul(x, a.im()), c.mul(y, a.re())));
    }

    private static Dim twice(Dim d) {
        return d.isConst() ? Dim.of(2 * d.add()) : Dim.UNKNOWN;
    }

    private Atom twice(Atom extent) {
        return c.mul(c.cast(extent, DType.I32), Lit.i32(2));
    }

    /** A list with {@code x} behind its last element but one, and behind the last as well where {@code n} is 2. */
    private static <T> List<T> between(List<? extends T> list, T x, int n) {
        var out = new ArrayList<T>(list);
        if (n == 2) {
            out.add(x);
        }
        out.add(list.size() - 1, x);
        return out;
    }

    /** Each element as two rows and two columns. */
    private Atom blocks(Matrix a) {
        List<Dim> dims = a.re().type().dims();
        List<Atom> extents = c.extents(a.re());
        int rank = dims.size();
        Atom out = c.full(Lit.zero(a.re().dtype()), between(dims, Dim.of(2), 2), between(extents, Lit.i32(2), 2));
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                Atom part = i == j ? a.re() : i == 0 ? c.neg(a.im()) : a.im();
                var start = new ArrayList<Atom>(Collections.nCopies(rank + 2, Lit.i32(0)));
                start.set(rank - 1, Lit.i32(i));
                start.set(rank + 1, Lit.i32(j));
                out = c.updateSlice(out, c.reshape(part, between(dims, Dim.of(1), 2), between(extents, Lit.i32(1), 2)), start);
            }
        }
        var square = new ArrayList<>(dims);
        var sizes = new ArrayList<>(extents);
        for (int k = rank - 2; k < rank; k++) {
            square.set(k, twice(dims.get(k)));
            sizes.set(k, twice(extents.get(k)));
        }
        return c.reshape(out, square, sizes);
    }

    /** Each row as two: its real and its imaginary parts. */
    private Atom together(Matrix a) {
        List<Dim> dims = a.re().type().dims();
        List<Atom> extents = c.extents(a.re());
        int rank = dims.size();
        Atom out = c.full(Lit.zero(a.re().dtype()), between(dims, Dim.of(2), 1), between(extents, Lit.i32(2), 1));
        for (int i = 0; i < 2; i++) {
            var start = new ArrayList<Atom>(Collections.nCopies(rank + 1, Lit.i32(0)));
            start.set(rank - 1, Lit.i32(i));
            out = c.updateSlice(out, c.reshape(i == 0 ? a.re() : a.im(), between(dims, Dim.of(1), 1), between(extents, Lit.i32(1), 1)), start);
        }
        var tall = new ArrayList<>(dims);
        var sizes = new ArrayList<>(extents);
        tall.set(rank - 2, twice(dims.get(rank - 2)));
        sizes.set(rank - 2, twice(extents.get(rank - 2)));
        return c.reshape(out, tall, sizes);
    }

    /** What {@link #together} has joined, in the shape of {@code like}. */
    private Matrix apart(Atom x, Matrix like) {
        List<Dim> dims = like.re().type().dims();
        List<Atom> extents = c.extents(like.re());
        int rank = dims.size();
        Atom all = c.reshape(x, between(dims, Dim.of(2), 1), between(extents, Lit.i32(2), 1));
        var parts = new ArrayList<Atom>();
        for (int i = 0; i < 2; i++) {
            var start = new ArrayList<Atom>(Collections.nCopies(rank + 1, Lit.i32(0)));
            start.set(rank - 1, Lit.i32(i));
            Atom part = c.slice(all, start, between(extents, Lit.i32(1), 1), between(dims, Dim.of(1), 1), Collections.nCopies(rank + 1, 1L));
            parts.add(c.reshape(part, dims, extents));
        }
        return new Matrix(parts.get(0), parts.get(1));
    }
}
