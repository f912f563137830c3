package dev.jacobi.llvm.bound;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.EarlyExit;
import java.util.List;

/** What the body of a while knows of an int that it counts by ones: how far it is from what the condition has compared it with, and that it is not behind where it began. A search in a triangle asks so for its rows. */
final class CountedWhile {
    private final Arithmetic math;
    private final ValueRanges ranges;
    private final Params.While w;
    private final Eqn e;

    CountedWhile(Arithmetic math, ValueRanges ranges, Eqn e) {
        this.math = math;
        this.ranges = ranges;
        this.e = e;
        w = (Params.While) e.params();
    }

    /** The range of a parameter of the body; null where nothing is known. */
    ValueRanges.Range of(Var carry) {
        int k = w.body().params().indexOf(carry);
        if (k < 0 || carry.dtype() != DType.I32 || w.cond().body().stream().anyMatch(Regions::hasEffect)) {
            return null;
        }
        Eqn step = ranges.definition(new EarlyExit(ranges::definition, e).staying().get(k));
        boolean one = step != null && step.in().size() == 2 && step.in().get(0).equals(carry) && step.in().get(1) instanceof Lit c && Math.abs(c.asLong()) == 1;
        long by = !one ? 0 : ((Lit) step.in().get(1)).asLong() * (step.prim() == Prim.ADD ? 1 : step.prim() == Prim.SUB ? -1 : 0);
        Atom limit = by == 0 ? null : limit(w.cond().out().get(0), w.cond().params().get(k), by > 0);
        if (limit == null) {
            return null;
        }
        ValueRanges.Range first = ranges.of(e.in().get(k));
        // from the end of its type it would go on at the other one
        Atom stays = by > 0 ? math.atMost(limit, Lit.f64(Integer.MAX_VALUE - 1)) : math.atMost(Lit.f64(Integer.MIN_VALUE + 1), limit);
        return by > 0 ? new ValueRanges.Range(math.select(stays, first.lo(), Lit.f64(Integer.MIN_VALUE)), math.max(limit, first.lo()))
            : new ValueRanges.Range(math.min(limit, first.hi()), math.select(stays, first.hi(), Lit.f64(Integer.MAX_VALUE)));
    }

    /** How far the number may be in a trip as one of the condition's terms says; null where none does. */
    private Atom limit(Atom condition, Var number, boolean up) {
        Eqn c = ranges.definition(condition);
        if (c == null || condition.dtype() != DType.BOOL) {
            return null;
        } else if (c.prim() == Prim.AND) {
            Atom one = limit(c.in().get(0), number, up);
            return one != null ? one : limit(c.in().get(1), number, up);
        }
        boolean less = c.prim() == Prim.LT || c.prim() == Prim.LE;
        boolean more = c.prim() == Prim.GT || c.prim() == Prim.GE;
        List<Atom> in = c.in();
        if (!less && !more || !in.get(less == up ? 0 : 1).equals(number)) {
            return null;
        }
        ValueRanges.Range limit = ranges.of(in.get(less == up ? 1 : 0));
        Atom within = Lit.f64(c.prim() == Prim.LT || c.prim() == Prim.GT ? 1 : 0);
        return up ? math.sub(limit.hi(), within) : math.add(limit.lo(), within);
    }
}
