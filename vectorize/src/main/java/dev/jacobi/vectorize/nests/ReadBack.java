package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ElementAccess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** In loops around several statements a scalar that has just been stored is read again by those that follow, so that these need not compute it when they have a loop of their own. */
final class ReadBack {
    private ReadBack() {
    }

    static Func run(Func f) {
        return new Func(f.in(), block(f.body(), new Builder(Regions.firstFreeId(f))), f.out());
    }

    private static List<Eqn> block(List<Eqn> body, Builder b) {
        return body.stream().map(e -> !Regions.any(List.of(e), Statements::mayHaveSeveral) ? e : Regions.map(e, r -> {
            List<Eqn> inner = block(r.body(), b);
            return new Region(r.params(), Statements.mayHaveSeveral(e) ? inLoop(inner, b) : inner, r.out());
        })).toList();
    }

    private static List<Eqn> inLoop(List<Eqn> body, Builder b) {
        var out = new ArrayList<Eqn>();
        var read = new HashMap<Integer, Atom>();
        for (Eqn e : body) {
            Eqn now = Rewrite.substitute(e, read);
            out.add(now);
            Eqn computes = ElementAccess.isOne(e, Prim.UPDATE) ? Regions.definition(body, e.written()) : null;
            if (computes != null && computes.computesScalars()) {
                var in = new ArrayList<Atom>(List.of(now.result()));
                in.addAll(now.indices());
                Var again = b.fresh(e.written().type());
                out.add(new Eqn(Prim.INDEX, in, Params.Access.PROMISED, List.of(again)));
                read.put(((Var) e.written()).id(), again);
            }
        }
        return out;
    }
}
