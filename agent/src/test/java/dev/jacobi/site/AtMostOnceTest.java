package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.policy.Beacon;
import dev.jacobi.report.MethodStats;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Under the policy ADAPTIVE the results of one method change at most once, whatever is measured meanwhile. Compiled {@code Math.pow} and its like round some
 * results in another way than the JVM, which tells the two apart here.
 */
class AtMostOnceTest extends SiteFixture {
    static double total;
    static double[] table = new double[512];

    /** All bits of all values count. */
    static long waves(double[] x, int n) {
        long h = 0;
        for (int i = 0; i < n; i++) {
            h = 31 * h + Double.doubleToRawLongBits(Math.sin(x[i]) * Math.pow(1.0 + x[i] * x[i], 0.37) + Math.exp(-x[i]));
        }
        return h;
    }

    /** Writes to an array that it is given, to one behind a field, and to a field. */
    static void store(double[] x, double[] out) {
        double s = total;
        for (int i = 0; i < out.length; i++) {
            out[i] = out[i] * 0.5 + Math.pow(1.0 + x[i] * x[i], 0.37);
            table[i] += Math.exp(-x[i]);
            s += Math.sin(x[i]);
        }
        total = s;
    }

    static double[][] rows(double[][] a) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                a[i][j] = a[i][j] * 0.5 + Math.pow(1.0 + i + j, 0.37) * Math.sin(a[i][j]);
            }
        }
        return a;
    }

    private static double[] numbers(int n) {
        double[] x = new double[n];
        Arrays.setAll(x, i -> Math.cos(i * 0.7) * 3);
        return x;
    }

    /** How often the values of a sequence change. */
    private static int changes(List<?> values) {
        int n = 0;
        for (int i = 1; i < values.size(); i++) {
            n += values.get(i).equals(values.get(i - 1)) ? 0 : 1;
        }
        return n;
    }

    private boolean pending(String name, long end) {
        return stats(name).state() == MethodStats.State.PENDING && System.nanoTime() < end;
    }

    private static long end() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy=adaptive", "policy=adaptive,fp=fast"})
    void theSameCallOverAndOver(String options) throws Throwable {
        MethodHandle f = prologue(site(options, "waves"));
        double[] x = numbers(512);
        assertNotEquals(waves(x, 512), OnDemandCompiler.cpu().compile(AtMostOnceTest.class.getDeclaredMethod("waves", double[].class, int.class)).invoke(x, 512), "the test needs numbers that tell the two apart");
        var seen = new ArrayList<Long>();
        long end = end();
        for (int n = 0; n < 500 || pending("waves", end); n++) {
            seen.add((long) f.invokeExact(x, 512));
        }
        for (int n = 0; n < 3000; n++) {
            seen.add((long) f.invokeExact(x, 512));
        }
        assertNotEquals(MethodStats.State.PENDING, stats("waves").state());
        assertTrue(changes(seen) <= 1, changes(seen) + " changes");
        assertEquals(waves(x, 512), seen.get(0));
        if (stats("waves").state() == MethodStats.State.COMPILED) {
            assertEquals(1, changes(seen));
        }
    }

    /** All sizes change in one moment: a total over many of them is the original's before it and the compiled code's after it. */
    @Test
    void callsOfManySizesChangeTogether() throws Throwable {
        MethodHandle f = prologue(site("policy=adaptive", "waves"));
        double[] x = numbers(4096);
        var totals = new ArrayList<List<Long>>();
        long end = end();
        for (int n = 0; n < 60 || n < 4000 && pending("waves", end); n++) {
            var round = new ArrayList<Long>();
            for (int size = 1; size <= 4096; size *= 4) {
                round.add((long) f.invokeExact(x, size));
            }
            totals.add(round);
        }
        for (int k = 0; k < totals.get(0).size(); k++) {
            int at = k;
            assertTrue(changes(totals.stream().map(r -> r.get(at)).toList()) <= 1, "size " + (1 << 2 * k));
        }
        // one round may have seen the moment itself
        assertTrue(changes(totals) <= 2, changes(totals) + " changes");
    }

    @Test
    void callsFromSeveralThreads() throws Exception {
        MethodHandle f = prologue(site("policy=adaptive", "waves"));
        double[] x = numbers(512);
        var wrong = new AtomicReference<Throwable>();
        Set<Integer> changes = ConcurrentHashMap.newKeySet();
        long end = end();
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 4; t++) {
            int size = 512 - t % 2 * 100;
            threads.add(new Thread(() -> {
                try {
                    var seen = new ArrayList<Long>();
                    for (int n = 0; n < 500 || pending("waves", end); n++) {
                        seen.add((long) f.invokeExact(x, size));
                    }
                    for (int n = 0; n < 200; n++) {
                        seen.add((long) f.invokeExact(x, size));
                    }
                    changes.add(changes(seen));
                } catch (Throwable e) {
                    wrong.compareAndSet(null, e);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread t : threads) {
            t.join();
        }
        assertEquals(null, wrong.get());
        assertTrue(changes.stream().allMatch(c -> c <= 1), changes.toString());
    }

    /** What compiled code writes while it is only measured is seen by nobody. */
    @Test
    void nothingIsWrittenTwice() throws Throwable {
        MethodSite s = site("policy=adaptive", "store");
        MethodHandle f = prologue(s);
        double[] x = numbers(512);
        Set<List<Double>> seen = new LinkedHashSet<>();
        var states = new ArrayList<List<Double>>();
        long end = end();
        for (int n = 0; n < 300 || pending("store", end); n++) {
            total = 0.25;
            Arrays.fill(table, 1.5);
            double[] out = new double[512];
            Arrays.fill(out, 3);
            f.invokeExact(x, out);
            states.add(List.of(total, Arrays.stream(out).sum(), Arrays.stream(table).sum()));
            seen.add(states.get(states.size() - 1));
        }
        assertTrue(seen.size() <= 2 && changes(states) <= 1, seen.toString());
        total = 0.25;
        Arrays.fill(table, 1.5);
        double[] out = new double[512];
        Arrays.fill(out, 3);
        store(x, out);
        assertEquals(states.get(0), List.of(total, Arrays.stream(out).sum(), Arrays.stream(table).sum()));
        assertTrue(stats("store").compiledNanos() > 0, "compiled code was measured");
        assertEquals(0, stats("store").fallbacks(), stats("store").lastFallback());
    }

    @Test
    void rowsThatAreWrittenInPlaceStayWhileOthersAreMeasured() throws Throwable {
        MethodHandle f = prologue(site("policy=adaptive", "rows"));
        var states = new ArrayList<Double>();
        long end = end();
        for (int n = 0; n < 300 || pending("rows", end); n++) {
            double[][] a = new double[16][32];
            for (double[] row : a) {
                Arrays.fill(row, 0.3);
            }
            double[][] keep = a.clone();
            double[][] got = (double[][]) f.invokeExact(a);
            assertTrue(got == a);
            for (int i = 0; i < 16; i++) {
                assertTrue(keep[i] == a[i]);
            }
            states.add(Arrays.stream(a).mapToDouble(r -> Arrays.stream(r).sum()).sum());
        }
        double[][] want = new double[16][32];
        for (double[] row : want) {
            Arrays.fill(row, 0.3);
        }
        rows(want);
        assertEquals(states.get(0), Arrays.stream(want).mapToDouble(r -> Arrays.stream(r).sum()).sum());
        assertTrue(changes(states) <= 1, changes(states) + " changes");
        assertTrue(stats("rows").compiledNanos() > 0, "compiled code was measured");
    }

    /** A trial does what a call does. */
    @Test
    void aTrialChangesNothing() throws Throwable {
        MethodSite s = site("policy=always", "store");
        MethodHandle f = prologue(s);
        double[] x = numbers(512);
        double[] out = new double[512];
        f.invokeExact(x, out);
        double[] was = out.clone();
        double before = total;
        double[] values = table.clone();
        assertTrue((long) s.code().variants().trial().invokeExact(x, out) > 0);
        assertArrayEquals(was, out);
        assertEquals(before, total);
        assertArrayEquals(values, table);
        assertEquals(1, stats("store").calls);
    }

    /** The original's prologue asks again when its call begins: while that call is timed, the answer is the original, whatever has been decided. */
    @Test
    void decisionsAreCheckedAgainstTheOriginalItself() throws Exception {
        MethodSite s = site("policy=always", "store");
        s.request(null).await();
        var adaptive = new AdaptivePolicy(s, new Beacon());
        int checked = 0;
        boolean decided = false;
        for (int i = 0; i < 20_000; i++) {
            boolean runs = adaptive.poll(1000, 1);
            if (!adaptive.sampling()) {
                decided |= runs;
                continue;
            }
            boolean compiled = adaptive.begin();
            if (!compiled) {
                assertFalse(adaptive.poll(1000, 1), "the original's own call");
                checked += decided ? 1 : 0;
            }
            adaptive.end(compiled ? 1_000_000 : 20_000_000);
        }
        assertTrue(decided && checked > 0, "checked " + checked + " times");
    }
}
