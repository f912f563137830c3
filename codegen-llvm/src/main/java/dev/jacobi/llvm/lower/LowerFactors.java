package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.library.LibraryRoutine;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Triangular factors and triangular systems of large matrices by LAPACK and BLAS: one call per matrix, on a copy that becomes the result; batches go to threads. */
final class LowerFactors {
    private static final Params.Access IN = Params.Access.PROMISED;
    /** Matrices with fewer rows are factored by loops, and systems solved with so many products. */
    private static final long ROWS = 32;
    private static final long PRODUCTS = 16 * 16 * 16;
    /** LAPACK's and CBLAS's constants. A lower factor by rows is an upper one by columns. */
    private static final Lit BY_ROWS = Lit.i32(101);
    private static final Lit BY_COLUMNS = Lit.i32(102);
    private static final Lit UPPER_FACTOR = Lit.i32('U');
    private static final Lit LEFT = Lit.i32(141);
    private static final Lit UPPER = Lit.i32(121);
    private static final Lit LOWER = Lit.i32(122);
    private static final Lit AS_IT_IS = Lit.i32(111);
    private static final Lit ANY_DIAGONAL = Lit.i32(131);
    private final Builder b;
    private final Nest nest;

    LowerFactors(Builder b) {
        this.b = b;
        nest = new Nest(b);
    }

    /** Whether there are routines for this type. */
    static boolean takes(DType t) {
        return t == DType.F32 || t == DType.F64;
    }

    /** Lower factors; {@code one} writes that of the matrix with these indices into an array by loops, {@code loops} does so for all. */
    Atom cholesky(Atom a, BiFunction<List<Atom>, Atom, Atom> one, Supplier<Atom> loops) {
        List<Atom> dims = nest.extents(a);
        int batch = dims.size() - 2;
        Atom n = dims.get(batch);
        Atom large = b.emit(Prim.AND, b.emit(Prim.GE, n, Lit.i64(ROWS)), b.emit(Prim.LE, n, Lit.i64(Short.MAX_VALUE)));
        return LibraryCase.of(b).when(large, () -> List.of(each(a, dims, batch, (m, out) -> {
            Atom lower = nest.tabulate(a.dtype(), List.of(Dim.UNKNOWN, Dim.UNKNOWN), List.of(n, n), i -> b.cond(b.emit(Prim.LE, i.get(1), i.get(0)),
                () -> List.of(nest.at(a, Nest.plus(m, i.get(0), i.get(1)))), () -> List.of(Lit.zero(a.dtype()))).get(0));
            Atom rows = b.convert(n, DType.I32);
            List<Var> r = (a.dtype() == DType.F32 ? LibraryRoutine.SPOTRF : LibraryRoutine.DPOTRF).call(b, List.of(BY_COLUMNS, UPPER_FACTOR, rows, lower, rows));
            // a matrix that is not positive has NaN from there on, which the loops know best
            return b.cond(b.emit(Prim.EQ, r.get(1), Lit.i32(0)), () -> List.of(written(m, List.of(n, n), r.get(0), out)), () -> List.of(one.apply(m, out))).get(0);
        })), () -> List.of(loops.get())).get(0);
    }

    /** Solutions x of a x = y. */
    Atom solve(Atom a, Atom y, boolean upper, Supplier<Atom> loops) {
        List<Atom> dims = nest.extents(y);
        int batch = a.type().rank() - 2;
        List<Atom> own = dims.subList(batch, dims.size());
        Atom n = own.get(0);
        Atom columns = own.size() > 1 ? own.get(1) : Lit.i64(1);
        Atom fits = b.emit(Prim.AND, b.emit(Prim.LE, n, Lit.i64(Short.MAX_VALUE)), b.emit(Prim.LE, columns, Lit.i64(Integer.MAX_VALUE)));
        Atom work = b.emit(Prim.MUL, b.emit(Prim.MUL, n, n), b.emit(Prim.MIN, columns, Lit.i64(Short.MAX_VALUE)));
        return LibraryCase.of(b).when(b.emit(Prim.AND, fits, b.emit(Prim.GT, work, Lit.i64(PRODUCTS))), () -> List.of(each(y, dims, batch, (m, out) -> {
            Atom x = nest.tabulate(y.dtype(), own.stream().map(d -> Dim.UNKNOWN).toList(), own, i -> nest.at(y, Nest.plus(m, i.toArray(Atom[]::new))));
            Atom rows = b.convert(n, DType.I32);
            Atom wide = b.convert(columns, DType.I32);
            Atom r = (y.dtype() == DType.F32 ? LibraryRoutine.STRSM : LibraryRoutine.DTRSM).call(b, List.of(BY_ROWS, LEFT, upper ? UPPER : LOWER, AS_IT_IS, ANY_DIAGONAL, rows, wide,
                Lit.real(y.dtype(), 1), nest.at(a, m), rows, x, wide)).get(0);
            return written(m, own, r, out);
        })), () -> List.of(loops.get())).get(0);
    }

    /** A new array like this one, into which the body writes the matrix with the indices that it is given. */
    private Atom each(Atom like, List<Atom> dims, int batch, BiFunction<List<Atom>, Atom, Atom> body) {
        Atom zeros = nest.zeros(like.dtype(), like.type().dims(), dims);
        return batch == 0 ? body.apply(List.of(), zeros) : nest.over(dims.subList(0, batch), zeros, body);
    }

    private Atom written(List<Atom> m, List<Atom> extents, Atom from, Atom into) {
        return nest.over(extents, into, (i, now) -> b.update(now, IN, Nest.plus(m, i.toArray(Atom[]::new)), nest.at(from, i)));
    }
}
