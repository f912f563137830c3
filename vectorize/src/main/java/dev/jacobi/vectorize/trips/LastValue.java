package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.Versions;
import dev.jacobi.ir.pass.Optimisation;
import java.util.List;
import java.util.Set;

/**
 * A scalar that a loop hands on and no trip looks at is what the last trip computes. That is computed in front of the loop, whose trips then are independent of each other as far as the scalar goes:
 * of the elements that it reads none may be written by a trip.
 */
public final class LastValue implements Optimisation {
    private static final int MOST_EQUATIONS = 40;

    @Override
    public String name() {
        return "last-value";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.FOR && RegionView.of(e).slots().stream().anyMatch(s -> isLast(e, s)))) {
            return in;
        }
        return new Walk(in).run();
    }

    private static boolean isLast(Eqn loop, Slot s) {
        return s.param().type().isScalar() && Regions.definition(RegionView.of(loop).body().body(), s.yield()) != null
            && !Regions.uses(RegionView.of(loop).body().body(), RegionView.of(loop).body().out()).containsKey(s.param().id());
    }

    /** One walk over a function. */
    private static final class Walk extends AccessWalk {
        private final Builder b;

        Walk(Func f) {
            super(f);
            b = values.shapes.ids;
        }

        @Override
        protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
            b.open();
            b.append(now.prim() == Prim.FOR ? loop(now, inside) : now);
            return b.close();
        }

        private Eqn loop(Eqn loop, List<ElementAccess> inside) {
            RegionView view = RegionView.of(loop);
            List<Eqn> body = view.body().body();
            boolean arrays = view.slots().stream().anyMatch(s -> !s.param().type().isScalar());
            if (!arrays || Regions.any(body, Regions::mayLeave)) {
                return loop;
            }
            for (Slot s : view.slots()) {
                BackwardSlice slice = isLast(loop, s) ? BackwardSlice.of(body, List.of(s.yield())) : null;
                if (slice != null && slice.eqns().size() <= MOST_EQUATIONS && mayBeFirst(view, slice, inside)) {
                    write(view, s, slice);
                    return loop(view.keep(t -> t != s), inside);
                }
            }
            return loop;
        }

        private void write(RegionView view, Slot s, BackwardSlice slice) {
            Lit one = Lit.of(view.head().dtype(), 1);
            b.cond(b.emit(Prim.GE, view.head(), one), () -> {
                var copy = new Rewrite(b).replace(view.trip(), b.emit(Prim.SUB, view.head(), one)).replace(view.params(), view.inits());
                copy.append(slice.eqns());
                return List.of(copy.atom(s.yield()));
            }, () -> List.of(s.init()), List.of(s.result()));
        }

        /** Whether a trip computes the same when those before it have not run. */
        private boolean mayBeFirst(RegionView view, BackwardSlice slice, List<ElementAccess> inside) {
            Dependence dependence = null;
            for (Atom from : slice.from()) {
                Slot s = view.ofParam(from);
                Set<Integer> versions = s == null ? null : s.param().type().isScalar() ? Set.of() : Versions.of(view, s);
                if (s == null) {
                    continue;
                } else if (versions == null || versions.isEmpty()) {
                    return false;
                }
                dependence = dependence == null ? new Dependence(view.eqn(), values.shapes.inside(view.eqn()), values) : dependence;
                for (ElementAccess r : inside) {
                    for (ElementAccess w : slice.eqns().contains(r.eqn()) && r.array().equals(s.param()) ? inside : List.<ElementAccess>of()) {
                        if (w.writes() && versions.contains(w.array().id()) && !dependence.never(w, r)) {
                            return false;
                        }
                    }
                }
            }
            return slice.eqns().stream().allMatch(e -> e.computesScalars() || ElementAccess.isOne(e, Prim.INDEX));
        }
    }
}
