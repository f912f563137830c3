package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.lower.Nest;
import dev.jacobi.ptx.emit.ProductKernels;
import java.util.ArrayList;
import java.util.Collections;
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
        var nest = new Nest(b);
        DType s = t.dtype() == DType.F16 || t.dtype() == DType.BF16 ? DType.F32 : t.dtype();
        List<Atom> dx = nest.extents(x);
        List<Atom> dy = nest.extents(y);
        var dims = new ArrayList<Atom>();
        var placeX = new ArrayList<Integer>(Collections.nCopies(dx.size(), -1));
        var placeY = new ArrayList<Integer>(Collections.nCopies(dy.size(), -1));
        for (int k = 0; k < p.batchA().size(); k++) {
            placeX.set(p.batchA().get(k), dims.size());
            placeY.set(p.batchB().get(k), dims.size());
            dims.add(dx.get(p.batchA().get(k)));
        }
        for (int k = 0; k < dx.size(); k++) {
            if (placeX.get(k) < 0 && !p.contractA().contains(k)) {
                placeX.set(k, dims.size());
                dims.add(dx.get(k));
            }
        }
        for (int k = 0; k < dy.size(); k++) {
            if (placeY.get(k) < 0 && !p.contractB().contains(k)) {
                placeY.set(k, dims.size());
                dims.add(dy.get(k));
            }
        }
        Atom n = dx.get(p.contractA().get(0));
        return nest.tabulate(t.dtype(), t.dims(), dims, i -> {
            Var k = b.fresh(Type.I64);
            b.open();
            Atom u = nest.at(x, at(placeX, i, k));
            Atom v = nest.at(y, at(placeY, i, k));
            Atom m = nest.op(Prim.MUL, to(b, s, u), to(b, s, v));
            Params.Fold f = new Params.Fold(Dim.UNKNOWN, List.of(Prim.ADD), b.close(List.of(k), List.of(m)));
            return to(b, t.dtype(), b.emitAll(Prim.REDUCE, f, List.of(n, Lit.zero(s))).get(0));
        });
    }

    private static List<Atom> at(List<Integer> places, List<Atom> i, Atom k) {
        return places.stream().map(d -> d < 0 ? k : i.get(d)).toList();
    }

    private static Atom to(Builder b, DType t, Atom a) {
        return a.dtype() == t ? a : b.convert(a, t);
    }
}
