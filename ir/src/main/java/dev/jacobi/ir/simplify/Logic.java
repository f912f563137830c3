package dev.jacobi.ir.simplify;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.Facts;
import dev.jacobi.ir.analysis.Range;
import java.util.List;
import java.util.Set;

/** The simplifier's rules for comparisons, not, select and conversions; as in {@link Algebra}, null when none applies. */
final class Logic {
    private static final Set<Prim> RING = Set.of(Prim.ADD, Prim.SUB, Prim.MUL, Prim.NEG);
    private static final int DEEPEST_SUM = 4;
    /** Selects in a row that a comparison looks through; each comparison with such a chain costs as many equations. */
    private static final int LONGEST_CHAIN = 8;
    private final Facts facts;
    private final Algebra.Emitter emitter;

    Logic(Facts facts, Algebra.Emitter emitter) {
        this.facts = facts;
        this.emitter = emitter;
    }

    private Atom emit(Prim p, Atom... in) {
        return emitter.emit(p, Params.NONE, in);
    }

    /** not(not x), and not of a comparison that has an opposite. */
    Atom not(Atom a) {
        Eqn e = facts.definition(a);
        if (e == null) {
            return null;
        }
        if (e.prim() == Prim.NOT) {
            return e.in().get(0);
        }
        boolean opposite = e.prim() == Prim.EQ || e.prim() == Prim.NE
            || e.prim().group() == Prim.Group.COMPARE && !e.in().get(0).dtype().isFloat();
        return opposite ? emit(Facts.negated(e.prim()), e.in().get(0), e.in().get(1)) : null;
    }

    /** A comparison of scalars. */
    Atom compare(Prim p, Atom a, Atom b) {
        if (a instanceof Lit && !(b instanceof Lit)) {
            return emit(Facts.mirror(p), b, a);
        }
        if (a.equals(b) && (!a.dtype().isFloat() || p == Prim.LT || p == Prim.GT)) {
            return Lit.bool(p == Prim.EQ || p == Prim.LE || p == Prim.GE);
        }
        if (a.dtype() == DType.BOOL) {
            return compareBools(p, a, b);
        }
        Atom choice = b instanceof Lit ? compareChoice(p, a, (Lit) b) : null;
        if (choice != null || a.dtype().isFloat()) {
            return choice;
        }
        Boolean decided = byRange(p, facts.range(a), facts.range(b));
        if (decided != null) {
            return Lit.bool(decided);
        }
        Atom narrow = narrow(b);
        Atom other = narrow == null ? null : narrow(a);
        if (other != null) {
            return emit(p, other, narrow);
        }
        if (b instanceof Lit c) {
            return compareWithLiteral(p, a, c);
        }
        return (p == Prim.EQ || p == Prim.NE) ? equality(p, a, b) : null;
    }

    /** The int that a long is; null where none is at hand. */
    private Atom narrow(Atom a) {
        if (a instanceof Lit l) {
            return l.dtype() == DType.I64 && l.asLong() == (int) l.asLong() ? Lit.i32((int) l.asLong()) : null;
        }
        Eqn e = a.dtype() == DType.I64 ? facts.definition(a, Prim.CONVERT) : null;
        return e == null || e.in().get(0).dtype() != DType.I32 ? null : facts.resolve(e.in().get(0));
    }

    private static Boolean byRange(Prim p, Range x, Range y) {
        if (p == Prim.GT || p == Prim.LE) {
            return byRange(Facts.mirror(p), y, x);
        }
        if (p == Prim.EQ || p == Prim.NE) {
            return x.hi() < y.lo() || y.hi() < x.lo() ? (Boolean) (p == Prim.NE) : null;
        }
        boolean less = p == Prim.LT;
        return x.hi() < y.lo() ? (Boolean) less : x.lo() >= y.hi() ? (Boolean) !less : null;
    }

    /** Bools compare as 0 and 1. */
    private Atom compareBools(Prim p, Atom a, Atom b) {
        if (b instanceof Lit c) {
            return ofBool(a, Eval.fold(p, Params.NONE, List.of(Lit.bool(false), c)).asBool(), Eval.fold(p, Params.NONE, List.of(Lit.bool(true), c)).asBool());
        }
        return p == Prim.NE ? emit(Prim.XOR, a, b) : p == Prim.EQ ? emit(Prim.NOT, emit(Prim.XOR, a, b)) : null;
    }

    /** The bool that is {@code whenFalse} where {@code a} is false and {@code whenTrue} where it is true. */
    private Atom ofBool(Atom a, boolean whenFalse, boolean whenTrue) {
        return whenFalse == whenTrue ? Lit.bool(whenTrue) : whenTrue ? a : emit(Prim.NOT, a);
    }

