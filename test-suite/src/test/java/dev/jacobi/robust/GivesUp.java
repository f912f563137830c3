// Recursion that compiled code gives up on: too deep, or with an exception at its bottom; and a method none of whose calls has a result.
package dev.jacobi.robust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The calls of {@link RobustnessTest} that end in the original again and again. */
public final class GivesUp {
    private static final int CALLS = 20;
    private static final List<String> METHODS = List.of("depth", "find", "odd", "fill");

    private GivesUp() {
    }

    public static int depth(int n) {
        return n == 0 ? 0 : 1 + depth(n - 1);
    }

    public static int find(int[] a, int from, int key) {
        int v = a[from];
        return v == key ? from : find(a, from + 1, key);
    }

    public static int odd(int[] a, int from) {
        return from == a.length ? 0 : a[from] % 2 != 0 ? 1 + odd(a, from + 1) : 100 / a[from] + odd(a, from + 1);
    }

    public static void fill(long[] a, int from, long value) {
        a[from] = value;
        fill(a, from + 1, value + 1);
    }

    public static int past(int[] a) {
        int s = 0;
        for (int i = 0; i <= a.length; i++) {
            s += a[i];
        }
        return s;
    }

    /** Rows of several lengths are not for compiled code. */
    public static double total(double[][] a) {
        double s = 0;
        for (double[] row : a) {
            for (double x : row) {
                s += x;
            }
        }
        return s;
    }

    private static String attempt(Supplier<Object> call) {
        try {
            return String.valueOf(call.get());
        } catch (StackOverflowError e) {
            return "overflow";
        } catch (RuntimeException e) {
            var ours = Arrays.stream(e.getStackTrace()).filter(x -> METHODS.contains(x.getMethodName())).toList();
            return e + " " + ours.size() + " frames of " + ours.stream().distinct().count() + " kinds";
        }
    }

    private static List<String> all() {
        var out = new ArrayList<String>();
        for (int k = 0; k < CALLS; k++) {
            int n = k;
            out.add(attempt(() -> depth(100_000_000)));
            out.add(attempt(() -> depth(100)));
            out.add(attempt(() -> find(new int[200], 0, 1 + n)));
            out.add(attempt(() -> odd(new int[] {1, 2, n % 2, 0, 7}, 0)));
            long[] a = new long[100];
            out.add(attempt(() -> {
                fill(a, 0, n);
                return 0;
            }) + " " + (a[99] - a[0]));
        }
        return out;
    }

    /** Prints what the calls did: one line for each kind of call, whether eight threads at once saw the same, and {@code args[0]} calls without result. */
    public static void main(String[] args) throws InterruptedException {
        List<String> here = all();
        here.stream().distinct().sorted().forEach(System.out::println);
        var threads = new ArrayList<Thread>();
        var same = new AtomicInteger();
        for (int t = 0; t < 8; t++) {
            threads.add(new Thread(() -> {
                if (all().equals(here)) {
                    same.incrementAndGet();
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread t : threads) {
            t.join();
        }
        System.out.println("same " + same);
        int calls = Integer.parseInt(args[0]);
        int thrown = 0;
        for (int k = 0; k < calls / 50; k++) {
            try {
                past(new int[20]);
            } catch (ArrayIndexOutOfBoundsException e) {
                thrown++;
            }
        }
        System.out.println("past " + thrown);
        double sum = 0;
        for (int k = 0; k < calls; k++) {
            sum += total(new double[][] {{k % 10}, {1, 2}, {}});
        }
        System.out.println("total " + sum);
    }
}
