package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What each primitive says about its integer result: a polynomial, an interval, or inequalities with its operands. */
final class IntRules {
    /** How many smaller ends of a quotient are tried. */
    private static final int FEW = 4;
    /** The largest number of 32 bits without a sign. */
    private static final long UNSIGNED = (1L << 32) - 1;

    private IntRules() {
    }

    /** Learns about one integer (or bool) scalar result of an equation. */
    static void learn(Eqn e, Var v, IntValues s) {
        rule(e, v, s).run();
    }

    private static Runnable rule(Eqn e, Var v, IntValues s) {
        return switch (e.prim()) {
            case ADD -> () -> s.set(v, s.exact(e.in().get(0)).plus(s.exact(e.in().get(1))),
                () -> s.ring(e.in().get(0)).plus(s.ring(e.in().get(1))));
            case SUB -> () -> sub(e, v, s);
            case MUL -> () -> s.set(v, s.exact(e.in().get(0)).times(s.exact(e.in().get(1))),
                () -> s.ring(e.in().get(0)).times(s.ring(e.in().get(1))));
            case NEG -> () -> s.set(v, s.exact(e.in().get(0)).negate(), () -> s.ring(e.in().get(0)).negate());
            case SHL -> () -> shl(e, v, s);
            case CONVERT -> () -> convert(e, v, s);
            case DIM -> () -> s.equal(v, s.shapes.of(e.in().get(0))[((Params.Axis) e.params()).axis()]);
            case ABS -> () -> abs(e, v, s);
            case MIN, MAX -> () -> minMax(e, v, s, e.prim() == Prim.MAX);
            case SELECT -> () -> select(e, v, s);
            case REM -> () -> rem(e, v, s);
            case DIV -> () -> div(e, v, s);
            case AND -> () -> and(e, v, s);
            case OR, XOR -> () -> or(e, v, s);
            case SHR, USHR -> () -> shr(e, v, s);
            case POPCNT, CLZ, CTZ -> () -> {
                s.introduce(v);
                s.facts.bound(v.id(), new Range(0, v.dtype().bits()), IntFacts.SLACK);
            };
            case SIGN -> () -> {
                s.introduce(v);
                s.facts.bound(v.id(), new Range(-1, 1));
            };
            case FOR, WHILE, REDUCE -> () -> {
                s.introduce(v);
                LoopFacts.resultFacts(e, v, s);
            };
            case NOT, FLOOR, CEIL, RINT, SQRT, CBRT, EXP, EXPM1, LOG, LOG1P, LOG10, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH,
                 TANH, ASINH, ACOSH, ATANH, ERF, ERF_INV, LGAMMA, DIGAMMA, POW, ATAN2, HYPOT, MULHI, COPYSIGN, NEXTAFTER, EQ, NE, LT, LE, GT, GE, FMA,
                 BITCAST, FULL, IOTA, COPY, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, INDEX, UPDATE,
                 GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN,
                 ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, COND, MAP,
                 SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET, THREEFRY2X32, PSUM, PMAX, PMIN, ALL_GATHER,
                 AXIS_INDEX, STOP_GRADIENT, SHARD, OPT_BARRIER -> () -> s.introduce(v);
        };
    }

    private static void sub(Eqn e, Var v, IntValues s) {
        Atom n = divisor(e, s);
        if (n == null) {
            s.set(v, s.exact(e.in().get(0)).minus(s.exact(e.in().get(1))), () -> s.ring(e.in().get(0)).minus(s.ring(e.in().get(1))));
            return;
        }
        s.introduce(v);
        Poly p = Poly.var(v.id());
        s.facts.bound(v.id(), new Range(0, s.facts.range(s.exact(n)).hi() - 1));
        s.fact(s.exact(n).minus(p).plus(-1));
        s.fact(s.exact(e.in().get(0)).minus(p));
    }

    /** The number n if it is taken from an x, 0 <= x < 2n, where x is not less: then the difference is x modulo n; null for other differences. */
    private static Atom divisor(Eqn e, IntValues s) {
        Eqn choice = s.definition(e.in().get(1));
        Eqn when = choice == null || choice.prim() != Prim.SELECT ? null : s.definition(choice.in().get(0));
        if (when == null || when.prim() != Prim.GE || !when.in().get(0).equals(e.in().get(0)) || !when.in().get(1).equals(choice.in().get(1)) || !choice.in().get(2).equals(Lit.zero(e.result().dtype()))) {
            return null;
        }
        Poly x = s.exact(e.in().get(0));
        Poly n = s.exact(when.in().get(1));
        return s.facts.prove(x) && s.facts.prove(n.times(2).minus(x).plus(-1)) ? when.in().get(1) : null;
    }

