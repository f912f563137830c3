package dev.jacobi.autodiff.code;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The partial derivatives of the elementwise primitives, and of calls that compute the same: {@code t} times the derivative of the result by one operand. The
 * map is its own transpose but for the type of a conversion, so forward and reverse mode share it. Conventions at edges are
 * JAX's: |x| has slope 1 at 0, a tie of min and max gives a half to each.
 */
public final class Partials {
    private static final double TWO_BY_SQRT_PI = 1.1283791670955126;
    private static final double LN_10 = 2.302585092994046;
    /** Coefficients of 1/z^3, 1/z^5, .. in the asymptotic series of trigamma: Bernoulli numbers. */
    private static final double[] BERNOULLI = {1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6};

    private Partials() {
    }

    /** The part of operand {@code k}, or null where it is zero. */
    public static Atom times(FormulaBuilder c, Eqn e, int k, Atom t) {
        Atom a = e.in().get(0);
        Atom b = e.in().size() > 1 ? e.in().get(1) : null;
        Atom y = e.result();
        return switch (e.prim()) {
            case NEG -> c.neg(t);
            case ABS -> c.select(c.emit(Prim.GE, a, c.constant(0, a)), t, c.neg(t));
            case SIGN, NOT, POPCNT, CLZ, CTZ, FLOOR, CEIL, RINT -> null;
            case SQRT -> c.div(c.scale(t, 0.5), y);
            case CBRT -> c.div(t, c.scale(c.mul(y, y), 3));
            case EXP -> c.mul(t, y);
            case EXPM1 -> c.mul(t, c.plus(y, 1));
            case LOG -> c.div(t, a);
            case LOG1P -> c.div(t, c.plus(a, 1));
            case LOG10 -> c.div(t, c.scale(a, LN_10));
            case SIN -> c.mul(t, c.emit(Prim.COS, a));
            case COS -> c.neg(c.mul(t, c.emit(Prim.SIN, a)));
            case TAN -> c.mul(t, c.plus(c.mul(y, y), 1));
            case ASIN -> c.div(t, c.emit(Prim.SQRT, oneMinusSquare(c, a)));
            case ACOS -> c.neg(c.div(t, c.emit(Prim.SQRT, oneMinusSquare(c, a))));
            case ATAN -> c.div(t, c.plus(c.mul(a, a), 1));
            case SINH -> c.mul(t, c.emit(Prim.COSH, a));
            case COSH -> c.mul(t, c.emit(Prim.SINH, a));
            case TANH -> c.mul(t, oneMinusSquare(c, y));
            case ASINH -> c.div(t, c.emit(Prim.HYPOT, a, c.constant(1, a)));
            case ACOSH -> c.div(t, c.mul(c.emit(Prim.SQRT, c.plus(a, -1)), c.emit(Prim.SQRT, c.plus(a, 1))));
            case ATANH -> c.div(t, oneMinusSquare(c, a));
            case ERF -> c.mul(t, c.scale(c.emit(Prim.EXP, c.neg(c.mul(a, a))), TWO_BY_SQRT_PI));
            case ERF_INV -> c.mul(t, c.scale(c.emit(Prim.EXP, c.mul(y, y)), 1 / TWO_BY_SQRT_PI));
            case LGAMMA -> c.mul(t, c.emit(Prim.DIGAMMA, a));
            case DIGAMMA -> c.mul(t, trigamma(c, a));
            case ADD -> t;
            case SUB -> k == 0 ? t : c.neg(t);
            case MUL -> c.mul(t, k == 0 ? b : a);
            case DIV -> byDividend(c, e, k, byOne(a) && k == 1 ? c.mul(t, y) : c.div(t, b));
            case REM -> k == 0 ? t : c.neg(c.mul(t, multiple(c, a, y, b)));
            case POW -> k == 0 ? powBase(c, a, b, t) : powExponent(c, a, y, t);
            case ATAN2 -> {
                Atom part = c.div(k == 0 ? b : a, c.add(c.mul(a, a), c.mul(b, b)));
                yield c.mul(t, k == 0 ? part : c.neg(part));
            }
            case HYPOT -> c.mul(t, c.div(k == 0 ? a : b, y));
            case MIN -> extreme(c, k == 0 ? a : b, k == 0 ? b : a, t);
            case MAX -> extreme(c, k == 0 ? b : a, k == 0 ? a : b, t);
            case COPYSIGN -> k == 0 ? c.mul(t, c.mul(sign(c, a), sign(c, b))) : null;
            case NEXTAFTER -> k == 0 ? t : null;
            case AND, OR, XOR, SHL, SHR, USHR, MULHI, EQ, NE, LT, LE, GT, GE, BITCAST -> null;
            case SELECT -> k == 0 ? null : c.select(a, k == 1 ? t : c.constant(0, t), k == 1 ? c.constant(0, t) : t);
            case FMA -> k == 2 ? t : c.mul(t, k == 0 ? b : a);
            case CONVERT -> a.dtype().isFloat() && y.dtype().isFloat() ? c.cast(t, a.dtype()) : null;
            case CALL -> times(c, primitive(e), k, t);
            case FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, INDEX, UPDATE, GATHER, SCATTER,
                 REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN,
                 CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CHECK,
                 DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET, THREEFRY2X32, PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX, STOP_GRADIENT, SHARD,
                 OPT_BARRIER -> throw new IllegalArgumentException(e.prim().text() + " is not elementwise");
        };
    }

