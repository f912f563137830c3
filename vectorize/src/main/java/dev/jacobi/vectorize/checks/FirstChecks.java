package dev.jacobi.vectorize.checks;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.pass.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a loop's first trip asks of an integer that trips hand on, asked in front of the loop: {@code ring[p]} with {@code p = 0} in the first trip, {@code if (++p == ring.length) p = 0;} in all. If the ring has an element
 * p stays within it, which {@code IntValues} finds by induction from there, and no trip has to ask. What fails in front of the loop would fail in its first trip.
 */
public final class FirstChecks implements Optimisation {
    private static final int DEEPEST = 4;

    @Override
    public String name() {
        return "first-checks";
    }

    @Override
    public Set<Property> keeps() {
        return Set.of(Property.DIFFERENTIABLE);
    }

    @Override
    public Func run(Func in) {
        return Rewrite.ofLoops(in, (e, r) -> {
            List<Question> asked = r.old().prim() == Prim.FOR ? asked(r.old()) : List.of();
            for (Question q : asked) {
                Var none = r.b.emit(Prim.LE, e.in().get(0), Lit.zero(e.in().get(0).dtype()));
                Var holds = r.b.emit(q.test.prim(), q.test.in().stream().map(a -> r.atom(a.equals(q.carry.param()) ? q.carry.init() : a)).toArray(Atom[]::new));
                r.b.checkEarly(r.b.emit(Prim.OR, none, holds), q.check.code(), q.check.where());
            }
            if (!asked.isEmpty()) {
                r.b.append(r.copy(e));
            }
            return !asked.isEmpty();
        });
    }

    /** A comparison of what a slot carries with a number that the loop does not change, which has to hold in each trip. */
    private record Question(RegionView.Slot carry, Eqn test, Params.Check check) {
    }

    private static List<Question> asked(Eqn loop) {
        RegionView view = RegionView.of(loop);
        var found = new ArrayList<Question>();
        if (view.body().body().stream().noneMatch(e -> e.prim() == Prim.CHECK)) {
            return found;
        }
        Definitions defs = Definitions.in(view.body().body());
        List<RegionView.Slot> places = view.carried().stream().filter(s -> s.param().type().isScalar() && s.param().dtype().isInt() && isSet(s, defs)).toList();
        Set<Integer> inside = places.isEmpty() ? Set.of() : Regions.defined(view.body());
        for (Eqn e : places.isEmpty() ? List.<Eqn>of() : view.body().body()) {
            if (e.prim() == Prim.CHECK) {
                terms(e.in().get(0), (Params.Check) e.params(), places, defs, inside, found, 0);
            }
        }
        return found;
    }

    /** Whether a trip hands on something else than the carry and a step: then nothing but its range says where it is. */
    private static boolean isSet(RegionView.Slot s, Definitions defs) {
        Eqn next = defs.of(s.yield());
        return next != null && (next.prim() == Prim.SELECT || next.prim() == Prim.COND || next.prim() == Prim.REM || next.prim() == Prim.SUB && defs.of(next.in().get(1), Prim.SELECT) != null);
    }

    private static void terms(Atom a, Params.Check check, List<RegionView.Slot> places, Definitions defs, Set<Integer> inside, List<Question> found, int depth) {
        Eqn e = depth > DEEPEST ? null : defs.of(a);
        if (e != null && e.prim() == Prim.AND) {
            e.in().forEach(x -> terms(x, check, places, defs, inside, found, depth + 1));
        } else if (e != null && e.prim().group() == Prim.Group.COMPARE) {
            for (int k = 0; k < 2; k++) {
                Atom carried = e.in().get(k);
                Atom fixed = e.in().get(1 - k);
                boolean isFixed = !(fixed instanceof Var v && inside.contains(v.id()));
                places.stream().filter(s -> isFixed && s.param().equals(carried)).findFirst().ifPresent(s -> {
                    if (found.stream().noneMatch(q -> q.test.prim() == e.prim() && q.test.in().equals(e.in()))) {
                        found.add(new Question(s, e, check));
                    }
                });
            }
        }
    }
}
