package dev.jacobi.llvm.math;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;

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

    /** Whether {@link #func} has this one. */
    public static boolean has(Prim p) {
        return Functions.has(p);
    }

    /** Whether {@link #brief} has this one. */
    public static boolean hasBrief(Prim p) {
        return Functions.hasBrief(p);
    }

    /**
     * A short function of floats for the mode that is fast: within 1 unit of the last place of a float, where {@link #func} computes in f64 to its last place and
     * rounds. Null when there is none.
     */
    public static Func brief(Prim p) {
        return Functions.brief(p);
    }

    /** The part of {@link #brief} functions of an angle (f32) that is the same for all of them; {@link #ofAngle} takes its results. */
    public static Func angle() {
        return Functions.angle();
    }

    /** The other part, or null when the function is not one of angles. */
    public static Func ofAngle(Prim p) {
        return Functions.ofAngle(p);
    }
}
