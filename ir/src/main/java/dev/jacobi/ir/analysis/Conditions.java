package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.List;

/** Bools as knowledge: what follows from one being true or false, and whether one is certain. */
public final class Conditions {
    private static final int DEEPEST = 8;

    private Conditions() {
    }

    static void assume(Atom cond, boolean value, IntValues s) {
        if (!(cond instanceof Var v) || s.known(v) != null) {
            return;
        }
        Eqn e = s.definition(v);
        if (e == null || !isTest(e.prim()) || e.prim() != Prim.OR && e.prim() != Prim.AND) {
            s.know(v, value);
        }
        if (e == null) {
            return;
        }
        Prim p = e.prim();
        if (p == Prim.NOT) {
            assume(e.in().get(0), !value, s);
        } else if (p == (value ? Prim.AND : Prim.OR)) {
            s.know(v, value);
            e.in().forEach(a -> assume(a, value, s));
        } else if (p == (value ? Prim.OR : Prim.AND)) {
            either(v, e.in().get(0), e.in().get(1), value, s);
        } else if (p == Prim.SELECT) {
            choice(e.in().get(0), e.in().get(1), e.in().get(2), value, s);
        } else if (p == Prim.COND && Regions.of(e).size() == 2 && e.in().get(0).dtype() == DType.BOOL) {
            List<Region> rs = Regions.of(e);
            int j = e.out().indexOf(v);
            choice(e.in().get(0), rs.get(1).out().get(j), rs.get(0).out().get(j), value, s);
        } else if (comparesIntegers(e)) {
            compare(value ? p : Facts.negated(p), e.in().get(0), e.in().get(1), s);
        }
    }

    /** What holds in a branch: its condition, or that it does not hold, and what follows of tests that {@code pending} has. */
    static void assumeIn(Region branch, Atom cond, boolean value, List<Open> pending, IntValues s) {
        assume(cond, value, s);
        pending.stream().filter(o -> !o.checked()).forEach(o -> assume(o.test(), o.value(), s));
        Eqn e = cond instanceof Var v ? s.definition(v) : null;
        if (pending.size() < Open.MOST && e != null && comparesIntegers(e) && branch.body().stream().anyMatch(x -> x.prim() == Prim.INDEX || x.prim() == Prim.UPDATE)) {
            // a row that has a first element lies where checks say
            s.retryPending();
        }
    }

    /** Learns that {@code p >= 0}. Where that cannot be with one of the two numbers that a maximum in it may be, it is the other one: max(a, b) - b is positive for a > b only. */
    static void learn(Poly p, IntValues s) {
        s.fact(p);
        for (int k = 0; k < p.size(); k++) {
            int[] vars = Poly.vars(p.mono(k));
            Poly[] either = vars.length == 1 ? s.facts.splitOf(vars[0]) : null;
            for (int w = 0; either != null && w < 2; w++) {
                if (s.facts.prove(p.with(vars[0], either[w]).negate().plus(-1))) {
                    Poly d = Poly.var(vars[0]).minus(either[1 - w]);
                    s.fact(d);
                    s.fact(d.negate());
                    s.fact(p.with(vars[0], either[1 - w]));
                }
            }
        }
    }

    /** After two branches a value is one of what they yield, where that is known outside of them. */
    static void merged(Eqn e, Var v, IntValues s) {
        List<Region> rs = Regions.of(e);
        if (rs.size() != 2) {
            return;
        }
        int j = e.out().indexOf(v);
        Poly a = s.exact(rs.get(0).out().get(j));
        Poly b = s.exact(rs.get(1).out().get(j));
        if (outside(a, rs.get(0)) && outside(b, rs.get(1))) {
            if (a.equals(b)) {
                s.equal(v, a);
            } else {
                s.facts.split(v.id(), a, b);
            }
        }
    }

    private static boolean outside(Poly p, Region r) {
        if (p.isConst()) {
            return true;
        }
        var inside = Regions.defined(r);
        return !p.mentions(inside::contains);
    }

    private static boolean comparesIntegers(Eqn e) {
        return e.prim().group() == Prim.Group.COMPARE && !e.in().get(0).dtype().isFloat() && e.in().get(0).type().isScalar();
    }

    private static boolean isTest(Prim p) {
        return p == Prim.AND || p == Prim.OR;
    }