    private static void shl(Eqn e, Var v, IntValues s) {
        Poly n = s.exact(e.in().get(1));
        if (n.isConst() && n.constant() >= 0 && n.constant() < Math.min(31, v.dtype().bits())) {
            long f = 1L << n.constant();
            s.set(v, s.exact(e.in().get(0)).times(f), () -> s.ring(e.in().get(0)).times(f));
        } else {
            s.introduce(v);
            Range r = s.facts.range(n);
            Range a = s.facts.range(s.exact(e.in().get(0)));
            if (a.lo() >= 0 && a.hi() <= 1 && r.lo() >= 0 && r.hi() < v.dtype().bits() - 1) {
                s.facts.bound(v.id(), new Range(a.lo() << r.lo(), 1L << r.hi()));
            }
        }
    }

    private static void convert(Eqn e, Var v, IntValues s) {
        Atom a = e.in().get(0);
        if (a.dtype().isFloat() || v.dtype() == DType.BOOL) {
            s.introduce(v);
            return;
        }
        boolean narrowing = v.dtype().bits() < a.dtype().bits() || (v.dtype().bits() == a.dtype().bits() && v.dtype() != a.dtype());
        s.set(v, s.exact(a), () -> narrowing ? s.ring(a) : s.exact(a));
    }

    private static void abs(Eqn e, Var v, IntValues s) {
        Poly p = s.exact(e.in().get(0));
        Range r = s.facts.range(p);
        if (s.facts.prove(p)) {
            s.equal(v, p);
            return;
        }
        s.introduce(v);
        if (r.bounded() && r.lo() > Range.of(v.dtype()).lo()) {
            s.facts.bound(v.id(), new Range(0, Math.max(-r.lo(), r.hi())));
            s.facts.split(v.id(), p, p.negate());
        }
    }

    private static void minMax(Eqn e, Var v, IntValues s, boolean max) {
        Poly a = s.exact(e.in().get(0));
        Poly b = s.exact(e.in().get(1));
        Poly d = max ? a.minus(b) : b.minus(a);
        if (s.facts.prove(d)) {
            s.equal(v, a);
        } else if (s.facts.prove(d.negate())) {
            s.equal(v, b);
        } else {
            s.introduce(v);
            Poly p = Poly.var(v.id());
            Range ra = s.facts.range(a);
            Range rb = s.facts.range(b);
            s.facts.bound(v.id(), max ? ra.max(rb) : ra.min(rb));
            s.fact(max ? p.minus(a) : a.minus(p));
            s.fact(max ? p.minus(b) : b.minus(p));
            s.facts.split(v.id(), a, b);
        }
    }

    private static void select(Eqn e, Var v, IntValues s) {
        Boolean c = s.decide(e.in().get(0));
        Poly a = s.exact(e.in().get(1));
        Poly b = s.exact(e.in().get(2));
        if (c != null || a.equals(b)) {
            s.equal(v, c == null || c ? a : b);
            return;
        }
        s.introduce(v);
        Atom n = Definitions.floored(e, s::definition);
        if (n != null && s.facts.prove(s.exact(n).plus(-1))) {
            s.facts.bound(v.id(), new Range(0, s.facts.range(s.exact(n)).hi() - 1));
            s.fact(s.exact(n).minus(Poly.var(v.id())).plus(-1));
        }
        var r = new Range[2];
        var taken = new Poly[2];
        var orders = new ArrayList<End>();
        List<List<End>> ends = List.of(new ArrayList<>(), new ArrayList<>());
        where(e, true, s, before -> {
            taken[0] = whole(e.in().get(1), s);
            r[0] = s.facts.range(taken[0]);
            orders(taken[0].minus(b), b, orders, s);
            ends(taken[0], before, ends.get(0), s);
        });
        where(e, false, s, before -> {
            taken[1] = whole(e.in().get(2), s);
            r[1] = s.facts.range(taken[1]);
            orders(taken[1].minus(a), a, orders, s);
            ends(taken[1], before, ends.get(1), s);
        });
        s.facts.bound(v.id(), r[0].join(r[1]));
        s.facts.split(v.id(), a, b);
        Poly p = Poly.var(v.id());
        for (int k = 0; k < 2; k++) {
            List<End> ofOne = ends.get(k);
            Poly one = taken[k];
            Poly other = taken[1 - k];
            // what a value that goes on beyond its end would be without the condition says too little
            List<End> early = ofOne.stream().filter(end -> !isMet(one, end, s)).toList();
            List<End> loose = orders.stream().filter(o -> early.stream().anyMatch(end -> o.upper == end.upper && o.at.mentions(without(one, end)))).toList();
            loose.forEach(o -> s.slack(o.beyond(p)));
            orders.removeAll(loose);
            if (!ofOne.isEmpty()) {
                where(e, k > 0, s, before -> ofOne.removeIf(end -> !s.facts.prove(end.beyond(other))));
            }
            ofOne.forEach(end -> s.facts.add(end.beyond(p), early.contains(end) ? IntFacts.SLACK : s.conditions()));
        }
        orders.forEach(o -> s.fact(o.beyond(p)));
        clamped(e, p, s);
    }

