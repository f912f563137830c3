package dev.jacobi.autodiff.code;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.EarlyExit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@code while} hands on that follows from the number of the trip: counters, which may be set to something else where the loop ends, and flags, which are the same in all trips that there are. So the forward
 * part does not have to keep them for the backward part.
 */
public final class CarriedCounters {
    private CarriedCounters() {
    }

    /** By parameter of the body, its value in trip {@code k}, an i32; written into {@code code}. */
    public static Map<Integer, Atom> of(Eqn loop, Var k, FormulaBuilder code) {
        List<Var> params = ((Params.While) loop.params()).body().params();
        var definitions = Definitions.in(List.of(loop));
        var exit = new EarlyExit(definitions::of, loop);
        var values = new HashMap<Integer, Atom>();
        for (EarlyExit.Flag f : exit.flags()) {
            if (f.prim() == Prim.EQ && f.with().dtype() == DType.BOOL) {
                values.put(params.get(f.position()).id(), f.with());
            }
        }
        List<Atom> staying = exit.staying();
        for (int c = 0; c < staying.size(); c++) {
            Var p = params.get(c);
            Definitions.Offset step = p.dtype() == DType.I32 || p.dtype() == DType.I64 ? Definitions.Offset.of(definitions.of(staying.get(c))) : null;
            if (step != null && step.base().equals(p)) {
                values.put(p.id(), code.add(loop.in().get(c), code.mul(code.cast(k, p.dtype()), Lit.of(p.dtype(), step.by()))));
            }
        }
        return values;
    }
}
