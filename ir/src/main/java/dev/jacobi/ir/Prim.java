package dev.jacobi.ir;

import java.util.Locale;

/**
 * The primitives. Every operation is total: what Java throws on is guarded by a {@code check} before it, and
 * the value of the operation itself is then as stated here. Elementwise primitives take scalars or arrays of
 * one shape. Integer arithmetic wraps; floating point is IEEE 754 round to nearest even, never reassociated.
 */
public enum Prim {
    // Elementwise, one operand, same type out.
    NEG, /** MIN stays MIN. */ ABS, /** -1, 0, 1; floats keep NaN and signed zero. */ SIGN,
    /** Bitwise; logical on bool. */ NOT, POPCNT, CLZ, CTZ,
    FLOOR, CEIL, /** Half to even. */ RINT, SQRT, CBRT, EXP, EXPM1, LOG, LOG1P, LOG10, SIN, COS, TAN, ASIN, ACOS, ATAN,
    SINH, COSH, TANH, ERF, ERF_INV, LGAMMA, DIGAMMA,
    // Elementwise, two operands of one type, same type out. Add, mul, min, max, and, or, xor are the fold operators.
    ADD, SUB, MUL, /** Integers truncate, x/0 = 0, MIN/-1 = MIN. */ DIV,
    /** Sign of the dividend (fmod); integers x%0 = 0. */ REM, POW, ATAN2, HYPOT,
    /** NaN if either is NaN; -0.0 is below +0.0. */ MIN, MAX, AND, OR, XOR,
    /** The count is masked to the width (bits - 1), as in Java. */ SHL, /** Arithmetic. */ SHR, /** Logical. */ USHR,
    /** High half of the signed product. */ MULHI, COPYSIGN, NEXTAFTER,
    // Elementwise comparisons, bool out; false on NaN but for ne.
    EQ, NE, LT, LE, GT, GE,
    // Elementwise, three operands.
    /** select(bool, whenTrue, whenFalse); the selector may be a scalar. */ SELECT, FMA,
    // Elementwise conversions.
    /** int to int wraps (source signedness extends); float to int truncates, saturates, NaN to 0; to bool is != 0. */ CONVERT,
    /** Same width. */ BITCAST,
    // Structural.
    /** full(value, d0..): a new array of one value. */ FULL, /** iota(d0..): index along the last axis. */ IOTA, /** A new array with the same elements. */ COPY,
    /** dim(a): i32 extent of the axis. */ DIM, /** broadcast(a, d0..). */ BROADCAST, /** reshape(a, d0..). */ RESHAPE, TRANSPOSE, REV,
    /** slice(a, start.., size..): starts clamp so that the slice fits. */ SLICE, /** update_slice(a, u, start..): as slice. */ UPDATE_SLICE,
    /** pad(a, value). */ PAD, CONCAT,
    // Element access.
    /** index(a, i0..ik-1): drops the first k axes. */ INDEX, /** update(a, i0..ik-1, v): a with that part replaced. */ UPDATE,
    /** gather(a, idx): rows of a along the axis; result shape idx.shape + rest in place of the axis. */ GATHER,
    /** scatter(a, idx, u): along axis, combined by op or overwriting in order of idx. */ SCATTER,
    // Reductions over axes of an array (unordered for floats).
    REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR,
    /** First index of the extreme (NaN wins), i32. */ ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX,
    // Library forms.
    DOT_GENERAL, CONV, /** Java's order: -0.0 below 0.0, NaN last. */ SORT,
    /** fft(re, im): along the axis, two results; axis.reverse: the inverse, divided by n. */ FFT, /** Lower factor, NaN where not positive. */ CHOLESKY, /** solve a x = b, a lower triangular (axis.reverse: upper). */ TRIANGULAR_SOLVE,
    // Control flow with regions.
    /** cond(selector). */ COND, /** for(n, carry..): body(i, carry..) yields the carry; no trip when n <= 0. */ FOR, WHILE,
    /** map(n, dest..): independent iterations; body(i, dest..) yields dest.., value..; results dest.., stacked values. */ MAP,
    /** reduce(n, init.., dest..): body(i, dest..) yields one term per op, dest..; results init op terms.., dest... */ REDUCE,
    /** scan(n, init..): body(i) yields one term per op; results final.., stacked inclusive prefixes... */ SCAN,
    /** hist(n, bins): body(i) yields index, value; bins[index] = bins[index] op value, outside dropped. */ HIST,
    CALL, /** check(ok): when false the whole function has no result; evaluation may stop here. */ CHECK, DEBUG_CALLBACK,
    // Linear accumulators for gradients.
    /** acc_new(d0..): zeros. */ ACC_NEW, /** acc_add(acc, i0.., v). */ ACC_ADD, ACC_GET,
    // Random bits.
    /** threefry2x32(k0, k1, x0, x1): two words, i32, elementwise. */ THREEFRY2X32,
    // Collectives over a named axis.
    PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX,
    // Marks for transformations: identity when evaluated.
    STOP_GRADIENT, OPT_BARRIER;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** How many results, shapes and operands go together: primitives of one group share their rules. */
    public enum Group {
        UNARY, BINARY, COMPARE, TERNARY, CONVERSION, STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK
    }

    /** True for scalars' operations, element by element: their result is the same whenever they are evaluated again on the same operands. */
    public boolean isElementwise() {
        return switch (group()) {
            case UNARY, BINARY, COMPARE, TERNARY, CONVERSION -> true;
            case STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> false;
        };
    }

    public Group group() {
        return switch (this) {
            case NEG, ABS, SIGN, NOT, POPCNT, CLZ, CTZ, FLOOR, CEIL, RINT, SQRT, CBRT, EXP, EXPM1, LOG, LOG1P, LOG10, SIN, COS,
                 TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ERF, ERF_INV, LGAMMA, DIGAMMA -> Group.UNARY;
            case ADD, SUB, MUL, DIV, REM, POW, ATAN2, HYPOT, MIN, MAX, AND, OR, XOR, SHL, SHR, USHR, MULHI, COPYSIGN,
                 NEXTAFTER -> Group.BINARY;
            case EQ, NE, LT, LE, GT, GE -> Group.COMPARE;
            case SELECT, FMA -> Group.TERNARY;
            case CONVERT, BITCAST -> Group.CONVERSION;
            case FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT -> Group.STRUCTURAL;
            case INDEX, UPDATE, GATHER, SCATTER -> Group.ACCESS;
            case REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD,
                 CUM_MUL, CUM_MIN, CUM_MAX -> Group.REDUCTION;
            case DOT_GENERAL, CONV, /** Java's order: -0.0 below 0.0, NaN last. */ SORT,
    /** fft(re, im): along the axis, two results; axis.reverse: the inverse, divided by n. */ FFT, /** Lower factor, NaN where not positive. */ CHOLESKY, TRIANGULAR_SOLVE -> Group.LIBRARY;
            case COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK -> Group.CONTROL;
            case ACC_NEW, ACC_ADD, ACC_GET -> Group.LINEAR;
            case THREEFRY2X32 -> Group.RANDOM;
            case PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX -> Group.COLLECTIVE;
            case STOP_GRADIENT, OPT_BARRIER -> Group.MARK;
        };
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
