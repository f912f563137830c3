// The loops of the Test Suite for Vectorizing Compilers, compiled and as plain Java.
package dev.jacobi.bench;

import dev.jacobi.bench.peers.PeerResults;
import dev.jacobi.harness.Arrays;
import dev.jacobi.harness.Figures;
import dev.jacobi.options.Options;
import dev.jacobi.site.Compiled;
import dev.jacobi.site.OnDemandCompiler;
import dev.jacobi.tsvc.TsvcLoops;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * {@code main [-Dtsvc.data=mixed] [-Dtsvc.millis=150] [LOOP ...]} calls each loop by turns as plain Java, compiled, and compiled with reordered sums, until that many milliseconds
 * are over, and prints medians in microseconds and their ratios. Each has been called 4,000 times before and for 0.15 seconds at least, or for 1.5 seconds. Exits with 1 when a result is wrong, and with an exception
 * when compiled code gives up; sums in another order may differ by a thousandth of the largest number.
 */
public final class Tsvc {
    private static final int WARM = 4_000;
    private static final long WARM_NANOS = 1_500_000_000;
    /** In this time HotSpot has compiled, in the background, the stubs in front of compiled code, too. */
    private static final long LEAST_NANOS = 150_000_000;
    private static final long SHORT_NANOS = 100_000;
    private static final int MOST_CALLS = 32;
    /** Calls of which the fastest tells how many to make in a row: the first one finds nothing in the caches. */
    private static final int TRIED = 8;
    /** How far results of reordered sums may be from Java's, as a part of the largest number. */
    private static final double FAST = 1e-3;
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
        var flat = new ArrayList<double[]>();
        var rows = new ArrayList<double[]>();
        boolean wrong = false;
        for (TsvcLoops.Loop loop : TsvcLoops.all()) {
            if (args.length > 0 && !List.of(args).contains(loop.name())) {
                continue;
            }
            double[] micros = measure(loop);
            wrong |= micros == null;
            if (micros != null) {
                System.out.printf(Locale.ROOT, "%-10s %10.2f %10.2f %10.2f %8.2f %8.2f%n", loop, micros[0], micros[1], micros[2], micros[0] / micros[1], micros[0] / micros[2]);
                (loop.name().endsWith("[]") ? rows : flat).add(micros);
            }
        }
        mean("float[]", flat);
        mean("float[][]", rows);
        System.exit(wrong ? 1 : 0);
    }

    private static void mean(String form, List<double[]> micros) {
        System.out.printf(Locale.ROOT, "geometric mean of %d loops over %s: strict %.2f, fast %.2f%n", micros.size(), form,
            Figures.geometricMean(micros.stream().mapToDouble(m -> m[0] / m[1])), Figures.geometricMean(micros.stream().mapToDouble(m -> m[0] / m[2])));
    }

    /** Medians in microseconds of plain Java, strict and fast code; null when a result is wrong. */
    private static double[] measure(TsvcLoops.Loop loop) throws Throwable {
        Compiled strict = new OnDemandCompiler(Options.defaults(), OnDemandCompiler.Stage.RAISED).compile(loop.method());
        Compiled fast = new OnDemandCompiler(Options.defaults().withFast(true), OnDemandCompiler.Stage.RAISED).compile(loop.method());
        var plain = loop.handle();
        List<Way> ways = List.of(a -> (Object) plain.invokeExact(a), strict::invoke, fast::invoke);
        Object[] kept = loop.arguments(TsvcLoops.LENGTH, TsvcLoops.ROW, DATA);
        Object[] work = Arrays.copy(kept);
        var results = new ArrayList<double[]>();
        for (Way way : ways) {
            Arrays.restore(kept, work);
            Object result = way.call(work);
            results.add(PeerResults.flat(List.of(work, result == null ? List.of() : result)));
        }
        double apart = PeerResults.difference(results.get(2), results.get(0));
        if (!java.util.Arrays.equals(results.get(1), results.get(0)) || !(apart <= FAST)) {
            System.out.printf(Locale.ROOT, "%s: WRONG result, fast differs by %.1e%n", loop, apart);
            return null;
        }
        for (Way way : ways) {
            long begin = System.nanoTime();
            for (long k = 0, nanos = 0; nanos < WARM_NANOS && (k < WARM || nanos < LEAST_NANOS); k++, nanos = System.nanoTime() - begin) {
                if (k % 16 == 0) {
                    Arrays.restore(kept, work);
                }
                way.call(work);
            }
        }
        long least = Long.MAX_VALUE;
        for (int k = 0; k < TRIED; k++) {
            long start = System.nanoTime();
            ways.get(0).call(work);
            least = Math.min(least, System.nanoTime() - start);
        }
        return times(ways, kept, work, (int) Math.max(1, Math.min(MOST_CALLS, SHORT_NANOS / least)));
    }

    /** Each way is called several times in a row, as in the suite, on arrays as they were at first. */
    private static double[] times(List<Way> ways, Object[] kept, Object[] work, int calls) throws Throwable {
        List<List<Long>> times = Stream.generate(() -> (List<Long>) new ArrayList<Long>()).limit(ways.size()).toList();
        long end = System.nanoTime() + NANOS;
        for (int k = 0; k < 5 || System.nanoTime() < end; k++) {
            for (int w = 0; w < ways.size(); w++) {
                Arrays.restore(kept, work);
                long start = System.nanoTime();
                for (int c = 0; c < calls; c++) {
                    ways.get(w).call(work);
                }
                times.get(w).add(System.nanoTime() - start);
            }
        }
        return times.stream().mapToDouble(t -> Figures.median(t.stream().mapToDouble(nanos -> nanos)) / 1e3 / calls).toArray();
    }

}