    /** The comparison of a converted bool, or of a choice between two literals, is again that bool or its opposite. */
    private Atom compareChoice(Prim p, Atom a, Lit c) {
        Eqn e = facts.definition(a);
        if (e == null || e.in().isEmpty()) {
            return null;
        }
        if (e.prim() == Prim.SELECT && p == Prim.EQ && Algebra.isInt(a)) {
            return equalsChoice(e, c);
        }
        Lit whenFalse;
        Lit whenTrue;
        Atom bool = facts.resolve(e.in().get(0));
        if (e.prim() == Prim.CONVERT && bool.type().equals(Type.BOOL)) {
            whenFalse = Eval.fold(Prim.CONVERT, e.params(), List.of(Lit.bool(false)));
            whenTrue = Eval.fold(Prim.CONVERT, e.params(), List.of(Lit.bool(true)));
        } else if (e.prim() == Prim.SELECT && e.in().get(1) instanceof Lit t && e.in().get(2) instanceof Lit f) {
            whenFalse = f;
            whenTrue = t;
        } else {
            return null;
        }
        return ofBool(bool, Eval.fold(p, Params.NONE, List.of(whenFalse, c)).asBool(), Eval.fold(p, Params.NONE, List.of(whenTrue, c)).asBool());
    }

    /** eq(select(p, 1, x), 2) is not p and eq(x, 2); a chain of such selects is what a switch becomes. */
    private Atom equalsChoice(Eqn select, Lit c) {
        if (chain(select) > LONGEST_CHAIN) {
            return null;
        }
        Atom s = select.in().get(0);
        Atom t = select.in().get(1);
        Atom f = select.in().get(2);
        if (t instanceof Lit l) {
            Atom other = f instanceof Lit k ? Lit.bool(k.equals(c)) : emit(Prim.EQ, f, c);
            return l.equals(c) ? emit(Prim.OR, s, other) : emit(Prim.AND, emit(Prim.NOT, s), other);
        }
        if (f instanceof Lit l) {
            Atom other = emit(Prim.EQ, t, c);
            return l.equals(c) ? emit(Prim.OR, emit(Prim.NOT, s), other) : emit(Prim.AND, s, other);
        }
        return null;
    }

    private int chain(Eqn select) {
        int n = 0;
        for (Eqn e = select; e != null && n <= LONGEST_CHAIN; n++) {
            Eqn rest = facts.definition(e.in().get(2), Prim.SELECT);
            e = rest != null ? rest : facts.definition(e.in().get(1), Prim.SELECT);
        }
        return n;
    }

    private Atom compareWithLiteral(Prim p, Atom a, Lit c) {
        // One form for each bound: ge and lt.
        if (p == Prim.GT) {
            return emit(Prim.GE, a, Lit.of(c.dtype(), c.asLong() + 1));
        }
        if (p == Prim.LE) {
            return emit(Prim.LT, a, Lit.of(c.dtype(), c.asLong() + 1));
        }
        if (p != Prim.EQ && p != Prim.NE) {
            return null;
        }
        Eqn e = facts.definition(a);
        if (e == null) {
            return null;
        }
        if (e.prim() == Prim.ADD && e.in().get(1) instanceof Lit k) {
            return emit(p, e.in().get(0), Lit.of(c.dtype(), c.asLong() - k.asLong()));
        }
        boolean difference = c.asLong() == 0 && (e.prim() == Prim.SUB || e.prim() == Prim.XOR);
        if (difference) {
            return emit(p, e.in().get(0), e.in().get(1));
        }
        return e.prim() == Prim.CONVERT ? narrowed(p, e, c) : null;
    }

    /** eq(convert(x), c) of a widening conversion is eq(x, c). The range rule has dealt with a c that x cannot be. */
    private Atom narrowed(Prim p, Eqn convert, Lit c) {
        Atom x = convert.in().get(0);
        return x.dtype().isInt() && holds(convert.result().dtype(), x.dtype()) ? emit(p, x, Lit.of(x.dtype(), c.asLong())) : null;
    }

    /** The two integers certainly differ. */
    boolean apart(Atom a, Atom b) {
        if (byRange(Prim.EQ, facts.range(a), facts.range(b)) != null) {
            return true;
        }
        if (facts.value(Prim.EQ, Params.NONE, List.of(a, b)) instanceof Lit l) {
            return !l.asBool();
        }
        return a.dtype() == b.dtype() && offset(a).base().equals(offset(b).base()) && offset(a).by() != offset(b).by();
    }

    private Definitions.Offset offset(Atom a) {
        Definitions.Offset o = Definitions.Offset.of(facts.definition(a));
        return o == null ? new Definitions.Offset(a, 0) : o;
    }

