package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ElementAccess;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An element that is added to, and then read and overwritten in the same trip, as the cotangent of an element that a trip reads and then writes: it is read without what was added, which
 * is added to what was read. So trips take elements before they add to any.
 */
final class SumsTaken {
    private final Map<Integer, List<Eqn>> users = new HashMap<>();
    private final Set<Eqn> dropped = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Eqn, Atom> reads = new IdentityHashMap<>();

    private SumsTaken() {
    }

    static Func run(Func f) {
        var one = new SumsTaken();
        one.uses(f.body(), f.out());
        one.find(f.body());
        if (one.dropped.isEmpty()) {
            return f;
        }
        // what was added before the last addition may now be such a sum
        return run(Rewrite.run(f, (e, w) -> {
            Atom term = one.reads.get(w.old());
            if (term != null) {
                Var rest = w.b.index(e.in().get(0), (Params.Access) e.params(), e.indices());
                w.replace(e.result(), w.b.emit(Prim.ADD, rest, w.atom(term)));
            } else if (one.dropped.contains(w.old())) {
                w.replace(e.result(), e.in().get(0));
            }
            return term != null || one.dropped.contains(w.old());
        }));
    }

    private void uses(List<Eqn> body, List<Atom> out) {
        for (Eqn e : body) {
            e.in().forEach(a -> use(a, e));
            for (Region r : Regions.of(e)) {
                uses(r.body(), r.out());
            }
        }
        // whoever has the block's results uses them, too
        out.forEach(a -> use(a, null));
    }

    private void use(Atom a, Eqn by) {
        if (a instanceof Var v) {
            users.computeIfAbsent(v.id(), k -> new ArrayList<>()).add(by);
        }
    }

    private void find(List<Eqn> body) {
        for (Eqn e : body) {
            Regions.of(e).forEach(r -> find(r.body()));
            if (ElementAccess.isOne(e, Prim.ACC_ADD) && e.written().type().isScalar() && !e.result().type().isScalar()) {
                List<Eqn> by = users.getOrDefault(e.result().id(), List.of());
                boolean same = by.stream().allMatch(u -> u != null && body.contains(u)
                    && (ElementAccess.isOne(u, Prim.INDEX) || ElementAccess.isOne(u, Prim.UPDATE) && !u.written().equals(e.result()))
                    && u.in().get(0).equals(e.result()) && u.indices().equals(e.indices()));
                if (same && by.stream().filter(u -> u.prim() == Prim.UPDATE).count() == 1 && by.size() > 1) {
                    dropped.add(e);
                    by.stream().filter(u -> u.prim() == Prim.INDEX).forEach(u -> reads.put(u, e.written()));
                }
            }
        }
    }
}
