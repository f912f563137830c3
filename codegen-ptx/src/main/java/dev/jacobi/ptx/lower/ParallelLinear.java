package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.llvm.lower.LowerLibrary;
import dev.jacobi.llvm.lower.Nest;
import java.util.List;

/** Cholesky factors and triangular systems with a thread per element, or per column; each sum in the order of the definition. */
final class ParallelLinear {
    private static final Params.Access IN = Params.Access.PROMISED;
    private final Builder b;
    private final Nest nest;
    private final LowerLibrary library;

    ParallelLinear(Builder b) {
        this.b = b;
        nest = new Nest(b);
        library = new LowerLibrary(b);
    }

    /** Column after column, a thread per row; each finds the diagonal element itself. */
    Atom cholesky(Atom a) {
        List<Atom> own = nest.extents(a);
        int rank = own.size();
        Atom n = own.get(rank - 1);
        Atom zeros = nest.zeros(a.dtype(), a.type().dims(), own);
        List<Atom> outer = own.subList(0, rank - 2);
        return nest.loop(n, zeros, (j, out) ->
            nest.over(Nest.plus(outer, b.emit(Prim.SUB, n, j)), out, (x, d) -> {
                List<Atom> m = x.subList(0, rank - 2);
                Atom i = b.emit(Prim.ADD, j, x.get(rank - 2));
                Atom top = b.emit(Prim.SQRT, library.remainder(a, d, m, j, j));
                Atom diagonal = nest.to(DType.F64, nest.to(a.dtype(), top));
                Atom s = b.emit(Prim.DIV, library.remainder(a, d, m, i, j), diagonal);
                Atom v = b.emit(Prim.SELECT, b.emit(Prim.EQ, i, j), top, s);
                return b.update(d, IN, Nest.plus(m, i, j), nest.to(a.dtype(), v));
            }));
    }

    /** A thread per column. */
    Atom solve(Atom a, Atom rhs, boolean upper) {
        Atom n = nest.extent(a, a.type().rank() - 1);
        List<Atom> dims = nest.extents(rhs);
        int batch = a.type().rank() - 2;
        Atom columns = dims.size() > batch + 1 ? dims.get(batch + 1) : Lit.i64(1);
        return nest.over(Nest.plus(dims.subList(0, batch), columns), nest.zeros(rhs.dtype(), rhs.type().dims(), dims),
            (x, out) -> library.column(a, n, rhs, upper, x.subList(0, batch), x.get(batch), out));
    }
}
