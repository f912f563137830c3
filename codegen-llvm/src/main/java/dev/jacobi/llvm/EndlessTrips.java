package dev.jacobi.llvm;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A {@code while} in a parallel loop ends, if only after very many trips, where a check may fail behind it:
 *
 * <pre>{@code map(n) { i -> y = while(x) { c } do { .. }; check ok; yield y }
 *   =>  map(n) { i -> y, t = while(x, 0) { c and t < MOST } do { .., t + 1 }; check[trips] t < MOST; check ok; yield y }}</pre>
 *
 * Java comes to the check of one trip before it begins the next. Lanes and threads run trips beside each other, so that a later trip whose loop never ends, of a NaN say, would keep the earlier one from
 * its check. The check of the number of trips then fails, and the original code does what it does.
 */
final class EndlessTrips {
    /** Some hundredths of a second, or a second where a trip takes long. */
    private static final int MOST = 1 << 25;
    private static final Set<Prim> PARALLEL = EnumSet.of(Prim.MAP, Prim.REDUCE, Prim.SCAN, Prim.HIST);
    private final Builder names;

    private EndlessTrips(Func f) {
        names = new Builder(Regions.firstFreeId(f));
    }

    static FunctionPass pass() {
        return PassBuilder.named("endless-trips").keeps(Property.LOWERED, Property.NO_VIEWS).mayBeLeftOut().each(EndlessTrips::run);
    }

    static Func run(Func f) {
        boolean asked = Regions.any(f.body(), EndlessTrips::isCheck)
            && Regions.any(f.body(), e -> PARALLEL.contains(e.prim()) && Regions.any(List.of(e), EndlessTrips::mayNotEnd));
        return asked ? new Func(f.in(), new EndlessTrips(f).block(f.body(), false), f.out()) : f;
    }

    private static boolean isCheck(Eqn e) {
        return e.prim() == Prim.CHECK;
    }

    /** The equations of a block; {@code behind}: a check may be made behind it. */
    private List<Eqn> block(List<Eqn> body, boolean behind) {
        var out = new ArrayList<Eqn>();
        for (int k = 0; k < body.size(); k++) {
            Eqn e = body.get(k);
            boolean later = behind || Regions.any(body.subList(k + 1, body.size()), EndlessTrips::isCheck);
            boolean inside = e.prim() != Prim.COND && Regions.any(List.of(e), EndlessTrips::isCheck);
            if (PARALLEL.contains(e.prim())) {
                out.add(later || inside ? ending(e) : e);
            } else {
                out.add(Regions.map(e, r -> new Region(r.params(), block(r.body(), later || inside), r.out())));
            }
        }
        return out;
    }

    /** The equation with loops inside that end. */
    private Eqn ending(Eqn e) {
        return Regions.map(e, r -> {
            var body = new ArrayList<Eqn>();
            for (Eqn x : r.body()) {
                Eqn inner = ending(x);
                if (mayNotEnd(x)) {
                    counted(inner, body);
                } else {
                    body.add(inner);
                }
            }
            return new Region(r.params(), body, r.out());
        });
    }

    /** Appends the loop with a count of its trips, and a check of that. */
    private void counted(Eqn loop, List<Eqn> out) {
        RegionView view = RegionView.of(loop);
        Region cond = Regions.of(loop).get(0);
        List<Var> trips = List.of(number(), number());
        Var next = number();
        Var last = number();
        var test = new ArrayList<>(cond.body());
        Var more = apply(test, Prim.LT, DType.BOOL, trips.get(0), Lit.i32(MOST));
        Var go = apply(test, Prim.AND, DType.BOOL, cond.out().get(0), more);
        var body = new ArrayList<>(view.body().body());
        body.add(new Eqn(Prim.ADD, List.of(trips.get(1), Lit.i32(1)), Params.NONE, List.of(next)));
        var slots = new ArrayList<>(view.slots());
        slots.add(new RegionView.Slot(RegionView.Role.CARRY, null, Lit.i32(0), trips, List.of(next), List.of(last)));
        Eqn with = view.with(slots, List.of(test, body));
        List<Region> regions = Regions.of(with);
        out.add(new Eqn(with.prim(), with.in(), Regions.with(with.params(), List.of(new Region(regions.get(0).params(), test, List.of(go)), regions.get(1))), with.out()));
        out.add(new Eqn(Prim.CHECK, List.of(apply(out, Prim.LT, DType.BOOL, last, Lit.i32(MOST))), new Params.Check(Params.Code.TRIPS, "a loop that does not seem to end"), List.of()));
    }

    private Var number() {
        return names.fresh(Type.scalar(DType.I32));
    }

    private Var apply(List<Eqn> out, Prim p, DType type, Atom x, Atom y) {
        Var v = names.fresh(Type.scalar(type));
        out.add(new Eqn(p, List.of(x, y), Params.NONE, List.of(v)));
        return v;
    }

    /** Whether it is a loop that need not end: none of the tests that it goes on by is one of a number that each trip brings nearer to a bound. */
    private static boolean mayNotEnd(Eqn e) {
        return e.prim() == Prim.WHILE && !ends(e, Regions.of(e).get(0).out().get(0));
    }

    private static boolean ends(Eqn loop, Atom test) {
        RegionView view = RegionView.of(loop);
        Region cond = Regions.of(loop).get(0);
        Eqn by = Regions.definition(cond.body(), test);
        if (by != null && by.prim() == Prim.AND) {
            return by.in().stream().anyMatch(a -> ends(loop, a));
        }
        boolean less = by != null && (by.prim() == Prim.LT || by.prim() == Prim.LE);
        if (!less && (by == null || by.prim() != Prim.GT && by.prim() != Prim.GE)) {
            return false;
        }
        return steps(view, cond, by.in().get(0), by.in().get(1), less) || steps(view, cond, by.in().get(1), by.in().get(0), !less);
    }

    /** Whether {@code a} is carried and grows ({@code up}) or falls by a constant, while {@code bound} stays what it is. */
    private static boolean steps(RegionView loop, Region cond, Atom a, Atom bound, boolean up) {
        int k = cond.params().indexOf(a);
        if (k < 0 || a.dtype() != DType.I32 || cond.params().contains(bound) || Regions.definition(cond.body(), bound) != null) {
            return false;
        }
        RegionView.Slot slot = loop.slots().get(k);
        Eqn step = Regions.definition(loop.body().body(), slot.yield());
        return step != null && step.prim() == Prim.ADD && step.in().contains(slot.param())
            && step.in().stream().anyMatch(x -> x instanceof Lit l && (up ? l.asLong() > 0 : l.asLong() < 0));
    }
}