    /** A choice between an end and the smaller or larger one of a number and the other end, {@code x < lo ? lo : x > hi ? hi : x}: it lies between the two where they are in this order. */
    private static void clamped(Eqn e, Poly choice, IntValues s) {
        for (int k = 0; k < 2; k++) {
            Eqn inner = s.definition(e.in().get(1 + k));
            if (inner == null || inner.prim() != Prim.MIN && inner.prim() != Prim.MAX) {
                continue;
            }
            boolean min = inner.prim() == Prim.MIN;
            Poly other = s.exact(e.in().get(2 - k));
            List<Poly> both = inner.in().stream().map(s::exact).toList();
            var ends = new ArrayList<Poly>();
            where(e, k > 0, s, before -> both.stream().filter(p -> s.facts.prove(min ? p.minus(other) : other.minus(p))).forEach(p -> ends.add(min ? p.minus(choice) : choice.minus(p))));
            where(e, k == 0, s, before -> {
                if (both.stream().allMatch(p -> s.facts.prove(min ? p.minus(other) : other.minus(p)))) {
                    ends.add(min ? choice.minus(other) : other.minus(choice));
                }
            });
            ends.forEach(s::fact);
        }
    }

    /** A value as it was computed where it does not wrap around as far as is known here, in {@code j < 0 ? j + n : j} too, though elsewhere j + n might be too large. */
    private static Poly whole(Atom a, IntValues s) {
        Poly p = s.ring(a);
        return s.isExact(a) || !s.fits(p, a.dtype()) ? s.exact(a) : p;
    }

    /** Runs {@code look} where a choice's condition has a value, with what was known before. */
    private static void where(Eqn choice, boolean value, IntValues s, Consumer<IntFacts.Entry> look) {
        s.scope(() -> {
            IntFacts.Entry before = s.facts.snapshot();
            s.assume(choice.in().get(0), value);
            look.accept(before);
        });
    }

    /** What a choice, or one value of it where that is taken, is at most ({@code upper}) or at least. */
    private record End(Poly at, boolean upper) {
        /** Not negative where a number is not beyond the end. */
        Poly beyond(Poly p) {
            return upper ? at.minus(p) : p.minus(at);
        }
    }

    /** The ends of a value that the condition gives it where it is taken, without a variable that the value has: in {@code i + 1 < n ? i + 1 : 0} it is at most n - 1. */
    private static void ends(Poly p, IntFacts.Entry before, List<End> to, IntValues s) {
        for (IntFacts.Entry f = s.facts.snapshot(); f != before && to.size() < FEW; f = f.older()) {
            if (f.nonNegative() != null && p.degree() == 1) {
                List.of(new End(p.plus(f.nonNegative()), true), new End(p.minus(f.nonNegative()), false)).stream().filter(x -> without(p, x) >= 0).forEach(to::add);
            }
        }
    }

    /** A variable that a value has and an end of it has not; -1 where there is none. */
    private static int without(Poly p, End end) {
        for (int k = 0; k < p.size(); k++) {
            int v = Poly.onlyVar(p.mono(k));
            if (v >= 0 && !end.at.mentions(v)) {
                return v;
            }
        }
        return -1;
    }