    /** What a function of StrictMath computes as a primitive, which has the same derivative. */
    private static Eqn primitive(Eqn call) {
        String name = External.function(((Params.Call) call.params()).name());
        // the remainder of a quotient rounded to the nearest, not down: both are a less a multiple of b
        Prim p = name.equals("IEEEremainder") ? Prim.REM : Prim.valueOf(name.toUpperCase(Locale.ROOT));
        return new Eqn(p, call.in(), Params.NONE, call.out());
    }

    /** The same for a quotient, given {@code t} times the derivative by the dividend. */
    private static Atom byDividend(FormulaBuilder c, Eqn e, int k, Atom part) {
        return k == 0 ? part : c.neg(c.mul(part, e.result()));
    }

    /** The part of operand {@code k} of a quotient with the inverse of the divisor, which is the same for all trips that divide by it. */
    public static Atom byInverse(FormulaBuilder c, Eqn e, int k, Atom t) {
        return byDividend(c, e, k, c.timesInverse(t, e.in().get(1)));
    }

    /** Whether a quotient of this dividend is the inverse of its divisor. */
    private static boolean byOne(Atom dividend) {
        return dividend instanceof Lit l && l.asDouble() == 1;
    }

    private static Atom oneMinusSquare(FormulaBuilder c, Atom x) {
        Atom one = c.constant(1, x);
        return c.mul(c.sub(one, x), c.plus(x, 1));
    }

    private static Atom sign(FormulaBuilder c, Atom x) {
        return c.emit(Prim.COPYSIGN, c.constant(1, x), x);
    }

    /** How often {@code b} went into {@code a} when {@code r} remained. A rounded quotient could be the next whole number: 1.0 / 0.1 is 10, but 1.0 % 0.1 is not 0. */
    private static Atom multiple(FormulaBuilder c, Atom a, Atom r, Atom b) {
        return c.emit(Prim.RINT, c.div(c.sub(a, r), b));
    }

    /** Whether operand {@code k} of a scalar min or max is its result, alone or with the other one. */
    public static Atom wins(FormulaBuilder c, Eqn e, int k) {
        return c.emit(e.prim() == Prim.MIN ? Prim.LE : Prim.GE, e.in().get(k), e.in().get(1 - k));
    }

    /** t where {@code low} is below {@code high}, half of it where they are equal. */
    private static Atom extreme(FormulaBuilder c, Atom low, Atom high, Atom t) {
        Atom zero = c.constant(0, t);
        return c.select(c.emit(Prim.LT, low, high), t, c.select(c.emit(Prim.EQ, low, high), c.scale(t, 0.5), zero));
    }

