package dev.jacobi.ir.simplify;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.analysis.Facts;
import dev.jacobi.ir.analysis.Range;
import java.util.List;

/**
 * The simplifier's rules for scalar equations: an atom equal to the result, to the last bit, or null. A rule may
 * build smaller equations on the way through {@link Emitter}. Rules of comparisons, select and conversions are in {@link Logic}.
 */
final class Algebra {
    /** Simplifies an equation and returns what stands for its result, a new variable if need be. */
    interface Emitter {
        Atom emit(Prim p, Params params, Atom... in);
    }

    private final Facts facts;
    private final Emitter emitter;
    private final Logic logic;

    Algebra(Facts facts, Emitter emitter) {
        this.facts = facts;
        this.emitter = emitter;
        logic = new Logic(facts, emitter);
    }

    /** The result of the equation with these resolved operands, or null when no rule applies. */
    Atom apply(Prim p, Params params, List<Atom> in) {
        if (in.isEmpty() || p != Prim.DIM && p != Prim.INDEX && !in.get(in.size() - 1).type().isScalar()) {
            return null;
        }
        Lit folded = constant(p, params, in);
        if (folded != null) {
            return folded;
        }
        Atom a = in.get(0);
        Atom b = in.size() > 1 ? in.get(1) : null;
        return switch (p) {
            case NEG -> inverse(Prim.NEG, a);
            case NOT -> logic.not(a);
            case ABS -> abs(a);
            case ADD -> isInt(a) ? intAdd(a, b) : isLit(b, -0.0) ? a : isLit(a, -0.0) ? b : null;
            case SUB -> isInt(a) ? intSub(a, b) : isLit(b, 0.0) ? a : null;
            case MUL -> isInt(a) ? intMul(a, b) : isLit(b, 1.0) ? a : isLit(a, 1.0) ? b : null;
            case DIV -> isInt(a) ? intDiv(a, b) : isLit(b, 1.0) ? a : null;
            case REM -> isInt(a) ? intRem(a, b) : null;
            case MIN, MAX -> minMax(p, a, b);
            case AND, OR -> andOr(p, a, b);
            case XOR -> xor(a, b);
            case SHL, SHR, USHR -> shift(p, a, b);
            case EQ, NE, LT, LE, GT, GE -> logic.compare(p, a, b);
            case SELECT -> logic.select(a, b, in.get(2));
            case CONVERT -> logic.convert(a, ((Params.To) params).dtype());
            case BITCAST -> bitcast(a, ((Params.To) params).dtype());
            case INDEX -> index(in, params);
            case SIGN, POPCNT, CLZ, CTZ, FLOOR, CEIL, RINT, SQRT, CBRT, EXP, EXPM1, LOG, LOG1P, LOG10, SIN, COS, TAN, ASIN, ACOS, ATAN,
                 SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF, ERF_INV, LGAMMA, DIGAMMA, ATAN2, HYPOT, MULHI, COPYSIGN, NEXTAFTER, FMA -> null;
            case POW -> power(a, b);
            case FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, UPDATE, GATHER, SCATTER,
                 REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL,
                 CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST,
                 CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET, THREEFRY2X32, PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX,
                 STOP_GRADIENT, SHARD, OPT_BARRIER -> null;
        };
    }

    private static Lit constant(Prim p, Params params, List<Atom> in) {
        for (int i = 0, n = in.size(); i < n; i++) {
            if (!(in.get(i) instanceof Lit)) {
                return null;
            }
        }
        if (p == Prim.CALL) {
            return Lit.f64(External.call(((Params.Call) params).name(), ((Lit) in.get(0)).asDouble(), ((Lit) in.get(in.size() - 1)).asDouble()));
        }
        return p.group() == Prim.Group.MARK ? null : Eval.fold(p, params, in.stream().map(a -> (Lit) a).toList());
    }

