package dev.jacobi.vectorize.checks;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.analysis.IntFacts;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.analysis.Range;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whether checks that are made before loops can be computed in i64, and what has to be checked before so that they can. */
final class SafeSums {
    /** So many checks in front of a loop may stand beside one that products must not be too large for. */
    private static final int MOST_SIDES = 16;

    private static final Set<Prim> STEPS = EnumSet.of(Prim.ADD, Prim.SUB, Prim.MUL);

    /** What an operand of a check is taken as; that this is what it is becomes goals, polynomials that must not be negative. */
    interface Reading {
        Poly of(Atom a, IntValues values, Collection<Poly> goals);
    }

    private SafeSums() {
    }

    /** Polynomials whose being non-negative makes the bool true; false when there is no such form. */
    static boolean goals(Atom ok, Reading reading, IntValues values, List<Poly> goals) {
        if (values.isCertain(ok)) {
            return true;
        }
        Eqn e = values.definition(ok);
        if (e == null) {
            return false;
        }
        Prim p = e.prim();
        if (p == Prim.AND) {
            return goals(e.in().get(0), reading, values, goals) && goals(e.in().get(1), reading, values, goals);
        } else if (p == Prim.OR) {
            // A check that was moved before: "no trip, or within bounds". The trips of an inner loop are taken to happen.
            return Checks.isNoTrip(values.definition(e.in().get(0))) && goals(e.in().get(1), reading, values, goals);
        } else if (p.group() != Prim.Group.COMPARE || e.in().get(0).dtype().isFloat() || p == Prim.EQ) {
            return false;
        } else if (p == Prim.NE) {
            Poly d = values.exact(e.in().get(0)).minus(values.exact(e.in().get(1)));
            // a divisor that all trips have is a size as a rule, of which more is known once it is positive: quotients and remainders by it lie within bounds
            boolean size = e.in().get(1).equals(Lit.zero(e.in().get(1).dtype())) && !d.mentions(v -> values.depthOf(v) > 0);
            boolean positive = values.facts.prove(d);
            boolean negative = !positive && values.facts.prove(d.negate());
            goals.add((negative ? d.negate() : positive || size ? d : d.times(d)).plus(-1));
            return true;
        }
        boolean less = p == Prim.LT || p == Prim.LE;
        Atom x = e.in().get(less ? 0 : 1);
        Atom y = e.in().get(less ? 1 : 0);
        Poly small = reading.of(x, values, goals);
        Poly large = reading.of(y, values, goals);
        goals.add(0, large.minus(small).plus(p == Prim.LT || p == Prim.GT ? -1 : 0));
        return true;
    }

    /**
     * What makes it safe to compute a polynomial with products of three that are not negative, as in {@code (i * n + j) * n + k}: no two of them come to more
     * than an index can be. Null where that does not help. Such a product is part of an index as a rule, so that what is in range passes.
     */
    static List<Poly> guards(Poly p, IntFacts facts) {
        var guards = new LinkedHashSet<Poly>();
        Poly rest = p;
        long sum = 0;
        boolean three = false;
        for (int k = 0; k < p.size(); k++) {
            int[] vars = Poly.vars(p.mono(k));
            if (vars.length < 2) {
                continue;
            }
            three |= vars.length > 2;
            sum += Math.abs(p.coef(k));
            if (sum > 1 << 10 || IntStream.of(vars).anyMatch(v -> facts.range(Poly.var(v)).lo() < 0)) {
                return null;
            }
            for (int v = 0; v < (vars.length == 2 ? 1 : vars.length); v++) {
                guards.add(Poly.of(1L << 31).minus(Poly.var(vars[v]).times(Poly.var(vars[(v + 1) % vars.length]))));
            }
            rest = rest.minus(Poly.mono(p.mono(k), p.coef(k)));
        }
        return !three || !isSafe(rest, facts) ? null : List.copyOf(guards);
    }

    /** The same with products of two that may be negative, as in {@code (first + k) * stride + j} of any stride: each comes to less than 2^32 as a rule, as indices are within 2^31. Null where that does not help. */
    static List<Poly> signedGuards(Poly p, IntFacts facts) {
        var guards = new LinkedHashSet<Poly>();
        Poly rest = p;
        long sum = 0;
        for (int k = 0; k < p.size(); k++) {
            int[] vars = Poly.vars(p.mono(k));
            if (vars.length < 2) {
                continue;
            }
            sum += Math.abs(p.coef(k));
            Poly product = Poly.mono(p.mono(k), 1);
            if (vars.length > 2 || sum > 1 << 10 || !isSafe(product, facts)) {
                return null;
            }
            guards.add(Poly.of(1L << 32).minus(product));
            guards.add(product.plus(1L << 32));
            rest = rest.minus(Poly.mono(p.mono(k), p.coef(k)));
        }
        return isSafe(rest, facts) ? List.copyOf(guards) : null;
    }

