package dev.jacobi.vectorize.vmap;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which lane it is ({@code axis_index}) is asked once per axis, where the function begins. The answer never changes and no lane has to wait for another to
 * give it; so a loop or branch in which it is asked is not one around a collective.
 */
final class LaneNumbers {
    private LaneNumbers() {
    }

    /** The same function with these questions first. */
    static Func first(Func f) {
        Map<Params, Var> asked = new LinkedHashMap<>();
        Func rest = Rewrite.run(f, (e, r) -> {
            if (e.prim() != Prim.AXIS_INDEX) {
                return false;
            }
            r.replace(e.result(), asked.computeIfAbsent(e.params(), p -> r.b.fresh(e.result().type())));
            return true;
        });
        var body = new ArrayList<Eqn>();
        asked.forEach((axis, v) -> body.add(new Eqn(Prim.AXIS_INDEX, List.of(), axis, List.of(v))));
        body.addAll(rest.body());
        return asked.isEmpty() ? f : new Func(f.in(), body, rest.out());
    }
}
