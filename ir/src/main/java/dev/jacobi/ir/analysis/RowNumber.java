package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.List;
import java.util.function.Function;

/**
 * The number of a row of an array of arrays that is known where a function begins, as in {@code a[0]} and {@code a[k - 1]}: a constant, or an i32 input and a constant that is added to it with wrap-around.
 *
 * @param input the number of the input, -1 for none
 */
public record RowNumber(int input, int plus) {
    /** A number as an input or a constant and what is added; null where it is anything else. {@code definition} has the equation of what is computed, or null. */
    public static RowNumber of(Atom a, List<Var> inputs, Function<Atom, Eqn> definition) {
        if (a.dtype() != DType.I32 || !a.type().isScalar()) {
            return null;
        }
        if (a instanceof Lit l) {
            return new RowNumber(-1, (int) l.asLong());
        }
        int k = inputs.indexOf(a);
        if (k >= 0) {
            return new RowNumber(k, 0);
        }
        Eqn e = definition.apply(a);
        if (e == null || e.prim() != Prim.ADD && e.prim() != Prim.SUB) {
            return null;
        }
        boolean swapped = e.prim() == Prim.ADD && e.in().get(0) instanceof Lit;
        Atom base = e.in().get(swapped ? 1 : 0);
        RowNumber of = base instanceof Lit || !(e.in().get(swapped ? 0 : 1) instanceof Lit) ? null : of(base, inputs, definition);
        int step = of == null ? 0 : (int) ((Lit) e.in().get(swapped ? 0 : 1)).asLong();
        return of == null ? null : new RowNumber(of.input, e.prim() == Prim.ADD ? of.plus + step : of.plus - step);
    }
}
