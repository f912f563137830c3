package dev.jacobi.llvm.bound;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.analysis.EarlyExit;
import java.util.List;

/**
 * How often the body of a while runs at most, where a term of its condition compares a counter, or a flag that the trip before has set by such a term: {@code do { .. n++; } while (error > tolerance && n < most);}.
 */
final class WhileTrips {
    private static final int DEEPEST = 8;
    private final Arithmetic math;
    private final ValueRanges ranges;
    private final Eqn e;
    private final Params.While w;
    private final List<Atom> staying;

    WhileTrips(Arithmetic math, ValueRanges ranges, Eqn e) {
        this.math = math;
        this.ranges = ranges;
        this.e = e;
        w = (Params.While) e.params();
        staying = new EarlyExit(ranges::definition, e).staying();
    }

    /** {@link WorkBound#UNKNOWN} where nothing is known. */
    Atom most() {
        Atom least = counter(w.cond(), w.cond().out().get(0), true, DEEPEST);
        least = least == null ? new JointSteps(math, ranges, e, staying).trips() : least;
        return least == null ? Lit.f64(WorkBound.UNKNOWN) : math.max(math.add(least, Lit.f64(1)), Lit.f64(1));
    }

    private Atom least(Atom a, Atom b) {
        return a == null ? b : b == null ? a : math.min(a, b);
    }

    /**
     * Trips after which the loop does not go on, which it does while {@code condition} is {@code holds}: a value of the condition's region, or of the body's, which the next trip is told. Null when none of its terms is a
     * counter's.
     */
    private Atom counter(Region at, Atom condition, boolean holds, int depth) {
        Eqn c = ranges.definition(condition);
        if (depth == 0) {
            return null;
        } else if (c == null || at == w.cond() && at.params().contains(condition)) {
            int k = at == w.cond() ? at.params().indexOf(condition) : -1;
            Atom set = k < 0 ? null : counter(w.body(), w.body().out().get(k), holds, depth - 1);
            return set == null ? null : math.add(set, Lit.f64(1)); // the first trip is made as the flag was set in front of the loop
        } else if (c.prim() == Prim.NOT && condition.dtype() == DType.BOOL) {
            return counter(at, c.in().get(0), !holds, depth - 1);
        } else if (c.prim() == (holds ? Prim.AND : Prim.OR) && condition.dtype() == DType.BOOL) {
            return least(counter(at, c.in().get(0), holds, depth - 1), counter(at, c.in().get(1), holds, depth - 1));
        } else if (c.prim() == Prim.COND && c.in().get(0).dtype() == DType.BOOL) {
            List<Region> r = Regions.of(c);
            int k = c.out().indexOf(condition);
            return !holds || !r.get(0).out().get(k).equals(Lit.bool(false)) ? null
                : least(counter(at, c.in().get(0), true, depth - 1), counter(at, r.get(1).out().get(k), true, depth - 1));
        }
        return c.prim().group() == Prim.Group.COMPARE ? compared(at, c, holds) : null;
    }

    private Atom compared(Region at, Eqn c, boolean holds) {
        boolean less = c.prim() == Prim.LT || c.prim() == Prim.LE;
        if (!less && c.prim() != Prim.GT && c.prim() != Prim.GE || c.in().get(0).dtype().isFloat()) {
            return null;
        }
        boolean below = less == holds;
        boolean equal = (c.prim() == Prim.LE || c.prim() == Prim.GE) == holds;
        Atom up = toward(at, c.in().get(below ? 0 : 1), c.in().get(below ? 1 : 0), true, equal);
        Atom down = toward(at, c.in().get(below ? 1 : 0), c.in().get(below ? 0 : 1), false, equal);
        return least(up, down);
    }

    /**
     * Trips until a carried value, which each trip moves by a constant or multiplies, has passed the limit; {@code up}: the loop goes on while it is
     * below, {@code equal}: or there. A value that may wrap around before may go on for ever.
     */
    private Atom toward(Region at, Atom counter, Atom limit, boolean up, boolean equal) {
        int k = at == w.body() && !at.params().contains(counter) ? staying.indexOf(counter) : at.params().indexOf(counter);
        Eqn step = k < 0 ? null : ranges.definition(staying.get(k));
        if (step == null || step.in().size() != 2 || !step.in().get(0).equals(w.body().params().get(k)) || !(step.in().get(1) instanceof Lit c)) {
            return null;
        }
        int bits = counter.dtype().bits();
        double top = Math.scalb(1.0, bits - 1);
        ValueRanges.Range first = ranges.of(e.in().get(k));
        boolean behind = at == w.body(); // then nothing has asked whether the first trip's number is within the limit
        Atom last = up ? ranges.of(limit).hi() : ranges.of(limit).lo();
        long by = step.prim() == Prim.ADD ? c.asLong() : step.prim() == Prim.SUB ? -c.asLong() : 0;
        if (up ? by > 0 : by < 0) {
            Atom way = up ? math.sub(last, first.lo()) : math.sub(first.hi(), last);
            Atom n = math.add(math.max(math.mul(way, Lit.f64(1.0 / Math.abs((double) by))), Lit.f64(0)), Lit.f64(1));
            Atom from = up ? first.hi() : first.lo();
            Atom past = math.add(!behind ? last : up ? math.max(last, from) : math.min(last, from), Lit.f64(by));
            return math.select(up ? math.atMost(past, Lit.f64(top - 1)) : math.atMost(Lit.f64(-top), past), n, Lit.f64(WorkBound.UNKNOWN));
        }
        double factor = step.prim() == Prim.MUL ? c.asLong() : step.prim() == Prim.SHL && c.asLong() >= 0 && c.asLong() < bits - 1 ? 1L << c.asLong() : 0;
        if (up && factor >= 2) {
            Atom largest = math.max(behind ? math.max(last, first.hi()) : last, Lit.f64(1));
            Atom fits = math.atMost(math.mul(largest, Lit.f64(factor)), Lit.f64(top - 1));
            return math.select(math.atMost(Lit.f64(1), first.lo()), math.select(fits, Lit.f64(bits), Lit.f64(WorkBound.UNKNOWN)), Lit.f64(WorkBound.UNKNOWN));
        }
        boolean shrinks = step.prim() == Prim.DIV && c.asLong() >= 2 || (step.prim() == Prim.SHR || step.prim() == Prim.USHR) && c.asLong() >= 1 && c.asLong() < bits;
        return !up && shrinks ? math.select(math.atMost(Lit.f64(equal ? 1 : 0), last), Lit.f64(bits), Lit.f64(WorkBound.UNKNOWN)) : null;
    }
}
