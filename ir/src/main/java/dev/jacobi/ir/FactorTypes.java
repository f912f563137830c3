package dev.jacobi.ir;

import java.util.ArrayList;
import java.util.List;

/**
 * The types of the factors of matrices, which are the last two axes of an operand; the axes before them are a batch. Complex matrices are two operands, their real and
 * imaginary parts, and each of
 * their factors two results; eigenvalues, singular values and orders of rows are one.
 */
final class FactorTypes {
    private final Type a;
    private final boolean complex;
    private final List<Type> out = new ArrayList<>();

    private FactorTypes(Type a, boolean complex) {
        this.a = a;
        this.complex = complex;
    }

    static List<Type> infer(Prim p, List<Atom> in, Params params) {
        Type a = in.get(0).type();
        TypeRules.need(a.rank() >= 2 && a.dtype().isFloat(), p, "it takes matrices of floats");
        TypeRules.need(in.size() == 1 || in.get(1).dtype() == a.dtype() && in.get(1).type().rank() == a.rank(), p, "the real and the imaginary parts have different types");
        return new FactorTypes(a, in.size() == 2).of(p, params instanceof Params.Factor f ? f.part() : null);
    }

    private List<Type> of(Prim p, Params.Part part) {
        int rank = a.rank();
        Dim rows = a.dims().get(rank - 2);
        Dim columns = a.dims().get(rank - 1);
        Dim fewer = fewer(rows, columns);
        boolean full = part == Params.Part.FULL;
        Dim k = full ? rows : fewer;
        if (p == Prim.LU) {
            matrix(rows, columns);
            out.add(with(fewer).with(DType.I32));
            out.add(with(rows).with(DType.I32));
        } else if (p == Prim.QR) {
            TypeRules.need(full || part == Params.Part.REDUCED, p, "its factors are full or reduced");
            matrix(rows, k);
            matrix(k, columns);
        } else if (p == Prim.EIGH) {
            TypeRules.need(!rows.isConst() || !columns.isConst() || rows.equals(columns), p, "the matrices are not square");
            TypeRules.need(part == Params.Part.LOWER || part == Params.Part.UPPER, p, "it reads the lower or the upper half");
            out.add(with(rows));
            matrix(rows, columns);
        } else {
            TypeRules.need(full || part == Params.Part.REDUCED || part == Params.Part.VALUES, p, "its factors are full or reduced, or it gives values alone");
            boolean vectors = part != Params.Part.VALUES;
            if (vectors) {
                matrix(rows, k);
            }
            out.add(with(fewer));
            if (vectors) {
                matrix(full ? columns : fewer, columns);
            }
        }
        return out;
    }

    private void matrix(Dim rows, Dim columns) {
        out.add(with(rows, columns));
        if (complex) {
            out.add(with(rows, columns));
        }
    }

    /** The batch's axes and these. */
    private Type with(Dim... last) {
        var dims = new ArrayList<Dim>(a.dims().subList(0, a.rank() - 2));
        dims.addAll(List.of(last));
        return new Type(a.dtype(), dims);
    }

    private static Dim fewer(Dim a, Dim b) {
        boolean none = a.equals(Dim.of(0)) || b.equals(Dim.of(0));
        return a.equals(b) ? a : none ? Dim.of(0) : a.isConst() && b.isConst() ? Dim.of(Math.min(a.add(), b.add())) : Dim.UNKNOWN;
    }
}
