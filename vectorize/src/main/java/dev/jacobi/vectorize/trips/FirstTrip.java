package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An integer that a trip hands to the next though it follows from the trip's number alone, {@code before = i} after {@code x[i] + x[before]}, follows from the number in all trips but the first: that one is split
 * off. What comes from two trips before is found when the loop that is left is looked at again.
 */
public final class FirstTrip implements Optimisation {
    /** Bodies larger than this are not copied. */
    private static final int MOST_EQUATIONS = 60;

    @Override
    public String name() {
        return "first-trip";
    }

    @Override
    public Func run(Func in) {
        return Rewrite.ofLoops(in, (e, r) -> e.prim() == Prim.FOR && split(e, r));
    }

    private static boolean split(Eqn e, Rewrite r) {
        RegionView view = RegionView.of(e);
        Region body = view.body();
        if (Regions.size(body.body()) > MOST_EQUATIONS) {
            return false;
        }
        Map<Integer, Integer> uses = Regions.uses(body.body(), List.of());
        Set<Integer> inside = Regions.defined(body);
        var slices = new LinkedHashMap<RegionView.Slot, List<Eqn>>();
        for (RegionView.Slot s : view.slots()) {
            List<Eqn> slice = s.param().type().isScalar() && s.param().dtype().isInt() && uses.getOrDefault(s.param().id(), 0) > 0 ? ofTrip(view, s.yield(), inside) : null;
            if (slice != null) {
                slices.put(s, slice);
            }
        }
        if (slices.isEmpty()) {
            return false;
        }
        Builder b = r.b;
        Var some = b.emit(Prim.GT, view.head(), Lit.zero(view.head().dtype()));
        r.replace(e.out(), b.cond(some, () -> apart(view, slices, r), view::inits));
        return true;
    }

    /** Appends the first trip and the loop of the others; what the loop hands on. */
    private static List<Atom> apart(RegionView view, Map<RegionView.Slot, List<Eqn>> slices, Rewrite r) {
        Builder b = r.b;
        Atom n = view.head();
        // the first trip
        Rewrite first = r.beside().replace(view.trip(), Lit.zero(n.dtype()));
        view.slots().forEach(s -> first.replace(s.param(), s.init()));
        first.append(view.body().body());
        // the others
        Var i = b.fresh(view.trip().type());
        var eqns = new ArrayList<Eqn>();
        var values = new HashMap<Integer, Atom>();
        slices.forEach((s, slice) -> {
            var before = new Rewrite(b).replace(view.trip(), i);
            eqns.addAll(before.body(slice));
            values.put(s.param().id(), before.atom(s.yield()));
        });
        eqns.add(new Eqn(Prim.ADD, List.of(i, Lit.of(n.dtype(), 1)), Params.NONE, List.of(view.trip())));
        view.body().body().forEach(x -> eqns.add(Rewrite.substitute(x, values)));
        var slots = new ArrayList<RegionView.Slot>();
        for (RegionView.Slot s : view.slots()) {
            Var last = b.fresh(s.result().type());
            Var param = slices.containsKey(s) ? b.fresh(s.param().type()) : s.param();
            slots.add(RegionView.Slot.of(s.role(), first.atom(s.yield()), param, Rewrite.substitute(List.of(s.yield()), values).get(0), last));
        }
        Var rest = b.emit(Prim.SUB, n, Lit.of(n.dtype(), 1));
        r.append(RegionView.loop(Prim.FOR, Dim.UNKNOWN, rest, i, slots, eqns));
        return slots.stream().map(s -> r.atom(s.result())).toList();
    }

    /** The arithmetic in a loop's body that makes a value of the trip's number and of what the loop does not change; null when it is made of something else, or of the number not at all. */
    private static List<Eqn> ofTrip(RegionView view, Atom value, Set<Integer> inside) {
        BackwardSlice slice = BackwardSlice.of(view.body().body(), List.of(value));
        boolean arithmetic = slice.eqns().stream().allMatch(x -> x.prim() == Prim.ADD || x.prim() == Prim.SUB || x.prim() == Prim.MUL);
        return arithmetic && slice.from().contains(view.trip()) && slice.isOfOnly(view.trip(), inside) ? slice.eqns() : null;
    }
}
