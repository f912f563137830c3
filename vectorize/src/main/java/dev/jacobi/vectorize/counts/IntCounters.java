package dev.jacobi.vectorize.counts;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Range;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.simplify.Simplify;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Loops that count their trips by a long, of which there are no more than an int says, count by an int, as those do that other passes know: {@code for (long i = 0; i < a.length; i++) a[(int) i] = ..}. */
public final class IntCounters implements Optimisation {
    @Override
    public String name() {
        return "int-counters";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), IntCounters::isLong)) {
            return in;
        }
        Set<Eqn> few = Collections.newSetFromMap(new IdentityHashMap<>());
        var values = new IntValues(in);
        values.walk(in.body(), e -> {
            if (isLong(e) && values.facts.range(values.exact(e.in().get(0))).within(Range.of(DType.I32))) {
                few.add(e);
            }
        });
        return few.isEmpty() ? in : new Simplify().run(Rewrite.run(in, (e, r) -> few.contains(r.old()) && counted(e, r)));
    }

    private static boolean isLong(Eqn e) {
        return e.prim() == Prim.FOR && e.in().get(0).dtype() == DType.I64;
    }

    private static boolean counted(Eqn e, Rewrite r) {
        Region body = RegionView.of(e).body();
        var in = new ArrayList<Atom>(e.in());
        in.set(0, e.in().get(0) instanceof Lit n ? Lit.i32((int) n.asLong()) : r.b.convert(e.in().get(0), DType.I32));
        r.b.open();
        var params = new ArrayList<Var>(body.params());
        params.set(0, r.b.fresh(Type.I32));
        r.replace(body.params().get(0), r.b.convert(params.get(0), DType.I64));
        r.append(body.body());
        Region counted = r.b.close(params, r.atoms(body.out()));
        r.b.append(new Eqn(e.prim(), in, e.params(), e.out()).withRegions(List.of(counted)));
        return true;
    }
}
