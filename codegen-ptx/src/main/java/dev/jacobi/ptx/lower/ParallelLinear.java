package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.llvm.lower.Nest;
import java.util.ArrayList;
import java.util.List;

/** Cholesky factors and triangular systems with a thread per element, or per column; each sum in the order of the definition. */
final class ParallelLinear {
    private static final Params.Access IN = Params.Access.PROMISED;
    private final Builder b;
    private final Nest nest;

    ParallelLinear(Builder b) {
        this.b = b;
        nest = new Nest(b);
    }

    private Atom op(Prim p, Atom x, Atom y) {
        return nest.op(p, x, y);
    }

    private Atom to(DType t, Atom a) {
        return a.dtype() == t ? a : b.convert(a, t);
    }

    private static List<Atom> plus(List<Atom> m, Atom... more) {
        var at = new ArrayList<>(m);
        at.addAll(List.of(more));
        return at;
    }

    /** Column after column, a thread per row; each finds the diagonal element itself. */
    Atom cholesky(Atom a) {
        List<Atom> own = nest.extents(a);
        int rank = own.size();
        Atom n = own.get(rank - 1);
        Atom zeros = nest.zeros(a.dtype(), a.type().dims(), own);
        List<Atom> outer = own.subList(0, rank - 2);
        return nest.loop(n, zeros, (j0, out) -> {
            Atom j = nest.wide(j0);
            return nest.over(plus(outer, op(Prim.SUB, n, j)), out, (x, d) -> {
                List<Atom> m = x.subList(0, rank - 2);
                Atom i = op(Prim.ADD, j, x.get(rank - 2));
                Atom top = b.emit(Prim.SQRT, remainder(a, d, m, j, j));
                Atom diagonal = to(DType.F64, to(a.dtype(), top));
                Atom s = op(Prim.DIV, remainder(a, d, m, i, j), diagonal);
                Atom v = b.emit(Prim.SELECT, op(Prim.EQ, i, j), top, s);
                return b.update(d, IN, plus(m, i, j), to(a.dtype(), v));
            });
        });
    }

    private Atom remainder(Atom a, Atom d, List<Atom> m, Atom i, Atom j) {
        return nest.loop(j, to(DType.F64, nest.at(a, plus(m, i, j))), (k, now) -> op(Prim.SUB, now,
            op(Prim.MUL, to(DType.F64, nest.at(d, plus(m, i, nest.wide(k)))), to(DType.F64, nest.at(d, plus(m, j, nest.wide(k)))))));
    }

    /** A thread per column. */
    Atom solve(Atom a, Atom rhs, boolean upper) {
        List<Atom> own = nest.extents(a);
        Atom n = own.get(own.size() - 1);
        boolean vectors = rhs.type().rank() < own.size();
        List<Atom> dims = nest.extents(rhs);
        int batch = own.size() - 2;
        Atom zeros = nest.zeros(rhs.dtype(), rhs.type().dims(), dims);
        List<Atom> each = vectors ? plus(dims.subList(0, batch), Lit.i64(1)) : plus(dims.subList(0, batch), dims.get(dims.size() - 1));
        return nest.over(each, zeros, (x, out) -> {
            List<Atom> m = x.subList(0, batch);
            Atom c = x.get(batch);
            return nest.loop(n, out, (s0, r) -> {
                Atom step = nest.wide(s0);
                Atom i = upper ? op(Prim.SUB, op(Prim.SUB, n, Lit.i64(1)), step) : step;
                Atom s = nest.loop(step, to(DType.F64, nest.at(rhs, column(m, i, c, vectors))), (q, now) -> {
                    Atom k = upper ? op(Prim.ADD, op(Prim.ADD, i, Lit.i64(1)), nest.wide(q)) : nest.wide(q);
                    return op(Prim.SUB, now, op(Prim.MUL, to(DType.F64, nest.at(a, plus(m, i, k))), to(DType.F64, nest.at(r, column(m, k, c, vectors)))));
                });
                Atom v = op(Prim.DIV, s, to(DType.F64, nest.at(a, plus(m, i, i))));
                return b.update(r, IN, column(m, i, c, vectors), to(rhs.dtype(), v));
            });
        });
    }

    private static List<Atom> column(List<Atom> m, Atom i, Atom c, boolean vectors) {
        return vectors ? plus(m, i) : plus(m, i, c);
    }
}
