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
    private static final int MOST_STEPS = 8;

    @Override
    public String name() {
        return "counters";
    }

    @Override
    public Func run(Func in) {
        return Rewrite.ofLoops(in, (e, r) -> e.prim() == Prim.FOR && closed(e, r));
    }

    /** Something that is added, or taken away; a counter has several of them when loops inside count it, too. */
    private record Step(Atom by, boolean down) {
    }

    private static boolean closed(Eqn e, Rewrite r) {
        RegionView view = RegionView.of(e);
        Set<Integer> inside = Regions.defined(view.body());
        var steps = new LinkedHashMap<RegionView.Slot, List<Step>>();
        for (RegionView.Slot s : view.slots()) {
            List<Step> step = s.param().type().isScalar() && (s.param().dtype() == DType.I32 || s.param().dtype() == DType.I64) ? step(view, s, inside) : null;
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
        for (Map.Entry<RegionView.Slot, List<Step>> c : steps.entrySet()) {
            RegionView.Slot s = c.getKey();
            Step step = whole(r, c.getValue(), s.init().dtype());
            b.open();
            Atom now = at(r, s.init(), view.trip(), step);
            body.addAll(b.close());
            values.put(s.param().id(), now);
            r.replace(s.result(), at(r, s.init(), count, step));
        }
        view.body().body().forEach(x -> body.add(Rewrite.substitute(x, values)));
        List<RegionView.Slot> slots = view.slots().stream().filter(s -> !steps.containsKey(s))
            .map(s -> RegionView.Slot.of(s.role(), s.init(), s.param(), Rewrite.substitute(List.of(s.yield()), values).get(0), s.result())).toList();
        r.append(RegionView.loop(Prim.FOR, view.extent(), view.head(), view.trip(), slots, body));
        return true;
    }

    /** What a trip adds to the counter; null when that is not the same in each trip. */
    private static List<Step> step(RegionView view, RegionView.Slot s, Set<Integer> inside) {
        var steps = new ArrayList<Step>();
        for (Atom sum = s.yield(); !sum.equals(s.param());) {
            Eqn x = Regions.definition(view.body().body(), sum);
            if (x == null || x.prim() != Prim.ADD && x.prim() != Prim.SUB || steps.size() == MOST_STEPS) {
                return null;
            }
            boolean second = x.prim() == Prim.ADD && isFixed(x.in().get(0), inside);
            Atom by = x.in().get(second ? 0 : 1);
            if (!isFixed(by, inside)) {
                return null;
            }
            steps.add(new Step(by, x.prim() == Prim.SUB));
            sum = x.in().get(second ? 1 : 0);
        }
        return steps.isEmpty() ? null : steps;
    }

    private static boolean isFixed(Atom a, Set<Integer> inside) {
        return !(a instanceof Var v && inside.contains(v.id()));
    }

    private static Step whole(Rewrite r, List<Step> steps, DType t) {
        if (steps.size() == 1) {
            return steps.get(0);
        }
        Atom sum = Lit.zero(t);
        for (Step s : steps) {
            sum = r.b.folded(s.down() ? Prim.SUB : Prim.ADD, sum, r.atom(s.by()));
        }
        return new Step(sum, false);
    }

    /** The counter after so many trips. */
    private static Atom at(Rewrite r, Atom init, Var trips, Step step) {
        Builder b = r.b;
        Atom times = trips.dtype() == init.dtype() ? trips : b.emit(Prim.CONVERT, new Params.To(init.dtype()), trips);
        return b.emit(step.down() ? Prim.SUB : Prim.ADD, init, b.folded(Prim.MUL, times, r.atom(step.by())));
    }
}
