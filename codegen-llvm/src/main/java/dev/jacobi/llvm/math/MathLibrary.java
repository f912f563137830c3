package dev.jacobi.llvm.math;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The transcendental functions as IR: scalar functions made of arithmetic, bit operations and selects, which a back end inlines
 * for any number of lanes. The narrower formats are computed in f64 and rounded. What is rare (huge arguments, subnormals) stands in a {@code cond} that is skipped when no lane needs it.
 */
public final class MathLibrary {
    private MathLibrary() {
    }

    /** The function that computes an elementwise primitive at a floating-point type, or null when the primitive is not transcendental. */
    public static Func func(Prim p, DType dtype) {
        Function<DType, Func> formula = formula(p);
        return formula == null ? null : formula.apply(dtype);
    }

    /** Whether {@link #func} has this one, which takes a moment, where making it takes a while. */
    public static boolean has(Prim p) {
        return formula(p) != null;
    }

    /** Whether {@link #brief} has this one. */
    public static boolean hasBrief(Prim p) {
        return Brief.has(p);
    }

    /**
     * A short function of floats for the mode that is fast: within 1 unit of the last place of a float, where {@link #func} computes in f64 to its last place and
     * rounds. Null when there is none.
     */
    public static Func brief(Prim p) {
        return Brief.build(p);
    }

    /** The part of {@link #brief} functions of an angle (f32) that is the same for all of them; {@link #ofAngle} takes its results. */
    public static Func angle() {
        return Brief.angle();
    }

    /** The other part, or null when the function is not one of angles. */
    public static Func ofAngle(Prim p) {
        return Brief.ofAngle(p);
    }

    /** What makes the function of a primitive for a type, or null. */
    private static Function<DType, Func> formula(Prim p) {
        return switch (p) {
            case EXP -> t -> unary(t, ExpLog::exp);
            case LOG -> t -> unary(t, ExpLog::log);
            case SIN -> t -> unary(t, Trig::sin);
            case COS -> t -> unary(t, Trig::cos);
            case TAN -> t -> unary(t, Trig::tan);
            case ASIN -> t -> unary(t, InverseTrig::asin);
            case ACOS -> t -> unary(t, InverseTrig::acos);
            case ATAN -> t -> unary(t, InverseTrig::atan);
            case ATAN2 -> t -> binary(t, InverseTrig::atan2);
            case EXPM1 -> t -> unary(t, ExpLog::expm1);
            case LOG1P -> t -> unary(t, ExpLog::log1p);
            case LOG10 -> t -> unary(t, ExpLog::log10);
            case SINH -> t -> unary(t, Hyperbolic::sinh);
            case COSH -> t -> unary(t, Hyperbolic::cosh);
            case TANH -> t -> unary(t, Hyperbolic::tanh);
            case ASINH -> t -> unary(t, Hyperbolic::asinh);
            case ACOSH -> t -> unary(t, Hyperbolic::acosh);
            case ATANH -> t -> unary(t, Hyperbolic::atanh);
            case CBRT -> t -> unary(t, Powers::cbrt);
            case POW -> t -> binary(t, Powers::pow);
            case HYPOT -> t -> binary(t, Powers::hypot);
            case NEXTAFTER -> MathLibrary::nextAfter;
            case ERF -> t -> unary(t, Special::erf);
            case ERF_INV -> t -> unary(t, Special::erfInv);
            case LGAMMA -> t -> unary(t, Special::lgamma);
            case DIGAMMA -> t -> unary(t, Special::digamma);
            case NEG, ABS, SIGN, NOT, POPCNT, CLZ, CTZ, FLOOR, CEIL, RINT, SQRT, ADD, SUB, MUL, DIV, REM, MIN, MAX, AND, OR, XOR, SHL,
                 SHR, USHR, MULHI, COPYSIGN, EQ, NE, LT, LE, GT, GE, SELECT, FMA, CONVERT, BITCAST, FULL, IOTA, COPY, DIM,
                 BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, INDEX, UPDATE, GATHER, SCATTER, REDUCE_ADD,
                 REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN,
                 CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL,
                 CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET, THREEFRY2X32, PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX,
                 STOP_GRADIENT, OPT_BARRIER -> null;
        };
    }

    private static Func unary(DType dtype, BiFunction<Calc, Atom, Atom> formula) {
        var b = new Builder();
        Var x = b.fresh(Type.scalar(dtype));
        Atom y = formula.apply(new Calc(b, DType.F64), wide(b, x));
        return b.build(List.of(x), List.of(narrow(b, y, dtype)));
    }

    private static Func binary(DType dtype, TriFunction formula) {
        var b = new Builder();
        Var x = b.fresh(Type.scalar(dtype));
        Var y = b.fresh(Type.scalar(dtype));
        Atom z = formula.apply(new Calc(b, DType.F64), wide(b, x), wide(b, y));
        return b.build(List.of(x, y), List.of(narrow(b, z, dtype)));
    }

    private interface TriFunction {
        Atom apply(Calc c, Atom x, Atom y);
    }

    /** IEEE 754 neighbours are neighbours as sign-magnitude integers, whatever the format. */
    private static Func nextAfter(DType dtype) {
        var b = new Builder();
        var c = new Calc(b, dtype);
        Var x = b.fresh(Type.scalar(dtype));
        Var y = b.fresh(Type.scalar(dtype));
        Atom zero = Lit.zero(dtype);
        Atom away = b.emit(Prim.EQ, c.lt(x, y), c.lt(zero, x));
        Atom step = c.fromBits(c.add(c.bits(x), c.select(away, c.n(1), c.n(-1))));
        Atom least = c.copySign(c.fromBits(c.n(1)), y);
        Atom r = c.select(c.eq(x, zero), least, step);
        r = c.select(c.eq(x, y), y, r);
        r = c.select(c.or(c.isNaN(x), c.isNaN(y)), c.add(x, y), r);
        return b.build(List.of(x, y), List.of(r));
    }

    private static Atom wide(Builder b, Atom x) {
        return x.dtype() == DType.F64 ? x : b.convert(x, DType.F64);
    }

    private static Atom narrow(Builder b, Atom y, DType dtype) {
        return dtype == DType.F64 ? y : b.convert(y, dtype);
    }
}
