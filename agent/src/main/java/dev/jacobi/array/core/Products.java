package dev.jacobi.array.core;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;

/** Contractions, convolutions, and the operations of linear algebra that the compiler has. */
public final class Products {
    private Products() {
    }

    /** Sums of products over pairs of axes; pairs of batch axes come first in the result, then the free axes of both. Both have one type. */
    public static NDArray dot(NDArray a, NDArray b, List<Integer> contractA, List<Integer> contractB, List<Integer> batchA, List<Integer> batchB) {
        if (a.dtype() != b.dtype()) {
            throw new JacobiException("dotGeneral: the arrays have the types " + a.dtype() + " and " + b.dtype() + "; convert one with astype().");
        }
        axes(a, contractA, batchA, "first");
        axes(b, contractB, batchB, "second");
        if (contractA.size() != contractB.size() || batchA.size() != batchB.size()) {
            throw new JacobiException("dotGeneral: axes " + contractA + " of the first array are summed over with axes " + contractB + " of the second, and axes " + batchA + " go together with "
                + batchB + "; give as many of each.");
        }
        if (a.dtype().isComplex()) {
            return complexDot(a, b, new Params.Dot(contractA, contractB, batchA, batchB));
        }
        if (a.dtype() == DType.BOOL) {
            NDArray counts = dot(Casts.to(a, DType.I32), Casts.to(b, DType.I32), contractA, contractB, batchA, batchB);
            return Casts.to(counts, DType.BOOL);
        }
        var p = new Params.Dot(contractA, contractB, batchA, batchB);
        return Operation.of(Structural.key("dot_general", p), List.of(a, b), (t, in) -> {
            Shape x = in.get(0).shapeOf();
            Shape y = in.get(1).shapeOf();
            for (int k = 0; k < contractA.size(); k++) {
                pair(t, x, y, contractA.get(k), contractB.get(k));
            }
            for (int k = 0; k < batchA.size(); k++) {
                pair(t, x, y, batchA.get(k), batchB.get(k));
            }
            return t.array(a.dtype(), a.isWeak() && b.isWeak(), List.of(t.emit(Prim.DOT_GENERAL, p, t.atom(in.get(0)), t.atom(in.get(1)))));
        });
    }

    private static void axes(NDArray x, List<Integer> summed, List<Integer> together, String which) {
        var all = new ArrayList<>(summed);
        all.addAll(together);
        if (all.stream().anyMatch(k -> k < 0 || k >= x.rank()) || all.stream().distinct().count() < all.size()) {
            throw new JacobiException("dotGeneral: the axes " + summed + " and " + together + " of the " + which + " array, whose shape is " + x.shapeOf()
                + ", are not different numbers of its axes; count them from 0.");
        }
    }

    private static void pair(Trace t, Shape x, Shape y, int a, int b) {
        t.mustBeEqual(x.get(a), y.get(b), () -> "arrays of the shapes " + x + " and " + y + " cannot be multiplied: axis " + a + " of the first has " + x.get(a)
            + " elements and axis " + b + " of the second " + y.get(b) + ".");
    }

    private static NDArray complexDot(NDArray a, NDArray b, Params.Dot p) {
        NDArray ar = Parts.real(a);
        NDArray ai = Parts.imaginary(a);
        NDArray br = Parts.real(b);
        NDArray bi = Parts.imaginary(b);
        NDArray re = Elementwise.apply(Prim.SUB, dot(ar, br, p), dot(ai, bi, p));
        return Parts.complex(re, Elementwise.apply(Prim.ADD, dot(ar, bi, p), dot(ai, br, p)));
    }

    private static NDArray dot(NDArray a, NDArray b, Params.Dot p) {
        return dot(a, b, p.contractA(), p.contractB(), p.batchA(), p.batchB());
    }

    /** A primitive with these settings and results of these types; complex arrays among its operands and results are two each. */
    public static List<NDArray> library(Prim p, Params params, List<DType> results, List<NDArray> in) {
        return Operation.all(Structural.key(p.text(), params), in, (t, x) -> {
            List<? extends Atom> out = t.emitAll(p, params, x.stream().flatMap(a -> t.atoms(a).stream()).toList());
            var arrays = new ArrayList<NDArray>();
            int at = 0;
            for (DType d : results) {
                int next = at + (d.isComplex() ? 2 : 1);
                arrays.add(t.array(d, false, List.copyOf(out.subList(at, next))));
                at = next;
            }
            return arrays;
        });
    }
}
