package dev.jacobi.ir;

import static dev.jacobi.ir.Prim.Derivative.FLAT;
import static dev.jacobi.ir.Prim.Form.FUNCTION;
import static dev.jacobi.ir.Prim.Group.ACCESS;
import static dev.jacobi.ir.Prim.Group.BINARY;
import static dev.jacobi.ir.Prim.Group.COLLECTIVE;
import static dev.jacobi.ir.Prim.Group.COMPARE;
import static dev.jacobi.ir.Prim.Group.CONTROL;
import static dev.jacobi.ir.Prim.Group.CONVERSION;
import static dev.jacobi.ir.Prim.Group.LIBRARY;
import static dev.jacobi.ir.Prim.Group.LINEAR;
import static dev.jacobi.ir.Prim.Group.MARK;
import static dev.jacobi.ir.Prim.Group.RANDOM;
import static dev.jacobi.ir.Prim.Group.REDUCTION;
import static dev.jacobi.ir.Prim.Group.STRUCTURAL;
import static dev.jacobi.ir.Prim.Group.TERNARY;
import static dev.jacobi.ir.Prim.Group.UNARY;
import static dev.jacobi.ir.Prim.Operands.ANY;
import static dev.jacobi.ir.Prim.Operands.BITS;
import static dev.jacobi.ir.Prim.Operands.INTEGERS;
import static dev.jacobi.ir.Prim.Operands.NUMBERS;
import static dev.jacobi.ir.Prim.Operands.REALS;

import java.util.Locale;

/**
 * The primitives. Every operation is total: what Java throws on is guarded by a {@code check} before it, and
 * the value of the operation itself is then as stated here. Elementwise primitives take scalars or arrays of
 * one shape. Integer arithmetic wraps; floating point is IEEE 754 round to nearest even, never reassociated.
 */
