// The loops of the Test Suite for Vectorizing Compilers, compiled and as plain Java.
package dev.jacobi.bench;

import dev.jacobi.harness.Arrays;
import dev.jacobi.options.Options;
import dev.jacobi.site.Compiled;
import dev.jacobi.site.OnDemandCompiler;
import dev.jacobi.tsvc.TsvcLoops;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * {@code main [-Dtsvc.data=mixed] [-Dtsvc.millis=150] [LOOP ...]} calls each loop by turns as plain Java, compiled, and compiled with reordered sums, until that many milliseconds are over, and prints
 * medians in microseconds and their ratios. Java's code has been called 4,000 times before, or for 1.5 seconds. Exits with 1 when a result is wrong; sums in another order may differ by
 * a few units in the fifth digit.
 */
public final class Tsvc {
    private static final int WARM = 4_000;
    private static final long WARM_NANOS = 1_500_000_000;
    private static final long SHORT_NANOS = 100_000;
    private static final int MOST_CALLS = 32;
    private static final long NANOS = Long.getLong("tsvc.millis", 150) * 1_000_000;
    private static final TsvcLoops.Data DATA = TsvcLoops.Data.valueOf(System.getProperty("tsvc.data", "steady").toUpperCase(Locale.ROOT));

    /** One way to run a loop. */
    private interface Way {
        Object call(Object[] args) throws Throwable;
    }

    private Tsvc() {
    }

    public static void main(String[] args) throws Throwable {
        System.out.printf(Locale.ROOT, "%-10s %10s %10s %10s %8s %8s%n", "loop", "Java us", "strict us", "fast us", "strict", "fast");
        var logs = new double[2][2];
        var counts = new int[2];
        boolean wrong = false;
        for (TsvcLoops.Loop loop : TsvcLoops.all()) {
            if (args.length > 0 && !List.of(args).contains(loop.name())) {
                continue;
            }
            double[] micros = measure(loop);
            wrong |= micros == null;
            if (micros != null) {
                System.out.printf(Locale.ROOT, "%-10s %10.2f %10.2f %10.2f %8.2f %8.2f%n", loop, micros[0], micros[1], micros[2], micros[0] / micros[1], micros[0] / micros[2]);
                int form = loop.name().endsWith("[]") ? 1 : 0;
                counts[form]++;
                logs[form][0] += Math.log(micros[0] / micros[1]);
                logs[form][1] += Math.log(micros[0] / micros[2]);
            }
        }
        for (int form = 0; form < 2; form++) {
            System.out.printf(Locale.ROOT, "geometric mean of %d loops over %s: strict %.2f, fast %.2f%n", counts[form], form == 0 ? "float[]" : "float[][]",
                Math.exp(logs[form][0] / counts[form]), Math.exp(logs[form][1] / counts[form]));
        }
        System.exit(wrong ? 1 : 0);
    }

    /** Medians in microseconds of plain Java, strict and fast code; null when a result is wrong. */
    private static double[] measure(TsvcLoops.Loop loop) throws Throwable {
        Compiled strict = new OnDemandCompiler(Options.defaults(), OnDemandCompiler.Stage.RAISED).compile(loop.method());
        Compiled fast = new OnDemandCompiler(Options.defaults().withFast(true), OnDemandCompiler.Stage.RAISED).compile(loop.method());
        var plain = loop.handle();
        List<Way> ways = List.of(a -> (Object) plain.invokeExact(a), strict::invoke, fast::invoke);
        Object[] kept = loop.arguments(TsvcLoops.LENGTH, TsvcLoops.ROW, DATA);
        Object[] work = copy(kept);
        String want = "";
        for (Way way : ways) {
            restore(kept, work);
            var all = new ArrayList<>(List.of(work));
            Object result = way.call(work);
            all.add(new Object[] {result == null ? new float[0] : new double[] {((Number) result).doubleValue()}});
            String got = Arrays.digest(all.stream().filter(x -> x.getClass().isArray()).toList());
            if (way != ways.get(2) && !want.isEmpty() && !got.equals(want)) {
                System.out.println(loop + ": WRONG result");
                return null;
            }
            want = got;
        }
        long end = System.nanoTime() + WARM_NANOS;
        for (int k = 0; k < WARM && System.nanoTime() < end; k++) {
            if (k % 16 == 0) {
                restore(kept, work);
            }
            ways.get(0).call(work);
        }
        long start = System.nanoTime();
        ways.get(0).call(work);
        return times(ways, kept, work, (int) Math.max(1, Math.min(MOST_CALLS, SHORT_NANOS / (System.nanoTime() - start))));
    }

    /** Each way is called several times in a row, as in the suite, on arrays as they were at first. */
    private static double[] times(List<Way> ways, Object[] kept, Object[] work, int calls) throws Throwable {
        List<List<Long>> times = Stream.generate(() -> (List<Long>) new ArrayList<Long>()).limit(ways.size()).toList();
        long end = System.nanoTime() + NANOS;
        for (int k = 0; k < 5 || System.nanoTime() < end; k++) {
            for (int w = 0; w < ways.size(); w++) {
                restore(kept, work);
                long start = System.nanoTime();
                for (int c = 0; c < calls; c++) {
                    ways.get(w).call(work);
                }
                times.get(w).add(System.nanoTime() - start);
            }
        }
        return times.stream().mapToDouble(t -> t.stream().sorted().toList().get(t.size() / 2) / 1e3 / calls).toArray();
    }

    private static Object[] copy(Object[] args) {
        return Stream.of(args).map(a -> a.getClass().isArray() ? Arrays.copy(a) : a).toArray();
    }

    private static void restore(Object[] from, Object[] to) {
        for (int k = 0; k < from.length; k++) {
            if (from[k].getClass().isArray()) {
                Arrays.restore(from[k], to[k]);
            }
        }
    }
}