    /** x + c == x is false unless c is 0; x + c == y + c is x == y. */
    private Atom equality(Prim p, Atom a, Atom b) {
        Definitions.Offset d = offset(a);
        Definitions.Offset e = offset(b);
        Atom x = d.base();
        Atom y = e.base();
        boolean one = d.by() != 0 || e.by() != 0;
        boolean both = d.by() != 0 && e.by() != 0;
        if (!one || !x.equals(y) && !both) {
            return null;
        }
        Lit offset = Lit.of(a.dtype(), e.by() - d.by());
        if (x.equals(y)) {
            return Lit.bool((offset.asLong() == 0) == (p == Prim.EQ));
        }
        return offset.asLong() == 0 ? emit(p, x, y) : null;
    }

    /** select of scalars. */
    Atom select(Atom s, Atom t, Atom f) {
        if (s instanceof Lit l) {
            return l.asBool() ? t : f;
        }
        if (t.equals(f)) {
            return t;
        }
        Eqn not = facts.definition(s, Prim.NOT);
        if (not != null) {
            return emit(Prim.SELECT, not.in().get(0), f, t);
        }
        Eqn d = facts.definition(t, Prim.SELECT);
        if (d != null && d.in().get(0).equals(s)) {
            return emit(Prim.SELECT, s, d.in().get(1), f);
        }
        Eqn e = facts.definition(f, Prim.SELECT);
        if (e != null && e.in().get(0).equals(s)) {
            return emit(Prim.SELECT, s, t, e.in().get(2));
        }
        Atom rest = e == null ? null : unless(s, e.in().get(0));
        if (rest != null) {
            return emit(Prim.SELECT, s, t, emit(Prim.SELECT, rest, e.in().get(1), e.in().get(2)));
        }
        if (t.dtype() == DType.BOOL) {
            return selectBool(s, t, f);
        }
        if (!Algebra.isInt(t)) {
            return null;
        }
        if (t instanceof Lit x && f instanceof Lit y && x.asLong() == 1 && y.asLong() == 0) {
            return emitter.emit(Prim.CONVERT, new Params.To(t.dtype()), s);
        }
        return extreme(facts.definition(s), t, f);
    }

    /** select(a < b, a, b) of integers is their minimum, and so on. */
    private Atom extreme(Eqn c, Atom t, Atom f) {
        if (c == null || c.prim().group() != Prim.Group.COMPARE || c.prim() == Prim.EQ || c.prim() == Prim.NE) {
            return null;
        }
        boolean less = c.prim() == Prim.LT || c.prim() == Prim.LE;
        Atom a = c.in().get(0);
        Atom b = c.in().get(1);
        if (a.equals(t) && b.equals(f)) {
            return emit(less ? Prim.MIN : Prim.MAX, t, f);
        }
        if (a.equals(f) && b.equals(t)) {
            return emit(less ? Prim.MAX : Prim.MIN, t, f);
        }
        // Against a literal the bound may be off by one: x < c + 1 ? x : c.
        if (a.equals(t) && b instanceof Lit x && f instanceof Lit y && !isLowest(x) && Lit.of(x.dtype(), x.asLong() - 1).equals(y)) {
            return c.prim() == Prim.LT ? emit(Prim.MIN, t, f) : c.prim() == Prim.GE ? emit(Prim.MAX, t, f) : null;
        }
        if (a.equals(f) && b instanceof Lit x && t instanceof Lit y && !isLowest(x) && Lit.of(x.dtype(), x.asLong() - 1).equals(y)) {
            return c.prim() == Prim.LT ? emit(Prim.MAX, f, t) : c.prim() == Prim.GE ? emit(Prim.MIN, f, t) : null;
        }
        return null;
    }

    private static boolean isLowest(Lit l) {
        return l.asLong() == Range.of(l.dtype()).lo();
    }

    /** What is left of {@code c} where {@code s} is false: x when c is and(not s, x), else null. */
    private Atom unless(Atom s, Atom c) {
        Eqn and = facts.definition(c, Prim.AND);
        for (int i = 0; and != null && i < 2; i++) {
            Eqn not = facts.definition(and.in().get(i), Prim.NOT);
            if (not != null && not.in().get(0).equals(s)) {
                return and.in().get(1 - i);
            }
        }
        return null;
    }

    private Atom selectBool(Atom s, Atom t, Atom f) {
        if (f instanceof Lit l) {
            return l.asBool() ? emit(Prim.OR, emit(Prim.NOT, s), t) : emit(Prim.AND, s, t);
        }
        if (t instanceof Lit l) {
            return l.asBool() ? emit(Prim.OR, s, f) : emit(Prim.AND, emit(Prim.NOT, s), f);
        }
        return null;
    }

