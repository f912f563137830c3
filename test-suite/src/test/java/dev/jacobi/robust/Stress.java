// Many threads call compiled methods while the collector works: every result is checked.
package dev.jacobi.robust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Arguments: threads, seconds. Prints the number of calls; ends with 1 at the first wrong result. */
public final class Stress {
    private Stress() {
    }

    public static void main(String[] args) throws InterruptedException {
        int threads = Integer.parseInt(args[0]);
        // Compiles everything, so that the time below is spent in compiled code.
        round(new SplittableRandom(-1));
        long end = System.nanoTime() + (long) (Double.parseDouble(args[1]) * 1e9);
        AtomicReference<Throwable> wrong = new AtomicReference<>();
        AtomicLong calls = new AtomicLong();
        List<Thread> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int number = t;
            Thread thread = new Thread(() -> {
                SplittableRandom random = new SplittableRandom(number);
                while (System.nanoTime() < end && wrong.get() == null) {
                    try {
                        round(random);
                        calls.incrementAndGet();
                    } catch (Throwable e) {
                        wrong.compareAndSet(null, e);
                    }
                }
            }, "caller-" + t);
            thread.start();
            all.add(thread);
        }
        for (Thread thread : all) {
            thread.join();
        }
        if (wrong.get() != null) {
            wrong.get().printStackTrace();
            System.exit(1);
        }
        System.out.println("rounds " + calls);
    }

    private static void round(SplittableRandom random) {
        // Fresh arrays each time, some of them large: the collector moves them and is kept busy.
        int n = random.nextInt(4) == 0 ? random.nextInt(60_000) : random.nextInt(200);
        int[] a = new int[n];
        int sum = 0;
        for (int i = 0; i < n; i++) {
            a[i] = random.nextInt();
            sum += a[i];
        }
        check(Victim.sum(a) == sum, "sum");
        double[] d = new double[n];
        Arrays.fill(d, 3);
        Victim.scale(d, n);
        for (double v : d) {
            check(v == 3.0 * n, "scale");
        }
        long[] squares = Victim.squares(n);
        check(squares.length == n, "length of squares");
        for (int i = 0; i < n; i += 17) {
            check(squares[i] == (long) i * i, "squares");
        }
        double[][] rows = new double[random.nextInt(40)][random.nextInt(40)];
        for (double[] row : rows) {
            Arrays.fill(row, 0.5);
        }
        check(Victim.total(rows) == rows.length * (rows.length == 0 ? 0 : rows[0].length) * 0.5, "total");
        int[] three = {1, 2, 3};
        try {
            Victim.at(three, 3 + random.nextInt(9), 1);
            check(false, "an exception");
        } catch (ArrayIndexOutOfBoundsException e) {
            check(three[0] == 2, "one increment before the exception, not " + (three[0] - 1));
        }
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new AssertionError("wrong: " + what);
        }
    }
}
