package dev.jacobi.autodiff;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;

/**
 * Derivatives of the elementwise functions as factors: the tangent of the result is the operand's tangent times the factor. The
 * conventions at edges are JAX's. Null says that the derivative is zero everywhere; {@link #ONE} that it is one.
 */
final class JvpPartials {
    /** In place of a factor of one. */
    static final Lit ONE = Lit.i32(1);
    private static final double SQRT_PI = Math.sqrt(Math.PI);
    private final JvpArith c;

    JvpPartials(JvpArith c) {
        this.c = c;
    }

    /** Of one operand {@code x} with result {@code y}. NEG and ABS are left to the rules, which need no product for them. */
    Atom unary(Prim p, Atom x, Atom y) {
        return switch (p) {
            case SQRT -> c.div(0.5, y);
            case CBRT -> c.div(1.0 / 3, c.square(y));
            case EXP -> y;
            case EXPM1 -> c.add(y, 1);
            case LOG -> c.div(1, x);
            case LOG1P -> c.div(1, c.add(x, 1));
            case LOG10 -> c.div(1 / Math.log(10), x);
            case SIN -> c.op(Prim.COS, x);
            case COS -> c.neg(c.op(Prim.SIN, x));
            case TAN -> c.add(c.square(y), 1);
            case ASIN -> c.div(1, c.op(Prim.SQRT, c.sub(1, c.square(x))));
            case ACOS -> c.div(-1, c.op(Prim.SQRT, c.sub(1, c.square(x))));
            case ATAN -> c.div(1, c.add(c.square(x), 1));
            case SINH -> c.op(Prim.COSH, x);
            case COSH -> c.op(Prim.SINH, x);
            case TANH -> c.mul(c.sub(1, y), c.add(y, 1));
            case ERF -> c.mul(c.op(Prim.EXP, c.neg(c.square(x))), 2 / SQRT_PI);
            case ERF_INV -> c.mul(c.op(Prim.EXP, c.square(y)), SQRT_PI / 2);
            case LGAMMA -> c.op(Prim.DIGAMMA, x);
            case DIGAMMA -> trigamma(x);
            case SIGN, FLOOR, CEIL, RINT, NOT, POPCNT, CLZ, CTZ -> null;
            case NEG, ABS, ADD, SUB, MUL, DIV, REM, POW, ATAN2, HYPOT, MIN, MAX, AND, OR, XOR, SHL, SHR, USHR, MULHI, COPYSIGN, NEXTAFTER, EQ,
                 NE, LT, LE, GT, GE, SELECT, FMA, CONVERT, BITCAST, FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE,
                 UPDATE_SLICE, PAD, CONCAT, INDEX, UPDATE, GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND,
                 REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY,
                 TRIANGULAR_SOLVE, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET,
                 THREEFRY2X32, PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX, STOP_GRADIENT, OPT_BARRIER -> throw none(p);
        };
    }

    /** Of the first of two operands, {@code r} being the result. Min and max are left to the rules, which choose instead of multiplying. */
    Atom left(Prim p, Atom x, Atom y, Atom r) {
        return switch (p) {
            case ADD, SUB, REM, NEXTAFTER -> ONE;
            case MUL -> y;
            case DIV -> c.div(1, y);
            case POW -> powBase(x, y);
            case ATAN2 -> c.div(y, c.add(c.square(x), c.square(y)));
            case HYPOT -> c.div(x, r);
            case COPYSIGN -> c.mul(c.op(Prim.COPYSIGN, c.like(x, 1), x), c.op(Prim.COPYSIGN, c.like(x, 1), y));
            case NEG, ABS, SIGN, NOT, POPCNT, CLZ, CTZ, FLOOR, CEIL, RINT, SQRT, CBRT, EXP, EXPM1, LOG, LOG1P, LOG10, SIN, COS, TAN, ASIN,
                 ACOS, ATAN, SINH, COSH, TANH, ERF, ERF_INV, LGAMMA, DIGAMMA, MIN, MAX, AND, OR, XOR, SHL, SHR, USHR, MULHI, EQ, NE, LT,
                 LE, GT, GE, SELECT, FMA, CONVERT, BITCAST, FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE,
                 PAD, CONCAT, INDEX, UPDATE, GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR,
                 REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY,
                 TRIANGULAR_SOLVE, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET,
                 THREEFRY2X32, PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX, STOP_GRADIENT, OPT_BARRIER -> throw none(p);
        };
    }

