package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.analysis.Versions;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.vectorize.nests.ScalarExpansion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    private final LoopForm form;

    /**
     * Float sums become a {@code reduce} only when {@code fast}, as that adds in another order. A loop some of whose trips depend on others may become several where {@code form}
     * allows that: blocks, or the parts around one trip.
     */
    public Parallelise(boolean fast, LoopForm form) {
        this.fast = fast;
        this.form = form;
    }

    @Override
    public String name() {
        return "parallelise";
    }

    @Override
    public Func run(Func in) {
        return Regions.any(in.body()) ? new Walk(in, fast, form).run() : in;
    }

    /** One walk over a function. */
    private static final class Walk extends AccessWalk {
        private final Definitions defs;
        private final boolean fast;
        private final LoopForm form;
        private final Builder copies;
        private final Map<Integer, Var> vars;

        Walk(Func f, boolean fast, LoopForm form) {
            super(f);
            this.fast = fast;
            this.form = form;
            defs = Definitions.in(f.body());
            copies = values.shapes.ids;
            vars = Poly.variables(f);
        }

        @Override
        protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
            return now.prim() == Prim.FOR ? raise(old, now, inside) : List.of(now);
        }

        /** The loop as hist, map or reduce, in parts perhaps; as it is when its trips may depend on each other. */
        private List<Eqn> raise(Eqn old, Eqn now, List<ElementAccess> inside) {
            List<Eqn> parallel = parallel(old, now, inside);
            Eqn hist = parallel == null ? Histogram.of(now, defs, copies) : null;
            Eqn exchanged = parallel == null && hist == null ? new Interchange(values, old, inside).apply(now) : null;
            List<Eqn> expanded = exchanged != null && form == LoopForm.WHOLE ? expanded(old, now, inside) : null;
            if (expanded != null) {
                return expanded;
            }
            Eqn other = hist != null ? hist : exchanged;
            List<Eqn> blocks = form == LoopForm.PARTS && parallel == null && other == null ? new TriangleBlocks(values, old, inside, copies).apply(now) : null;
            return parallel != null ? parallel : other != null ? List.of(other) : blocks != null ? blocks : List.of(now);
        }

        /** The loop inside of the map with scalars that take long in arrays; null where there are none. */
        private List<Eqn> expanded(Eqn old, Eqn now, List<ElementAccess> inside) {
            copies.open();
            Eqn loop = ScalarExpansion.of(now, copies);
            Eqn exchanged = loop == null ? null : new Interchange(values, old, inside).apply(loop);
            List<Eqn> made = copies.close();
            return exchanged == null ? null : Stream.concat(made.stream(), Stream.of(exchanged)).toList();
        }

        private List<Eqn> parallel(Eqn old, Eqn now, List<ElementAccess> inside) {
            RegionView view = RegionView.of(old);
            if (Regions.any(view.body().body(), e -> e.prim() == Prim.DEBUG_CALLBACK)) {
                return null;
            }
            Dependence dependence = null;
            Poly apart = null;
            var folds = new LinkedHashMap<RegionView.Slot, Prim>();
            for (RegionView.Slot s : view.slots()) {
                if (s.param().type().isScalar()) {
                    folds.put(s, ScalarReductions.of(view.body(), s, defs, fast));
                    if (folds.get(s) == null) {
                        return null;
                    }
                    continue;
                }
                Set<Integer> versions = Versions.of(view, s);
                if (versions == null) {
                    return null;
                }
                if (dependence == null) {
                    dependence = new Dependence(old, values.shapes.inside(old), values);
                }
                List<ElementAccess> own = inside.stream().filter(a -> versions.contains(a.array().id())).toList();
                if (!dependence.independent(own)) {
                    Poly meeting = dependence.meeting(own);
                    if (form == LoopForm.WHOLE || meeting == null || apart != null && !apart.equals(meeting)) {
                        return null;
                    }
                    apart = meeting;
                }
            }
            if (apart != null) {
                try {
                    return folds.isEmpty() ? split(now, apart) : null;
                } catch (ArithmeticException tooLarge) {
                    return null;
                }
            }
            return List.of(folds.isEmpty() ? new Eqn(Prim.MAP, now.in(), now.params(), now.out()) : reduce(now, folds));
        }

        /** The loop as two maps around the one trip that others depend on; null when that is not known to be among its trips. */
        private List<Eqn> split(Eqn now, Poly at) {
            long c = at.constant();
            int v = at.plus(-c).asVar();
            Atom n = now.in().get(0);
            if (values.inCondition() || Regions.size(Regions.of(now).get(0).body()) > LoopSplit.MOST_EQUATIONS || !vars.containsKey(v) || vars.get(v).dtype() != n.dtype()
                || !values.facts.prove(at) || !values.facts.prove(values.exact(n).minus(at).plus(-1))) {
                return null;
            }
            copies.open();
            Atom trip = copies.folded(Prim.ADD, vars.get(v), Lit.of(n.dtype(), c));
            LoopSplit.around(now, trip, copies);
            return copies.close();
        }

        private static Eqn reduce(Eqn loop, Map<RegionView.Slot, Prim> folds) {
            RegionView view = RegionView.of(loop);
            var slots = new ArrayList<RegionView.Slot>();
            var neutral = new HashMap<Integer, Atom>();
            folds.forEach((s, op) -> {
                slots.add(s.fold(op));
                neutral.put(s.param().id(), FoldIdentity.neutral(op, s.param().dtype()));
            });
            view.slots().stream().filter(s -> !folds.containsKey(s)).forEach(s -> slots.add(s.as(RegionView.Role.DEST)));
            Eqn reduce = RegionView.loop(Prim.REDUCE, view.extent(), view.head(), view.trip(), slots, view.body().body());
            return Regions.map(reduce, r -> Rewrite.substitute(r, neutral));
        }
    }
}
