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
import java.util.function.Supplier;

/**
 * The transcendental functions as IR: scalar functions made of arithmetic, bit operations and selects, which a back end inlines
 * for any number of lanes. Of floats the most used ones are computed in f32 ({@link Singles}), others by short formulas in f64 ({@link Brief}), the rest, and
 * the narrower formats, by the same formulas as doubles, which are rounded. What is rare (huge arguments, subnormals) stands in a {@code cond} that is skipped when no lane needs it.
 */
public final class MathLibrary {
    private MathLibrary() {
    }

    /** The function that computes an elementwise primitive at a floating-point type, or null when the primitive is not transcendental. */
    public static Func func(Prim p, DType dtype) {
        Formula formula = formula(p);
        return formula == null ? null : dtype == DType.F32 && formula.brief != null ? formula.brief.get() : formula.full.apply(dtype);
    }

    /** The function of a number and a small integer, the exponent (both of this type), that computes the power; null where that is none which products have. */
    public static Func power(DType dtype, double exponent) {
        return Powers.isFewFactors(exponent) && (dtype == DType.F64 || dtype == DType.F32) ? binary(dtype, (c, x, y) -> Powers.integer(c, x, (int) exponent)) : null;
    }

    /** Whether {@link #func} has this one, which takes a moment, where making it takes a while. */
    public static boolean has(Prim p) {
        return formula(p) != null;
    }

    /** Whether {@link #brief} has this one. */
    public static boolean hasBrief(Prim p) {
        return formula(p) != null && formula(p).brief != null;
    }

    /**
     * The function of floats of {@link #func} where that is a short one: within 1 unit of the last place of a float, erf_inv within 3. Null where it is computed in f64 to its last place and
     * rounded.
     */
    public static Func brief(Prim p) {
        return hasBrief(p) ? formula(p).brief.get() : null;
    }

    /** Whether {@link #rounded} has this one. */
    public static boolean hasRounded(Prim p) {
        return RoundedSingles.has(p);
    }

    /**
     * The function of one float that gives what the function of doubles gives, rounded to float, in less time; in a branch that is rarely taken it has the primitive for doubles. Null where
     * there is none.
     */
    public static Func rounded(Prim p) {
        return RoundedSingles.has(p) ? RoundedSingles.of(p) : null;
    }

    /** The part of {@link #brief} functions of an angle (f32) that is the same for all of them; {@link #ofAngle} takes its results. */
    public static Func angle() {
        return Brief.angle();
    }

    /** The same of angles that are not huge: to its results {@link #ofAngle} is applied, to that {@link #anyAngle}. */
    public static Func usualAngle() {
        return Brief.usualAngle();
    }

    /**
     * Of an angle (f32) and a function's value, right unless the angle is huge: the function's value. In a branch that is rarely taken it has the primitive for doubles, as {@link #rounded} has, for
     * targets that call that.
     */
    public static Func anyAngle(Prim p) {
        return Brief.anyAngle(p);
    }

    /** The other part, or null when the function is not one of angles. */
    public static Func ofAngle(Prim p) {
        return Brief.ofAngle(p);
    }

    /** What makes the function of a primitive for a type, and the brief one, or null where there is none. */
    private record Formula(Function<DType, Func> full, Supplier<Func> brief) {
    }

    private static Formula one(BiFunction<Calc, Atom, Atom> full) {
        return new Formula(t -> unary(t, full), null);
    }

    private static Formula one(BiFunction<Calc, Atom, Atom> full, BiFunction<Brief, Atom, Atom> brief) {
        return new Formula(t -> unary(t, full), () -> Brief.unary(brief));
    }

    private static Formula single(BiFunction<Calc, Atom, Atom> full, BiFunction<Calc, Atom, Atom> single) {
        return new Formula(t -> unary(t, full), () -> unary(DType.F32, DType.F32, single));
    }

    private static Formula two(TriFunction<Calc> full, TriFunction<Brief> brief) {
        return new Formula(t -> binary(t, full), () -> Brief.binary(brief));
    }

    private static Formula formula(Prim p) {
        return switch (p) {
            case EXP -> single(ExpLog::exp, Singles::exp);
            case LOG -> single(ExpLog::log, Singles::log);
            case SIN -> one(Trig::sin, (b, x) -> b.sin(b.angle(x)));
            case COS -> one(Trig::cos, (b, x) -> b.cos(b.angle(x)));
            case TAN -> one(Trig::tan, (b, x) -> b.tan(b.angle(x)));
            case ASIN -> one(InverseTrig::asin);
            case ACOS -> one(InverseTrig::acos);
            case ATAN -> one(InverseTrig::atan);
            case ATAN2 -> new Formula(t -> binary(t, InverseTrig::atan2), null);
            case EXPM1 -> single(ExpLog::expm1, Singles::expm1);
            case LOG1P -> single(ExpLog::log1p, Singles::log1p);
            case LOG10 -> one(ExpLog::log10, Brief::log10);
            case SINH -> one(Hyperbolic::sinh, Brief::sinh);
            case COSH -> one(Hyperbolic::cosh, Brief::cosh);
            case TANH -> single(Hyperbolic::tanh, Singles::tanh);
            case ASINH -> one(Hyperbolic::asinh);
            case ACOSH -> one(Hyperbolic::acosh);
            case ATANH -> one(Hyperbolic::atanh);
            case CBRT -> one(Powers::cbrt);
            case POW -> two(Powers::pow, Brief::pow);
            case HYPOT -> two(Powers::hypot, Brief::hypot);
            case NEXTAFTER -> new Formula(MathLibrary::nextAfter, null);
            case ERF -> single(Special::erf, Singles::erf);
            case ERF_INV -> single(Special::erfInv, Singles::erfInv);
            case LGAMMA -> one(Special::lgamma);
            case DIGAMMA -> one(Special::digamma);
            case NEG, ABS, SIGN, NOT, POPCNT, CLZ, CTZ, FLOOR, CEIL, RINT, SQRT, ADD, SUB, MUL, DIV, REM, MIN, MAX, AND, OR, XOR, SHL,
                 SHR, USHR, MULHI, COPYSIGN, EQ, NE, LT, LE, GT, GE, SELECT, FMA, CONVERT, BITCAST, FULL, IOTA, COPY, DIM,
                 BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, INDEX, UPDATE, GATHER, SCATTER, REDUCE_ADD,
                 REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN,
                 CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL,
                 CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET, THREEFRY2X32, PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX,
                 STOP_GRADIENT, SHARD, OPT_BARRIER -> null;
        };
    }

    private static Func unary(DType dtype, BiFunction<Calc, Atom, Atom> formula) {
        return unary(dtype, DType.F64, formula);
    }

    private static Func unary(DType dtype, DType computed, BiFunction<Calc, Atom, Atom> formula) {
        var b = new Builder();
        Var x = b.fresh(Type.scalar(dtype));
        Atom y = formula.apply(new Calc(b, computed), b.convert(x, computed));
        return b.build(List.of(x), List.of(b.convert(y, dtype)));
    }

    private static Func binary(DType dtype, TriFunction<Calc> formula) {
        var b = new Builder();
        Var x = b.fresh(Type.scalar(dtype));
        Var y = b.fresh(Type.scalar(dtype));
        Atom z = formula.apply(new Calc(b, DType.F64), wide(b, x), wide(b, y));
        return b.build(List.of(x, y), List.of(narrow(b, z, dtype)));
    }

    interface TriFunction<C> {
        Atom apply(C c, Atom x, Atom y);
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
