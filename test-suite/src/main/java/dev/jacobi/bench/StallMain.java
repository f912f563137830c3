// The measured process: calls that take a third of a second while another thread allocates, and how long that one was kept waiting.
package dev.jacobi.bench;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleConsumer;

/** Prints for each form of a call and each attempt a line: form, longest wait for one allocation, length of the call; nanoseconds. */
public final class StallMain {
    /** More elements than what is copied to native code in any case. */
    private static final int SIZE = 2000;
    private static final int LARGE = 4 << 20;
    private static final int WARM = 30;
    private static final int ATTEMPTS = 7;
    /** After each two megabytes. */
    private static final long PAUSE_NANOS = 1_500_000;
    private static final long WANTED_NANOS = 350_000_000;
    private static final double FIRST_TRIPS = 1_000_000;
    private static final double MOST_TRIPS = 800_000_000;
    private final AtomicLong worst = new AtomicLong();
    private final AtomicLong rounds = new AtomicLong();
    private volatile byte[] garbage;
    private volatile double sink;

    private StallMain() {
    }

    public static void main(String[] args) throws InterruptedException {
        StallMain main = new StallMain();
        Thread t = new Thread(main::allocate, "allocates");
        t.setDaemon(true);
        t.start();
        main.arrays();
        main.results();
    }

    private void arrays() throws InterruptedException {
        double[] doubles = new double[SIZE];
        int[] ints = new int[SIZE];
        measure("double[]", trips -> {
            doubles[0] = trips;
            sink = ContentKernels.doubles(doubles);
        });
        measure("int[]", trips -> {
            ints[7] = (int) trips;
            sink = ContentKernels.ints(ints);
        });
        float[][] rows = new float[SIZE / 10][20];
        measure("float[][]", trips -> {
            Arrays.asList(rows).forEach(r -> r[0] = (float) (trips / rows.length));
            sink = ContentKernels.rows(rows);
        });
        int[] large = new int[LARGE];
        measure("large array", trips -> {
            large[7] = (int) trips;
            sink = ContentKernels.ints(large);
        });
        measure("three threads", this::three);
    }

    private void results() throws InterruptedException {
        int[] ints = new int[SIZE];
        measure("in place", trips -> {
            long[] a = new long[SIZE];
            a[5] = (long) trips;
            ContentKernels.inPlace(a);
            sink = a[5];
        });
        measure("fresh result", trips -> {
            ints[7] = (int) trips;
            sink = ContentKernels.fresh(ints)[7];
        });
        float[] given = new float[SIZE];
        float[] taken = new float[SIZE];
        measure("parallel loop", trips -> {
            Arrays.fill(given, (float) (trips * 2 / SIZE));
            ContentKernels.parallel(given, taken);
            sink = taken[9];
        });
        measure("search", trips -> {
            int[] a = new int[SIZE];
            Arrays.fill(a, (int) trips);
            sink = ContentKernels.search(a);
        });
    }

    private void three(double trips) {
        Thread[] callers = new Thread[3];
        for (int k = 0; k < callers.length; k++) {
            double[] own = new double[SIZE];
            own[0] = trips / 2;
            callers[k] = new Thread(() -> sink = ContentKernels.doubles(own));
            callers[k].start();
        }
        for (Thread c : callers) {
            try {
                c.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Calls until all is compiled, finds how many trips take a third of a second, and measures. */
    private void measure(String form, DoubleConsumer call) throws InterruptedException {
        for (int k = 0; k < WARM; k++) {
            call.accept(1000);
        }
        double trips = FIRST_TRIPS;
        for (int k = 0; k < 5; k++) {
            long took = time(call, trips);
            trips = Math.max(1000, Math.min(MOST_TRIPS, trips * WANTED_NANOS / Math.max(1, took)));
        }
        for (int k = 0; k < ATTEMPTS; k++) {
            awaitAllocation();
            worst.set(0);
            long took = time(call, trips);
            awaitAllocation();
            System.out.println(form + "\t" + worst.get() + "\t" + took);
        }
    }

    private static long time(DoubleConsumer call, double trips) {
        long start = System.nanoTime();
        call.accept(trips);
        return System.nanoTime() - start;
    }

    /** Fills the heap again and again, at a pace that concurrent collectors can follow. Who allocates waits for the collection that makes room. */
    private void allocate() {
        while (true) {
            for (int k = 0; k < 64; k++) {
                long start = System.nanoTime();
                garbage = new byte[32 << 10];
                worst.accumulateAndGet(System.nanoTime() - start, Math::max);
                rounds.incrementAndGet();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Until the allocation that is under way has ended. */
    private void awaitAllocation() throws InterruptedException {
        long before = rounds.get();
        while (rounds.get() <= before + 1) {
            Thread.sleep(0, 100_000);
        }
    }
}
