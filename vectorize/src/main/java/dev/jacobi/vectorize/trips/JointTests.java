package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A loop that goes on while a number is below two others goes on while it is below the smaller one, {@code for (i = ii; i < ii + tile && i < n; i++)}:
 *
 * <pre>{@code while(i) { p = lt i a; q = lt i b; r = and p q; yield r }   =>   while(i) { c = min a b; p = lt i c; yield p }}</pre>
 *
 * It has one test then, by which it is counted. Both say the same for all integers.
 */
public final class JointTests implements Optimisation {
    @Override
    public String name() {
        return "joint-tests";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.WHILE && joint(Regions.of(e).get(0)) != null)) {
            return in;
        }
        return Rewrite.ofLoops(in, (e, r) -> {
            Map<Test, List<Atom>> bounds = r.old().prim() == Prim.WHILE ? joint(Regions.of(r.old()).get(0)) : null;
            if (bounds != null) {
                var w = (Params.While) r.old().params();
                r.b.append(r.copy(new Eqn(Prim.WHILE, e.in(), new Params.While(joined(w.cond(), bounds, r.b), w.body()), e.out())));
            }
            return bounds != null;
        });
    }

    /** A comparison of what the loop carries, or another condition if {@code op} is null. */
    private record Test(Prim op, Atom value) {
    }

    /** What a condition consists of, with the bounds of each comparison; null where each has one. */
    private static Map<Test, List<Atom>> joint(Region cond) {
        Definitions defs = Definitions.in(cond.body());
        Map<Test, List<Atom>> bounds = new LinkedHashMap<>();
        collect(cond.out().get(0), cond, defs, bounds);
        return bounds.values().stream().anyMatch(all -> all.size() > 1) ? bounds : null;
    }

    private static void collect(Atom a, Region cond, Definitions defs, Map<Test, List<Atom>> bounds) {
        Eqn e = defs.of(a);
        if (e != null && e.prim() == Prim.AND && a.dtype() == DType.BOOL) {
            e.in().forEach(part -> collect(part, cond, defs, bounds));
        } else if (e != null && (isLess(e.prim()) || e.prim() == Prim.GT || e.prim() == Prim.GE) && cond.params().contains(e.in().get(0)) && e.in().get(0).dtype().isInt()) {
            bounds.computeIfAbsent(new Test(e.prim(), e.in().get(0)), k -> new ArrayList<>()).add(e.in().get(1));
        } else {
            bounds.computeIfAbsent(new Test(null, a), k -> new ArrayList<>(List.of(a)));
        }
    }

    private static boolean isLess(Prim p) {
        return p == Prim.LT || p == Prim.LE;
    }

    private static Region joined(Region cond, Map<Test, List<Atom>> bounds, Builder b) {
        b.open();
        Atom all = null;
        for (var test : bounds.entrySet()) {
            Test t = test.getKey();
            Atom holds = t.value;
            if (t.op != null) {
                Atom bound = test.getValue().stream().reduce((x, y) -> b.emit(isLess(t.op) ? Prim.MIN : Prim.MAX, x, y)).orElseThrow();
                holds = b.emit(t.op, t.value, bound);
            }
            all = all == null ? holds : b.emit(Prim.AND, all, holds);
        }
        var body = new ArrayList<>(cond.body());
        body.addAll(b.close());
        return new Region(cond.params(), body, List.of(all));
    }
}