    /** Zero for an exponent of 0 whatever the base; small literal exponents need no power. */
    private static Atom powBase(FormulaBuilder c, Atom a, Atom b, Atom t) {
        if (b instanceof Lit l) {
            double n = l.asDouble();
            return n == 0 ? null : n == 1 ? t : c.mul(t, c.scale(n == 2 ? a : n == 3 ? c.mul(a, a) : c.emit(Prim.POW, a, c.constant(n - 1, a)), n));
        }
        Atom zero = c.constant(0, b);
        Atom flat = c.emit(Prim.EQ, b, zero);
        Atom slope = c.mul(b, c.emit(Prim.POW, a, c.select(flat, c.constant(1, b), c.plus(b, -1))));
        return c.mul(t, c.select(flat, zero, slope));
    }

    private static Atom powExponent(FormulaBuilder c, Atom a, Atom y, Atom t) {
        Atom safe = c.select(c.emit(Prim.EQ, a, c.constant(0, a)), c.constant(1, a), a);
        return c.mul(t, c.mul(c.emit(Prim.LOG, safe), y));
    }

    /**
     * The derivative of digamma: reflection below a half, eight steps of the recurrence, then the asymptotic series
     * (Abramowitz and Stegun 6.4.6, 6.4.7, 6.4.12).
     */
    private static Atom trigamma(FormulaBuilder c, Atom x) {
        Atom reflects = c.emit(Prim.LT, x, c.constant(0.5, x));
        Atom z = c.select(reflects, c.sub(c.constant(1, x), x), x);
        Atom sum = null;
        for (int k = 0; k < 8; k++) {
            Atom s = c.plus(z, k);
            Atom term = c.div(c.constant(1, x), c.mul(s, s));
            sum = sum == null ? term : c.add(sum, term);
        }
        Atom w = c.div(c.constant(1, x), c.plus(z, 8));
        Atom w2 = c.mul(w, w);
        Atom series = c.constant(0, x);
        for (int k = BERNOULLI.length - 1; k >= 0; k--) {
            series = c.mul(c.plus(series, BERNOULLI[k]), w2);
        }
        Atom value = c.add(sum, c.add(c.mul(w, c.plus(series, 1)), c.scale(w2, 0.5)));
        Atom s = c.emit(Prim.SIN, c.scale(x, Math.PI));
        return c.select(reflects, c.sub(c.div(c.constant(Math.PI * Math.PI, x), c.mul(s, s)), value), value);
    }

    /** For each element of {@code a} the product of all others along the axes: exclusive products from both ends, so that zeros are no exception. */
    public static Atom others(FormulaBuilder c, Atom a, List<Integer> axes, List<Atom> extents) {
        List<Integer> order = Axes.behind(a.type().rank(), axes);
        List<Dim> dims = order.stream().map(a.type().dims()::get).toList();
        List<Atom> sizes = order.stream().map(extents::get).toList();
        int last = order.size() - axes.size();
        Atom rows = c.reshape(c.transpose(a, order), FormulaBuilder.with(dims.subList(0, last), Dim.UNKNOWN),
            FormulaBuilder.with(sizes.subList(0, last), c.count(sizes.subList(last, sizes.size()))));
        Atom others = c.mul(exclusive(c, rows, last, false), exclusive(c, rows, last, true));
        return c.transpose(c.reshape(others, dims, sizes), Axes.inverse(order));
    }

    private static Atom exclusive(FormulaBuilder c, Atom a, int axis, boolean reverse) {
        Long[] none = new Long[a.type().rank()];
        Arrays.fill(none, 0L);
        Long[] low = none.clone();
        Long[] high = none.clone();
        low[axis] = reverse ? -1L : 1L;
        high[axis] = reverse ? 1L : -1L;
        Atom running = c.emit(Prim.CUM_MUL, new Params.Axis(axis, reverse), a);
        return c.emit(Prim.PAD, new Params.Pad(List.of(low), List.of(high), List.of(none)), running, FormulaBuilder.lit(a.dtype(), 1));
    }
}
