package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a loop's counter, or what is computed from it, wraps around on its way to an index or to a loop's next trip: {@code i & 63},
 * {@code i % 4}, {@code (byte) i}, {@code (i << 26) >>> 26}. LLVM takes each of these for a counter of few bits, and where it wants to know a
 * loop's strides it assumes that such a counter does not wrap and adds a test of that in front of the loop. LLVM 20 leaves the test out for
 * unsigned counters that start at zero (corrected by llvm-project's change 156910), or takes it to follow from the test of a wider counter
 * (191498); the vector code then reads and writes other elements than the loop does, even behind the array. So LLVM must not see that such a
 * value is a counter: {@code EquationEmitter} hides one operand, or the result, of the operations named here behind an exclusive or with a zero that LLVM
 * does not know. What is read from memory is no counter, and what is only stored or compared does no harm; both stay as they are.
 */
public final class WrappedCounters {
    /** Narrower integers are widened before they are an index, and do wrap around in programs; those of 32 bits count as far as arrays are long. */
    private static final int INDEX_BITS = 32;
    private static final int WAYS = 8;
    private static final int MOST_SCALE = 64;
    /** A multiple counts in its lowest bits, as many as the factor has zeros behind its first one ({@code s * 33 + 1} in five bits). */
    private static final int MOST_COUNTING = 5;
    private static final long LEAST_MASK = 127;
    private final Map<Var, Eqn> definitions = new HashMap<>();
    private final Set<Var> counters = new HashSet<>();
    /** Those among the counters that are multiplied, doubled, shifted to the left or narrowed since the trip began: a shift to the right then is a mask. */
    private final Set<Var> scaled = new HashSet<>();
    private final Set<Var> wanted = new HashSet<>();
    /** Accesses that not every trip of the innermost loop around them makes, with that loop. */
    private final Map<Eqn, Eqn> guarded = new IdentityHashMap<>();
    private final Map<Eqn, Map<Var, Integer>> steps = new IdentityHashMap<>();
    /** Values of loops that other values than their successors follow. */
    private final Set<Var> carriedBySteps = new HashSet<>();
    private boolean changed;

    public WrappedCounters(Func f) {
        Regions.each(f.body(), e -> {
            for (int i = 0, n = e.out().size(); i < n; i++) {
                if (isInteger(e.out().get(i))) {
                    definitions.put(e.out().get(i), e);
                }
            }
        });
        // A call may stand in a loop that LLVM puts this function into.
        f.in().stream().filter(WrappedCounters::isInteger).forEach(counters::add);
        do {
            changed = false;
            Regions.each(f.body(), this::forward);
        } while (changed);
        want(f);
        guards(f.body(), null, false);
    }

    /** The operand of an elementwise equation that is to be hidden, or -1. */
    public int operand(Eqn e) {
        if (!relevant(e)) {
            return -1;
        }
        Atom a = e.in().get(0);
        if (e.prim() == Prim.AND) {
            boolean first = counters.contains(a);
            return first == counters.contains(e.in().get(1)) ? -1 : first ? 1 : 0;
        }
        if (e.prim() == Prim.SHR || e.prim() == Prim.USHR) {
            return scaled.contains(a) ? 1 : -1;
        }
        boolean widens = e.prim() == Prim.CONVERT && a.dtype().bits() < Math.min(INDEX_BITS, e.result().dtype().bits());
        return widens && counters.contains(a) ? 0 : -1;
    }

    /** Whether the result of an elementwise equation is to be hidden. */
    public boolean result(Eqn e) {
        return relevant(e) && (e.prim() == Prim.REM && counters.contains(e.in().get(0)) || e.prim() == Prim.DIV && scaled.contains(e.in().get(0)));
    }

    /**
     * Whether an index is to be hidden: an access that only some trips make may leave out those in which the index has wrapped around. What
     * every trip reads or writes is within the array, and an index that is in every trip has not wrapped.
     */
    public boolean index(Eqn e, Atom a) {
        Eqn loop = counters.contains(a) ? guarded.get(e) : null;
        return loop != null && steps.computeIfAbsent(loop, this::steps).getOrDefault(a, 0) > 1;
    }

    /** How far the integers of a loop go in a trip: 1 for one, 2 for more; none for what stays or goes no fixed distance. */
    private Map<Var, Integer> steps(Eqn loop) {
        var steps = new HashMap<Var, Integer>();
        Regions.each(List.of(loop), e -> {
            Regions.of(e).forEach(r -> r.params().stream().filter(counters::contains).forEach(v -> steps.put(v, carriedBySteps.contains(v) ? 2 : 1)));
            if (e != loop) {
                e.out().stream().filter(counters::contains).forEach(v -> steps.put(v, computes(e) ? stepsOfResult(e, steps) : 2));
            }
        });
        return steps;
    }

    private static int stepsOfResult(Eqn e, Map<Var, Integer> steps) {
        if (e.prim() == Prim.XOR && !(e.in().get(0) instanceof Lit) && !(e.in().get(1) instanceof Lit)) {
            return 0;
        }
        List<Integer> all = e.in().stream().map(x -> steps.getOrDefault(x, 0)).filter(s -> s > 0).toList();
        boolean more = e.prim() == Prim.MUL || e.prim() == Prim.SHL || narrows(e) || all.size() > 1;
        return all.isEmpty() ? 0 : more ? 2 : all.get(0);
    }

    private static boolean narrows(Eqn e) {
        return e.prim() == Prim.CONVERT && e.in().get(0).dtype().bits() > e.result().dtype().bits();
    }

    private boolean relevant(Eqn e) {
        return e.computesScalars() && isInteger(e.result()) && wanted.contains(e.result());
    }

    private static boolean isInteger(Atom a) {
        return a.type().isScalar() && a.dtype().isInt() && a.dtype() != DType.BOOL;
    }

    /** Whether an equation computes an integer from integers; the result of anything else is no counter. */
    private static boolean computes(Eqn e) {
        return switch (e.prim().group()) {
            case UNARY, BINARY, TERNARY, CONVERSION, MARK -> isInteger(e.out().get(0)) && e.in().stream().anyMatch(WrappedCounters::isInteger);
            case COMPARE, STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE -> false;
        };
    }

    /** Equations of which it is not asked whether their integers count. */
    private static boolean anything(Eqn e) {
        return e.prim() == Prim.COND || e.prim() == Prim.CALL || e.prim() == Prim.REDUCE || e.prim() == Prim.SCAN || e.prim() == Prim.OPT_BARRIER;
    }

    private void forward(Eqn e) {
        for (Region r : Regions.of(e)) {
            boolean counts = e.prim() != Prim.COND && e.prim() != Prim.WHILE;
            if (counts && isInteger(r.params().get(0))) {
                changed |= counters.add(r.params().get(0));
            }
        }
        List<RegionView.Slot> carries = RegionView.of(e).carried();
        if (!carries.isEmpty()) {
            Set<Var> inside = inside(e);
            for (RegionView.Slot c : carries) {
                boolean scaled = !counters.contains(c.init()) && isScaled(c.yield(), c.param(), WAYS);
                if (isInteger(c.param()) && !scaled && counts(c.yield(), inside)) {
                    carried(c);
                }
            }
        }
        if (anything(e)) {
            for (int k = 0; k < e.out().size(); k++) {
                int at = k;
                Var v = e.out().get(k);
                boolean plain = e.prim() == Prim.COND && Regions.of(e).stream().noneMatch(r -> scaled.contains(r.out().get(at)));
                changed |= isInteger(v) && counters.add(v);
                changed |= isInteger(v) && !plain && scaled.add(v);
            }
        }
        if (computes(e) && e.in().stream().anyMatch(counters::contains)) {
            changed |= counters.add(e.out().get(0));
            if (scales(e)) {
                changed |= scaled.add(e.out().get(0));
            }
        }
    }

    private void carried(RegionView.Slot c) {
        changed |= counters.add(c.param());
        changed |= counters.add(c.result());
        Eqn step = c.yield() instanceof Var v ? definitions.get(v) : null;
        boolean byOne = step != null && step.prim() == Prim.ADD && step.in().contains(c.param())
            && step.in().stream().anyMatch(a -> a instanceof Lit l && Math.abs(l.asLong()) == 1);
        if (!byOne && !c.yield().equals(c.param())) {
            carriedBySteps.add(c.param());
        }
    }

    /**
     * Whether the next value is a multiple or a fraction of the present one, but for a number, or the present one, whatever is chosen, as the next place in a heap is, or the next number that is drawn by lot, in a loop inside, too: nothing
     * goes the same way in each trip, and with what is no counter in front of the loop nothing does so in a loop around it either, which LLVM might find in a first trip.
     */
    private boolean isScaled(Atom next, Var carried, int depth) {
        Eqn e = next instanceof Var v ? definitions.get(v) : null;
        if (next.equals(carried) || e == null || depth == 0) {
            return next.equals(carried);
        }
        if (e.prim() == Prim.WHILE || e.prim() == Prim.FOR) {
            return RegionView.of(e).carried().stream().anyMatch(s -> s.result().equals(next) && isScaled(s.yield(), s.param(), depth - 1) && isScaled(s.init(), carried, depth - 1));
        }
        List<Atom> ways = Definitions.ways(e, next);
        return ways != null ? ways.stream().allMatch(w -> isScaled(w, carried, depth - 1)) : isMultiple(next, carried, depth);
    }

    private boolean isMultiple(Atom a, Var carried, int depth) {
        Eqn e = a instanceof Var v ? definitions.get(v) : null;
        if (e == null || depth == 0 || e.in().size() != 2 || !(e.in().get(1) instanceof Lit l)) {
            return false;
        }
        Atom of = e.in().get(0);
        boolean sum = e.prim() == Prim.ADD || e.prim() == Prim.SUB || e.prim() == Prim.AND && l.asLong() >= LEAST_MASK && (l.asLong() & l.asLong() + 1) == 0;
        boolean scales = (e.prim() == Prim.MUL || e.prim() == Prim.DIV) && l.asLong() >= 2 && l.asLong() <= MOST_SCALE || e.prim() == Prim.MUL && l.asLong() > 1 && Long.numberOfTrailingZeros(l.asLong() - 1) <= MOST_COUNTING
            || (e.prim() == Prim.SHL || e.prim() == Prim.SHR || e.prim() == Prim.USHR) && l.asLong() >= 1 && 1L << l.asLong() <= MOST_SCALE;
        return sum && isMultiple(of, carried, depth - 1) || scales && (isShifted(of, carried) || isLoop(of) && isScaled(of, carried, depth - 1));
    }

    private boolean isLoop(Atom a) {
        Eqn e = a instanceof Var v ? definitions.get(v) : null;
        return e != null && (e.prim() == Prim.WHILE || e.prim() == Prim.FOR);
    }

    /** Whether a value is the carried one, but for a number. */
    private boolean isShifted(Atom a, Var carried) {
        Eqn e = a instanceof Var v ? definitions.get(v) : null;
        return a.equals(carried) || e != null && (e.prim() == Prim.ADD || e.prim() == Prim.SUB) && e.in().get(0).equals(carried) && e.in().get(1) instanceof Lit;
    }

    /** Whether a loop's next value follows from its values and what stands outside of the loop, without anything read from memory. */
    private boolean counts(Atom next, Set<Var> inside) {
        var work = new ArrayDeque<Atom>(List.of(next));
        var seen = new HashSet<Atom>();
        while (!work.isEmpty()) {
            Atom a = work.poll();
            Eqn e = inside.contains(a) && seen.add(a) ? definitions.get(a) : null;
            if (e == null || anything(e) || e.prim() == Prim.FOR || e.prim() == Prim.WHILE) {
                continue;
            }
            if (!computes(e) || e.prim() == Prim.XOR && e.in().stream().allMatch(inside::contains)) {
                return false;
            }
            e.in().stream().filter(WrappedCounters::isInteger).forEach(work::add);
        }
        return true;
    }

    private boolean scales(Eqn e) {
        return e.in().stream().anyMatch(scaled::contains) || e.prim() == Prim.MUL || e.prim() == Prim.SHL
            || e.prim() == Prim.ADD && e.in().get(0).equals(e.in().get(1)) || narrows(e);
    }

    /** Finds the integers from which indices, values for a next trip, and arguments and results of functions are computed. */
    private void want(Func f) {
        var work = new ArrayDeque<Var>();
        f.out().forEach(a -> want(a, work));
        Regions.each(f.body(), e -> {
            Regions.of(e).forEach(r -> r.out().forEach(a -> want(a, work)));
            boolean writes = e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD;
            if (writes || e.prim() == Prim.INDEX || e.prim() == Prim.CALL || e.prim() == Prim.OPT_BARRIER) {
                e.in().subList(0, e.in().size() - (writes ? 1 : 0)).forEach(a -> want(a, work));
            }
        });
        while (!work.isEmpty()) {
            Eqn e = definitions.get(work.poll());
            if (e != null && computes(e)) {
                e.in().forEach(a -> want(a, work));
            }
        }
    }

    private void want(Atom a, ArrayDeque<Var> work) {
        if (!(a instanceof Lit) && isInteger(a) && wanted.add((Var) a)) {
            work.add((Var) a);
        }
    }

    /** Writes outside of an array that are left out are conditions, too. */
    private void guards(List<Eqn> body, Eqn loop, boolean condition) {
        for (Eqn e : body) {
            boolean drops = e.params() instanceof Params.Access how && how.mode() == Params.Mode.CLAMP;
            boolean accesses = e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD;
            Eqn within = e.prim() == Prim.COND ? loop : e;
            if (accesses && (condition || drops) && loop != null) {
                guarded.put(e, loop);
            } else if (e.prim() == Prim.HIST) {
                guarded.put(e, within);
            }
            Regions.of(e).forEach(r -> guards(r.body(), within, e.prim() == Prim.COND));
        }
    }

    private static Set<Var> inside(Eqn e) {
        var all = new HashSet<Var>();
        Regions.each(List.of(e), x -> Regions.of(x).forEach(r -> {
            all.addAll(r.params());
            r.body().forEach(y -> all.addAll(y.out()));
        }));
        return all;
    }
}
