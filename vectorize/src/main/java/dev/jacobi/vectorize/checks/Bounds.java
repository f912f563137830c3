package dev.jacobi.vectorize.checks;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.analysis.IntFacts;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds a lower bound of a polynomial that does without the variables of a loop: each is replaced by the end of its interval
 * that makes the value least (a loop's index by its first or last value), inner variables first. Bounds that come from
 * nothing but a variable's type, from other checks or from what arithmetic leaves open (a quotient's remainder) are not used: a
 * check made of them would fail for no good reason.
 */
final class Bounds {
    private static final int TRIES = 60;
    /** Intervals that end here or above may come from a type's, scaled down by a step. */
    private static final int LARGE = 1 << 22;
    private final IntValues values;
    private final int level;
    private final int conditions;
    private final boolean inBranch;
    private int tries;
    private boolean usedCondition;
    private final List<Poly> assumed = new ArrayList<>();

    /**
     * Variables defined within {@code level} loops or more are eliminated; facts learnt under more than {@code conditions}
     * conditions count as those of a branch, and are used only when {@code inBranch}.
     */
    Bounds(IntValues values, int level, int conditions, boolean inBranch) {
        this.inBranch = inBranch;
        this.values = values;
        this.level = level;
        this.conditions = conditions;
    }

    /** True when the bound rests on the condition of a branch inside the loop. */
    boolean usedCondition() {
        return usedCondition;
    }

    /** Polynomials that must not be negative for the bound to hold. */
    List<Poly> assumed() {
        return assumed;
    }

    /** A polynomial q without the loop's variables such that p >= 0 wherever q >= 0; null when none is found. */
    Poly lower(Poly p) {
        try {
            return eliminate(p);
        } catch (ArithmeticException tooLarge) {
            return null;
        }
    }

    private Poly eliminate(Poly p) {
        int v = innermost(p);
        if (v < 0) {
            return p.isConst() && p.constant() < 0 ? null : p;
        }
        Poly c = p.linear(v);
        if (c == null || ++tries > TRIES) {
            return null;
        }
        boolean up = values.facts.prove(c);
        if (up || values.facts.prove(c.negate())) {
            return eliminate(p, v, c, up);
        }
        Poly varying = c.plus(-c.constant());
        if (innermost(c) >= 0 || varying.size() != 1) {
            return null;
        }
        boolean grows = varying.coef(0) > 0;
        if (c.constant() != 0 || isSize(varying.variables(), p)) {
            // an extent, with a border perhaps: that is no stride to go backward by
            assumed.add(grows ? c : c.negate());
            return eliminate(p, v, c, grows);
        }
        // A stride that may be negative: both ends must do.
        boolean before = usedCondition;
        int size = assumed.size();
        Poly down = eliminate(p, v, c, false);
        Poly found = down == null ? null : eliminate(p, v, c, true);
        if (found != null) {
            assumed.add(down);
            return found;
        }
        usedCondition = before;
        assumed.subList(size, assumed.size()).clear();
        assumed.add(grows ? c : c.negate());
        return eliminate(p, v, c, grows);
    }

    /** Whether as many trips as a loop makes are counted from a number: {@code n} where a place has the trip of a loop to {@code n - p + 1}, which may have wrapped around. */
    private boolean isSize(int[] number, Poly place) {
        return number.length == 1 && IntStream.of(place.variables()).filter(v -> values.definition(v) == null).boxed().flatMap(v -> values.facts.bounds(v).stream().filter(f -> isBound(f, v)))
            .flatMap(f -> IntStream.of(f.p().variables()).mapToObj(values::definition)).anyMatch(e -> e != null && e.out().size() == 1 && e.result().type().isScalar() && values.ring(e.result()).mentions(number[0]));
    }

    /** The same with the end at which {@code c * v} is least: the lower one ({@code up}) or the upper one. */
    private Poly eliminate(Poly p, int v, Poly c, boolean up) {
        if (!up) {
            Poly found = byMask(p, c, v);
            if (found != null) {
                return found;
            }
        }
        boolean one = c.isConst() && Math.abs(c.constant()) == 1;
        Poly wide = one ? byWideQuotient(p.minus(Poly.var(v).times(c)), v, up) : null;
        if (wide != null) {
            return wide;
        }
        Poly rest = one ? byQuotient(p.minus(Poly.var(v).times(c)), v, up) : null;
        if (rest != null) {
            return newest(rest) < values.orderOf(v) ? eliminate(rest) : null;
        }
        var choices = new ArrayList<Choice>();
        for (IntFacts.Fact f : values.facts.bounds(v)) {
            Poly d = f.p().linear(v);
            if (d == null || !d.isConst() || d.constant() == 0 || d.constant() > 0 != up || !isBound(f, v)) {
                continue;
            }
            // |d| p = q + |c| f with f >= 0.
            Poly q = p.times(Math.abs(d.constant())).minus(f.p().times(up ? c : c.negate()));
            if (newest(q) < values.orderOf(v)) {
                choices.add(new Choice(q, f.conditions() > conditions, loopVariables(q)));
            }
        }
        // Of max(1, d - m) <= v the end that cancels the loops' variables is met all the time, the other one at the loops' starts only. Of a trip's number what its loop says is met, which was known first; what follows
        // of it because loops inside have trips may be far from it.
        if (values.definition(v) == null) {
            List<Choice> own = choices.stream().filter(x -> !x.conditional()).collect(Collectors.toCollection(ArrayList::new));
            choices.removeAll(own);
            Collections.reverse(own);
            choices.addAll(own);
        }
        choices.sort(Comparator.comparingInt(Choice::loopVariables));
        boolean half = halfKnown(v);
        for (Choice choice : choices) {
            if (half && choice.loopVariables() > 0) {
                continue;
            }
            boolean before = usedCondition;
            int size = assumed.size();
            usedCondition |= choice.conditional();
            Poly found = eliminate(choice.q());
            if (found != null) {
                return found;
            }
            usedCondition = before;
            assumed.subList(size, assumed.size()).clear();
        }
        return null;
    }

