package dev.jacobi.vectorize.contract;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.IntValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A nest of maps and the sums of products in it. All numbers of trips are known in front of it, and so are all conditions that the sums stand under, which must hold: when no number is
 * zero, every product of every sum is computed, so everything that the sums read is there.
 */
final class ContractNest {
    final IntValues values;
    final boolean fast;
    /** What makes products whose sums keep their order; null where {@code dot_general} does. */
    final OrderedProducts ordered;
    /** What the nest defines, with the extents of arrays among it. */
    final Set<Integer> inside;
    private final Eqn map;
    private final Map<Eqn, List<ContractSum>> sums = new IdentityHashMap<>();
    private final List<ContractSum> all = new ArrayList<>();
    /** Under which the sums stand. */
    private final Set<Atom> conditions = new LinkedHashSet<>();

    private ContractNest(Eqn map, IntValues values, boolean fast, OrderedProducts ordered) {
        this.map = map;
        this.values = values;
        this.fast = fast;
        this.ordered = ordered;
        inside = values.shapes.inside(map);
    }

    /** The nest that the map is, after a walk over it; null when there is no sum of products in it. */
    static ContractNest of(Eqn map, IntValues values, boolean fast, OrderedProducts ordered) {
        var nest = new ContractNest(map, values, fast, ordered);
        nest.find(List.of(map));
        return nest.all.isEmpty() ? null : nest;
    }

    private void find(List<Eqn> path) {
        find(path, Regions.of(path.get(path.size() - 1)).get(0).body());
    }

    private void find(List<Eqn> path, List<Eqn> body) {
        for (Eqn e : body) {
            if (Regions.of(e).isEmpty() || isInside(e.in().get(0))) {
                continue;
            }
            if (e.prim() == Prim.COND && e.in().get(0).dtype() == DType.BOOL) {
                int before = all.size();
                find(path, Regions.of(e).get(1).body());
                if (all.size() > before) {
                    conditions.add(e.in().get(0));
                }
            } else if (e.prim() == Prim.MAP) {
                find(Stream.concat(path.stream(), Stream.of(e)).toList());
            } else if (path.size() > 1 && (e.prim() == Prim.FOR || e.prim() == Prim.REDUCE)) {
                List<ContractSum> found = ContractSum.of(this, path, e);
                if (found != null) {
                    sums.put(e, found);
                    all.addAll(found);
                }
            }
        }
    }

    boolean isInside(Atom a) {
        return a instanceof Var v && inside.contains(v.id());
    }

    /** What a value is where a condition from outside holds that it depends on, which from now on must hold; itself where it depends on none. */
    Atom chosen(Atom value) {
        Eqn e = values.definition(value);
        if (e == null || !isInside(value) || e.prim() != Prim.COND || e.in().get(0).dtype() != DType.BOOL || isInside(e.in().get(0))) {
            return value;
        }
        conditions.add(e.in().get(0));
        return Regions.of(e).get(1).out().get(e.out().indexOf(value));
    }

    /** True when a trip may end the whole function: then nothing is read in front of the nest that the sums would only read after that. */
    boolean mayFail() {
        return Regions.hasEffect(map);
    }

    /** Appends the products and the nest that reads them; false, and nothing appended, when the loops stay. */
    boolean write(Builder b, long threshold) {
        b.open();
        var guard = new ContractGuard(b);
        conditions.forEach(guard::holds);
        all.forEach(s -> s.guard(guard, threshold, b));
        Atom worth = guard.all();
        List<Eqn> tests = b.close();
        if (guard.fails()) {
            return false;
        }
        tests.forEach(b::append);
        if (worth == null) {
            b.append(with(products(b), b, map.out()));
            return true;
        }
        b.cond(worth, () -> {
            List<Var> out = map.out().stream().map(v -> b.fresh(v.type())).toList();
            b.append(with(products(b), b, out));
            return out;
        }, () -> Rewrite.repeat(b, map), map.out());
        return true;
    }

    private Map<ContractSum, Var> products(Builder b) {
        var now = new HashMap<ContractSum, Var>();
        all.forEach(s -> now.put(s, s.product(b)));
        return now;
    }

    /** The nest with the sums read from the products. */
    private Eqn with(Map<ContractSum, Var> products, Builder b, List<Var> out) {
        var reading = Rewrite.inPlace(b, (e, r) -> {
            sums.getOrDefault(r.old(), List.of()).forEach(s -> s.read(products.get(s), b));
            return sums.containsKey(r.old());
        });
        return new Eqn(map.prim(), map.in(), map.params().map(reading::region), out);
    }
}