    private Atom emit(Prim p, Atom... in) {
        return emitter.emit(p, Params.NONE, in);
    }

    static boolean isInt(Atom a) {
        return a.dtype().isInt();
    }

    /** An integer or bool literal of this value. */
    static boolean isLit(Atom a, long v) {
        return a instanceof Lit l && !l.dtype().isFloat() && l.asLong() == v;
    }

    /** A floating-point literal of this value, the sign of zero included. */
    static boolean isLit(Atom a, double v) {
        return a instanceof Lit l && l.dtype().isFloat() && Double.doubleToLongBits(l.asDouble()) == Double.doubleToLongBits(v);
    }

    private static long minusOne(DType d) {
        return Lit.of(d, -1).asLong();
    }

    private Atom inverse(Prim p, Atom a) {
        Eqn e = facts.definition(a, p);
        return e == null ? null : e.in().get(0);
    }

    private Atom abs(Atom a) {
        if (isInt(a) && facts.range(a).lo() >= 0 || facts.definition(a, Prim.ABS) != null) {
            return a;
        }
        Eqn neg = facts.definition(a, Prim.NEG);
        return neg == null ? null : emit(Prim.ABS, neg.in().get(0));
    }

    private Atom intAdd(Atom a, Atom b) {
        if (isLit(b, 0)) {
            return a;
        }
        Eqn d = facts.definition(a);
        if (b instanceof Lit c && d != null && d.prim() == Prim.ADD && d.in().get(1) instanceof Lit c0) {
            return emit(Prim.ADD, d.in().get(0), Lit.of(c.dtype(), c.asLong() + c0.asLong()));
        }
        if (d != null && d.prim() == Prim.SUB && d.in().get(1).equals(b)) {
            return d.in().get(0);
        }
        Eqn e = facts.definition(b);
        if (e != null && e.prim() == Prim.SUB && e.in().get(1).equals(a)) {
            return e.in().get(0);
        }
        if (e != null && e.prim() == Prim.NEG) {
            return emit(Prim.SUB, a, e.in().get(0));
        }
        return d != null && d.prim() == Prim.NEG ? emit(Prim.SUB, b, d.in().get(0)) : null;
    }

    private Atom intSub(Atom a, Atom b) {
        if (a.equals(b)) {
            return Lit.of(a.dtype(), 0);
        }
        if (b instanceof Lit c) {
            return emit(Prim.ADD, a, Lit.of(c.dtype(), -c.asLong()));
        }
        if (isLit(a, 0)) {
            return emit(Prim.NEG, b);
        }
        Eqn d = facts.definition(a);
        Eqn e = facts.definition(b);
        if (d != null && d.prim() == Prim.ADD) {
            for (int i = 0; i < 2; i++) {
                if (d.in().get(i).equals(b)) {
                    return d.in().get(1 - i);
                }
            }
        }
        if (e != null && e.prim() == Prim.ADD) {
            for (int i = 0; i < 2; i++) {
                if (e.in().get(i).equals(a)) {
                    return emit(Prim.NEG, e.in().get(1 - i));
                }
            }
        }
        // (x + 3) - (x - 2)
        for (int i = 0; d != null && e != null && d.prim() == Prim.ADD && e.prim() == Prim.ADD && i < 4; i++) {
            if (d.in().get(i / 2).equals(e.in().get(i % 2))) {
                return emit(Prim.SUB, d.in().get(1 - i / 2), e.in().get(1 - i % 2));
            }
        }
        if (e != null && e.prim() == Prim.NEG) {
            return emit(Prim.ADD, a, e.in().get(0));
        }
        return e != null && e.prim() == Prim.SUB && e.in().get(0).equals(a) ? e.in().get(1) : null;
    }

