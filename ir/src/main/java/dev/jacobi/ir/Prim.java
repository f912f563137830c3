package dev.jacobi.ir;

import static dev.jacobi.ir.Prim.Cost.FEW;
import static dev.jacobi.ir.Prim.Cost.FUSED;
import static dev.jacobi.ir.Prim.Cost.MANY;
import static dev.jacobi.ir.Prim.Cost.ONE;
import static dev.jacobi.ir.Prim.Cost.SCALAR;
import static dev.jacobi.ir.Prim.Cost.SEVERAL;
import static dev.jacobi.ir.Prim.Derivative.FLAT;
import static dev.jacobi.ir.Prim.Derivative.SOME;
import static dev.jacobi.ir.Prim.Effect.OBSERVED;
import static dev.jacobi.ir.Prim.Extents.EACH;
import static dev.jacobi.ir.Prim.Extents.GIVEN;
import static dev.jacobi.ir.Prim.Extents.LIKE_FIRST;
import static dev.jacobi.ir.Prim.Extents.OTHER;
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
import static dev.jacobi.ir.Prim.Memory.LOOP;
import static dev.jacobi.ir.Prim.Memory.NEW;
import static dev.jacobi.ir.Prim.Memory.OVERWRITTEN;
import static dev.jacobi.ir.Prim.Memory.SAME;
import static dev.jacobi.ir.Prim.Memory.VIEW;
import static dev.jacobi.ir.Prim.Operands.ANY;
import static dev.jacobi.ir.Prim.Operands.BITS;
import static dev.jacobi.ir.Prim.Operands.INTEGERS;
import static dev.jacobi.ir.Prim.Operands.NUMBERS;
import static dev.jacobi.ir.Prim.Operands.REALS;
import static dev.jacobi.ir.Prim.Rounding.AS_DOUBLE;
import static dev.jacobi.ir.Prim.Rounding.OWN;

import java.util.Locale;

/**
 * The primitives. Every operation is total: what Java throws on is guarded by a {@code check} before it, and
 * the value of the operation itself is then as stated here. Elementwise primitives take scalars or arrays of
 * one shape. Integer arithmetic wraps; floating point is IEEE 754 round to nearest even, never reassociated.
 */