    /** Of the second of two operands. */
    Atom right(Prim p, Atom x, Atom y, Atom r) {
        return switch (p) {
            case ADD -> ONE;
            case SUB -> c.like(y, -1);
            case MUL -> x;
            case DIV -> c.neg(c.div(r, y));
            case REM -> c.neg(c.op(Prim.RINT, c.div(c.sub(x, r), y)));
            case POW -> {
                Atom safe = c.select(c.compare(Prim.EQ, x, 0), c.like(x, 1), x);
                yield c.mul(c.op(Prim.LOG, safe), r);
            }
            case ATAN2 -> c.neg(c.div(x, c.add(c.square(x), c.square(y))));
            case HYPOT -> c.div(y, r);
            case COPYSIGN, NEXTAFTER -> null;
            case NEG, ABS, SIGN, NOT, POPCNT, CLZ, CTZ, FLOOR, CEIL, RINT, SQRT, CBRT, EXP, EXPM1, LOG, LOG1P, LOG10, SIN, COS, TAN, ASIN,
                 ACOS, ATAN, SINH, COSH, TANH, ERF, ERF_INV, LGAMMA, DIGAMMA, MIN, MAX, AND, OR, XOR, SHL, SHR, USHR, MULHI, EQ, NE, LT,
                 LE, GT, GE, SELECT, FMA, CONVERT, BITCAST, FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE,
                 PAD, CONCAT, INDEX, UPDATE, GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR,
                 REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY,
                 TRIANGULAR_SOLVE, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET,
                 THREEFRY2X32, PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX, STOP_GRADIENT, OPT_BARRIER -> throw none(p);
        };
    }

    private static IllegalArgumentException none(Prim p) {
        return new IllegalArgumentException(p.text() + " has no factor of this kind");
    }

    /** y x^(y-1), and 0 for y = 0 whatever x is. */
    private Atom powBase(Atom x, Atom y) {
        if (y instanceof Lit l) {
            double n = l.asDouble();
            return n == 0 ? null : n == 1 ? ONE : n == 2 ? c.mul(x, 2) : n == 3 ? c.mul(c.square(x), 3)
                : c.mul(c.op(Prim.POW, x, c.like(x, n - 1)), n);
        }
        Atom none = c.compare(Prim.EQ, y, 0);
        Atom less = c.select(none, c.like(y, 1), c.sub(y, c.like(y, 1)));
        return c.select(none, c.like(x, 0), c.mul(y, c.op(Prim.POW, x, less)));
    }

    /**
     * The derivative of digamma: below 1/2 by reflection, trigamma(1-x) + trigamma(x) = (pi / sin(pi x))^2, else the recurrence to
     * x + 8 and there the asymptotic series (Abramowitz and Stegun 6.4.7, 6.4.6, 6.4.12).
     */
    private Atom trigamma(Atom x) {
        Atom low = c.compare(Prim.LT, x, 0.5);
        Atom z = c.select(low, c.sub(1, x), x);
        Atom sum = null;
        for (int k = 0; k < 8; k++) {
            sum = c.sum(sum, c.div(1, c.square(c.add(z, k))));
        }
        Atom w = c.div(1, c.add(z, 8));
        Atom w2 = c.square(w);
        // 1/w + 1/(2 w^2) and the Bernoulli numbers B2, B4, .. B16.
        double[] bernoulli = {1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510};
        Atom tail = c.like(x, bernoulli[bernoulli.length - 1]);
        for (int k = bernoulli.length - 2; k >= 0; k--) {
            tail = c.add(c.mul(tail, w2), bernoulli[k]);
        }
        Atom series = c.add(w, c.mul(w2, c.add(c.mul(w, tail), 0.5)));
        Atom direct = c.add(sum, series);
        // sin(pi x) by the distance to the nearest integer, which keeps its digits far from zero; 1/2 where it is not used.
        Atom t = c.select(low, c.sub(x, c.op(Prim.RINT, x)), c.like(x, 0.5));
        Atom s = c.div(Math.PI, c.op(Prim.SIN, c.mul(t, Math.PI)));
        return c.select(low, c.sub(c.square(s), direct), direct);
    }
}
