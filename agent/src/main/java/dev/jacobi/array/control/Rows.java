package dev.jacobi.array.control;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.core.Trace;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;

/** Slices of arrays along their first axes, one at a time, at places that are valid: what loops read and write. */
public final class Rows {
    private Rows() {
    }

    /** Row i; the array has an axis, and the row. */
    public static NDArray get(NDArray x, NDArray i) {
        return Operation.of("row", List.of(x, Casts.to(i, DType.I32)), (t, in) -> {
            Atom at = t.atom(in.get(1));
            return Structural.each(t, in.get(0), a -> t.emit(Prim.INDEX, Params.Access.PROMISED, a, at));
        });
    }

    /** The array with row i replaced. */
    public static NDArray put(NDArray x, NDArray i, NDArray row) {
        return Operation.of("put_row", List.of(x, Casts.to(i, DType.I32), Casts.to(row, x.dtype())), (t, in) -> {
            Atom at = t.atom(in.get(1));
            var parts = new ArrayList<Atom>();
            for (int k = 0; k < t.atoms(in.get(0)).size(); k++) {
                parts.add(t.emit(Prim.UPDATE, Params.Access.PROMISED, t.atoms(in.get(0)).get(k), at, t.atoms(in.get(2)).get(k)));
            }
            return t.array(x.dtype(), x.isWeak(), parts);
        });
    }

    /** Zeros with n rows like the given one. */
    public static NDArray zeros(NDArray row, NDArray n) {
        return Operation.of("rows", List.of(row, Casts.to(n, DType.I32)), (t, in) -> {
            Atom rows = t.atom(in.get(1));
            Shape shape = in.get(0).shapeOf().inserted(0, t.extent(rows));
            return t.array(row.dtype(), row.isWeak(), filled(t, row.dtype(), shape));
        });
    }

    static NDArray zeros(DType d, boolean weak, Shape shape, Trace t) {
        return t.array(d, weak, filled(t, d, shape));
    }

    /** Zeros in the program that the current thread makes. */
    public static NDArray zeros(DType d, boolean weak, Shape shape) {
        return zeros(d, weak, shape, Trace.current());
    }

    private static List<Atom> filled(Trace t, DType d, Shape shape) {
        var parts = new ArrayList<Atom>();
        for (int k = 0; k < (d.isComplex() ? 2 : 1); k++) {
            parts.add(Structural.filled(t, Lit.zero(d.ir()), shape));
        }
        return parts;
    }
}
