package dev.jacobi.vectorize.counts;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.Range;
import java.util.List;

/**
 * The trip count of {@code for (x = start; x <op> bound; x += step)}, emitted in the variable's type; no trip when it is
 * not positive. A check is
 * emitted before it for each way in which Java's loop would wrap around or the count would not fit; Java then runs
 * the loop itself.
 */
final class TripCount {
    /** The place given by checks that no line of the program corresponds to. */
    static final String WHERE = "loop count";
    private static final long FAR = 1 << 30;

    private TripCount() {
    }

    /** {@code size} is the step's magnitude, {@code up} its sign. */
    static Atom emit(Builder b, Prim op, Atom start, boolean up, Atom size, Atom bound) {
        DType t = start.dtype();
        if (op == Prim.EQ) {
            // Equal at the first test at most: x moves.
            return b.convert(b.emit(Prim.EQ, start, bound), t);
        }
        if (op == Prim.NE) {
            Atom n = up ? b.folded(Prim.SUB, bound, start) : b.folded(Prim.SUB, start, bound);
            check(b, Prim.GE, n, Lit.zero(t));
            return n;
        }
        boolean one = size.equals(Lit.of(t, 1));
        Atom end = bound;
        if (op == Prim.LE || op == Prim.GE) {
            // The last value of the type as inclusive bound means a loop without end.
            check(b, up ? Prim.LT : Prim.GT, bound, Lit.of(t, up ? last(t) : first(t)));
            end = b.folded(Prim.ADD, bound, Lit.of(t, up ? 1 : -1));
        }
        Atom less = null;
        if (!one) {
            if (!(size instanceof Lit)) {
                check(b, Prim.GT, size, Lit.zero(t));
            }
            less = b.folded(Prim.SUB, size, Lit.of(t, 1));
            check(b, up ? Prim.LE : Prim.GE, end, up ? b.folded(Prim.SUB, Lit.of(t, last(t)), less) : b.folded(Prim.ADD, Lit.of(t, first(t)), less));
        }
        if (one && up && start.equals(Lit.zero(t))) {
            return end;
        }
        if (one && !up && end instanceof Lit l && l.asLong() <= 0 && l.asLong() > first(t)) {
            // what is below the last value by any distance comes to a negative number, which is no trip; there is no largest number in the way of saying how far indices lie from each other
            check(b, Prim.LE, start, Lit.of(t, last(t) + l.asLong()));
            return b.folded(Prim.ADD, start, Lit.of(t, -l.asLong()));
        }
        Atom low = up ? start : end;
        Atom high = b.folded(Prim.MAX, up ? end : start, low);
        Atom span = b.folded(Prim.SUB, high, low);
        boolean fromZero = low instanceof Lit l && l.asLong() >= 0;
        if (!fromZero) {
            check(b, Prim.GE, span, Lit.zero(t));
        }
        if (one) {
            return span;
        }
        if (!up || !fromZero) {
            check(b, Prim.LE, span, b.folded(Prim.SUB, Lit.of(t, last(t)), less));
        }
        return b.folded(Prim.DIV, b.folded(Prim.ADD, span, less), size);
    }

    /** The trips of {@code for (i = low, j = high; i < j; i += up, j -= down)}, counted by the distance, which must not overflow; {@code size} is what both steps come to. */
    static Atom meeting(Builder b, Prim op, Atom low, Atom high, long size) {
        b.checkEarly(b.emit(Prim.GE, low, Lit.i32(0)), Params.Code.MEMORY, WHERE);
        b.checkEarly(b.emit(Prim.GE, high, Lit.i32(-1)), Params.Code.MEMORY, WHERE);
        return emit(b, op == Prim.LT ? Prim.GT : Prim.GE, b.folded(Prim.SUB, high, low), false, Lit.i32((int) size), Lit.i32(0));
    }

    /** True when the count holds without a check. */
    static boolean isPlain(Prim op, Atom start, boolean up, Atom size) {
        return op == Prim.LT && up && size.equals(Lit.of(start.dtype(), 1)) && start instanceof Lit l && l.asLong() >= 0;
    }

    /** False for loops that go on until they wrap around, or for ever. */
    static boolean counts(Prim op, boolean up, boolean literal, long size) {
        return op == Prim.EQ ? literal && size != 0 : op == Prim.NE ? literal && size == 1
            : (!literal || size > 0) && (up ? op == Prim.LT || op == Prim.LE : op == Prim.GT || op == Prim.GE);
    }

    /**
     * Checks that a bound computed as x plus or minus a literal did not wrap around, so that index arithmetic may rely
     * on it.
     */
    static void checkBound(Builder b, Eqn definition, List<Atom> in) {
        Definitions.Offset o = Definitions.Offset.of(definition.with(in));
        if (o != null && o.base() instanceof Var x && Math.abs(o.by()) < FAR) {
            DType t = x.dtype();
            check(b, o.by() > 0 ? Prim.LE : Prim.GE, x, Lit.of(t, o.by() > 0 ? last(t) - o.by() : first(t) - o.by()));
        }
    }

    private static long last(DType t) {
        return Range.of(t).boundedAbove() ? Range.of(t).hi() : Long.MAX_VALUE;
    }

    private static long first(DType t) {
        return Range.of(t).boundedBelow() ? Range.of(t).lo() : Long.MIN_VALUE;
    }

    static void check(Builder b, Prim op, Atom x, Atom y) {
        if (x instanceof Lit l && y instanceof Lit m && Eval.fold(op, Params.NONE, List.of(l, m)).asBool()) {
            return;
        }
        b.checkEarly(b.emit(op, x, y), Params.Code.MEMORY, WHERE);
    }
}