    /** Whether it changes by what two of these variables differ by, {@code base + i - j}: where they are equal, it may be at its end. */
    static boolean isOfDifference(Poly p, Set<Integer> variables) {
        int[] own = IntStream.of(p.variables()).filter(variables::contains).toArray();
        for (int v : own) {
            Poly c = p.linear(v);
            if (c != null && IntStream.of(own).anyMatch(w -> w != v && c.negate().equals(p.linear(w)))) {
                return true;
            }
        }
        return false;
    }

    /** True when the polynomial can be computed in i64 without overflow, in any order. */
    static boolean isSafe(Poly p, IntFacts facts) {
        long sum = 0;
        for (int k = 0; k < p.size(); k++) {
            Range r = facts.range(Poly.mono(p.mono(k), p.coef(k)));
            if (!r.bounded() || r.lo() < -(1L << 62) || r.hi() > 1L << 62) {
                return false;
            }
            sum += Math.max(Math.abs(r.lo()), Math.abs(r.hi())) >> 8;
        }
        return sum + p.size() < 1L << 55;
    }

    /** A whole number as it is without wrapping around; that it does not becomes two goals, polynomials that must not be negative. */
    static Poly unwrapped(Atom a, IntValues values, Collection<Poly> goals) {
        if (a.dtype() == DType.I64) {
            return narrower(values.exact(a), values, goals);
        }
        if (values.isExact(a)) {
            return values.exact(a);
        }
        Poly p = values.ring(a);
        fits(p, a.dtype(), goals);
        return p;
    }

    /** A whole number as computed, for which nothing has to hold. */
    static Poly asItIs(Atom a, IntValues values, Collection<Poly> goals) {
        return values.exact(a);
    }

    /** The same as {@link #unwrapped}, but of numbers that so many loops do not change, as they are: it does not matter whether what they were computed of has wrapped around. Products, which extents are, are those of such numbers. */
    static Poly unwrappedInLoops(Atom a, IntValues values, int level, Collection<Poly> goals) {
        Poly p = inLoops(a, values, level);
        if (!p.equals(values.exact(a))) {
            fits(p, a.dtype(), goals);
        }
        return p;
    }

    /** A whole number as it is without wrapping around in loops of this level and within. */
    static Poly inLoops(Atom a, IntValues values, int level) {
        Eqn e = values.definition(a);
        boolean asItIs = e == null || values.isExact(a) || values.depthOf(e.result().id()) < level && e.prim() != Prim.MUL;
        if (asItIs || !STEPS.contains(e.prim())) {
            return values.exact(a);
        }
        Poly x = inLoops(e.in().get(0), values, level);
        Poly y = inLoops(e.in().get(1), values, level);
        return e.prim() == Prim.MUL ? x.times(y) : e.prim() == Prim.ADD ? x.plus(y) : x.minus(y);
    }

    /** A sum of longs in which what may have wrapped around as an int is as it would be if it hadn't. */
    private static Poly narrower(Poly sum, IntValues values, Collection<Poly> goals) {
        for (int v : sum.variables()) {
            Eqn e = values.definition(v);
            Poly p = e == null || e.out().size() != 1 || e.result().dtype() != DType.I32 ? null : values.ring(e.result());
            if (p != null && !p.equals(Poly.var(v))) {
                fits(p, DType.I32, goals);
                sum = sum.with(v, p);
            }
        }
        return sum;
    }

    /** That a number is one of its type becomes two goals. */
    static void fits(Poly p, DType type, Collection<Poly> goals) {
        goals.add(p.plus(-Range.of(type).lo()));
        goals.add(Poly.of(Range.of(type).hi()).minus(p));
    }

    /** Adds to {@code sides} what makes it safe to compute the bound and these; false where there is no such thing, or it is too much: each stride of any sign doubles it. */
    static boolean guard(Poly bound, List<Poly> sides, IntFacts facts) {
        if (bound == null || sides.contains(null)) {
            return false;
        }
        var guards = new LinkedHashSet<Poly>();
        for (Poly p : Stream.concat(Stream.of(bound), sides.stream()).toList()) {
            if (isSafe(p, facts)) {
                continue;
            }
            List<Poly> products = p == bound ? guards(p, facts) : null;
            List<Poly> own = products != null ? products : signedGuards(p, facts);
            if (own == null || !own.stream().allMatch(g -> isSafe(g, facts))) {
                return false;
            }
            guards.addAll(own);
        }
        var all = new LinkedHashSet<>(sides); // bounds of different products may have become the same
        all.addAll(guards);
        sides.clear();
        sides.addAll(all);
        return guards.isEmpty() || sides.size() <= MOST_SIDES;
    }
}