    /** Whether a value would go as far without the condition, so that it meets its end: that one is what checks should be made of. In {@code i < m ? i : 0} with i below n nothing says so. */
    private static boolean isMet(Poly p, End end, IntValues s) {
        int v = without(p, end);
        long c = p.linear(v).constant();
        for (IntFacts.Fact f : s.facts.bounds(v)) {
            Poly d = f.p().linear(v);
            boolean known = d != null && d.isConst() && f.conditions() != IntFacts.SLACK && f.conditions() != IntFacts.CHECKED;
            if (known && d.constant() == (end.upper ? -c : c) && s.facts.prove(end.upper ? p.plus(f.p()).minus(end.at) : end.at.minus(p.minus(f.p())))) {
                return true;
            }
        }
        return false;
    }

    /** What follows for a choice where one of its two values is taken: {@code more} says by how much it exceeds the other one, which the choice is otherwise. In {@code i == n ? n : i + 1} for i up to n it is at most n. */
    private static void orders(Poly more, Poly other, List<End> to, IntValues s) {
        if (other.isConst()) {
            // the range says as much
        } else if (s.facts.prove(more.negate())) {
            to.add(new End(other, true));
        } else if (s.facts.prove(more)) {
            to.add(new End(other, false));
        }
    }

    private static void rem(Eqn e, Var v, IntValues s) {
        s.introduce(v);
        Poly a = s.exact(e.in().get(0));
        Poly b = s.exact(e.in().get(1));
        Range ra = s.facts.range(a);
        Range rb = s.facts.range(b);
        Poly p = Poly.var(v.id());
        if (b.isConst() && b.constant() != 0 && b.constant() > Integer.MIN_VALUE) {
            long m = Math.abs(b.constant()) - 1;
            s.facts.bound(v.id(), new Range(ra.lo() >= 0 ? 0 : Math.max(-m, ra.lo()), ra.hi() <= 0 ? 0 : Math.min(m, ra.hi())));
        } else if (ra.lo() >= 0) {
            s.facts.bound(v.id(), new Range(0, ra.hi()));
        }
        if (ra.lo() >= 0) {
            // With a constant divisor that is the bound that a check should be made of.
            if (!b.isConst() || ra.hi() < b.constant()) {
                s.facts.add(a.minus(p), b.isConst() ? s.conditions() : IntFacts.SLACK);
            }
            if (!b.isConst() && (rb.lo() > 0 || s.facts.prove(b.plus(-1)))) {
                s.fact(b.minus(p).plus(-1));
            } else if (!b.isConst()) {
                s.divisorUnknown(e);
            }
        }
    }

    private static void div(Eqn e, Var v, IntValues s) {
        s.introduce(v);
        Poly a = s.exact(e.in().get(0));
        Poly b = s.exact(e.in().get(1));
        Poly p = Poly.var(v.id());
        if (b.isConst() && b.constant() > 0) {
            floor(a, b.constant(), v, s, s.facts.prove(a));
        } else if (s.facts.prove(b.plus(-1)) && s.facts.prove(a)) {
            s.facts.bound(v.id(), new Range(0, Long.MAX_VALUE));
            quotient(a, b, p, s);
            Range most = bySplits(a, s.facts);
            if (most.boundedAbove()) {
                s.slack(Poly.of(most.hi()).minus(p.times(b)));
            }
        } else if (!b.isConst()) {
            s.divisorUnknown(e);
        }
    }

    /** p = a / b, none of them negative. */
    static void quotient(Poly a, Poly b, Poly p, IntValues s) {
        s.slack(a.minus(p));
        s.slack(a.minus(p.times(b)));
        s.slack(p.times(b).plus(b).plus(-1).minus(a));
    }

    /** The interval of a polynomial, narrower where it has the smaller or larger one of two values, by each of the two in its place: {@code max(n, m) - m} for instance is no larger than {@code n - m} and 0. */
    private static Range bySplits(Poly p, IntFacts facts) {
        Range r = facts.range(p);
        for (int k = 0; k < p.size(); k++) {
            for (int v : Poly.vars(p.mono(k))) {
                Poly[] s = facts.splitOf(v);
                r = s == null ? r : r.meet(facts.range(p.with(v, s[0])).join(facts.range(p.with(v, s[1]))));
            }
        }
        return r;
    }

