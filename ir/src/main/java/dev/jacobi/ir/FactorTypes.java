package dev.jacobi.ir;

import java.util.ArrayList;
import java.util.List;

/** The types of the factors of matrices, which are the last two axes of an operand; the axes before them are a batch. */
final class FactorTypes {
    private FactorTypes() {
    }

    static List<Type> infer(Prim p, Type a, Params params) {
        int rank = a.rank();
        TypeRules.need(rank >= 2 && a.dtype().isFloat(), p, "it takes matrices of floats");
        Dim rows = a.dims().get(rank - 2);
        Dim columns = a.dims().get(rank - 1);
        Dim fewer = fewer(rows, columns);
        if (p == Prim.LU) {
            return List.of(a, with(a, fewer).with(DType.I32), with(a, rows).with(DType.I32));
        }
        Params.Part part = ((Params.Factor) params).part();
        boolean full = part == Params.Part.FULL;
        Dim k = full ? rows : fewer;
        if (p == Prim.QR) {
            TypeRules.need(full || part == Params.Part.REDUCED, p, "its factors are full or reduced");
            return List.of(with(a, rows, k), with(a, k, columns));
        } else if (p == Prim.EIGH) {
            TypeRules.need(!rows.isConst() || !columns.isConst() || rows.equals(columns), p, "the matrices are not square");
            TypeRules.need(part == Params.Part.LOWER || part == Params.Part.UPPER, p, "it reads the lower or the upper half");
            return List.of(with(a, rows), a);
        }
        TypeRules.need(full || part == Params.Part.REDUCED || part == Params.Part.VALUES, p, "its factors are full or reduced, or it gives values alone");
        Type values = with(a, fewer);
        return part == Params.Part.VALUES ? List.of(values) : List.of(with(a, rows, k), values, with(a, full ? columns : fewer, columns));
    }

    /** The batch's axes and these. */
    private static Type with(Type a, Dim... last) {
        var dims = new ArrayList<Dim>(a.dims().subList(0, a.rank() - 2));
        dims.addAll(List.of(last));
        return new Type(a.dtype(), dims);
    }

    private static Dim fewer(Dim a, Dim b) {
        return a.equals(b) ? a : a.isConst() && b.isConst() ? Dim.of(Math.min(a.add(), b.add())) : Dim.UNKNOWN;
    }
}