public enum Prim {
    // Elementwise, one operand, same type out.
    NEG(UNARY, NUMBERS), /** MIN stays MIN. */ ABS(UNARY, NUMBERS), /** -1, 0, 1; floats keep NaN and signed zero. */ SIGN(UNARY, NUMBERS, FLAT),
    /** Bitwise; logical on bool. */ NOT(UNARY, BITS), POPCNT(UNARY, INTEGERS), CLZ(UNARY, INTEGERS), CTZ(UNARY, INTEGERS),
    FLOOR(UNARY, REALS, FLAT), CEIL(UNARY, REALS, FLAT), /** Half to even. */ RINT(UNARY, REALS, FLAT), SQRT(UNARY, REALS),
    CBRT(UNARY, FUNCTION), EXP(UNARY, FUNCTION), EXPM1(UNARY, FUNCTION), LOG(UNARY, FUNCTION), LOG1P(UNARY, FUNCTION),
    LOG10(UNARY, FUNCTION), SIN(UNARY, FUNCTION), COS(UNARY, FUNCTION), TAN(UNARY, FUNCTION), ASIN(UNARY, FUNCTION), ACOS(UNARY, FUNCTION),
    ATAN(UNARY, FUNCTION), SINH(UNARY, FUNCTION), COSH(UNARY, FUNCTION), TANH(UNARY, FUNCTION),
    ASINH(UNARY, FUNCTION), /** NaN below 1. */ ACOSH(UNARY, FUNCTION), /** NaN beyond 1 and -1. */ ATANH(UNARY, FUNCTION), ERF(UNARY, FUNCTION),
    ERF_INV(UNARY, FUNCTION), LGAMMA(UNARY, FUNCTION), DIGAMMA(UNARY, FUNCTION),
    // Elementwise, two operands of one type, same type out. Add, mul, min, max, and, or, xor are the fold operators.
    ADD(BINARY, NUMBERS), SUB(BINARY, NUMBERS), MUL(BINARY, NUMBERS), /** Integers truncate, x/0 = 0, MIN/-1 = MIN. */ DIV(BINARY, NUMBERS),
    /** Sign of the dividend (fmod); integers x%0 = 0. */ REM(BINARY, NUMBERS), POW(BINARY, FUNCTION), ATAN2(BINARY, FUNCTION),
    HYPOT(BINARY, FUNCTION),
    /** NaN if either is NaN; -0.0 is below +0.0. */ MIN(BINARY, ANY), MAX(BINARY, ANY), AND(BINARY, BITS), OR(BINARY, BITS), XOR(BINARY, BITS),
    /** The count is masked to the width (bits - 1), as in Java. */ SHL(BINARY, INTEGERS), /** Arithmetic. */ SHR(BINARY, INTEGERS),
    /** Logical. */ USHR(BINARY, INTEGERS),
    /** High half of the signed product. */ MULHI(BINARY, INTEGERS), COPYSIGN(BINARY, REALS), NEXTAFTER(BINARY, FUNCTION),
    // Elementwise comparisons, bool out; false on NaN but for ne.
    EQ(COMPARE, ANY), NE(COMPARE, ANY), LT(COMPARE, ANY), LE(COMPARE, ANY), GT(COMPARE, ANY), GE(COMPARE, ANY),
    // Elementwise, three operands.
    /** select(bool, whenTrue, whenFalse); the selector may be a scalar. */ SELECT(Form.SELECT), FMA(TERNARY, REALS),
    // Elementwise conversions.
    /** int to int wraps (source signedness extends); float to int truncates, saturates, NaN to 0; to bool is != 0. */ CONVERT(CONVERSION, ANY),
    /** Same width. */ BITCAST(CONVERSION, ANY, FLAT),
    // Structural.
    /** full(value, d0..): a new array of one value. */ FULL(Form.FULL),
    /** iota(d0..): index along the last axis. */ IOTA(Form.IOTA),
    /** A new array with the same elements. */ COPY(Form.COPY),
    /** dim(a): i32 extent of the axis. */ DIM(Form.DIM), /** broadcast(a, d0..). */ BROADCAST(Form.BROADCAST),
    /** reshape(a, d0..). */ RESHAPE(Form.RESHAPE), TRANSPOSE(Form.TRANSPOSE), REV(Form.REV),
    /** slice(a, start.., size..): starts clamp so that the slice fits. */ SLICE(Form.SLICE),
    /** update_slice(a, u, start..): as slice. */ UPDATE_SLICE(Form.UPDATE_SLICE),
    /** pad(a, value). */ PAD(Form.PAD), CONCAT(Form.CONCAT),
    // Element access.
    /** index(a, i0..ik-1): drops the first k axes. */ INDEX(Form.INDEX),
    /** update(a, i0..ik-1, v): a with that part replaced. */ UPDATE(Form.UPDATE),
    /** gather(a, idx): rows of a along the axis; result shape idx.shape + rest in place of the axis. */ GATHER(Form.GATHER),
    /** scatter(a, idx, u): along axis, combined by op or overwriting in order of idx. */ SCATTER(Form.SCATTER),
    // Reductions over axes of an array (unordered for floats).
    REDUCE_ADD(Form.REDUCE_ADD), REDUCE_MUL(Form.REDUCE_MUL), REDUCE_MIN(Form.REDUCE_MIN),
    REDUCE_MAX(Form.REDUCE_MAX), REDUCE_AND(Form.REDUCE_AND), REDUCE_OR(Form.REDUCE_OR),
    REDUCE_XOR(Form.REDUCE_XOR),
    /** First index of the extreme (NaN wins), i32. */ ARGMIN(Form.ARGMIN), ARGMAX(Form.ARGMAX),
    CUM_ADD(Form.CUM_ADD), CUM_MUL(Form.CUM_MUL), CUM_MIN(Form.CUM_MIN),
    CUM_MAX(Form.CUM_MAX),
    // Library forms.
    DOT_GENERAL(Form.DOT_GENERAL), CONV(Form.CONV), /** Java's order: -0.0 below 0.0, NaN last. */ SORT(Form.SORT),
    /** fft(re, im): along the axis, two results; axis.reverse: the inverse, divided by n. */ FFT(Form.FFT),
    /** Lower factor, NaN where not positive. */ CHOLESKY(Form.CHOLESKY),
    /** solve a x = b, a lower triangular (axis.reverse: upper). */ TRIANGULAR_SOLVE(Form.TRIANGULAR_SOLVE),
    // Control flow with regions.
    /** cond(selector). */ COND(Form.COND),
    /** for(n, carry..): body(i, carry..) yields the carry; no trip when n <= 0. */ FOR(Form.FOR), WHILE(Form.WHILE),
    /** map(n, dest..): independent iterations; body(i, dest..) yields dest.., value..; results dest.., stacked values. */ MAP(Form.MAP),
    /** reduce(n, init.., dest..): body(i, dest..) yields one term per op, dest..; results init op terms.., dest... */ REDUCE(Form.REDUCE),
    /** scan(n, init..): body(i) yields one term per op; results final.., stacked inclusive prefixes... */ SCAN(Form.SCAN),
    /** hist(n, bins): body(i) yields index, value; bins[index] = bins[index] op value, outside dropped. */ HIST(Form.HIST),
    CALL(Form.CALL),
    /** check(ok): when false the whole function has no result; evaluation may stop here. */ CHECK(Form.CHECK),
    DEBUG_CALLBACK(Form.DEBUG_CALLBACK),
    // Linear accumulators for gradients.
    /** acc_new(d0..): zeros. */ ACC_NEW(Form.ACC_NEW), /** acc_add(acc, i0.., v). */ ACC_ADD(Form.ACC_ADD),
    ACC_GET(Form.ACC_GET),
    // Random bits.
    /** threefry2x32(k0, k1, x0, x1): two words, i32, elementwise. */ THREEFRY2X32(Form.THREEFRY2X32),
    // Collectives over a named axis.
    PSUM(Form.PSUM), PMAX(Form.PMAX), PMIN(Form.PMIN),
    ALL_GATHER(Form.ALL_GATHER), AXIS_INDEX(Form.AXIS_INDEX),
    // Marks for transformations: identity when evaluated.
    STOP_GRADIENT(Form.STOP_GRADIENT), OPT_BARRIER(Form.OPT_BARRIER);

