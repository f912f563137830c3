package dev.jacobi.vectorize.checks;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.pass.Optimisation;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Branches in loops whose condition follows from the loops' ranges ({@code if (j > 0)} where j begins at 1) become what is taken of them: so their checks are those of every trip, and may leave the loops. */
public final class KnownBranches implements Optimisation {
    @Override
    public String name() {
        return "known-branches";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> (e.prim() == Prim.FOR || e.prim() == Prim.REDUCE) && Regions.any(Regions.of(e).get(0).body(), KnownBranches::isOne))) {
            return in;
        }
        Map<Eqn, Boolean> taken = new IdentityHashMap<>();
        var values = new IntValues(in);
        values.walk(in.body(), e -> {
            Boolean known = isOne(e) && values.depth() > 0 ? values.decide(e.in().get(0)) : null;
            if (known != null) {
                taken.put(e, known);
            }
        });
        return taken.isEmpty() ? in : Rewrite.run(in, (e, r) -> {
            Boolean known = taken.get(r.old());
            if (known == null) {
                return false;
            }
            List<Region> branches = Regions.of(e);
            Region one = branches.get(known ? 1 : 0);
            r.append(one.body());
            r.replace(e.out(), r.atoms(one.out()));
            return true;
        });
    }

    private static boolean isOne(Eqn e) {
        return e.prim() == Prim.COND && e.in().get(0).dtype() == DType.BOOL && Regions.of(e).size() == 2;
    }
}
