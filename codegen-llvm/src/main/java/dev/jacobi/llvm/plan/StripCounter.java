package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.List;
import java.util.function.Function;

/**
 * The term of a while's condition that compares a counter, which each trip moves by one, with a limit that stays: {@code j < n && a[j] != x} with {@code j} one more each time. A nearer limit ends the loop after so many trips
 * as one likes, and no trip needs another count for that.
 *
 * @param term the comparison, an equation of the condition itself, which is false where the comparison is
 * @param position of the counter among the carries
 * @param prim compares the counter, as the first operand, with the limit
 */
public record StripCounter(Eqn term, int position, Atom limit, Prim prim) {
    private static final int DEPTH = 8;

    /** The counter of a while whose trips are short and cannot fail; null for any other. {@code staying} is what its trips yield as long as it goes on. */
    public static StripCounter of(Function<Var, Eqn> definitions, Params.While w, List<Atom> staying) {
        boolean simple = !Regions.any(w.cond().body(), StripCounter::isLong) && !Regions.any(w.body().body(), StripCounter::isLong);
        return simple ? find(definitions, w, staying, w.cond().out().get(0), DEPTH) : null;
    }

    /** Loops and calls, beside which counting is nothing, and checks, which cost more when LLVM unrolls them than that saves. */
    private static boolean isLong(Eqn e) {
        return e.prim() == Prim.CALL || e.prim() == Prim.CHECK || e.prim() != Prim.COND && !Regions.of(e).isEmpty();
    }

    private static StripCounter find(Function<Var, Eqn> definitions, Params.While w, List<Atom> staying, Atom condition, int depth) {
        Eqn e = condition instanceof Var v ? definitions.apply(v) : null;
        if (e == null || depth == 0 || !w.cond().body().contains(e)) {
            return null;
        }
        if (e.prim() == Prim.AND && condition.dtype() == DType.BOOL) {
            StripCounter first = find(definitions, w, staying, e.in().get(0), depth - 1);
            return first != null ? first : find(definitions, w, staying, e.in().get(1), depth - 1);
        }
        if (e.prim() == Prim.COND && e.in().get(0).dtype() == DType.BOOL) {
            boolean circuit = Regions.of(e).get(0).out().get(e.out().indexOf(condition)).equals(Lit.bool(false));
            return circuit ? find(definitions, w, staying, e.in().get(0), depth - 1) : null;
        }
        return switch (e.prim().group()) {
            case COMPARE -> compared(definitions, w, staying, e);
            case UNARY, BINARY, TERNARY, CONVERSION, STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> null;
        };
    }

    private static StripCounter compared(Function<Var, Eqn> definitions, Params.While w, List<Atom> staying, Eqn e) {
        StripCounter left = counter(definitions, w, staying, e, 0, e.prim());
        return left != null ? left : counter(definitions, w, staying, e, 1, mirrored(e.prim()));
    }

    private static Prim mirrored(Prim p) {
        return p == Prim.LT ? Prim.GT : p == Prim.LE ? Prim.GE : p == Prim.GT ? Prim.LT : p == Prim.GE ? Prim.LE : p;
    }

    private static StripCounter counter(Function<Var, Eqn> definitions, Params.While w, List<Atom> staying, Eqn e, int operand, Prim p) {
        int k = w.cond().params().indexOf(e.in().get(operand));
        Atom limit = e.in().get(1 - operand);
        boolean stays = limit instanceof Lit || !w.cond().params().contains(limit) && w.cond().body().stream().noneMatch(x -> x.out().contains(limit));
        DType t = limit.dtype();
        if (k < 0 || !stays || t != DType.I32 && t != DType.I64) {
            return null;
        }
        Eqn step = staying.get(k) instanceof Var v ? definitions.apply(v) : null;
        boolean moves = step != null && (step.prim() == Prim.ADD || step.prim() == Prim.SUB) && step.in().get(0).equals(w.body().params().get(k));
        if (!moves || !(step.in().get(1) instanceof Lit l)) {
            return null;
        }
        long by = step.prim() == Prim.ADD ? l.asLong() : -l.asLong();
        long first = t == DType.I32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
        // a counter that goes on beyond the last integer is below any limit for ever
        boolean ends = p == Prim.LT && by == 1 || p == Prim.GT && by == -1 || p == Prim.LE && by == 1 && limit instanceof Lit m && m.asLong() < -1 - first
            || p == Prim.GE && by == -1 && limit instanceof Lit n && n.asLong() > first;
        return ends ? new StripCounter(e, k, limit, p) : null;
    }
}
