package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Integers that a for counts by the same step in each trip become functions of the trip's number, which is exact in wrap-around arithmetic. {@link WhileToFor} has done so with those of a single loop; what is
 * counted in an inner loop is a counter of the outer one only when the inner one is a for.
 */
public final class Counters implements Optimisation {
    @Override
    public String name() {
        return "counters";
    }

    @Override
    public Func run(Func in) {
        return Rewrite.ofLoops(in, (e, r) -> e.prim() == Prim.FOR && closed(e, r));
    }

    /** A step that is added, or taken away. */
    private record Step(Atom by, boolean down) {
    }

    private static boolean closed(Eqn e, Rewrite r) {
        RegionView view = RegionView.of(e);
        Set<Integer> inside = Regions.defined(view.body());
        var steps = new LinkedHashMap<RegionView.Slot, Step>();
        for (RegionView.Slot s : view.slots()) {
            Step step = s.param().type().isScalar() && (s.param().dtype() == DType.I32 || s.param().dtype() == DType.I64) ? step(view, s, inside) : null;
            if (step != null) {
                steps.put(s, step);
            }
        }
        if (steps.isEmpty()) {
            return false;
        }
        Builder b = r.b;
        var body = new ArrayList<Eqn>();
        var values = new HashMap<Integer, Atom>();
        Var count = b.emit(Prim.MAX, view.head(), Lit.zero(view.head().dtype()));
        for (Map.Entry<RegionView.Slot, Step> c : steps.entrySet()) {
            RegionView.Slot s = c.getKey();
            b.open();
            Atom now = at(r, s.init(), view.trip(), c.getValue());
            body.addAll(b.close());
            values.put(s.param().id(), now);
            r.replace(s.result(), at(r, s.init(), count, c.getValue()));
        }
        view.body().body().forEach(x -> body.add(Rewrite.substitute(x, values)));
        List<RegionView.Slot> slots = view.slots().stream().filter(s -> !steps.containsKey(s))
            .map(s -> RegionView.Slot.of(s.role(), s.init(), s.param(), Rewrite.substitute(List.of(s.yield()), values).get(0), s.result())).toList();
        r.append(RegionView.loop(Prim.FOR, view.extent(), view.head(), view.trip(), slots, body));
        return true;
    }

    private static Step step(RegionView view, RegionView.Slot s, Set<Integer> inside) {
        for (Eqn x : view.body().body()) {
            if (x.out().size() == 1 && x.result().equals(s.yield()) && (x.prim() == Prim.ADD || x.prim() == Prim.SUB)) {
                boolean first = x.in().get(0).equals(s.param());
                boolean second = x.prim() == Prim.ADD && x.in().get(1).equals(s.param());
                Atom by = x.in().get(first ? 1 : 0);
                return (first || second) && !(by instanceof Var v && inside.contains(v.id())) ? new Step(by, x.prim() == Prim.SUB) : null;
            }
        }
        return null;
    }

    /** The counter after so many trips. */
    private static Atom at(Rewrite r, Atom init, Var trips, Step step) {
        Builder b = r.b;
        Atom times = trips.dtype() == init.dtype() ? trips : b.emit(Prim.CONVERT, new Params.To(init.dtype()), trips);
        return b.emit(step.down() ? Prim.SUB : Prim.ADD, init, b.folded(Prim.MUL, times, r.atom(step.by())));
    }
}
