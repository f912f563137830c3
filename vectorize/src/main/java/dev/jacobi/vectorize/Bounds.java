package dev.jacobi.vectorize;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds a lower bound of a polynomial that does without the variables of a loop: each is replaced by the end of its interval
 * that makes the value least (a loop's index by its first or last value), inner variables first. Bounds that come from
 * nothing but a variable's type or from other checks are not used: a check made of them would fail for no good reason.
 */
final class Bounds {
    private static final int TRIES = 60;
    private final Values values;
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
    Bounds(Values values, int level, int conditions, boolean inBranch) {
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
        if (!up && !values.facts.prove(c.negate())) {
            if (innermost(c) >= 0 || c.size() != 1) {
                return null;
            }
            assumed.add(c.coef(0) > 0 ? c : c.negate());
            up = c.coef(0) > 0;
        }
        if (!up) {
            Poly found = byMask(p, c, v);
            if (found != null) {
                return found;
            }
        }
        for (Facts.Fact f : values.facts.bounds(v)) {
            Poly d = f.p().linear(v);
            if (d == null || !d.isConst() || d.constant() == 0 || d.constant() > 0 != up || !isBound(f, v)) {
                continue;
            }
            // |d| p = q + |c| f with f >= 0.
            Poly q = p.times(Math.abs(d.constant())).minus(f.p().times(up ? c : c.negate()));
            if (newest(q) >= values.orderOf(v)) {
                continue;
            }
            boolean before = usedCondition;
            int size = assumed.size();
            usedCondition |= f.conditions() > conditions;
            Poly found = eliminate(q);
            if (found != null) {
                return found;
            }
            usedCondition = before;
            assumed.subList(size, assumed.size()).clear();
        }
        return null;
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
    private boolean isBound(Facts.Fact f, int v) {
        if (f.conditions() == Facts.CHECKED || !inBranch && f.conditions() > conditions || values.shapes.extent(v) != null) {
            return false;
        }
        long c = f.p().constant();
        boolean constant = f.p().size() <= 2 && f.p().minus(Poly.of(c)).size() == 1;
        return !constant || f.conditions() > conditions || Math.abs(c) < 1 << 30 && !values.isOpaque(v);
    }
}
