package dev.jacobi.dispatch;

import dev.jacobi.lift.Refusal;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.Registry;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A method of ours that is compiled in the background before the program's own, so that the compiler's classes are loaded
 * and LLVM's pages are in memory when they are needed.
 */
final class Sample {
    private Sample() {
    }

    /** Something of everything that programs are made of. */
    static double run(double[][] a, int[] b, double[] c, double x) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                double v = a[i][j] * x;
                a[i][j] = v > 1 ? Math.sqrt(v) : -v;
                sum += v;
            }
        }
        int k = 0;
        while (k < b.length && sum < 1e9) {
            b[k] = (b[k] ^ k) >>> 1;
            c[k] = Math.max(c[k], Math.exp(x * k));
            k++;
        }
        return sum;
    }

    /** Compiles it and drops the code. */
    static void compile(Options options, Pipeline pipeline, Backends backends) {
        MethodType type = MethodType.methodType(double.class, double[][].class, int[].class, double[].class, double.class);
        MethodStats stats = new Registry().method("dev/jacobi/dispatch/Sample", "run", type.toMethodDescriptorString());
        Initialised initialised = Initialised.byForce();
        Unit unit = new Unit(MethodHandles.lookup(), Sample.class, ClassBytes.as(Sample.class.getClassLoader(), initialised, c -> { }), stats, type,
            Options.defaults(), pipeline, backends, initialised, Lambdas.withAgent(null),
            new Fallbacks(stats, () -> { }), task -> false);
        try {
            unit.compile(Aliasing.distinct(type.parameterCount()), unit.objects(null), 0);
        } catch (Refusal r) {
            Log.say(options, Options.Log.DEBUG, "The sample method is " + r.sentence() + ".");
        }
    }
}
