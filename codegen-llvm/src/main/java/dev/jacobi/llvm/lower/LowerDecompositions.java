package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.vectorize.factor.FactorLoops;
import java.util.List;

/**
 * Factorisations by LAPACK, matrix after matrix, where there is enough to do, and else by loops. LAPACKE takes matrices by rows and turns them itself; what it cannot do (it has met NaN, or
 * its sweeps have not come to an end) is NaN.
 */
final class LowerDecompositions {
    /** So many operations are worth a call. */
    private static final double WORTH = 4 * 4 * 4;
    private final Builder b;
    private final Nest nest;

    LowerDecompositions(Builder b) {
        this.b = b;
        nest = new Nest(b);
    }

    /** {@code in}: the matrices, or their real and imaginary parts. */
    List<Atom> lower(Eqn e, List<Atom> in) {
        Atom a = in.get(0);
        DType t = a.dtype();
        if (t != DType.F32 && t != DType.F64) {
            return FactorLoops.append(b, e, in, false);
        }
        int rank = a.type().rank();
        Atom rows = nest.extent(a, rank - 2);
        Atom columns = nest.extent(a, rank - 1);
        Atom work = b.emit(Prim.MUL, real(b.emit(Prim.MIN, rows, columns)), b.emit(Prim.MUL, real(rows), real(columns)));
        // LAPACK counts in int, its workspaces' elements too.
        Atom countable = b.emit(Prim.LT, b.emit(Prim.MUL, real(b.emit(Prim.MAX, rows, columns)), real(b.emit(Prim.MAX, rows, columns))), Lit.f64(Integer.MAX_VALUE / 8));
        Atom large = b.emit(Prim.AND, b.emit(Prim.GE, work, Lit.f64(WORTH)), countable);
        return LibraryCase.of(b).when(large, () -> new LapackCalls(b, nest, e, in).all(), () -> FactorLoops.append(b, e, in, false));
    }

    private Atom real(Atom integer) {
        return b.convert(integer, DType.F64);
    }
}
