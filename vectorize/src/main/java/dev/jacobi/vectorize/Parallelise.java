package dev.jacobi.vectorize;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Pass;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * for to map and reduce: a loop whose trips are proven independent. Each carry must be an array of which no trip touches
 * an element that another trip writes, or a scalar that the trips only fold into with an operator that may be
 * reordered (float sums only when {@code fast}). Inner loops are decided first, each on its own; the analysis
 * looks at the function as it was before the pass.
 */
public final class Parallelise implements Pass {
    private final boolean fast;

    public Parallelise(boolean fast) {
        this.fast = fast;
    }

    @Override
    public String name() {
        return "parallelise";
    }

    @Override
    public Func run(Func in) {
        return new Func(in.in(), new Walk(in, fast).block(in.body()), in.out());
    }

    /** One walk over a function. */
    private static final class Walk {
        private final Values values;
        private final Map<Integer, Eqn> defs;
        private final boolean fast;
        private final List<Access> accesses = new ArrayList<>();

        Walk(Func f, boolean fast) {
            this.fast = fast;
            values = new Values(f);
            defs = Regions.definitions(f.body());
        }

        List<Eqn> block(List<Eqn> body) {
            var out = new ArrayList<Eqn>();
            for (Eqn e : body) {
                out.add(eqn(e));
                values.define(e);
            }
            return out;
        }

        private Eqn eqn(Eqn e) {
            if (e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE) {
                int last = e.prim() == Prim.INDEX ? e.in().size() : e.in().size() - 1;
                accesses.add(new Access(e, (Var) e.in().get(0), e.in().subList(1, last).stream().map(values::exact).toList(),
                    values.facts.snapshot()));
                return e;
            }
            List<Region> rs = Regions.of(e);
            if (rs.isEmpty()) {
                return e;
            }
            int first = accesses.size();
            var now = new ArrayList<Region>();
            for (int k = 0; k < rs.size(); k++) {
                Region r = rs.get(k);
                values.region(e, k, () -> now.add(new Region(r.params(), block(r.body()), r.out())));
            }
            var same = new Eqn(e.prim(), e.in(), Regions.with(e.params(), now), e.out());
            if (e.prim() != Prim.FOR) {
                return same;
            }
            Eqn raised = raise(e, same, accesses.subList(first, accesses.size()));
            return raised == null ? same : raised;
        }

        /** The loop as hist, map or reduce; null when its trips may depend on each other. */
        private Eqn raise(Eqn old, Eqn now, List<Access> inside) {
            Eqn hist = Histogram.of(now, defs);
            if (hist != null) {
                return hist;
            }
            Region body = Regions.of(old).get(0);
            if (callsBack(body.body())) {
                return null;
            }
            Dependence dependence = null;
            var dests = new ArrayList<Integer>();
            var folds = new ArrayList<Integer>();
            var ops = new ArrayList<Prim>();
            for (int k = 0; k < body.out().size(); k++) {
                Var p = body.params().get(k + 1);
                if (p.type().isScalar()) {
                    Prim op = Folds.of(body, p, k, defs, fast);
                    if (op == null) {
                        return null;
                    }
                    folds.add(k);
                    ops.add(op);
                    continue;
                }
                Set<Integer> versions = Versions.of(body, p, k);
                if (versions == null) {
                    return null;
                }
                if (dependence == null) {
                    dependence = new Dependence(symbols(body), body.params().get(0).id(), values.shapes.end(), values.facts);
                }
                if (!dependence.independent(inside.stream().filter(a -> versions.contains(a.array().id())).toList())) {
                    return null;
                }
                dests.add(k);
            }
            return folds.isEmpty() ? map(now) : reduce(now, folds, ops, dests);
        }

        private static boolean callsBack(List<Eqn> body) {
            boolean[] found = {false};
            Regions.each(body, e -> found[0] |= e.prim() == Prim.DEBUG_CALLBACK);
            return found[0];
        }

        /** Variables and extents that belong to a trip. */
        private Set<Integer> symbols(Region body) {
            var ids = new HashSet<>(Regions.defined(body));
            values.shapes.extentsOf(ids);
            return ids;
        }

        private static Eqn map(Eqn loop) {
            return new Eqn(Prim.MAP, loop.in(), loop.params(), loop.out());
        }

        private static Eqn reduce(Eqn loop, List<Integer> folds, List<Prim> ops, List<Integer> dests) {
            Region body = Regions.of(loop).get(0);
            var order = Regions.<Integer>concat(folds, dests);
            var in = new ArrayList<>(loop.in().subList(0, 1));
            order.forEach(k -> in.add(loop.in().get(k + 1)));
            var params = new ArrayList<>(body.params().subList(0, 1));
            dests.forEach(k -> params.add(body.params().get(k + 1)));
            var neutral = new java.util.HashMap<Integer, Atom>();
            for (int j = 0; j < folds.size(); j++) {
                Var p = body.params().get(folds.get(j) + 1);
                neutral.put(p.id(), Folds.neutral(ops.get(j), p.dtype()));
            }
            Region terms = Substitute.region(new Region(params, body.body(), order.stream().map(body.out()::get).toList()), neutral);
            return new Eqn(Prim.REDUCE, in, new Params.Fold(((Params.Loop) loop.params()).extent(), ops, terms),
                order.stream().map(loop.out()::get).toList());
        }
    }
}