public enum Prim {
    // Elementwise, one operand, same type out.
    NEG(UNARY, NUMBERS, ONE, AS_DOUBLE), /** MIN stays MIN. */ ABS(UNARY, NUMBERS, ONE, AS_DOUBLE),
    /** -1, 0, 1; floats keep NaN and signed zero. */ SIGN(UNARY, NUMBERS, ONE, AS_DOUBLE, FLAT),
    /** Bitwise; logical on bool. */ NOT(UNARY, BITS, ONE, OWN), POPCNT(UNARY, INTEGERS, SCALAR, OWN), CLZ(UNARY, INTEGERS, SCALAR, OWN),
    CTZ(UNARY, INTEGERS, SCALAR, OWN), FLOOR(UNARY, REALS, ONE, AS_DOUBLE, FLAT), CEIL(UNARY, REALS, ONE, AS_DOUBLE, FLAT),
    /** Half to even. */ RINT(UNARY, REALS, ONE, AS_DOUBLE, FLAT), SQRT(UNARY, REALS, SEVERAL, AS_DOUBLE), CBRT(UNARY, FUNCTION), EXP(UNARY, FUNCTION),
    EXPM1(UNARY, FUNCTION), LOG(UNARY, FUNCTION), LOG1P(UNARY, FUNCTION), LOG10(UNARY, FUNCTION), SIN(UNARY, FUNCTION), COS(UNARY, FUNCTION),
    TAN(UNARY, FUNCTION), ASIN(UNARY, FUNCTION), ACOS(UNARY, FUNCTION), ATAN(UNARY, FUNCTION), SINH(UNARY, FUNCTION), COSH(UNARY, FUNCTION),
    TANH(UNARY, FUNCTION), ASINH(UNARY, FUNCTION), /** NaN below 1. */ ACOSH(UNARY, FUNCTION), /** NaN beyond 1 and -1. */ ATANH(UNARY, FUNCTION),
    ERF(UNARY, FUNCTION), ERF_INV(UNARY, FUNCTION), LGAMMA(UNARY, FUNCTION), DIGAMMA(UNARY, FUNCTION),
    // Elementwise, two operands of one type, same type out. Add, mul, min, max, and, or, xor are the fold operators.
    ADD(BINARY, NUMBERS, ONE, AS_DOUBLE, Neutral.ZERO), SUB(BINARY, NUMBERS, ONE, AS_DOUBLE), MUL(BINARY, NUMBERS, ONE, AS_DOUBLE, Neutral.ONE),
    /** Integers truncate, x/0 = 0, MIN/-1 = MIN. */ DIV(BINARY, NUMBERS, SEVERAL, AS_DOUBLE),
    /** Sign of the dividend (fmod); integers x%0 = 0. */ REM(BINARY, NUMBERS, MANY, OWN), POW(BINARY, FUNCTION), ATAN2(BINARY, FUNCTION),
    HYPOT(BINARY, FUNCTION), /** NaN if either is NaN; -0.0 is below +0.0. */ MIN(BINARY, ANY, ONE, AS_DOUBLE, Neutral.GREATEST),
    MAX(BINARY, ANY, ONE, AS_DOUBLE, Neutral.LEAST), AND(BINARY, BITS, ONE, OWN, Neutral.ALL_ONES), OR(BINARY, BITS, ONE, OWN, Neutral.ZERO),
    XOR(BINARY, BITS, ONE, OWN, Neutral.ZERO), /** The count is masked to the width (bits - 1), as in Java. */ SHL(BINARY, INTEGERS, ONE, OWN),
    /** Arithmetic. */ SHR(BINARY, INTEGERS, ONE, OWN), /** Logical. */ USHR(BINARY, INTEGERS, ONE, OWN),
    /** High half of the signed product. */ MULHI(BINARY, INTEGERS, SCALAR, OWN), COPYSIGN(BINARY, REALS, ONE, OWN), NEXTAFTER(BINARY, FUNCTION, FEW),
    // Elementwise comparisons, bool out; false on NaN but for ne.
    EQ(COMPARE, ANY, ONE, OWN), NE(COMPARE, ANY, ONE, OWN), LT(COMPARE, ANY, ONE, OWN), LE(COMPARE, ANY, ONE, OWN), GT(COMPARE, ANY, ONE, OWN),
    GE(COMPARE, ANY, ONE, OWN),
    // Elementwise, three operands.
    /** select(bool, whenTrue, whenFalse); the selector may be a scalar. */ SELECT(Form.SELECT), FMA(TERNARY, REALS, FUSED, OWN),
    // Elementwise conversions.
    /** int to int wraps (source signedness extends); float to int truncates, saturates, NaN to 0; to bool is != 0. */ CONVERT(CONVERSION, ANY, ONE, OWN),
    /** Same width. */ BITCAST(CONVERSION, ANY, ONE, OWN, FLAT),
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
    // Of the next four, complex matrices are two operands, and each of their factors is two results: real and imaginary parts.
    /** lu(a): unit lower and upper factor in one, pivots[k] the row that changed places with row k, and the rows' order p, so that a[p] = l u. */ LU(Form.LU),
    /** qr(a): q and r by Householder reflections, r's signs as they leave them. */ QR(Form.QR),
    /** eigh(a): eigenvalues, ascending, and eigenvectors as columns, of either sign, of a symmetric (or self-adjoint) matrix, of which one half is read. */ EIGH(Form.EIGH),
    /** svd(a): u, singular values, descending, and v transposed (if complex, conjugated too); or the values alone. Vectors have either sign. */ SVD(Form.SVD),
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
    STOP_GRADIENT(Form.STOP_GRADIENT), /** How an array lies on a mesh, for compilers for several devices. */ SHARD(Form.SHARD), OPT_BARRIER(Form.OPT_BARRIER);

