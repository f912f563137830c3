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
import java.util.Map;
import java.util.Set;

/**
 * Choices of the next place in a ring, of integers or reals: {@code if (++p == n) p = 0;}, {@code p = (p + 1) % n}, {@code phase += step; if (phase >= 1) phase -= 1;}, and the error of a line that is drawn, {@code if ((e -= dy) < 0) {
 * e += dx; y++; }}. A select has each trip wait for the sum, the comparison and the choice, one after the other, of the trip before. Where nothing but the place decides, and it goes steps that are the same in all trips,
 * its turns are those of a rotation: n turns one after the other have but about n patterns, so a processor that remembers the last ones foresees the next one, and with a branch a trip waits for nothing but the sum.
 */
public final class RingSteps {
    private static final int DEPTH = 8;
    private final Set<Var> found = new HashSet<>();
    private Definitions defs;
    private Set<Integer> inside = Set.of();
    private Map<Integer, Integer> used = Map.of();
    /** Whether all steps of the place that has been looked at last are those of a counter, so that it turns rarely. */
    private boolean byOne;

    private RingSteps() {
    }

    /** The first results of the selects and conds that choose so. */
    public static Set<Var> of(Func f) {
        var all = new RingSteps();
        all.used = Regions.uses(f.body(), f.out());
        all.walk(f.body(), null);
        return Set.copyOf(all.found);
    }

    /** Looks at all loops; {@code handed} is what has been handed on since the function began, by the loop right around these equations and all those around that, null outside of loops. */
    private void walk(List<Eqn> body, Set<Var> handed) {
        for (Eqn e : body) {
            boolean goesOn = e.prim() == Prim.WHILE || e.prim() == Prim.FOR;
            Set<Var> inside = e.prim() == Prim.COND ? handed : new HashSet<>();
            if (goesOn) {
                loop(RegionView.of(e), handed);
                RegionView.of(e).carried().stream().filter(s -> isHandedOn(s, handed)).forEach(s -> inside.add(s.param()));
            }
            Regions.of(e).forEach(r -> walk(r.body(), inside));
        }
    }

    private static boolean isHandedOn(RegionView.Slot s, Set<Var> handed) {
        return handed == null || s.init() instanceof Var v && handed.contains(v);
    }

    private void loop(RegionView loop, Set<Var> handed) {
        List<Eqn> body = loop.body().body();
        defs = Definitions.in(body);
        inside = Regions.defined(loop.body());
        for (RegionView.Slot s : loop.carried()) {
            var on = new HashSet<Atom>();
            byOne = true;
            if (!s.param().type().isScalar() || !moves(s.yield(), s.param(), on, DEPTH) || on.isEmpty()) {
                continue;
            }
            if (handed == null || used.containsKey(s.result().id()) && (byOne || isHandedOn(s, handed))) {
                // else it is one of many short loops, each from another place or by another step: the turns are not foreseen
                Regions.eachOutsideLoops(body, e -> {
                    if ((e.prim() == Prim.SELECT || e.prim() == Prim.COND) && !e.out().isEmpty() && on.contains(e.in().get(0)) && e.out().stream().allMatch(v -> v.type().isScalar())) {
                        found.add(e.out().get(0));
                    }
                });
            }
        }
    }

    /** Whether a value is the place or fixed steps from it, or begins anew at a fixed one, as comparisons of such values with fixed ones choose; adds the results of these. */
    private boolean moves(Atom a, Var place, Set<Atom> on, int depth) {
        if (a.equals(place)) {
            return true;
        }
        Eqn e = depth == 0 ? null : defs.of(a);
        if (e == null) {
            return false;
        } else if (e.prim() == Prim.ADD || e.prim() == Prim.SUB) {
            Atom x = e.in().get(0);
            Atom y = e.in().get(1);
            return moves(x, place, on, depth - 1) && isStep(y, place, on, depth - 1) || e.prim() == Prim.ADD && isFixed(x) && isStep(x, place, on, depth - 1) && moves(y, place, on, depth - 1);
        }
        List<Atom> ways = Definitions.ways(e, a);
        return ways != null && ways.stream().allMatch(w -> isFixed(w) || moves(w, place, on, depth - 1)) && turns(e.in().get(0), place, on, depth - 1);
    }

    /** Whether a step is fixed, or one of fixed ones that the place chooses, as in a remainder that is a comparison and a subtraction. */
    private boolean isStep(Atom a, Var place, Set<Atom> on, int depth) {
        Eqn e = defs.of(a, Prim.SELECT);
        if (e == null || !turns(e.in().get(0), place, on, depth)) {
            byOne &= a instanceof Lit l && l.dtype().isInt() && Math.abs(l.asLong()) == 1;
            return isFixed(a);
        }
        return e.in().subList(1, 3).stream().allMatch(this::isFixed);
    }

    /** Whether a condition compares where the place is with a fixed limit. */
    private boolean turns(Atom condition, Var place, Set<Atom> on, int depth) {
        Eqn when = defs.of(condition);
        if (when == null || when.prim().group() != Prim.Group.COMPARE) {
            return false;
        }
        Atom x = when.in().get(0);
        Atom y = when.in().get(1);
        boolean turns = isFixed(y) && moves(x, place, on, depth) || isFixed(x) && moves(y, place, on, depth);
        if (turns) {
            on.add(condition);
        }
        return turns;
    }

    private boolean isFixed(Atom a) {
        return !(a instanceof Var v && inside.contains(v.id()));
    }
}
