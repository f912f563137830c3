package dev.jacobi.ir.analysis;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;

/**
 * What folds by add, mul, min, max, and, or, xor start from. For sums of floating-point numbers there are two answers: {@code -0.0 + x} is {@code x} for
 * every {@code x}, while {@code +0.0 + -0.0} is {@code +0.0}; so a fold that is put in front of another starts from -0.0, but the sum of no numbers is +0.0.
 */
public final class FoldIdentity {
    private FoldIdentity() {
    }

    /** The value that leaves every other as it is when the operator joins them, to the bit. */
    public static Lit neutral(Prim op, DType t) {
        return op == Prim.ADD && t.isFloat() ? Lit.real(t, -0.0) : ofNothing(op, t);
    }

    /** The result of a fold without elements. */
    public static Lit ofNothing(Prim op, DType t) {
        return switch (op.neutral()) {
            case ZERO -> Lit.zero(t);
            case ONE -> Lit.of(t, 1);
            case ALL_ONES -> Lit.of(t, -1);
            case LEAST -> extreme(t, true);
            case GREATEST -> extreme(t, false);
            case NONE -> throw new IllegalArgumentException(op.text() + " is no operator of folds");
        };
    }

    /** The lowest or highest value of a type. */
    private static Lit extreme(DType t, boolean lowest) {
        return switch (t) {
            case BOOL -> Lit.bool(!lowest);
            case U16 -> Lit.of(t, lowest ? Character.MIN_VALUE : Character.MAX_VALUE);
            case I8, I16, I32, I64 -> Lit.of(t, lowest ? -1L << t.bits() - 1 : ~(-1L << t.bits() - 1));
            case F16, BF16, F32, F64 -> Lit.real(t, lowest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        };
    }
}
