package dev.jacobi.llvm.bound;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How often a while runs at most that goes on while several counters are below their limits, or below each other, where each trip moves at least one of them one step closer and none away, whatever the data say:
 * {@code while (i < n && j < m) if (a[i] < b[j]) i++; else j++;} has at most {@code n + m} trips.
 */
final class JointSteps {
    private static final int MOST_CHOICES = 4;
    private static final int DEPTH = 8;
    private final Arithmetic math;
    private final ValueRanges ranges;
    private final Eqn loop;
    private final Params.While parts;
    private final List<Atom> yields;
    private final Set<Atom> choices = new LinkedHashSet<>();
    private final List<Term> terms = new ArrayList<>();

    /** The loop goes on while {@code low < high}; the numbers of the carried values that they are, or -1. */
    private record Term(Atom high, int lowAt, int highAt) {
    }

    /** {@code yields} is what a trip hands to the next one that there is. */
    JointSteps(Arithmetic math, ValueRanges ranges, Eqn loop, List<Atom> yields) {
        this.math = math;
        this.ranges = ranges;
        this.loop = loop;
        this.parts = (Params.While) loop.params();
        this.yields = yields;
    }

    /** The number of trips; null where this does not tell. */
    Atom trips() {
        terms(parts.cond().out().get(0), DEPTH);
        if (terms.isEmpty()) {
            return null;
        }
        var moved = new LinkedHashSet<Integer>();
        for (Term t : terms) {
            moved.add(t.lowAt);
            moved.add(t.highAt);
        }
        moved.remove(-1);
        for (int k : moved) {
            if (!collect(yields.get(k), DEPTH)) {
                return null;
            }
        }
        if (choices.isEmpty() || choices.size() > MOST_CHOICES || !closer(moved)) {
            return null;
        }
        Atom all = Lit.f64(1);
        for (Term t : terms) {
            Atom high = t.highAt >= 0 ? ranges.of(loop.in().get(t.highAt)).hi() : ranges.of(t.high).hi();
            Atom low = ranges.of(loop.in().get(t.lowAt)).lo();
            all = math.add(all, math.max(math.sub(high, low), Lit.f64(0)));
        }
        return all;
    }

    /** The comparisons that all hold when a trip begins. Only those of a carried value that something lies strictly above are of use: a step of one does not wrap around there. */
    private void terms(Atom condition, int depth) {
        Eqn c = ranges.definition(condition);
        if (c == null || depth == 0) {
            return;
        }
        if (c.prim() == Prim.AND && condition.dtype() == DType.BOOL) {
            terms(c.in().get(0), depth - 1);
            terms(c.in().get(1), depth - 1);
        } else if (c.prim() == Prim.COND && c.in().get(0).dtype() == DType.BOOL) {
            List<Region> r = Regions.of(c);
            int k = c.out().indexOf(condition);
            if (r.get(0).out().get(k).equals(Lit.bool(false))) {
                terms(c.in().get(0), depth - 1);
                terms(r.get(1).out().get(k), depth - 1);
            }
        } else if ((c.prim() == Prim.LT || c.prim() == Prim.GT) && c.in().get(0).dtype().isInt()) {
            Atom low = c.in().get(c.prim() == Prim.LT ? 0 : 1);
            Atom high = c.in().get(c.prim() == Prim.LT ? 1 : 0);
            int at = parts.cond().params().indexOf(low);
            int above = parts.cond().params().indexOf(high);
            if (at >= 0 && (above >= 0 || isInvariant(high))) {
                terms.add(new Term(high, at, above));
            }
        }
    }

    /** Whether a limit is the same in all trips: a number, or what is computed in front of the loop. */
    private boolean isInvariant(Atom a) {
        return a instanceof Lit || Regions.captures(loop).contains(a);
    }

    /** Collects what a value's way depends on; false where it is not of the carried values' form. */
    private boolean collect(Atom a, int depth) {
        Eqn e = ranges.definition(a);
        List<Atom> ways = e == null || depth == 0 ? null : Definitions.ways(e, a);
        if (ways == null) {
            return depth > 0;
        }
        if (ways.size() != 2 || e.in().get(0).dtype() != DType.BOOL) {
            return false;
        }
        choices.add(e.in().get(0));
        return ways.stream().allMatch(w -> collect(w, depth - 1));
    }

    /** Whether, whatever is chosen, no low value falls, no high one rises, and one of them moves. */
    private boolean closer(Set<Integer> moved) {
        List<Atom> asked = List.copyOf(choices);
        for (int way = 0; way < 1 << asked.size(); way++) {
            var chosen = new HashMap<Atom, Boolean>();
            for (int i = 0; i < asked.size(); i++) {
                chosen.put(asked.get(i), (way >> i & 1) != 0);
            }
            boolean any = false;
            for (int k : moved) {
                Integer step = step(yields.get(k), parts.body().params().get(k), chosen);
                boolean low = terms.stream().anyMatch(t -> t.lowAt == k);
                boolean high = terms.stream().anyMatch(t -> t.highAt == k);
                if (step == null || low && step < 0 || high && step > 0) {
                    return false;
                }
                any |= step != 0;
            }
            if (!any) {
                return false;
            }
        }
        return true;
    }

    /** How far a carried value moves, one step at most; null where that is not known. */
    private Integer step(Atom a, Var from, Map<Atom, Boolean> chosen) {
        if (a.equals(from)) {
            return 0;
        }
        Eqn e = ranges.definition(a);
        List<Atom> ways = e == null ? null : Definitions.ways(e, a);
        if (ways != null) {
            // a select has what it takes when the condition holds in front, a cond has the branch for false there
            return step(ways.get(chosen.get(e.in().get(0)) == (e.prim() == Prim.SELECT) ? 0 : 1), from, chosen);
        }
        if (e == null || e.prim() != Prim.ADD && e.prim() != Prim.SUB || !e.in().get(0).equals(from) || !(e.in().get(1) instanceof Lit by)) {
            return null;
        }
        long n = e.prim() == Prim.ADD ? by.asLong() : -by.asLong();
        return n == 1 || n == -1 ? (int) n : null;
    }
}