    private final String text = name().toLowerCase(Locale.ROOT);
    private final Form form;
    private final Group group;
    private final Operands operands;
    private final Derivative derivative;
    private final Cost cost;
    private final Rounding rounding;
    private final Neutral neutral;

    /** An elementwise one. */
    Prim(Group group, Operands operands, Cost cost, Rounding rounding) {
        this(group, operands, cost, rounding, Neutral.NONE);
    }

    /** An operator of folds. */
    Prim(Group group, Operands operands, Cost cost, Rounding rounding, Neutral neutral) {
        this(Form.ELEMENTWISE, group, operands, group != COMPARE && operands.mayBeReal ? SOME : FLAT, cost, rounding, neutral);
    }

    Prim(Group group, Operands operands, Cost cost, Rounding rounding, Derivative derivative) {
        this(Form.ELEMENTWISE, group, operands, derivative, cost, rounding, Neutral.NONE);
    }

    /** A function of reals. */
    Prim(Group group, Form form) {
        this(group, form, form.cost);
    }

    Prim(Group group, Form form, Cost cost) {
        this(form, group, REALS, SOME, cost, OWN, Neutral.NONE);
    }

    Prim(Form form) {
        this(form, form.group, ANY, form.derivative, form.cost, OWN, Neutral.NONE);
    }

