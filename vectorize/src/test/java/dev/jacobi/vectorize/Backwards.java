package dev.jacobi.vectorize;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;

/** Runs every map, reduce and hist from its last trip to its first: if trips depend on each other, the results change. */
public final class Backwards {
    private Backwards() {
    }

    public static Func run(Func f) {
        return Rewrite.run(f, (e, r) -> {
            if (e.prim() != Prim.MAP && e.prim() != Prim.REDUCE && e.prim() != Prim.HIST) {
                return false;
            }
            Region body = Regions.of(e).get(0);
            Builder b = r.b;
            Atom n = e.in().get(0);
            Var last = b.emit(Prim.SUB, n, Lit.of(n.dtype(), 1));
            Var i = body.params().get(0);
            Var j = b.fresh(i.type());
            var eqns = new ArrayList<Eqn>(List.of(new Eqn(Prim.SUB, List.of(last, j), Params.NONE, List.of(i))));
            eqns.addAll(body.body());
            var params = new ArrayList<>(body.params());
            params.set(0, j);
            b.append(r.copy(new Eqn(e.prim(), e.in(), Regions.with(e.params(), List.of(new Region(params, eqns, body.out()))), e.out())));
            return true;
        });
    }
}
