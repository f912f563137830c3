package dev.jacobi.ir;

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

import java.util.Locale;

/**
 * The primitives. Every operation is total: what Java throws on is guarded by a {@code check} before it, and
 * the value of the operation itself is then as stated here. Elementwise primitives take scalars or arrays of
 * one shape. Integer arithmetic wraps; floating point is IEEE 754 round to nearest even, never reassociated.
 */
public enum Prim {
    // Elementwise, one operand, same type out.
    NEG(UNARY), /** MIN stays MIN. */ ABS(UNARY), /** -1, 0, 1; floats keep NaN and signed zero. */ SIGN(UNARY),
    /** Bitwise; logical on bool. */ NOT(UNARY), POPCNT(UNARY), CLZ(UNARY), CTZ(UNARY),
    FLOOR(UNARY), CEIL(UNARY), /** Half to even. */ RINT(UNARY), SQRT(UNARY), CBRT(UNARY), EXP(UNARY),
    EXPM1(UNARY), LOG(UNARY), LOG1P(UNARY), LOG10(UNARY), SIN(UNARY), COS(UNARY), TAN(UNARY),
    ASIN(UNARY), ACOS(UNARY), ATAN(UNARY),
    SINH(UNARY), COSH(UNARY), TANH(UNARY), ERF(UNARY), ERF_INV(UNARY), LGAMMA(UNARY), DIGAMMA(UNARY),
    // Elementwise, two operands of one type, same type out. Add, mul, min, max, and, or, xor are the fold operators.
    ADD(BINARY), SUB(BINARY), MUL(BINARY), /** Integers truncate, x/0 = 0, MIN/-1 = MIN. */ DIV(BINARY),
    /** Sign of the dividend (fmod); integers x%0 = 0. */ REM(BINARY), POW(BINARY), ATAN2(BINARY), HYPOT(BINARY),
    /** NaN if either is NaN; -0.0 is below +0.0. */ MIN(BINARY), MAX(BINARY), AND(BINARY), OR(BINARY), XOR(BINARY),
    /** The count is masked to the width (bits - 1), as in Java. */ SHL(BINARY), /** Arithmetic. */ SHR(BINARY), /** Logical. */ USHR(BINARY),
    /** High half of the signed product. */ MULHI(BINARY), COPYSIGN(BINARY), NEXTAFTER(BINARY),
    // Elementwise comparisons, bool out; false on NaN but for ne.
    EQ(COMPARE), NE(COMPARE), LT(COMPARE), LE(COMPARE), GT(COMPARE), GE(COMPARE),
    // Elementwise, three operands.
    /** select(bool, whenTrue, whenFalse); the selector may be a scalar. */ SELECT(Form.SELECT), FMA(TERNARY),
    // Elementwise conversions.
    /** int to int wraps (source signedness extends); float to int truncates, saturates, NaN to 0; to bool is != 0. */ CONVERT(CONVERSION),
    /** Same width. */ BITCAST(CONVERSION),
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
    private final Group group;
    private final Form form;

    /** An elementwise one. */
    Prim(Group group) {
        this.group = group;
        form = Form.ELEMENTWISE;
    }

    Prim(Form form) {
        group = form.group;
        this.form = form;
    }

    /** How many results, shapes and operands go together: primitives of one group share their rules. */
    public enum Group {
        UNARY, BINARY, COMPARE, TERNARY, CONVERSION, STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK
    }

    /**
     * What rules tell apart that treat all elementwise primitives alike: each of the others is a form of its own. A switch over forms need not change for
     * one more elementwise primitive, and does not compile until it has decided about any other one.
     */
    public enum Form {
        /** Any that computes each element of its result from the operands' elements at the same place, but for select. */
        ELEMENTWISE(null), SELECT(TERNARY),
        FULL(STRUCTURAL), IOTA(STRUCTURAL), COPY(STRUCTURAL), DIM(STRUCTURAL), BROADCAST(STRUCTURAL), RESHAPE(STRUCTURAL), TRANSPOSE(STRUCTURAL),
        REV(STRUCTURAL), SLICE(STRUCTURAL), UPDATE_SLICE(STRUCTURAL), PAD(STRUCTURAL), CONCAT(STRUCTURAL),
        INDEX(ACCESS), UPDATE(ACCESS), GATHER(ACCESS), SCATTER(ACCESS),
        REDUCE_ADD(REDUCTION), REDUCE_MUL(REDUCTION), REDUCE_MIN(REDUCTION), REDUCE_MAX(REDUCTION), REDUCE_AND(REDUCTION), REDUCE_OR(REDUCTION),
        REDUCE_XOR(REDUCTION), ARGMIN(REDUCTION), ARGMAX(REDUCTION), CUM_ADD(REDUCTION), CUM_MUL(REDUCTION), CUM_MIN(REDUCTION), CUM_MAX(REDUCTION),
        DOT_GENERAL(LIBRARY), CONV(LIBRARY), SORT(LIBRARY), FFT(LIBRARY), CHOLESKY(LIBRARY), TRIANGULAR_SOLVE(LIBRARY),
        COND(CONTROL), FOR(CONTROL), WHILE(CONTROL), MAP(CONTROL), REDUCE(CONTROL), SCAN(CONTROL), HIST(CONTROL), CALL(CONTROL), CHECK(CONTROL),
        DEBUG_CALLBACK(CONTROL),
        ACC_NEW(LINEAR), ACC_ADD(LINEAR), ACC_GET(LINEAR),
        THREEFRY2X32(RANDOM),
        PSUM(COLLECTIVE), PMAX(COLLECTIVE), PMIN(COLLECTIVE), ALL_GATHER(COLLECTIVE), AXIS_INDEX(COLLECTIVE),
        STOP_GRADIENT(MARK), OPT_BARRIER(MARK);

        private final Group group;

        Form(Group group) {
            this.group = group;
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

    /** True when the equation must be kept though its results are unused. */
    public boolean hasEffect() {
        return this == CHECK || this == DEBUG_CALLBACK;
    }

    /** The name used in printed IR. */
    public String text() {
        return text;
    }
}
