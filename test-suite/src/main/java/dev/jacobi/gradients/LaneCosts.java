package dev.jacobi.gradients;

import dev.jacobi.Fn2;
import dev.jacobi.Jacobi;
import dev.jacobi.gradients.programs.Steps;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/**
 * What lanes of unequal length cost: the time of a vmap over the time that its lanes take one after the other in compiled calls, less that of as many calls
 * without steps, for values and for gradients; at most 2 is wanted. The lanes have the same lengths both times, as a step's cost may depend on those before:
 * what a million steps have shrunk below the normal numbers is ten times as slow. It counts work, the calling thread's time on a core, with
 * no other native threads, so that other work on the machine matters little. Arguments: parts of names of the programs (all by default).
 */
public final class LaneCosts {
    private static final int LANES = 1_024;

    private LaneCosts() {
    }

    public static void main(String[] args) {
        System.setProperty("jacobi.threads", "1");
        System.out.printf(Locale.ROOT, "%s, %d cores, Java %s%n", System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.version"));
        System.out.printf(Locale.ROOT, "%-10s %-28s %10s %15s %15s %10s%n", "program", "steps of 1024 lanes", "sum", "one after other", "vmap", "quotient");
        // The calls' own loop first, so that the first rows do not hold its compilation.
        Fn2<Double, Double, Double> any = Jacobi.jit(Steps::cheap);
        for (int k = 0; k < 4; k++) {
            GradientCosts.median(() -> inTurn(any, new double[LANES], 0.3));
        }
        Steps.all().forEach((name, f) -> {
            if (args.length == 0 || Arrays.stream(args).anyMatch(name::contains)) {
                rows(name, Jacobi.jit(f), Jacobi.vmap(f, 0, null));
                Fn2<Double, Double, Double> gradient = Jacobi.grad(f, 1);
                rows(name + "'", gradient, Jacobi.vmap(gradient, 0, null));
            }
        });
    }

    private static void rows(String name, Fn2<Double, Double, Double> one, Fn2<double[], Double, double[]> all) {
        double a = 0.3;
        var clock = ManagementFactory.getThreadMXBean();
        distributions().forEach((title, steps) -> {
            double calls = GradientCosts.median(() -> inTurn(one, new double[LANES], a), clock::getCurrentThreadCpuTime);
            double alone = GradientCosts.median(() -> inTurn(one, steps, a), clock::getCurrentThreadCpuTime) - calls;
            double time = GradientCosts.median(() -> all.apply(steps, a), clock::getCurrentThreadCpuTime);
            System.out.printf(Locale.ROOT, "%-10s %-28s %10.0f %12.1f us %12.1f us %10.2f%n", name, title, Arrays.stream(steps).sum(), alone, time, time / alone);
        });
    }

    private static double inTurn(Fn2<Double, Double, Double> one, double[] steps, double a) {
        double sum = 0;
        for (double s : steps) {
            sum += one.apply(s, a);
        }
        return sum;
    }

    private static Map<String, double[]> distributions() {
        var random = new Random(3);
        Map<String, double[]> all = new LinkedHashMap<>();
        all.put("200 each", steps(i -> 200));
        all.put("0 to 400", steps(i -> random.nextInt(400)));
        all.put("exponential, mean 200", steps(i -> (int) (-200 * Math.log(1 - random.nextDouble()))));
        all.put("5000 in every 16th, else 3", steps(i -> i % 16 == 5 ? 5_000 : 3));
        all.put("5000 in every 64th, else 3", steps(i -> i % 64 == 5 ? 5_000 : 3));
        all.put("a million in one, else 5", steps(i -> i == 700 ? 1_000_000 : 5));
        return all;
    }

    private static double[] steps(IntUnaryOperator of) {
        double[] out = new double[LANES];
        for (int i = 0; i < LANES; i++) {
            out[i] = of.applyAsInt(i);
        }
        return out;
    }
}
