package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.analysis.Versions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * for to map and reduce: a loop whose trips are proven independent. Each carry must be an array of which no trip touches
 * an element that another trip writes, or a scalar that the trips only fold into with an operator that may be
 * reordered (float sums only when {@code fast}). Inner loops are decided first, each on its own; the analysis
 * looks at the function as it was before the pass.
 */
public final class Parallelise implements Optimisation {
    private final boolean fast;

    /** Float sums become a {@code reduce} only when {@code fast}, as that adds in another order. */
    public Parallelise(boolean fast) {
        this.fast = fast;
    }

    @Override
    public String name() {
        return "parallelise";
    }

    @Override
    public Func run(Func in) {
        return Regions.any(in.body()) ? new Func(in.in(), new Walk(in, fast).block(in.body()), in.out()) : in;
    }

    /** One walk over a function. */
    private static final class Walk {
        private final IntValues values;
        private final Map<Integer, Eqn> defs;
        private final boolean fast;
        private final List<ElementAccess> accesses = new ArrayList<>();
        private final dev.jacobi.ir.Builder copies;
        private final Map<Integer, Var> vars = new java.util.HashMap<>();
        private int inCondition;

        Walk(Func f, boolean fast) {
            this.fast = fast;
            values = new IntValues(f);
            defs = Regions.definitions(f.body());
            copies = new dev.jacobi.ir.Builder(Regions.firstFreeId(f));
            f.in().forEach(v -> vars.put(v.id(), v));
            Regions.each(f.body(), e -> {
                e.out().forEach(v -> vars.put(v.id(), v));
                Regions.of(e).forEach(r -> r.params().forEach(v -> vars.put(v.id(), v)));
                if (e.params() instanceof Params.While w) {
                    // Polynomials name a while's carry by the condition's parameters.
                    for (int k = 0; k < w.cond().params().size(); k++) {
                        vars.put(w.cond().params().get(k).id(), w.body().params().get(k));
                    }
                }
            });
        }

        List<Eqn> block(List<Eqn> body) {
            var out = new ArrayList<Eqn>();
            for (Eqn e : body) {
                out.addAll(eqn(e));
                values.define(e);
            }
            return out;
        }

        private List<Eqn> eqn(Eqn e) {
            if (e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE) {
                int last = e.prim() == Prim.INDEX ? e.in().size() : e.in().size() - 1;
                accesses.add(new ElementAccess(e, (Var) e.in().get(0), e.in().subList(1, last).stream().map(values::exact).toList(),
                    values.facts.snapshot()));
                return List.of(e);
            }
            List<Region> rs = Regions.of(e);
            if (rs.isEmpty()) {
                return List.of(e);
            }
            int first = accesses.size();
            var now = new ArrayList<Region>();
            for (int k = 0; k < rs.size(); k++) {
                Region r = rs.get(k);
                inCondition += e.prim() == Prim.WHILE && k == 0 ? 1 : 0;
                values.region(e, k, () -> now.add(new Region(r.params(), block(r.body()), r.out())));
                inCondition -= e.prim() == Prim.WHILE && k == 0 ? 1 : 0;
            }
            var same = new Eqn(e.prim(), e.in(), Regions.with(e.params(), now), e.out());
            if (e.prim() != Prim.FOR) {
                return List.of(same);
            }
            return raise(e, same, accesses.subList(first, accesses.size()));
        }

        /** The loop as hist, map or reduce, in parts perhaps; as it is when its trips may depend on each other. */
        private List<Eqn> raise(Eqn old, Eqn now, List<ElementAccess> inside) {
            List<Eqn> parallel = parallel(old, now, inside);
            Eqn hist = parallel == null ? Histogram.of(now, defs, copies) : null;
            Eqn exchanged = parallel == null && hist == null ? new Interchange(values, old, inside).apply(now) : null;
            return parallel != null ? parallel : List.of(hist != null ? hist : exchanged != null ? exchanged : now);
        }

        private List<Eqn> parallel(Eqn old, Eqn now, List<ElementAccess> inside) {
            Region body = Regions.of(old).get(0);
            if (callsBack(body.body())) {
                return null;
            }
            Dependence dependence = null;
            Poly apart = null;
            var dests = new ArrayList<Integer>();
            var folds = new ArrayList<Integer>();
            var ops = new ArrayList<Prim>();
            for (int k = 0; k < body.out().size(); k++) {
                Var p = body.params().get(k + 1);
                if (p.type().isScalar()) {
                    Prim op = ScalarReductions.of(body, p, k, defs, fast);
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
                List<ElementAccess> own = inside.stream().filter(a -> versions.contains(a.array().id())).toList();
                if (!dependence.independent(own)) {
                    Poly meeting = dependence.meeting(own);
                    if (meeting == null || apart != null && !apart.equals(meeting)) {
                        return null;
                    }
                    apart = meeting;
                }
                dests.add(k);
            }
            if (apart != null) {
                try {
                    return folds.isEmpty() ? split(now, apart) : null;
                } catch (ArithmeticException tooLarge) {
                    return null;
                }
            }
            return List.of(folds.isEmpty() ? map(now) : reduce(now, folds, ops, dests));
        }

        /** The loop as two maps around the one trip that others depend on; null when that is not known to be among its trips. */
        private List<Eqn> split(Eqn now, Poly at) {
            long c = at.constant();
            int v = at.plus(-c).asVar();
            Atom n = now.in().get(0);
            int[] size = {0};
            Regions.each(Regions.of(now).get(0).body(), e -> size[0]++);
            if (inCondition > 0 || size[0] > LoopSplit.MOST_EQUATIONS || !vars.containsKey(v) || vars.get(v).dtype() != n.dtype()
                || !values.facts.prove(at) || !values.facts.prove(values.exact(n).minus(at).plus(-1))) {
                return null;
            }
            copies.open();
            Atom trip = TripCount.fold(copies, Prim.ADD, vars.get(v), Lit.of(n.dtype(), c));
            var out = new ArrayList<>(copies.close(List.of(), List.of()).body());
            out.addAll(LoopSplit.around(now, trip, copies));
            return out;
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
            var order = Stream.concat(folds.stream(), dests.stream()).toList();
            var in = new ArrayList<>(loop.in().subList(0, 1));
            order.forEach(k -> in.add(loop.in().get(k + 1)));
            var params = new ArrayList<>(body.params().subList(0, 1));
            dests.forEach(k -> params.add(body.params().get(k + 1)));
            var neutral = new java.util.HashMap<Integer, Atom>();
            for (int j = 0; j < folds.size(); j++) {
                Var p = body.params().get(folds.get(j) + 1);
                neutral.put(p.id(), FoldIdentity.neutral(ops.get(j), p.dtype()));
            }
            Region terms = Rewrite.substitute(new Region(params, body.body(), order.stream().map(body.out()::get).toList()), neutral);
            return new Eqn(Prim.REDUCE, in, new Params.Fold(((Params.Loop) loop.params()).extent(), ops, terms),
                order.stream().map(loop.out()::get).toList());
        }
    }
}
