package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.simplify.Simplify;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A loop that stores to the same element in each trip, and reads only others of that array, stores once, behind its last trip:
 * for k { s = s - a[i][k] * a[k][j]; a[i][j] = s } becomes a loop over s alone, which no longer changes an array, and one store.
 * {@link LoopLoadElimination} has made a scalar of what the trips hand on before; that the elements read are others is proven by {@link Dependence}.
 */
public final class StoreSinking implements Optimisation {
    @Override
    public String name() {
        return "store-sinking";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.FOR)) {
            return in;
        }
        Func out = new Walk(in).run();
        // what was stored and is read right behind the loop is a scalar now
        return out == in ? in : new Simplify().run(out);
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
            return now.prim() == Prim.FOR ? loop(now, inside) : List.of(now);
        }

        private List<Eqn> loop(Eqn loop, List<ElementAccess> inside) {
            RegionView view = RegionView.of(loop);
            if (view.slots().stream().noneMatch(s -> !s.param().type().isScalar()) || Regions.any(view.body().body(), Regions::mayLeave)) {
                return List.of(loop);
            }
            for (RegionView.Slot s : view.slots()) {
                Eqn write = s.param().type().isScalar() ? null : store(view, s);
                if (write != null && apart(loop, write, s, inside)) {
                    b.open();
                    Eqn without = sink(view, s, write);
                    List<Eqn> after = b.close();
                    return Stream.concat(loop(without, inside).stream(), after.stream()).toList();
                }
            }
            return List.of(loop);
        }

        /** The update that is the only one of a carried array, at indices that the loop does not change; null when there is none. */
        private static Eqn store(RegionView view, RegionView.Slot s) {
            Eqn write = Regions.definition(view.body().body(), s.yield());
            if (write == null || !ElementAccess.isOne(write, Prim.UPDATE) || !write.in().get(0).equals(s.param())) {
                return null;
            }
            Set<Integer> inside = Regions.defined(view.body());
            Map<Integer, Integer> uses = Regions.uses(view.body().body(), view.body().out());
            return Var.among(write.indices()).stream().noneMatch(v -> inside.contains(v.id())) && uses.get(write.result().id()) == 1 ? write : null;
        }

        /** Whether all other uses of the carried array are reads of other elements than the one that is written. */
        private boolean apart(Eqn loop, Eqn write, RegionView.Slot s, List<ElementAccess> inside) {
            RegionView view = RegionView.of(loop);
            ElementAccess store = inside.stream().filter(a -> a.eqn().result().equals(write.result())).findFirst().orElse(null);
            List<ElementAccess> reads = inside.stream().filter(a -> a.array().equals(s.param()) && !a.writes()).toList();
            if (store == null || Regions.uses(view.body().body(), view.body().out()).getOrDefault(s.param().id(), 0) != reads.size() + 1) {
                return false;
            }
            var dependence = new Dependence(loop, Set.of(), values);
            return reads.stream().allMatch(r -> dependence.never(r, store, List.of()));
        }

        /** The loop without the array; what is stored behind it goes to the open builder. */
        private Eqn sink(RegionView view, RegionView.Slot array, Eqn write) {
            Atom value = write.written();
            var slots = new ArrayList<>(view.slots());
            slots.remove(array);
            RegionView.Slot last = slots.stream().filter(s -> s.yield().equals(value)).findFirst().orElse(null);
            if (last == null) {
                Lit zero = Lit.zero(value.dtype());
                last = RegionView.Slot.of(RegionView.Role.CARRY, zero, b.fresh(zero.type()), value, b.fresh(zero.type()));
                slots.add(last);
            }
            List<Eqn> body = view.body().body().stream().filter(e -> e != write).toList();
            Eqn without = RegionView.loop(Prim.FOR, Dim.UNKNOWN, view.head(), view.trip(), slots, body);
            Var runs = b.emit(Prim.GT, view.head(), Lit.zero(view.head().dtype()));
            Var result = last.result();
            b.cond(runs, () -> List.of(b.update(array.init(), (Params.Access) write.params(), write.indices(), result)), () -> List.of(array.init()), array.results());
            return Rewrite.substitute(without, Map.of(array.param().id(), array.init()));
        }
    }
}