    /**
     * For v = a / n rounded down, n a literal: what is not negative exactly when r + v (up) or r - v is not, and does without v;
     * null for other v.
     */
    private Poly byQuotient(Poly r, int v, boolean up) {
        Eqn e = values.definition(v);
        if (e == null || !(e.in().size() == 2 && e.in().get(1) instanceof Lit l)) {
            return null;
        }
        Poly a = values.exact(e.in().get(0));
        long bits = l.asLong() & (e.result().dtype().bits() - 1);
        boolean shift = e.prim() == Prim.SHR || e.prim() == Prim.USHR;
        long n = e.prim() == Prim.DIV ? l.asLong() : shift && bits < 31 ? 1L << bits : 0;
        if (n < 1 || a == null || e.prim() != Prim.SHR && !values.facts.prove(a)) {
            return null;
        }
        return up ? r.times(n).plus(a) : r.times(n).plus(n - 1).minus(a);
    }

    /**
     * The same for a quotient of what may wrap around, {@code i * 13 >>> 6}: as if it did not, which becomes an assumption about the loop's last trip. Null
     * where the ends of what is divided are not known, and for large divisors: what they leave of any int is a bound for tables that hashes are looked up in.
     */
    private Poly byWideQuotient(Poly r, int v, boolean up) {
        Eqn e = values.definition(v);
        long n = e == null || e.prim() != Prim.SHR && e.prim() != Prim.USHR || e.result().dtype() != DType.I32 || !(e.in().get(1) instanceof Lit l) ? 0 : 1L << (l.asLong() & 31);
        boolean large = n > 0 && (1L << 32) / n >= LARGE;
        Poly a = !large || values.isExact(e.in().get(0)) ? null : values.ring(e.in().get(0));
        if (a == null || newest(a) >= values.orderOf(v) || a.asVar() >= 0) {
            return null;
        }
        int size = assumed.size();
        Poly least = values.facts.prove(a) ? Poly.of(0) : eliminate(a);
        Poly most = least == null ? null : eliminate(Poly.of(Integer.MAX_VALUE).minus(a));
        Poly found = most == null ? null : eliminate(up ? r.times(n).plus(a) : r.times(n).plus(n - 1).minus(a));
        if (found == null) {
            assumed.subList(size, assumed.size()).clear();
            return null;
        }
        assumed.addAll(List.of(least, most));
        return found;
    }

    /** A polynomial that must not be negative for another one not to be, and how many of its variables loops change. */
    private record Choice(Poly q, boolean conditional, int loopVariables) {
    }

    /** True for the smaller or larger of two values of which one may have wrapped around: its other end could be the right one. */
    private boolean halfKnown(int v) {
        Eqn e = values.definition(v);
        return e != null && (e.prim() == Prim.MIN || e.prim() == Prim.MAX) && !e.in().stream().allMatch(values::isExact);
    }

    private int loopVariables(Poly p) {
        int n = 0;
        for (int k = 0; k < p.size(); k++) {
            for (int v : Poly.vars(p.mono(k))) {
                n += values.depthOf(v) > 0 ? 1 : 0;
            }
        }
        return n;
    }

    /** x & mask with a mask from outside the loop: at most the mask, provided that is not negative. */
    private Poly byMask(Poly p, Poly c, int v) {
        Eqn e = values.definition(v);
        if (e == null || e.prim() != Prim.AND) {
            return null;
        }
        for (Atom a : e.in()) {
            Poly mask = values.exact(a);
            if (!mask.isConst() && innermost(mask) < 0) {
                int size = assumed.size();
                assumed.add(mask);
                Poly found = eliminate(p.minus(Poly.var(v).times(c)).plus(mask.times(c)));
                if (found != null) {
                    return found;
                }
                assumed.subList(size, assumed.size()).clear();
            }
        }
        return null;
    }

    /** The newest variable that must go, or -1. */
    private int innermost(Poly p) {
        int best = -1;
        for (int k = 0; k < p.size(); k++) {
            for (int v : Poly.vars(p.mono(k))) {
                if (values.depthOf(v) >= level && (best < 0 || values.orderOf(v) > values.orderOf(best))) {
                    best = v;
                }
            }
        }
        return best;
    }

    /** The order of the newest variable that must go, 0 when there is none. */
    private int newest(Poly p) {
        int v = innermost(p);
        return v < 0 ? 0 : values.orderOf(v);
    }

    /** True when a fact bounds the variable because of how the program computes or tests it. */
    private boolean isBound(IntFacts.Fact f, int v) {
        if (f.conditions() == IntFacts.CHECKED || f.conditions() == IntFacts.SLACK || !inBranch && f.conditions() > conditions || values.shapes.extent(v) != null) {
            return false;
        }
        long c = f.p().constant();
        boolean constant = f.p().size() <= 2 && f.p().minus(Poly.of(c)).size() == 1;
        return !constant || Math.abs(c) < LARGE && (f.conditions() > conditions || !values.isOpaque(v));
    }
}