    /** The powers that are exact operations; x^0.5 is the root but for negative zero, which counts as positive, and negative infinity. */
    private Atom power(Atom x, Atom y) {
        if (isLit(y, 2.0)) {
            return emit(Prim.MUL, x, x);
        } else if (isLit(y, 1.0)) {
            return x;
        } else if (isLit(y, 0.0) || isLit(y, -0.0)) {
            return Lit.real(y.dtype(), 1);
        } else if (!isLit(y, 0.5)) {
            return null;
        }
        Atom root = emit(Prim.SQRT, emit(Prim.ADD, x, Lit.real(x.dtype(), 0.0)));
        return emit(Prim.SELECT, emit(Prim.EQ, x, Lit.real(x.dtype(), Double.NEGATIVE_INFINITY)), Lit.real(x.dtype(), Double.POSITIVE_INFINITY), root);
    }

    private Atom intMul(Atom a, Atom b) {
        if (isLit(b, 0)) {
            return b;
        }
        if (isLit(b, 1)) {
            return a;
        }
        if (isLit(b, minusOne(b.dtype())) && a.dtype() != DType.U16) {
            return emit(Prim.NEG, a);
        }
        Eqn d = facts.definition(a, Prim.MUL);
        return b instanceof Lit c && d != null && d.in().get(1) instanceof Lit c0
            ? emit(Prim.MUL, d.in().get(0), Lit.of(c.dtype(), c.asLong() * c0.asLong())) : null;
    }

    private Atom intDiv(Atom a, Atom b) {
        if (isLit(b, 1)) {
            return a;
        }
        if (isLit(b, 0) || isLit(a, 0)) {
            return Lit.of(a.dtype(), 0);
        }
        return isLit(b, -1) ? emit(Prim.NEG, a) : b instanceof Lit c && c.asLong() > 0 ? quotient(a, c) : null;
    }

    /** What a product with a multiple of the divisor is divided to, {@code 2 * i / 2}, where it does not wrap around; and what is less than the divisor counts for nothing in a maximum with what is not negative. */
    private Atom quotient(Atom a, Lit c) {
        Eqn product = facts.definition(a, Prim.MUL);
        if (product != null && product.in().get(1) instanceof Lit m && m.asLong() > 0 && m.asLong() % c.asLong() == 0) {
            Atom x = product.in().get(0);
            Range type = Range.of(a.dtype());
            return facts.range(x).within(new Range(type.lo() / m.asLong(), type.hi() / m.asLong())) ? emit(Prim.MUL, x, Lit.of(a.dtype(), m.asLong() / c.asLong())) : null;
        }
        Eqn most = facts.definition(a, Prim.MAX);
        boolean less = most != null && most.in().get(1) instanceof Lit least && least.asLong() >= 0 && least.asLong() < c.asLong();
        return less && facts.range(most.in().get(0)).lo() >= 0 ? emit(Prim.DIV, most.in().get(0), c) : null;
    }

    private Atom intRem(Atom a, Atom b) {
        if (isLit(b, 1) || isLit(b, -1) || isLit(b, 0) || isLit(a, 0)) {
            return Lit.of(a.dtype(), 0);
        }
        if (b instanceof Lit c && c.asLong() > 0) {
            return facts.range(a).within(new Range(0, c.asLong() - 1)) ? a : null;
        }
        return null;
    }