    private final String text = name().toLowerCase(Locale.ROOT);
    private final Form form;
    private final Group group;
    private final Operands operands;
    private final Derivative derivative;

    /** An elementwise one. */
    Prim(Group group, Operands operands) {
        this(Form.ELEMENTWISE, group, operands, group != COMPARE && operands.mayBeReal ? Derivative.SOME : FLAT);
    }

    Prim(Group group, Operands operands, Derivative derivative) {
        this(Form.ELEMENTWISE, group, operands, derivative);
    }

    /** A function of reals. */
    Prim(Group group, Form form) {
        this(form, group, REALS, Derivative.SOME);
    }

    Prim(Form form) {
        this(form, form.group, ANY, form.derivative);
    }

    Prim(Form form, Group group, Operands operands, Derivative derivative) {
        this.form = form;
        this.group = group;
        this.operands = operands;
        this.derivative = derivative;
    }

    /** How many results, shapes and operands go together: primitives of one group share their rules. */
    public enum Group {
        UNARY, BINARY, COMPARE, TERNARY, CONVERSION, STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK
    }

    /** The element types that an elementwise primitive takes; its operands have the same. For the others, which have {@link #ANY}, {@link TypeRules} decide. */
    public enum Operands {
        ANY(true), /** All but bool. */ NUMBERS(true), REALS(true), INTEGERS(false), /** Integers and bool. */ BITS(false);

        private final boolean mayBeReal;

        Operands(boolean mayBeReal) {
            this.mayBeReal = mayBeReal;
        }

        public boolean has(DType t) {
            return switch (this) {
                case ANY -> true;
                case NUMBERS -> t != DType.BOOL;
                case REALS -> t.isFloat();
                case INTEGERS -> t.isInt();
                case BITS -> !t.isFloat();
            };
        }
    }

