package dev.jacobi.vectorize.vmap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
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
        var b = new Builder(Regions.firstFreeId(f));
        collect(f.body(), b, asked);
        if (asked.isEmpty()) {
            return f;
        }
        var known = new HashMap<Integer, Atom>();
        List<Eqn> rest = without(f.body(), asked, known);
        var body = new ArrayList<Eqn>();
        asked.forEach((axis, v) -> body.add(new Eqn(Prim.AXIS_INDEX, List.of(), axis, List.of(v))));
        body.addAll(rest);
        return new Func(f.in(), body, atoms(f.out(), known));
    }

    private static void collect(List<Eqn> body, Builder b, Map<Params, Var> asked) {
        for (Eqn e : body) {
            if (e.prim() == Prim.AXIS_INDEX) {
                asked.computeIfAbsent(e.params(), p -> b.fresh(e.result().type()));
            }
            Regions.of(e).forEach(r -> collect(r.body(), b, asked));
        }
    }

    private static List<Eqn> without(List<Eqn> body, Map<Params, Var> asked, Map<Integer, Atom> known) {
        var out = new ArrayList<Eqn>();
        for (Eqn e : body) {
            if (e.prim() == Prim.AXIS_INDEX) {
                known.put(e.result().id(), asked.get(e.params()));
                continue;
            }
            Params p = e.params().map(r -> new Region(r.params(), without(r.body(), asked, known), atoms(r.out(), known)));
            out.add(new Eqn(e.prim(), atoms(e.in(), known), p, e.out()));
        }
        return out;
    }

    private static List<Atom> atoms(List<Atom> in, Map<Integer, Atom> known) {
        return in.stream().map(a -> a instanceof Var v ? known.getOrDefault(v.id(), a) : a).toList();
    }
}