    /** Whether no number, zeros and NaN included, is changed by a minimum or maximum with this one. */
    private static boolean isNeutral(Prim p, Atom a) {
        return a instanceof Lit l && l.asDouble() == (p == Prim.MIN ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
    }

    private Atom minMax(Prim p, Atom a, Atom b) {
        if (a.equals(b)) {
            return a;
        }
        if (a.dtype() == DType.BOOL) {
            return emit(p == Prim.MIN ? Prim.AND : Prim.OR, a, b);
        }
        if (!isInt(a)) {
            return isNeutral(p, a) ? b : isNeutral(p, b) ? a : null;
        }
        Range x = facts.range(a);
        Range y = facts.range(b);
        if (x.hi() <= y.lo()) {
            return p == Prim.MIN ? a : b;
        }
        return x.lo() >= y.hi() ? p == Prim.MIN ? b : a : null;
    }

    private Atom andOr(Prim p, Atom a, Atom b) {
        if (a.equals(b)) {
            return a;
        }
        // The literal that leaves the other operand as it is, and the one that wins.
        Lit unit = p == Prim.AND ? Lit.of(a.dtype(), minusOne(a.dtype())) : Lit.of(a.dtype(), 0);
        Lit zero = p == Prim.AND ? Lit.of(a.dtype(), 0) : Lit.of(a.dtype(), minusOne(a.dtype()));
        if (b.equals(unit)) {
            return a;
        }
        if (b.equals(zero)) {
            return b;
        }
        if (complement(a, b) || complement(b, a)) {
            return zero;
        }
        Lit given = givenEquality(p, a, b);
        if (given != null) {
            return given.equals(unit) ? b : zero;
        }
        given = givenEquality(p, b, a);
        if (given != null) {
            return given.equals(unit) ? a : zero;
        }
        Eqn d = facts.definition(a, p);
        Eqn e = facts.definition(b, p);
        if (d != null && d.in().contains(b)) {
            return a;
        }
        if (e != null && e.in().contains(a)) {
            return b;
        }
        if (d != null && b instanceof Lit c && d.in().get(1) instanceof Lit c0) {
            return emit(p, d.in().get(0), Lit.of(c.dtype(), p == Prim.AND ? c.asLong() & c0.asLong() : c.asLong() | c0.asLong()));
        }
        if (p == Prim.AND && isInt(a) && b instanceof Lit c && c.asLong() > 0 && (c.asLong() & c.asLong() + 1) == 0) {
            return facts.range(a).within(new Range(0, c.asLong())) ? a : null;
        }
        Atom taken = ofTaken(p, a, b);
        return taken != null ? taken : ofTaken(p, b, a);
    }

    /** and(c, eq(select(c, x, y), z)) is and(c, eq(x, z)), which waits for no choice: where {@code a} leaves the outcome to a comparison, it is known which number that looks at. */
    private Atom ofTaken(Prim p, Atom a, Atom b) {
        Eqn e = a.dtype() == DType.BOOL ? facts.definition(b) : null;
        if (e == null || e.prim().group() != Prim.Group.COMPARE) {
            return null;
        }
        for (int k = 0; k < 2; k++) {
            Eqn s = facts.definition(e.in().get(k), Prim.SELECT);
            boolean same = s != null && s.in().get(0).equals(a);
            if (same || s != null && isOpposite(s.in().get(0), a)) {
                Atom x = s.in().get(same == (p == Prim.AND) ? 1 : 2);
                return emit(p, a, k == 0 ? emit(e.prim(), x, e.in().get(1)) : emit(e.prim(), e.in().get(0), x));
            }
        }
        return null;
    }

    private boolean isOpposite(Atom a, Atom b) {
        Eqn d = facts.definition(a);
        Eqn e = facts.definition(b);
        boolean equality = d != null && e != null && (d.prim() == Prim.EQ && e.prim() == Prim.NE || d.prim() == Prim.NE && e.prim() == Prim.EQ);
        return complement(a, b) || complement(b, a) || equality && d.in().equals(e.in());
    }

    /** What the comparison {@code a} of x with a literal is where {@code b}, x == c (for or: x != c), leaves the outcome to it. */
    private Lit givenEquality(Prim p, Atom a, Atom b) {
        Eqn e = facts.definition(b, p == Prim.AND ? Prim.EQ : Prim.NE);
        Eqn d = facts.definition(a);
        boolean fits = e != null && d != null && d.prim().group() == Prim.Group.COMPARE && isInt(e.in().get(0)) && e.in().get(0).equals(d.in().get(0))
            && e.in().get(1) instanceof Lit && d.in().get(1) instanceof Lit;
        return fits ? Eval.fold(d.prim(), Params.NONE, List.of((Lit) e.in().get(1), (Lit) d.in().get(1))) : null;
    }

    private boolean complement(Atom a, Atom b) {
        Eqn d = facts.definition(a, Prim.NOT);
        return d != null && d.in().get(0).equals(b);
    }

    private Atom xor(Atom a, Atom b) {
        if (a.equals(b)) {
            return Lit.of(a.dtype(), 0);
        }
        if (isLit(b, 0)) {
            return a;
        }
        if (isLit(b, minusOne(b.dtype()))) {
            return emit(Prim.NOT, a);
        }
        Eqn d = facts.definition(a, Prim.XOR);
        return b instanceof Lit c && d != null && d.in().get(1) instanceof Lit c0
            ? emit(Prim.XOR, d.in().get(0), Lit.of(c.dtype(), c.asLong() ^ c0.asLong())) : null;
    }

    private Atom shift(Prim p, Atom a, Atom b) {
        if (isLit(a, 0)) {
            return a;
        }
        if (!(b instanceof Lit c)) {
            return null;
        }
        int bits = a.dtype().bits();
        long n = c.asLong() & bits - 1;
        if (n == 0) {
            return a;
        }
        Eqn d = facts.definition(a, p);
        if (d != null && d.in().get(1) instanceof Lit c0) {
            long sum = n + (c0.asLong() & bits - 1);
            if (sum < bits) {
                return emit(p, d.in().get(0), Lit.of(c.dtype(), sum));
            }
            return p == Prim.SHR ? emit(p, d.in().get(0), Lit.of(c.dtype(), bits - 1)) : Lit.of(a.dtype(), 0);
        }
        return null;
    }

    private Atom bitcast(Atom a, DType to) {
        if (a.dtype() == to) {
            return a;
        }
        Eqn d = facts.definition(a, Prim.BITCAST);
        return d == null ? null : emitter.emit(Prim.BITCAST, new Params.To(to), d.in().get(0));
    }

    /**
     * Reading an element just written, one of a constant fill, or a place's own number. Older versions of the array are looked at only for
     * values read from them before: a new read of an old version would keep it alive past its update.
     */
    private Atom index(List<Atom> in, Params params) {
        if (!params.equals(Params.Access.PROMISED) || in.size() - 1 != in.get(0).type().rank()) {
            return null;
        }
        Atom array = in.get(0);
        for (int steps = 0; steps < 8; steps++) {
            Eqn d = facts.definition(array);
            if (d == null) {
                return null;
            }
            if (d.prim() == Prim.FULL) {
                return d.in().get(0);
            }
            Atom last = in.get(in.size() - 1);
            if (d.prim() == Prim.IOTA && last.dtype() == array.dtype()) {
                return last;
            }
            if (d.prim() != Prim.UPDATE || !d.params().equals(Params.Access.PROMISED) || d.in().size() != in.size() + 1) {
                return null;
            }
            boolean same = true;
            boolean apart = false;
            for (int k = 1; k < in.size(); k++) {
                Atom written = facts.resolve(d.in().get(k));
                if (!written.equals(in.get(k))) {
                    same = false;
                    apart = apart || apart(written, in.get(k));
                }
            }
            if (same) {
                return facts.resolve(d.in().get(in.size()));
            }
            if (!apart) {
                return null;
            }
            array = facts.resolve(d.in().get(0));
            Atom[] older = in.toArray(new Atom[0]);
            older[0] = array;
            Atom known = facts.value(Prim.INDEX, params, List.of(older));
            if (known != null) {
                return known;
            }
        }
        return null;
    }

    private boolean apart(Atom a, Atom b) {
        return a instanceof Lit x && b instanceof Lit y && x.dtype() == y.dtype() ? x.bits() != y.bits() : logic.apart(a, b);
    }
}
