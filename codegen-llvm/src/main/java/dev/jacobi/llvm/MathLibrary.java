package dev.jacobi.llvm;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.llvm.math.Functions;

/**
 * The transcendental functions as IR: scalar functions made of arithmetic, bit operations and selects, which a back end inlines
 * for any number of lanes. What is rare (huge arguments, subnormals) stands in a {@code cond} that is skipped when no lane needs it.
 */
public final class MathLibrary {
    private MathLibrary() {
    }

    /** The function that computes an elementwise primitive at a floating-point type, or null when the primitive is not transcendental. */
    public static Func func(Prim p, DType dtype) {
        return Functions.build(p, dtype);
    }
}
