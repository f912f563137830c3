package dev.jacobi.policy;

import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import java.util.List;

/** What a lifted program tells about compiling it, before time is spent on that: whether there is anything to gain, and about how long it will take. */
public final class CostModel {
    /** A call of native code takes as long as this many additions. The JVM compiles a method that does no more into its callers. */
    private static final double CALL = 200;
    private static final int MIDDLING = 8;
    private static final int LONG = 30;
    private static final long BASE_NANOS = 40_000_000;
    private static final long NANOS_PER_EQUATION = 300_000;
    private static final int MOST_BYTES_PER_EQUATION = 16;

    private CostModel() {
    }

    /** Why compiled code cannot be faster than the JVM's, to complete "because"; null when it may be. */
    public static String hopeless(Module module) {
        if (module.funcs().size() > 1) {
            return null;
        }
        double work = 0;
        for (Func f : module.funcs().values()) {
            work += work(f.body());
        }
        return work > CALL ? null : "it does less than the call of compiled code would cost";
    }

    /** Additions that take as long; infinite when the program does not say how often a loop runs. */
    private static double work(List<Eqn> body) {
        double sum = 0;
        for (Eqn e : body) {
            double inner = 0;
            for (var r : Regions.of(e)) {
                inner += work(r.body());
            }
            sum += Math.max(inner, 1) * trips(e.params(), Double.POSITIVE_INFINITY) + effort(e.prim().cost());
        }
        return sum;
    }

    /** Additions that take as long as one primitive of this cost. */
    static double effort(Prim.Cost c) {
        return switch (c) {
            case ONE, SCALAR, FUSED, FEW -> 1;
            case SEVERAL -> MIDDLING;
            case MANY -> LONG;
        };
    }

    /** How often the regions of an equation run, which is {@code unknown} where the program does not say it. */
    static double trips(Params p, double unknown) {
        Dim extent = p instanceof Params.Loop l ? l.extent() : p instanceof Params.Fold f ? f.extent() : null;
        return extent != null && extent.isConst() ? extent.add() : extent != null || p instanceof Params.While ? unknown : 1;
    }

    /** About how much processor time it takes to make machine code of the program, in nanoseconds. */
    public static long compileNanos(Module module) {
        return BASE_NANOS + NANOS_PER_EQUATION * equations(module);
    }

    /** What it takes at least where only the length of the bytecode is known. */
    public static long compileNanos(int bytes) {
        return BASE_NANOS + NANOS_PER_EQUATION * bytes / MOST_BYTES_PER_EQUATION;
    }

    /** How many equations a program may have for machine code of it to take about so much processor time; 0 when no code is made that fast. */
    public static long equations(long nanos) {
        return Math.max(0, (nanos - BASE_NANOS) / NANOS_PER_EQUATION);
    }

    /** The number of equations of a program. */
    public static long equations(Module module) {
        long n = 0;
        for (Func f : module.funcs().values()) {
            n += Regions.size(f.body());
        }
        return n;
    }
}
