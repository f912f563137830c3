// Code is found by structure, in bounded memory, and nobody waits for anybody else's class initialiser.
package dev.jacobi;

import static dev.jacobi.Numeric.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Many structures, many lengths, two threads, class initialisers. */
class CachesTest {
    static double sum(List<Double> values) {
        double s = 0;
        for (double v : values) {
            s += v;
        }
        return s;
    }

    @Test
    void manyStructures() {
        Fn1<List<Double>, Double> f = Jacobi.jit(CachesTest::sum, Options.DEFAULT.backend("interp"));
        int n = 600;
        for (int k = 0; k < n; k++) {
            assertEquals(k % 30, f.apply(new ArrayList<>(Collections.nCopies(k % 30, 1.0))));
        }
        assertEquals(30, Jacobi.cacheInfo(f).compilations());
        assertEquals(n, Jacobi.cacheInfo(f).calls());
        List<String> reasons = Jacobi.cacheInfo(f).reasons();
        assertEquals(30, reasons.size());
        assertTrue(reasons.get(2).contains("argument 0 was List(double, double) instead of List(double)"), reasons.get(2));
    }

    static double first(double[] a, int n) {
        return a[0] * n;
    }

    @Test
    void moreReasonsThanAreKept() {
        Fn2<double[], Integer, Double> f = Jacobi.jit(CachesTest::first, Options.DEFAULT.staticArgs(1).backend("interp"));
        double[] a = {2};
        int n = Integer.getInteger("caches.structures", 260);
        for (int k = 0; k < n; k++) {
            assertEquals(2.0 * k, f.apply(a, k));
        }
        CacheInfo full = Jacobi.cacheInfo(f);
        assertEquals(n, full.compilations());
        assertEquals(256, full.reasons().size());
        assertTrue(full.reasons().get(255).contains("argument 1 was " + (n - 1) + " instead of " + (n - 2)), full.reasons().get(255));
        assertEquals(2.0 * (n - 1), f.apply(a, n - 1));
        assertEquals(n, Jacobi.cacheInfo(f).compilations());
    }

    @Test
    void oneCompilationForAllLengths() {
        Fn1<double[], double[]> g = Jacobi.grad((double[] a) -> {
            double s = 0;
            for (double v : a) {
                s += v * v;
            }
            return s;
        });
        for (int n = 1; n <= 100; n++) {
            double[] x = new double[n];
            x[n - 1] = 3;
            assertEquals(6.0, g.apply(x)[n - 1]);
        }
        assertEquals(1, Jacobi.cacheInfo(g).compilations());
        assertEquals(100, Jacobi.cacheInfo(g).calls());
    }

    /** Uses itself while it is initialised. */
    static final class Early {
        static final double BEFORE = Jacobi.grad(Early::f).apply(3.0);
        static final double FACTOR = Double.parseDouble("5");
        static final double AFTER = Jacobi.grad(Early::f).apply(3.0);

        static double f(double x) {
            return FACTOR * x * x;
        }
    }

    @Test
    void constantsThatAreNotSetYet() {
        assertNear(0.0, Early.BEFORE);
        assertNear(30.0, Early.AFTER);
        assertNear(30.0, Jacobi.grad(Early::f).apply(3.0));
    }

    private static final CountDownLatch INITIALISING = new CountDownLatch(1);

    static double slow(double x) {
        return Slow.FACTOR * x;
    }

    private static final Fn1<Double, Double> USES_SLOW = Jacobi.jit(CachesTest::slow);

    /** Its initialiser calls what another thread is making, which waits for the initialiser. */
    static final class Slow {
        static final double FACTOR = Double.parseDouble("2");
        static final double MADE;

        static {
            INITIALISING.countDown();
            try {
                Thread.sleep(300); // the other thread gets to where it needs this class
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            MADE = USES_SLOW.apply(4.0);
        }
    }

    @Test
    void aClassInitialiserThatNeedsWhatIsBeingMade() throws InterruptedException {
        var failed = new AtomicReference<Throwable>();
        var got = new double[2];
        var initialises = thread(failed, () -> got[0] = Slow.MADE);
        var compiles = thread(failed, () -> {
            assertTrue(INITIALISING.await(120, TimeUnit.SECONDS));
            got[1] = USES_SLOW.apply(5.0);
            return null;
        });
        initialises.join(120_000);
        compiles.join(120_000);
        assertTrue(!initialises.isAlive() && !compiles.isAlive(), "the threads wait for each other");
        assertNull(failed.get());
        assertNear(8.0, got[0]);
        assertNear(10.0, got[1]);
    }

    private static Thread thread(AtomicReference<Throwable> failed, Callable<?> work) {
        var t = new Thread(() -> {
            try {
                work.call();
            } catch (Throwable e) {
                failed.set(e);
            }
        });
        t.setDaemon(true);
        t.start();
        return t;
    }

    static double prints(double x) {
        System.out.println(x);
        return x;
    }

    /** Lifting is not tried again for what is known to be refused, also through another function object. */
    @Test
    void whatIsRefusedIsNotLiftedAgain() {
        Fn1<Double, Double> f = Jacobi.grad(CachesTest::prints);
        String first = assertThrows(JacobiException.class, () -> f.apply(1.0)).getMessage();
        for (int i = 0; i < 20; i++) {
            assertEquals(first, assertThrows(JacobiException.class, () -> f.apply(2.0)).getMessage());
        }
        assertEquals(1, Jacobi.cacheInfo(f).refusals());
        assertEquals(0, Jacobi.cacheInfo(f).compilations());
        Fn1<Double, Double> again = Jacobi.grad(CachesTest::prints);
        assertEquals(first, assertThrows(JacobiException.class, () -> again.apply(2.0)).getMessage());
        assertEquals(0, Jacobi.cacheInfo(again).refusals());
    }

    /** Calls a function that needs a field which is set later. */
    static final class Unready {
        static final String BEFORE = called();
        static final Fn1<Double, Double> SQUARE = x -> x * x;
        static final String AFTER = called();

        static String called() {
            try {
                return "" + Jacobi.grad(Unready::f).apply(3.0);
            } catch (JacobiException e) {
                return "refused";
            }
        }

        static double f(double x) {
            return SQUARE.apply(x);
        }
    }

    @Test
    void whatAClassInitialiserIsRefusedMayWorkLater() {
        assertEquals("refused", Unready.BEFORE);
        assertEquals("6.0", Unready.AFTER);
    }
}
