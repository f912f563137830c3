package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.llvm.lower.LowerLibrary;
import dev.jacobi.llvm.lower.Nest;
import dev.jacobi.ptx.emit.ProductKernels;
import java.util.List;

/** Contractions: of two matrices, batched or not, a kernel of its own; with a vector, sums along rows; others as the CPU has them. */
final class ParallelDot {
    private ParallelDot() {
    }

    static List<? extends Atom> lower(Builder b, Eqn e, List<Atom> in) {
        Params.Dot p = (Params.Dot) e.params();
        Atom x = in.get(0);
        Atom y = in.get(1);
        if (ProductKernels.fits(p, x.type(), y.type())) {
            return b.emitAll(Prim.DOT_GENERAL, p, in);
        }
        int freeX = x.type().rank() - p.contractA().size() - p.batchA().size();
        int freeY = y.type().rank() - p.contractB().size() - p.batchB().size();
        return p.contractA().size() == 1 && Math.min(freeX, freeY) == 0 ? List.of(sums(b, e.result().type(), x, y, p)) : null;
    }

    private static Atom sums(Builder b, Type t, Atom x, Atom y, Params.Dot p) {
        return new LowerLibrary(b).dot(t, x, y, p, (extents, term) ->
            new Nest(b).fold(Prim.REDUCE, Prim.ADD, extents.get(0), Lit.zero(Nest.sumType(t.dtype())), k -> term.apply(List.of(k))).get(0));
    }
}
