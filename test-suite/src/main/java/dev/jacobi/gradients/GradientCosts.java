package dev.jacobi.gradients;

import dev.jacobi.Fn;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Times value and gradient against the value, both compiled, and the value as plain Java: medians of calls on one machine in one run. Then
 * the in-place recurrence for growing lengths. Arguments: parts of names of the programs to run (all by default).
 */
public final class GradientCosts {
    private static final long WARM_UP = 300_000_000L;
    private static final long MEASURE = 500_000_000L;

    private GradientCosts() {
    }

    public static void main(String[] args) {
        System.out.printf(Locale.ROOT, "%s, %d cores, Java %s%n", System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.version"));
        System.out.printf(Locale.ROOT, "%-28s %8s %12s %12s %12s %14s%n", "program", "size", "plain", "value", "and gradient", "gradient/value");
        for (GradientProgram p : Stream.of(GradientPrograms.all(), GradientPrograms.further(), GradientPrograms.byHand(), GradientPrograms.byOthers()).flatMap(List::stream).toList()) {
            if (args.length == 0 || Arrays.stream(args).anyMatch(p.name()::contains)) {
                try {
                    row(p, p.size());
                    if (p.name().contains("recurrence")) {
                        row(p, 1_000);
                        row(p, 100_000);
                        row(p, 1_000_000);
                    }
                } catch (RuntimeException e) {
                    System.out.printf("%-28s %8d %s%n", p.name(), p.size(), e);
                }
            }
        }
    }

    private static void row(GradientProgram p, int size) {
        Object[] a = p.arguments().apply(size);
        GradientProgram.Call plain = p.plain();
        GradientProgram.Call value = p.compiled();
        Fn derived = p.valueAndGrad();
        GradientProgram.Call gradient = GradientProgram.call(derived);
        double t0 = median(() -> plain.apply(a));
        double t1 = median(() -> value.apply(a));
        double t2 = median(() -> gradient.apply(a));
        System.out.printf(Locale.ROOT, "%-28s %8d %9.2f us %9.2f us %9.2f us %14.2f%n", p.name(), size, t0, t1, t2, t2 / t1);
    }

    /** Microseconds of one call. */
    static double median(Supplier<Object> call) {
        return median(call, System::nanoTime);
    }

    /** The same by another clock of nanoseconds. */
    static double median(Supplier<Object> call, LongSupplier clock) {
        long start = System.nanoTime();
        long calls = 0;
        boolean making;
        do {
            making = isMakingCode();
            for (long t = System.nanoTime(); System.nanoTime() - t < WARM_UP || calls < 10; calls++) {
                keep(call.get());
            }
        } while (making || isMakingCode());
        int batch = (int) Math.max(1, calls * 50_000 / (System.nanoTime() - start));
        double[] times = new double[10_000];
        int n = 0;
        start = System.nanoTime();
        while (n < 3 || n < times.length && System.nanoTime() - start < MEASURE) {
            long t = clock.getAsLong();
            for (int i = 0; i < batch; i++) {
                keep(call.get());
            }
            times[n++] = (clock.getAsLong() - t) / 1e3 / batch;
        }
        Arrays.sort(times, 0, n);
        return times[n / 2];
    }

    /** Whether better code than what runs is on its way. */
    private static boolean isMakingCode() {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().equals("jacobi-optimise"));
    }

    private static void keep(Object result) {
        if (result == null) {
            throw new IllegalStateException("A program returned nothing.");
        }
    }
}