    /** a or b (value true), or not both (value false): useful once one side is refuted. */
    private static void either(Var v, Atom a, Atom b, boolean value, IntValues s) {
        if (isCertain(a, !value, s)) {
            assume(b, value, s);
        } else if (isCertain(b, !value, s)) {
            assume(a, value, s);
        } else {
            s.postpone(v, value);
        }
    }

    /** A bool with this value, from which nothing follows until one of its sides is refuted; {@code checked}: it has the value as a check was passed, else a branch was taken. */
    record Open(Atom test, boolean value, boolean checked) {
        /** So many of branches are kept at most: they are looked at again in each branch inside. */
        static final int MOST = 64;
    }

    /** select(c, a, b) is {@code value}: when one side is the literal opposite, the other side was chosen. */
    private static void choice(Atom c, Atom a, Atom b, boolean value, IntValues s) {
        if (a instanceof Lit l && l.asBool() != value) {
            assume(c, false, s);
            assume(b, value, s);
        } else if (b instanceof Lit l && l.asBool() != value) {
            assume(c, true, s);
            assume(a, value, s);
        }
    }

    private static void compare(Prim p, Atom x, Atom y, IntValues s) {
        try {
            Poly d = s.exact(y).minus(s.exact(x));
            if (p == Prim.LT) {
                learn(d.plus(-1), s);
            } else if (p == Prim.LE) {
                learn(d, s);
            } else if (p == Prim.GT) {
                learn(d.negate().plus(-1), s);
            } else if (p == Prim.GE) {
                learn(d.negate(), s);
            } else if (p == Prim.EQ) {
                s.fact(d);
                s.fact(d.negate());
            } else if (s.facts.prove(d)) {
                s.fact(d.plus(-1));
            } else if (s.facts.prove(d.negate())) {
                s.fact(d.negate().plus(-1));
            }
        } catch (ArithmeticException tooLarge) {
            // Nothing is learnt.
        }
    }

    /** Whether the bool certainly has this value; the other one is not looked into. */
    static boolean isCertain(Atom cond, boolean value, IntValues s) {
        return isCertain(cond, value, s, DEEPEST);
    }

    private static boolean isCertain(Atom cond, boolean value, IntValues s, int depth) {
        Boolean known = cond instanceof Lit l ? Boolean.valueOf(l.asBool()) : s.known((Var) cond);
        Eqn e = s.definition(cond);
        if (known != null || e == null || depth == 0) {
            return known != null && known == value;
        }
        Prim p = e.prim();
        if (p == Prim.NOT) {
            return isCertain(e.in().get(0), !value, s, depth - 1);
        } else if (isTest(p)) {
            boolean one = isCertain(e.in().get(0), value, s, depth - 1);
            return (p == Prim.OR) == value ? one || isCertain(e.in().get(1), value, s, depth - 1) : one && isCertain(e.in().get(1), value, s, depth - 1);
        } else if (comparesIntegers(e)) {
            return isCertain(value ? p : Facts.negated(p), e.in().get(0), e.in().get(1), s);
        }
        return false;
    }

    private static boolean isCertain(Prim p, Atom x, Atom y, IntValues s) {
        try {
            Poly d = s.exact(y).minus(s.exact(x));
            if (p == Prim.LT || p == Prim.LE) {
                return s.facts.prove(p == Prim.LT ? d.plus(-1) : d);
            } else if (p == Prim.GT || p == Prim.GE) {
                return s.facts.prove(p == Prim.GT ? d.negate().plus(-1) : d.negate());
            } else if (p == Prim.NE) {
                return s.facts.proveNotZero(d);
            }
            return d.isConst() ? d.constant() == 0 : s.facts.prove(d) && s.facts.prove(d.negate());
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    /** True or false when one of the two is certain, else null. */
    static Boolean decide(Atom cond, IntValues s) {
        return isCertain(cond, true, s) ? Boolean.TRUE : isCertain(cond, false, s) ? Boolean.FALSE : null;
    }

    /** The same where a polynomial is not negative. */
    public static Boolean decideWhere(Poly notNegative, Atom cond, IntValues s) {
        Boolean[] answer = {null};
        s.scope(() -> {
            s.fact(notNegative);
            answer[0] = decide(cond, s);
        });
        return answer[0];
    }
}
