// Values and gradients of all programs by the back end of the process's options, and what they become for a TPU; printed for a test to compare.
package dev.jacobi.gradients;

import dev.jacobi.Fn;
import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Fn4;
import dev.jacobi.Fn5;
import dev.jacobi.Jacobi;
import dev.jacobi.JacobiException;
import dev.jacobi.Lowered;
import dev.jacobi.Target;
import dev.jacobi.TargetProgram;
import dev.jacobi.ValueAndGrad;
import java.util.Arrays;

public final class TpuGradients {
    private static final int SIZE = 60;

    private TpuGradients() {
    }

    private static Object[] arguments(GradientProgram p) {
        return p.arguments().apply(p.name().equals("FFT") ? 64 : Math.min(p.size(), SIZE));
    }

    /** {@code run} prints results, {@code v5e:2x2} and the like what a compilation for that gives. */
    public static void main(String[] args) {
        for (GradientProgram p : GradientPrograms.all()) {
            String line;
            try {
                line = args[0].equals("run") ? results(p) : compiled(p, args[0]);
            } catch (JacobiException e) {
                line = "no: " + e.getMessage();
            }
            System.out.println(p.name() + " ~" + line.replace('\n', ' '));
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static String results(GradientProgram p) {
        Object r = GradientProgram.call(p.valueAndGrad()).apply(arguments(p));
        return ((ValueAndGrad<?, ?>) r).value() + " " + Arrays.deepToString(p.gradients(r));
    }

    @SuppressWarnings("unchecked")
    private static Lowered lower(Fn f, Object[] a) {
        return switch (a.length) {
            case 1 -> Jacobi.lower((Fn1<Object, Object>) f, a[0]);
            case 2 -> Jacobi.lower((Fn2<Object, Object, Object>) f, a);
            case 3 -> Jacobi.lower((Fn3<Object, Object, Object, Object>) f, a);
            case 4 -> Jacobi.lower((Fn4<Object, Object, Object, Object, Object>) f, a);
            default -> Jacobi.lower((Fn5<Object, Object, Object, Object, Object, Object>) f, a);
        };
    }

    private static String compiled(GradientProgram p, String topology) {
        Fn f = p.valueAndGrad();
        TargetProgram t = lower(f, arguments(p)).compile(Target.tpu(topology).withF64AsF32());
        boolean whole = t.stablehlo().contains("func.func public @main") && t.memory().code() > 0 && t.serialized().length > 0 && t.optimized().length > 0
            && t.cost().get("flops") != null;
        return whole ? "yes" : "no: " + t;
    }
}
