package dev.jacobi.llvm.choice;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Choices of the best real number so far along with its place: {@code if (x < best) { best = x; at = i; }}. With selects each trip waits until the one before has compared and chosen; a processor that foresees the branch does not,
 * and it nearly always does, as better numbers become rarer the longer the loop goes on. A search that begins anew in each trip of a loop around it, as
 * that for the nearest of a few points, has many of the first trips, of which that is not so, unless it goes through a table, row by row. Extremes without a place are instructions of their own, and bodies that take long have the time to choose.
 */
public final class BestSoFar {
    /** Bodies with more equations take longer than the choice. */
    private static final int SHORT = 60;
    private static final int DEPTH = 6;
    private final Set<Var> found = new HashSet<>();
    private final Definitions whole;
    private Definitions defs;

    private BestSoFar(Func f) {
        whole = Definitions.in(f.body());
    }

    /** The first results of the selects and conds that choose so. */
    public static Set<Var> of(Func f) {
        var all = new BestSoFar(f);
        all.walk(f.body(), null, Set.of());
        return Set.copyOf(all.found);
    }

    /**
     * Looks at all loops; {@code handed} is what has been handed on since the function began, by the loop right around these equations and all those around that, null outside of loops, {@code around} what the loop right
     * around hands on, as a search through a table does that goes along all of its rows.
     */
    private void walk(List<Eqn> body, Set<Var> handed, Set<Var> around) {
        for (Eqn e : body) {
            boolean goesOn = e.prim() == Prim.WHILE || e.prim() == Prim.FOR;
            if (goesOn) {
                loop(RegionView.of(e), handed, isOfBlock(e) ? Set.of() : around);
            }
            Set<Var> inside = e.prim() == Prim.COND ? handed : new HashSet<>();
            if (goesOn) {
                RegionView.of(e).carried().stream().filter(s -> isHandedOn(s, handed)).forEach(s -> inside.add(s.param()));
            }
            Set<Var> right = e.prim() == Prim.COND ? around : new HashSet<>();
            if (goesOn) {
                RegionView.of(e).carried().forEach(s -> right.add(s.param()));
            }
            Regions.of(e).forEach(r -> walk(r.body(), inside, right));
        }
    }

    /** Whether a loop has a few trips of another one, or few at all, so that the one around it does not go through the rows of a table. */
    private boolean isOfBlock(Eqn loop) {
        Atom n = loop.in().get(0);
        Eqn e = loop.prim() == Prim.FOR ? whole.of(n) : null;
        return loop.prim() == Prim.FOR && n instanceof Lit || e != null && e.prim() == Prim.MIN && e.in().stream().anyMatch(Lit.class::isInstance);
    }

    private void loop(RegionView loop, Set<Var> handed, Set<Var> around) {
        List<Eqn> body = loop.body().body();
        if (Regions.size(body) > SHORT || Regions.any(body, e -> e.prim() == Prim.CALL || e.prim() != Prim.COND && !Regions.of(e).isEmpty())) {
            return;
        }
        defs = Definitions.in(body);
        var conditions = new HashSet<Atom>();
        for (RegionView.Slot s : loop.carried()) {
            if (s.param().type().isScalar() && s.param().dtype().isFloat() && (isHandedOn(s, handed) || s.init() instanceof Var v && around.contains(v))) {
                best(s.yield(), new HashSet<>(Set.of(s.param())), conditions, DEPTH);
            }
        }
        var places = new HashSet<Atom>();
        Regions.each(body, e -> {
            if (isChoice(e, conditions) && e.out().stream().anyMatch(v -> v.type().isScalar() && v.dtype().isInt())) {
                places.add(e.in().get(0));
            }
        });
        if (conditions.stream().anyMatch(c -> isShared(body, c))) {
            places.addAll(conditions);
        }
        Regions.each(body, e -> {
            if (isChoice(e, places)) {
                found.add(e.out().get(0));
            }
        });
    }

    /** Whether a condition by which a better number takes the place of the best one chooses something else as well, so that what it chooses is no extreme with an instruction of its own. */
    private static boolean isShared(List<Eqn> body, Atom condition) {
        int[] choices = {0};
        Regions.each(body, e -> choices[0] += isChoice(e, Set.of(condition)) ? e.out().size() : 0);
        return choices[0] > 1;
    }

    private static boolean isHandedOn(RegionView.Slot s, Set<Var> handed) {
        return handed == null || s.init() instanceof Var v && handed.contains(v);
    }

    private static boolean isChoice(Eqn e, Set<Atom> conditions) {
        return (e.prim() == Prim.SELECT || e.prim() == Prim.COND) && !e.out().isEmpty() && conditions.contains(e.in().get(0)) && e.out().stream().allMatch(v -> v.type().isScalar());
    }

    /** Whether a value is the best so far in one of its ways, which {@code best} has; adds the conditions by which a better one takes its place. */
    private boolean best(Atom a, Set<Atom> best, Set<Atom> on, int depth) {
        if (best.contains(a)) {
            return true;
        }
        Eqn e = defs.of(a);
        List<Atom> ways = e == null || depth == 0 ? null : Definitions.ways(e, a);
        if (ways == null || ways.size() != 2) {
            return false;
        }
        boolean first = best(ways.get(0), best, on, depth - 1);
        boolean second = best(ways.get(1), best, on, depth - 1);
        if (first != second && isBetter(e.in().get(0), ways.get(first ? 1 : 0), best)) {
            on.add(e.in().get(0));
        }
        return (first || second) && best.add(a);
    }

    /** Whether a condition compares a value with the best so far, among other things. */
    private boolean isBetter(Atom condition, Atom value, Set<Atom> best) {
        Eqn e = defs.of(condition);
        if (e == null || e.in().size() != 2) {
            return false;
        }
        Atom x = e.in().get(0);
        Atom y = e.in().get(1);
        if (e.prim() == Prim.AND) {
            return isBetter(x, value, best) || isBetter(y, value, best);
        }
        boolean less = e.prim() == Prim.LT || e.prim() == Prim.LE || e.prim() == Prim.GT || e.prim() == Prim.GE;
        return less && (x.equals(value) && best.contains(y) || y.equals(value) && best.contains(x));
    }
}
