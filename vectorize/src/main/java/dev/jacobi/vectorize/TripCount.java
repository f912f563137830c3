package dev.jacobi.vectorize;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;

/**
 * The trip count of {@code for (x = start; x <op> bound; x += step)}, emitted in the variable's type; no trip when it is
 * not positive. A check is
 * emitted before it for each way in which Java's loop would wrap around or the count would not fit; Java then runs
 * the loop itself.
 */
final class TripCount {
    /** The place given by checks that no line of the program corresponds to. */
    static final String WHERE = "loop count";

    private TripCount() {
    }

    static Atom emit(Builder b, Prim op, Atom start, long step, Atom bound) {
        DType t = start.dtype();
        if (op == Prim.EQ) {
            // Equal at the first test at most: x moves.
            return b.convert(b.emit(Prim.EQ, start, bound), t);
        }
        if (op == Prim.NE) {
            Atom n = step > 0 ? fold(b, Prim.SUB, bound, start) : fold(b, Prim.SUB, start, bound);
            check(b, Prim.GE, n, Lit.zero(t));
            return n;
        }
        boolean up = step > 0;
        Atom end = bound;
        if (op == Prim.LE || op == Prim.GE) {
            // The last value of the type as inclusive bound means a loop without end.
            check(b, up ? Prim.LT : Prim.GT, bound, Lit.of(t, up ? last(t) : first(t)));
            end = fold(b, Prim.ADD, bound, Lit.of(t, up ? 1 : -1));
        }
        long size = Math.abs(step);
        if (size > 1) {
            check(b, up ? Prim.LE : Prim.GE, end, Lit.of(t, up ? last(t) - (size - 1) : first(t) + (size - 1)));
        }
        if (size == 1 && up && start.equals(Lit.zero(t))) {
            return end;
        }
        Atom low = up ? start : end;
        Atom high = fold(b, Prim.MAX, up ? end : start, low);
        Atom span = fold(b, Prim.SUB, high, low);
        if (!(low instanceof Lit l && l.asLong() >= 0)) {
            check(b, Prim.GE, span, Lit.zero(t));
        }
        if (size == 1) {
            return span;
        }
        if (!up || !(low instanceof Lit l && l.asLong() >= 0)) {
            check(b, Prim.LE, span, Lit.of(t, last(t) - (size - 1)));
        }
        return fold(b, Prim.DIV, fold(b, Prim.ADD, span, Lit.of(t, size - 1)), Lit.of(t, size));
    }

    /** False for loops that go on until they wrap around, or for ever. */
    static boolean counts(Prim op, long step) {
        return op == Prim.EQ ? step != 0 : op == Prim.NE ? Math.abs(step) == 1 : op == Prim.LT || op == Prim.LE ? step > 0 : step < 0;
    }

    private static long last(DType t) {
        return Range.of(t).boundedAbove() ? Range.of(t).hi() : Long.MAX_VALUE;
    }

    private static long first(DType t) {
        return Range.of(t).boundedBelow() ? Range.of(t).lo() : Long.MIN_VALUE;
    }

    private static void check(Builder b, Prim op, Atom x, Atom y) {
        if (x instanceof Lit l && y instanceof Lit m && holds(op, l.asLong(), m.asLong())) {
            return;
        }
        b.check(b.emit(op, x, y), Params.Code.MEMORY, WHERE);
    }

    private static boolean holds(Prim op, long x, long y) {
        return op == Prim.LT ? x < y : op == Prim.LE ? x <= y : op == Prim.GT ? x > y : op == Prim.GE ? x >= y : op == Prim.EQ ? x == y : x != y;
    }

    /** Emits an operation, folding literals and neutral elements. */
    static Atom fold(Builder b, Prim op, Atom x, Atom y) {
        DType t = x.dtype();
        if (x instanceof Lit l && y instanceof Lit m) {
            long u = l.asLong();
            long v = m.asLong();
            return Lit.of(t, op == Prim.ADD ? u + v : op == Prim.SUB ? u - v : op == Prim.MUL ? u * v : op == Prim.MAX ? Math.max(u, v) : u / v);
        }
        if ((op == Prim.ADD || op == Prim.SUB) && y.equals(Lit.zero(t)) || op == Prim.MUL && y.equals(Lit.of(t, 1))) {
            return x;
        }
        if (op == Prim.ADD && x.equals(Lit.zero(t)) || op == Prim.MUL && x.equals(Lit.of(t, 1))) {
            return y;
        }
        return b.emit(op, x, y);
    }
}