    Prim(Form form, Group group, Operands operands, Derivative derivative, Cost cost, Rounding rounding, Neutral neutral) {
        this.form = form;
        this.group = group;
        this.operands = operands;
        this.derivative = derivative;
        this.cost = cost;
        this.rounding = rounding;
        this.neutral = neutral;
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

    /** How long an operation takes, its regions left aside, as passes ask that may compute it again or in vain. */
    public enum Cost {
        /** As long as an addition, also in lanes. */
        ONE,
        /** As long as an addition of scalars, but lanes take several instructions: not every machine has it for vectors. */
        SCALAR,
        /** As long as an addition in machines that have it, and a call of a function in others. */
        FUSED,
        /** A few additions, or what its operands ask for, at which passes look themselves. */
        FEW,
        /** Several times as long, as a division. */
        SEVERAL,
        /** Many times as long, as a sine. */
        MANY;

        /** Whether it takes several times as long as an addition, or more. */
        public boolean isSlow() {
            return this == SEVERAL || this == MANY;
        }
    }

    /** Whether an operation on floats gives what the same one on doubles gives whose result is then rounded to a float. */
    public enum Rounding {
        /** It does; {@code Logic} in the simplifier has the proof. */
        AS_DOUBLE,
        /** It does not, or nobody has shown it. */
        OWN
    }

    /** The value that an operator of folds leaves every other one as it is with; see {@code FoldIdentity}. */
    public enum Neutral {
        /** It is no operator of folds. */
        NONE, ZERO, ONE, ALL_ONES, LEAST, GREATEST
    }

    /** The memory of results that are arrays, where those who compile it may say so. */
    public enum Memory {
        NEW, /** The first operand's, which it overwrites. */ OVERWRITTEN, /** Result k is operand k. */ SAME, /** The first operand's, which holds other elements or extents now. */ VIEW,
        /** A part of the first operand's. */ PART, /** One of the operands'. */ CHOSEN, /** That of what the branch yields. */ BRANCH,
        /** That of what the loop carries or writes to, where it does. */ LOOP, /** As the function called says. */ CALLEE
    }

    /** Where the extents of a result that is an array come from. */
    public enum Extents {
        /** From every operand that is an array. */ ALIKE, /** From the first operand. */ LIKE_FIRST, /** Those of result k from operand k. */ EACH,
        /** They are operands. */ GIVEN, /** By a rule of its own, see {@link TypeRules}; or it has none. */ OTHER
    }

    /** What an equation does besides computing its results. */
    public enum Effect {
        NONE, /** It stops the function, or tells somebody: it must be kept though its results are unused. */ OBSERVED, /** It may run for ever. */ MAY_NOT_END,
        /** What the function called does. */ CALLEE
    }

    /**
     * What rules tell apart that treat all elementwise primitives alike: each of the others is a form of its own. A switch over forms need not change for
     * one more elementwise primitive, and does not compile until it has decided about any other one.
     */
    public enum Form {
        /** Any that computes each element of its result from the operands' elements at the same place, but for functions and select. */
        ELEMENTWISE(null, null, null, NEW, Extents.ALIKE),
        /** A function of reals that a formula computes: the transcendental ones, and nextafter. */
        FUNCTION(null, null, MANY, NEW, Extents.ALIKE), SELECT(TERNARY, SOME, ONE, Memory.CHOSEN, Extents.ALIKE),
        // Group, derivative, cost, memory and extents of results, and effect if it has one.
        FULL(STRUCTURAL, SOME, FEW, NEW, GIVEN), IOTA(STRUCTURAL, FLAT, FEW, NEW, GIVEN), COPY(STRUCTURAL, SOME, FEW, NEW, LIKE_FIRST),
        DIM(STRUCTURAL, FLAT, ONE, NEW, OTHER), BROADCAST(STRUCTURAL, SOME, FEW, NEW, GIVEN), RESHAPE(STRUCTURAL, SOME, FEW, VIEW, GIVEN),
        TRANSPOSE(STRUCTURAL, SOME, FEW, NEW, OTHER), REV(STRUCTURAL, SOME, FEW, NEW, LIKE_FIRST), SLICE(STRUCTURAL, SOME, FEW, NEW, OTHER),
        UPDATE_SLICE(STRUCTURAL, SOME, FEW, OVERWRITTEN, LIKE_FIRST), PAD(STRUCTURAL, SOME, FEW, NEW, OTHER), CONCAT(STRUCTURAL, SOME, FEW, NEW, OTHER),
        INDEX(ACCESS, SOME, FEW, Memory.PART, OTHER), UPDATE(ACCESS, SOME, FEW, OVERWRITTEN, LIKE_FIRST), GATHER(ACCESS, SOME, FEW, NEW, OTHER),
        SCATTER(ACCESS, SOME, FEW, OVERWRITTEN, LIKE_FIRST),
        REDUCE_ADD(REDUCTION, SOME, FEW, NEW, OTHER), REDUCE_MUL(REDUCTION, SOME, FEW, NEW, OTHER), REDUCE_MIN(REDUCTION, SOME, FEW, NEW, OTHER),
        REDUCE_MAX(REDUCTION, SOME, FEW, NEW, OTHER), REDUCE_AND(REDUCTION, FLAT, FEW, NEW, OTHER), REDUCE_OR(REDUCTION, FLAT, FEW, NEW, OTHER),
        REDUCE_XOR(REDUCTION, FLAT, FEW, NEW, OTHER), ARGMIN(REDUCTION, FLAT, FEW, NEW, OTHER), ARGMAX(REDUCTION, FLAT, FEW, NEW, OTHER),
        CUM_ADD(REDUCTION, SOME, FEW, NEW, LIKE_FIRST), CUM_MUL(REDUCTION, SOME, FEW, NEW, LIKE_FIRST), CUM_MIN(REDUCTION, SOME, FEW, NEW, LIKE_FIRST),
        CUM_MAX(REDUCTION, SOME, FEW, NEW, LIKE_FIRST),
        DOT_GENERAL(LIBRARY, SOME, FEW, NEW, OTHER), CONV(LIBRARY, SOME, FEW, NEW, OTHER), SORT(LIBRARY, SOME, FEW, NEW, OTHER),
        FFT(LIBRARY, SOME, FEW, NEW, OTHER), CHOLESKY(LIBRARY, SOME, FEW, NEW, OTHER), TRIANGULAR_SOLVE(LIBRARY, SOME, FEW, NEW, OTHER),
        LU(LIBRARY, SOME, FEW, NEW, OTHER), QR(LIBRARY, SOME, FEW, NEW, OTHER), EIGH(LIBRARY, SOME, FEW, NEW, OTHER), SVD(LIBRARY, SOME, FEW, NEW, OTHER),
        COND(CONTROL, SOME, FEW, Memory.BRANCH, OTHER), FOR(CONTROL, SOME, FEW, LOOP, OTHER), WHILE(CONTROL, SOME, FEW, LOOP, OTHER, Effect.MAY_NOT_END),
        MAP(CONTROL, SOME, FEW, LOOP, OTHER), REDUCE(CONTROL, SOME, FEW, LOOP, OTHER), SCAN(CONTROL, SOME, FEW, LOOP, OTHER),
        HIST(CONTROL, SOME, FEW, LOOP, OTHER), CALL(CONTROL, SOME, MANY, Memory.CALLEE, OTHER, Effect.CALLEE), CHECK(CONTROL, FLAT, FEW, NEW, OTHER, OBSERVED),
        DEBUG_CALLBACK(CONTROL, FLAT, FEW, NEW, OTHER, OBSERVED),
        ACC_NEW(LINEAR, FLAT, FEW, NEW, GIVEN), ACC_ADD(LINEAR, SOME, FEW, OVERWRITTEN, LIKE_FIRST), ACC_GET(LINEAR, SOME, FEW, SAME, LIKE_FIRST),
        THREEFRY2X32(RANDOM, FLAT, FEW, NEW, OTHER),
        PSUM(COLLECTIVE, SOME, FEW, VIEW, OTHER), PMAX(COLLECTIVE, SOME, FEW, VIEW, OTHER), PMIN(COLLECTIVE, SOME, FEW, VIEW, OTHER),
        ALL_GATHER(COLLECTIVE, SOME, FEW, NEW, OTHER), AXIS_INDEX(COLLECTIVE, FLAT, FEW, NEW, OTHER),
        STOP_GRADIENT(MARK, FLAT, FEW, SAME, LIKE_FIRST), SHARD(MARK, SOME, FEW, SAME, LIKE_FIRST), OPT_BARRIER(MARK, SOME, FEW, SAME, EACH);

        private final Group group;
        private final Derivative derivative;
        private final Cost cost;
        private final Memory memory;
        private final Extents extents;
        private final Effect effect;

        Form(Group group, Derivative derivative, Cost cost, Memory memory, Extents extents) {
            this(group, derivative, cost, memory, extents, Effect.NONE);
        }

        Form(Group group, Derivative derivative, Cost cost, Memory memory, Extents extents, Effect effect) {
            this.group = group;
            this.derivative = derivative;
            this.cost = cost;
            this.memory = memory;
            this.extents = extents;
            this.effect = effect;
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

    public Cost cost() {
        return cost;
    }

    public Rounding rounding() {
        return rounding;
    }

    public Neutral neutral() {
        return neutral;
    }

    /** True for the operators that reduce, scan, hist and scatter may combine with: associative, with a neutral value. */
    public boolean isFold() {
        return neutral != Neutral.NONE;
    }

    /** The operator of folds that a reduction over axes, or a running fold, goes by. */
    public Prim operator() {
        return valueOf(name().substring(name().indexOf('_') + 1));
    }

    public Memory memory() {
        return form.memory;
    }

    public Extents extents() {
        return form.extents;
    }

    public Effect effect() {
        return form.effect;
    }

    /** True when the equation must be kept though its results are unused. */
    public boolean hasEffect() {
        return form.effect == OBSERVED;
    }

    /** The name used in printed IR. */
    public String text() {
        return text;
    }
}