    /** convert of scalars. */
    Atom convert(Atom a, DType to) {
        DType from = a.dtype();
        if (from == to) {
            return a;
        }
        Eqn e = facts.definition(a);
        if (e != null && e.prim() == Prim.CONVERT) {
            Atom x = e.in().get(0);
            DType d = x.dtype();
            boolean back = d == to && !d.isFloat() && !from.isFloat() && to != DType.BOOL && facts.range(x).within(Range.of(from));
            if (back || d == to && holds(from, d)) {
                return x;
            }
            if (through(d, from, to)) {
                return emitter.emit(Prim.CONVERT, new Params.To(to), x);
            }
        }
        if (to == DType.BOOL && from.isInt()) {
            return emit(Prim.NE, a, Lit.of(from, 0));
        }
        boolean choice = e != null && e.prim() == Prim.SELECT && e.in().get(1) instanceof Lit && e.in().get(2) instanceof Lit;
        if (choice) {
            var p = new Params.To(to);
            return emit(Prim.SELECT, e.in().get(0), Eval.fold(Prim.CONVERT, p, List.of((Lit) e.in().get(1))),
                Eval.fold(Prim.CONVERT, p, List.of((Lit) e.in().get(2))));
        }
        if (from == DType.I64 && to == DType.I32) {
            return isOfInts(a, DEEPEST_SUM) ? lowBits(a) : null;
        }
        return e != null && from == DType.F64 && to == DType.F32 ? single(e) : null;
    }

    /** Whether a long is made of ints by sums and products alone. */
    private boolean isOfInts(Atom a, int depth) {
        Eqn e = facts.definition(a);
        return a instanceof Lit || e != null && (e.prim() == Prim.CONVERT ? e.in().get(0).dtype() == DType.I32 : depth > 0 && RING.contains(e.prim()) && e.in().stream().allMatch(x -> isOfInts(x, depth - 1)));
    }

    /** The lower half of such a long, {@code (int) ((long) i * m + j)}, which is made of the ints in the same way. */
    private Atom lowBits(Atom a) {
        if (a instanceof Lit l) {
            return Lit.i32((int) l.asLong());
        }
        Eqn e = facts.definition(a);
        return e.prim() == Prim.CONVERT ? e.in().get(0) : emit(e.prim(), e.in().stream().map(this::lowBits).toArray(Atom[]::new));
    }

    /**
     * One operation in f64 on values of f32, rounded to f32, is that operation in f32: the product is exact in f64, and for the others 53 bits are enough
     * (2 * 24 + 2) that the first rounding never moves a result onto or across the middle between two floats; where f32 is subnormal sums are exact, and a
     * quotient is 2^-48 away from such a middle, relatively. What only selects, rounds to integers or changes the sign is exact in either format.
     */
    private Atom single(Eqn e) {
        if (e.prim().rounding() != Prim.Rounding.AS_DOUBLE) {
            return null;
        }
        var in = new Atom[e.in().size()];
        for (int k = 0; k < in.length; k++) {
            in[k] = single(facts.resolve(e.in().get(k)));
            if (in[k] == null) {
                return null;
            }
        }
        return emit(e.prim(), in);
    }

    /** The f64 as an f32 of the same value, or null. */
    private Atom single(Atom a) {
        if (a instanceof Lit l) {
            float x = (float) l.asDouble();
            return x == l.asDouble() ? Lit.f32(x) : null;
        }
        Eqn e = facts.definition(a, Prim.CONVERT);
        Atom x = e == null ? null : facts.resolve(e.in().get(0));
        return x != null && holds(DType.F32, x.dtype()) ? emitter.emit(Prim.CONVERT, new Params.To(DType.F32), x) : null;
    }

    /** Converting {@code from} to {@code by} and then to {@code to} is converting directly. */
    private static boolean through(DType from, DType by, DType to) {
        if (holds(by, from)) {
            // The first step changes no value; only float to int saturates where int to int wraps.
            return from.isFloat() == by.isFloat() || to.isFloat() || to == DType.BOOL || holds(to, from);
        }
        return from.isInt() && by.isInt() && to.isInt() && to.bits() <= by.bits();
    }

    /** Every value of {@code d} is one of {@code wide}. */
    private static boolean holds(DType wide, DType d) {
        if (wide == d || d == DType.BOOL) {
            return true;
        }
        return switch (wide) {
            case BOOL, I8, U16 -> false;
            case I16 -> d == DType.I8;
            case I32 -> d.isInt() && d != DType.I64;
            case I64 -> d.isInt();
            case BF16, F16 -> d == DType.I8 && wide == DType.F16;
            case F32 -> d == DType.BF16 || d == DType.F16 || d == DType.I8 || d == DType.I16 || d == DType.U16;
            case F64 -> d != DType.I64;
        };
    }
}
