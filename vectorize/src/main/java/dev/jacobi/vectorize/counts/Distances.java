package dev.jacobi.vectorize.counts;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.Poly;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Trips of loops over i32 numbers whose distance is simpler than their ends, as polynomials of what is known before: {@code for (at = i * m; at < (i + 1) * m; at++)} has m of them, {@code while (at != n * m) at += m} that
 * began at m has n - 1. Such numbers are those of a row, the same for each; what the ends alone would say is a maximum and a quotient for each row, through which nothing else can look.
 */
final class Distances {
    private static final int MOST_TERMS = 2;
    private static final int DEEPEST = 12;

    private final Definitions defs;
    private final UnaryOperator<Atom> before;
    private final Map<Integer, Var> symbols = new HashMap<>();
    /** The number that the step is, if it is positive, where the step is the greater of that and 0. */
    private Atom positive;

    /** {@code before}: what a value is called before the loop; null where it isn't one that is there. */
    Distances(Definitions defs, UnaryOperator<Atom> before) {
        this.defs = defs;
        this.before = before;
    }

    /** How many trips there are, modulo 2^32, if the way from the start to the bound does not wrap around; null where that is not simpler than the ends. {@code size} is the step's magnitude, {@code up} its sign. */
    Poly trips(Prim op, Atom start, boolean up, Atom size, Atom bound) {
        boolean inclusive = op == Prim.LE || op == Prim.GE;
        boolean one = size instanceof Lit l && l.asLong() == 1;
        boolean away = up ? op == Prim.GT || op == Prim.GE : op == Prim.LT || op == Prim.LE;
        if (away || start.dtype() != DType.I32 || op == Prim.EQ || start instanceof Lit && (one || bound instanceof Lit) || inclusive && !one) {
            return null;
        }
        try {
            Eqn most = defs.of(size);
            positive = most != null && most.prim() == Prim.MAX && most.in().get(1).equals(Lit.i32(0)) ? most.in().get(0) : null;
            Poly from = of(start, 0);
            Poly to = of(bound, 0);
            Poly apart = (up ? to.minus(from) : from.minus(to)).plus(inclusive ? 1 : 0);
            Poly n = one ? meet(from, to) ? apart : null : quotient(apart, of(size, 0));
            return n == null || n.size() > MOST_TERMS ? null : n;
        } catch (ArithmeticException largerThanPolynomials) {
            return null;
        }
    }

    /** Writes that number down, behind checks that it is the right one. */
    Atom count(Builder b, Poly trips, Prim op, Atom start, boolean up, Atom size, Atom bound) {
        boolean inclusive = op == Prim.LE || op == Prim.GE;
        Atom n = value(b, trips, symbols);
        if (!(size instanceof Lit)) {
            TripCount.check(b, Prim.GT, size, Lit.i32(0));
        }
        if (op == Prim.NE) {
            TripCount.check(b, Prim.GE, n, Lit.i32(0));
        }
        if (inclusive) {
            TripCount.check(b, up ? Prim.LT : Prim.GT, bound, Lit.i32(up ? Integer.MAX_VALUE : Integer.MIN_VALUE));
        }
        Atom low = up ? start : inclusive ? b.folded(Prim.ADD, bound, Lit.i32(-1)) : bound;
        Atom way = b.folded(Prim.MUL, wide(b, n), wide(b, size));
        if (way instanceof Lit l && Math.abs(l.asLong()) <= Integer.MAX_VALUE) {
            boolean on = l.asLong() >= 0;
            TripCount.check(b, on ? Prim.LE : Prim.GE, low, Lit.i32((int) ((on ? Integer.MAX_VALUE : Integer.MIN_VALUE) - l.asLong())));
        } else {
            Atom high = b.folded(Prim.ADD, wide(b, low), way);
            TripCount.check(b, Prim.LE, high, Lit.i64(Integer.MAX_VALUE));
            TripCount.check(b, Prim.GE, high, Lit.i64(Integer.MIN_VALUE));
        }
        return n;
    }

    private static Atom wide(Builder b, Atom a) {
        return a instanceof Lit l ? Lit.i64(l.asLong()) : b.convert(a, DType.I64);
    }

    /** A value as sums and products of others, as far as these wrap around. */
    private Poly of(Atom a, int depth) {
        if (a instanceof Lit l) {
            return Poly.of(l.asLong());
        }
        Eqn e = depth > DEEPEST ? null : defs.of(a);
        if (e != null && e.prim() == Prim.MAX && positive != null && e.in().get(0).equals(positive) && e.in().get(1).equals(Lit.i32(0))) {
            return of(positive, depth + 1);
        }
        if (e != null && (e.prim() == Prim.ADD || e.prim() == Prim.SUB || e.prim() == Prim.MUL)) {
            Poly x = of(e.in().get(0), depth + 1);
            Poly y = of(e.in().get(1), depth + 1);
            return e.prim() == Prim.ADD ? x.plus(y) : e.prim() == Prim.SUB ? x.minus(y) : x.times(y);
        }
        Atom known = before.apply(a);
        if (known == null) {
            throw new ArithmeticException("not a value from before the loop");
        }
        if (known instanceof Lit l) {
            return Poly.of(l.asLong());
        }
        symbols.put(((Var) known).id(), (Var) known);
        return Poly.var(((Var) known).id());
    }

    /** Whether the ends have something in common that is no constant. */
    private static boolean meet(Poly from, Poly to) {
        Poly apart = to.minus(from);
        for (int k = 0; k < from.size(); k++) {
            long shared = from.mono(k);
            boolean stays = false;
            for (int j = 0; j < apart.size(); j++) {
                stays |= apart.mono(j) == shared;
            }
            if (shared != 0 && !stays) {
                return true;
            }
        }
        return false;
    }

    /** The polynomial by which a single term must be multiplied; null where there is none. */
    private static Poly quotient(Poly all, Poly step) {
        if (step.size() != 1) {
            return null;
        }
        Poly sum = Poly.ZERO;
        for (int k = 0; k < all.size(); k++) {
            List<Integer> rest = new ArrayList<>(Arrays.stream(Poly.vars(all.mono(k))).boxed().toList());
            for (int v : Poly.vars(step.mono(0))) {
                if (!rest.remove((Integer) v)) {
                    return null;
                }
            }
            if (all.coef(k) % step.coef(0) != 0) {
                return null;
            }
            Poly term = Poly.of(all.coef(k) / step.coef(0));
            for (int v : rest) {
                term = term.times(Poly.var(v));
            }
            sum = sum.plus(term);
        }
        return sum;
    }

    /** The value of a polynomial, modulo 2^32. */
    static Atom value(Builder b, Poly p, Map<Integer, Var> symbols) {
        Atom sum = Lit.i32(0);
        for (int k = p.size() - 1; k >= 0; k--) {
            Atom term = Lit.i32((int) p.coef(k));
            for (int v : Poly.vars(p.mono(k))) {
                term = b.folded(Prim.MUL, term, symbols.get(v));
            }
            sum = b.folded(Prim.ADD, sum, term);
        }
        return sum;
    }
}