    /** Whether a primitive has a derivative that transformations must follow. */
    public enum Derivative {
        /** It is zero wherever there is one (steps, integers, comparisons), or by definition (stop_gradient, bitcast). */
        FLAT, SOME
    }

    /**
     * What rules tell apart that treat all elementwise primitives alike: each of the others is a form of its own. A switch over forms need not change for
     * one more elementwise primitive, and does not compile until it has decided about any other one.
     */
    public enum Form {
        /** Any that computes each element of its result from the operands' elements at the same place, but for functions and select. */
        ELEMENTWISE(null),
        /** A function of reals that a formula computes: the transcendental ones, and nextafter. */
        FUNCTION(null), SELECT(TERNARY),
        FULL(STRUCTURAL), IOTA(STRUCTURAL, FLAT), COPY(STRUCTURAL), DIM(STRUCTURAL, FLAT), BROADCAST(STRUCTURAL), RESHAPE(STRUCTURAL), TRANSPOSE(STRUCTURAL),
        REV(STRUCTURAL), SLICE(STRUCTURAL), UPDATE_SLICE(STRUCTURAL), PAD(STRUCTURAL), CONCAT(STRUCTURAL),
        INDEX(ACCESS), UPDATE(ACCESS), GATHER(ACCESS), SCATTER(ACCESS),
        REDUCE_ADD(REDUCTION), REDUCE_MUL(REDUCTION), REDUCE_MIN(REDUCTION), REDUCE_MAX(REDUCTION), REDUCE_AND(REDUCTION, FLAT), REDUCE_OR(REDUCTION, FLAT),
        REDUCE_XOR(REDUCTION, FLAT), ARGMIN(REDUCTION, FLAT), ARGMAX(REDUCTION, FLAT), CUM_ADD(REDUCTION), CUM_MUL(REDUCTION), CUM_MIN(REDUCTION), CUM_MAX(REDUCTION),
        DOT_GENERAL(LIBRARY), CONV(LIBRARY), SORT(LIBRARY), FFT(LIBRARY), CHOLESKY(LIBRARY), TRIANGULAR_SOLVE(LIBRARY),
        COND(CONTROL), FOR(CONTROL), WHILE(CONTROL), MAP(CONTROL), REDUCE(CONTROL), SCAN(CONTROL), HIST(CONTROL), CALL(CONTROL), CHECK(CONTROL, FLAT),
        DEBUG_CALLBACK(CONTROL, FLAT),
        ACC_NEW(LINEAR, FLAT), ACC_ADD(LINEAR), ACC_GET(LINEAR),
        THREEFRY2X32(RANDOM, FLAT),
        PSUM(COLLECTIVE), PMAX(COLLECTIVE), PMIN(COLLECTIVE), ALL_GATHER(COLLECTIVE), AXIS_INDEX(COLLECTIVE, FLAT),
        STOP_GRADIENT(MARK, FLAT), OPT_BARRIER(MARK);

        private final Group group;
        private final Derivative derivative;

        Form(Group group) {
            this(group, Derivative.SOME);
        }

        Form(Group group, Derivative derivative) {
            this.group = group;
            this.derivative = derivative;
        }
    }

    /** True for scalars' operations, element by element: their result is the same whenever they are evaluated again on the same operands. */
    public boolean isElementwise() {
        return switch (group()) {
            case UNARY, BINARY, COMPARE, TERNARY, CONVERSION -> true;
            case STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> false;
        };
    }

    public Group group() {
        return group;
    }

    public Form form() {
        return form;
    }

    public Operands operands() {
        return operands;
    }

    public Derivative derivative() {
        return derivative;
    }

    /** True when the equation must be kept though its results are unused. */
    public boolean hasEffect() {
        return this == CHECK || this == DEBUG_CALLBACK;
    }

    /** The name used in printed IR. */
    public String text() {
        return text;
    }
}
