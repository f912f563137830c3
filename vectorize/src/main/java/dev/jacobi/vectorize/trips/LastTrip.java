package dev.jacobi.vectorize.trips;

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
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.Conditions;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.pass.Optimisation;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last trip of a loop that goes along an array by steps of two elements or more and asks whether there are further ones, as wavelets on a ring do, is split off: all others have one answer. Where the array begins
 * again, how far the last trip reaches depends on whether its length is odd, so no check in front of the loop could say that all trips stay within it.
 *
 * <pre>
 *  for i below n / 2 { k = 2 * i + 2 &lt; n ? 2 * i + 2 : 0;  .. a[k + 1] .. }
 *  becomes      if (n / 2 &gt; 0) { for i below n / 2 - 1 { k = 2 * i + 2;  .. a[k + 1] .. };  the last trip as it was }
 * </pre>
 */
public final class LastTrip implements Optimisation {
    /** Bodies larger than this are not copied. */
    private static final int MOST_EQUATIONS = 100;

    @Override
    public String name() {
        return "last-trip";
    }

    @Override
    public Func run(Func in) {
        Map<Eqn, Eqn> loops = new IdentityHashMap<>();
        Regions.each(in.body(), e -> {
            if (e.prim() == Prim.FOR) {
                List<Eqn> body = Regions.of(e).get(0).body();
                boolean fits = Regions.size(body) <= MOST_EQUATIONS && !Regions.any(body, x -> Regions.isLoop(x) || x.prim().hasEffect() && x.prim() != Prim.CHECK && x.prim() != Prim.UPDATE);
                (fits ? body : List.<Eqn>of()).stream().filter(LastTrip::checks).forEach(x -> loops.put(x, e));
            }
        });
        Map<Eqn, Map<Eqn, Boolean>> answers = new IdentityHashMap<>();
        var values = new IntValues(in);
        values.walk(loops.isEmpty() ? List.of() : in.body(), e -> {
            if (loops.containsKey(e) && !(e.prim() == Prim.CHECK && values.isCertain(e.in().get(0)))) {
                ask(e, loops.get(e), values, answers);
            }
        });
        return answers.isEmpty() ? in : Rewrite.ofLoops(in, (e, r) -> answers.containsKey(r.old()) && split(e, answers.get(r.old()), r));
    }

    /** Whether it is a check, or a branch in which one is made. */
    private static boolean checks(Eqn e) {
        return e.prim() == Prim.CHECK || e.prim() == Prim.COND && Regions.any(List.of(e), x -> x.prim() == Prim.CHECK);
    }

    /** Notes the tests that choose what a check is made of, or whether it is made, if their answers are known in all trips but the last. */
    private static void ask(Eqn check, Eqn loop, IntValues values, Map<Eqn, Map<Eqn, Boolean>> answers) {
        List<Eqn> body = Regions.of(loop).get(0).body();
        Poly count = values.exact(loop.in().get(0));
        Var trip = Regions.trip(loop);
        List<Eqn> choices = check.prim() == Prim.CHECK ? BackwardSlice.of(body, check.in()).eqns() : List.of(check);
        for (Eqn choice : choices) {
            Eqn test = choice.prim() == Prim.SELECT || choice.prim() == Prim.COND ? values.definition(choice.in().get(0)) : null;
            if (test == null || !goesBySteps(test, trip, values)) {
                continue;
            }
            Boolean answer = Conditions.decideWhere(count.minus(Poly.var(trip.id())).plus(-2), test.result(), values);
            if (answer != null) {
                answers.computeIfAbsent(loop, x -> new IdentityHashMap<>()).put(test, answer);
            }
        }
    }

    /** Whether a comparison is of a number that grows by two or more from trip to trip. */
    private static boolean goesBySteps(Eqn test, Var trip, IntValues values) {
        boolean whole = test.prim().group() == Prim.Group.COMPARE && test.in().stream().allMatch(a -> a.type().isScalar() && a.dtype().isInt());
        try {
            Poly by = whole ? values.exact(test.in().get(0)).minus(values.exact(test.in().get(1))).linear(trip.id()) : null;
            return by != null && by.isConst() && Math.abs(by.constant()) > 1;
        } catch (ArithmeticException tooLarge) {
            return false; // Long.MIN_VALUE
        }
    }

    private static boolean split(Eqn e, Map<Eqn, Boolean> answers, Rewrite r) {
        RegionView view = RegionView.of(e);
        Var some = r.b.emit(Prim.GT, view.head(), Lit.zero(view.head().dtype()));
        r.replace(e.out(), r.b.cond(some, () -> apart(view, answers, r), () -> r.atoms(view.inits())));
        return true;
    }

    /** Appends the loop of all trips but the last, and that one; what it hands on. */
    private static List<Atom> apart(RegionView view, Map<Eqn, Boolean> answers, Rewrite r) {
        Builder b = r.b;
        Var before = b.emit(Prim.SUB, view.head(), Lit.of(view.head().dtype(), 1));
        Map<Var, Boolean> known = new HashMap<>();
        answers.forEach((test, answer) -> known.put(test.result(), answer));
        var others = r.beside((x, w) -> {
            Eqn was = w.old();
            Boolean answer = was.out().size() == 1 ? known.get(was.result()) : null;
            if (answer != null) {
                w.replace(was.result(), Lit.bool(answer));
            }
            return answer != null || w.taken(x);
        });
        List<Var> all = others.trips(Prim.FOR, view, Lit.zero(view.head().dtype()), before, r.atoms(view.inits()));
        return r.beside().trip(view, before, all);
    }
}
