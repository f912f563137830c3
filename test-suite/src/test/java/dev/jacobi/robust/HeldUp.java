// Calls whose time depends on what is in their arrays: short ones many times, then a long one while another thread has the collector run.
package dev.jacobi.robust;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/**
 * For each method one line: its name, whether the collector was held up for most of a long call in each of twelve attempts, and the result of the long
 * call. The arrays have more elements than what is copied anyway.
 */
public final class HeldUp {
    private static final int SIZE = 2000;
    private static final int LONG = 200_000_000;
    private static final int ATTEMPTS = 12;
    /** Nanoseconds that an allocation may take on a busy machine. */
    private static final long BRIEF = 100_000_000;
    private static final AtomicLong WORST = new AtomicLong();
    private static final AtomicLong ROUNDS = new AtomicLong();
    private static volatile byte[] garbage;

    private HeldUp() {
    }

    /** A loop that ends when what it computes says so. */
    static long chain(int[] a) {
        long x = a[0];
        long n = 0;
        while (x != 1) {
            x = x - 1;
            n = n * 5 ^ x;
        }
        return n + a.length;
    }

    /** An inner loop as long as an element says. */
    static long counts(int[] a) {
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            int n = a[i];
            for (int k = 0; k < n; k++) {
                sum = sum * 31 + (k ^ i);
            }
        }
        return sum;
    }

    /** Results in the array itself, with a loop of its own per element; such loops may be shared out over threads. */
    static void settle(int[] a) {
        for (int i = 0; i < a.length; i++) {
            int x = a[i];
            int steps = 0;
            while (x > 1) {
                x--;
                steps = steps * 7 ^ x;
            }
            a[i] = steps;
        }
    }

    /** A loop that is left in the middle. */
    static int search(int[] a) {
        int x = 7;
        for (int i = 0; ; i++) {
            x = x * 1103515245 + 12345;
            if (i >= a[i % 100] && (x | 1) != 0) {
                return x + i;
            }
        }
    }

    /** Depth and number of the calls are in the array. */
    static int calls(int[] a) {
        return fib(a[0] > 100 ? 40 : 3) + a.length;
    }

    static int fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    /** As long as the array, no longer: this may use it where it lies. */
    static long bounded(int[] a) {
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (long) a[i] * i;
        }
        return sum;
    }

    /** As long as its arguments say, and short. */
    static long argument(int[] a, int n) {
        long sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                sum += a[j] ^ i;
            }
        }
        return sum;
    }

    private static int[] array(int first) {
        int[] a = new int[SIZE];
        Arrays.fill(a, 1);
        a[0] = first;
        return a;
    }

    private static void check(String name, IntFunction<Object> call) {
        for (int k = 0; k < 400; k++) {
            call.apply(2);
        }
        Object result = null;
        boolean always = true;
        for (int k = 0; k < ATTEMPTS && always; k++) {
            WORST.set(0);
            long start = System.nanoTime();
            result = call.apply(LONG);
            long took = System.nanoTime() - start;
            awaitAllocation();
            always = WORST.get() > took / 2 && WORST.get() > BRIEF;
            System.err.println(name + ": " + took / 1_000_000 + " ms, an allocation waited " + WORST.get() / 1_000_000 + " ms");
        }
        System.out.println(name + " " + (always ? "held up" : "free") + " " + result);
    }

    /** Fills the heap again and again. Who allocates waits for the collection that makes room. */
    private static void allocate() {
        while (true) {
            long start = System.nanoTime();
            for (int k = 0; k < 64; k++) {
                garbage = new byte[32 << 10];
            }
            long took = System.nanoTime() - start;
            WORST.accumulateAndGet(took, Math::max);
            ROUNDS.incrementAndGet();
        }
    }

    /** Until the allocations that are under way have ended. */
    private static void awaitAllocation() {
        long before = ROUNDS.get();
        while (ROUNDS.get() <= before + 1) {
            Thread.onSpinWait();
        }
    }

    public static void main(String[] args) {
        Thread t = new Thread(HeldUp::allocate);
        t.setDaemon(true);
        t.start();
        check("chain", x -> chain(array(x)));
        check("counts", x -> counts(array(x)));
        check("settle", x -> {
            int[] a = array(x);
            settle(a);
            return Arrays.hashCode(a);
        });
        check("search", x -> {
            int[] a = array(x);
            Arrays.fill(a, x);
            return search(a);
        });
        check("calls", x -> calls(array(x)));
        long sum = 0;
        for (int k = 0; k < 400; k++) {
            sum += bounded(array(k)) + argument(array(k), 1000);
        }
        System.out.println("bounded " + sum);
    }
}