    /** v = a / c, rounded down when {@code down} (else towards zero). */
    private static void floor(Poly a, long c, Var v, IntValues s, boolean down) {
        Poly whole = a.dividedBy(c);
        if (whole != null) {
            s.set(v, whole, () -> whole);
            return;
        }
        Range r = few(a, s.facts.range(a), c, s.facts);
        Poly p = Poly.var(v.id());
        if (r.bounded()) {
            s.facts.bound(v.id(), down ? new Range(Math.floorDiv(r.lo(), c), Math.floorDiv(r.hi(), c)) : new Range(r.lo() / c, r.hi() / c));
        }
        if (down) {
            s.slack(a.minus(p.times(c)));
            s.slack(p.times(c).plus(c - 1).minus(a));
        } else {
            s.slack(a.minus(p.times(c)).plus(c - 1));
            s.slack(p.times(c).plus(c - 1).minus(a));
        }
    }

    /** An interval that is some {@code c} wide, with a smaller end where that is proven: the place of a number among few, of which nobody knows which one it is. */
    private static Range few(Poly a, Range r, long c, IntFacts facts) {
        boolean several = a.size() > 1 && r.lo() >= 0 && r.hi() >= c && r.hi() / c <= FEW;
        for (long k = 1; several && k <= r.hi() / c; k++) {
            long end = k * c - 1;
            if (facts.prove(Poly.of(end).minus(a))) {
                return new Range(r.lo(), end);
            }
        }
        return r;
    }

    private static void and(Eqn e, Var v, IntValues s) {
        s.introduce(v);
        if (v.dtype() == DType.BOOL) {
            return;
        }
        boolean masked = false;
        for (Atom a : e.in()) {
            if (a instanceof Lit l && l.asLong() >= 0) {
                s.facts.bound(v.id(), new Range(0, l.asLong()));
                masked = true;
            }
        }
        for (Atom a : e.in()) {
            Poly p = s.exact(a);
            Range r = s.facts.range(p);
            // A constant mask is the bound that a check should be made of.
            if (r.lo() >= 0 && (!masked || r.hi() < s.facts.range(v.id()).hi())) {
                s.facts.bound(v.id(), new Range(0, r.hi()));
                s.fact(p.minus(Poly.var(v.id())));
            }
        }
    }

    private static void or(Eqn e, Var v, IntValues s) {
        s.introduce(v);
        Range a = s.facts.range(s.exact(e.in().get(0)));
        Range b = s.facts.range(s.exact(e.in().get(1)));
        if (v.dtype() != DType.BOOL && a.lo() >= 0 && b.lo() >= 0 && a.boundedAbove() && b.boundedAbove()) {
            long top = Math.max(a.hi(), b.hi());
            long all = top == 0 ? 0 : (Long.highestOneBit(top) << 1) - 1;
            s.facts.bound(v.id(), new Range(0, all), all == top ? 0 : IntFacts.SLACK);
        }
    }

    private static void shr(Eqn e, Var v, IntValues s) {
        Poly a = s.exact(e.in().get(0));
        boolean logical = e.prim() == Prim.USHR;
        boolean positive = s.facts.prove(a);
        s.introduce(v);
        if (!(e.in().get(1) instanceof Lit l)) {
            if (positive) {
                s.facts.bound(v.id(), new Range(0, Long.MAX_VALUE));
                s.slack(a.minus(Poly.var(v.id())));
            }
            return;
        }
        long n = l.asLong() & (v.dtype().bits() - 1);
        Poly sum = logical && !positive && n > 0 && n < 31 && v.dtype() == DType.I32 ? s.ring(e.in().get(0)) : null;
        if (n > 0 && n < 31 && (!logical || positive)) {
            floor(a, 1L << n, v, s, true);
        } else if (sum != null && s.facts.prove(sum) && s.facts.prove(Poly.of(UNSIGNED).minus(sum))) {
            // the middle of two indices: their sum may be too large for a number with a sign
            floor(sum, 1L << n, v, s, true);
        } else if (n > 0 && logical) {
            s.facts.bound(v.id(), new Range(0, n >= v.dtype().bits() ? 0 : (1L << (v.dtype().bits() - n)) - 1));
        }
    }
}
