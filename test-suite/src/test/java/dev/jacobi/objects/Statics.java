// Methods that write static fields. Run with and without the agent.
package dev.jacobi.objects;

import java.util.function.Supplier;

/** Prints a line per call: its result or the exception, and what the fields are then. */
public final class Statics {
    private static int count;
    private static long seed = 42;
    private static double sum;
    private static float f = 1.5f;
    private static boolean flag;
    private static byte small;
    private static char letter = 'a';
    private static short half;
    private static volatile int seen;
    private static double[] buffer = new double[4];

    private Statics() {
    }

    /** Has fields of its own that others write. */
    static class Totals {
        static int calls;
        protected static int depth;
    }

    static final class More extends Totals {
        private More() {
        }
    }

    static int next() {
        seed = seed * 6364136223846793005L + 1442695040888963407L;
        return (int) (seed >>> 33);
    }

    static double monteCarlo(int n) {
        int in = 0;
        for (int i = 0; i < n; i++) {
            double x = next() / 2147483648.0;
            double y = next() / 2147483648.0;
            if (x * x + y * y < 1) {
                in++;
            }
        }
        return 4.0 * in / n;
    }

    static void count(int[] a, int limit) {
        for (int x : a) {
            if (x > limit) {
                count++;
                sum += x;
            }
        }
    }

    /** Throws after it has written; the original does it all again. */
    static int at(int[] a, int i) {
        count += 10;
        small++;
        return a[i];
    }

    static void mixed(int n) {
        for (int i = 0; i < n; i++) {
            small += 100;
            letter += 7;
            half -= 3000;
            f = f / 3 + i;
            flag = !flag;
        }
    }

    static boolean unchanged(int n) {
        boolean was = flag;
        flag = n > 1000;
        flag = was;
        if (n > 5) {
            count = n;
        }
        return flag;
    }

    private static boolean safe(int[] q, int row) {
        for (int i = 0; i < row; i++) {
            if (q[i] == q[row] || Math.abs(q[i] - q[row]) == row - i) {
                return false;
            }
        }
        return true;
    }

    private static void place(int[] q, int row, int n) {
        if (row == n) {
            count++;
            return;
        }
        for (int c = 0; c < n; c++) {
            q[row] = c;
            if (safe(q, row)) {
                place(q, row + 1, n);
            }
        }
    }

    static int queens(int n) {
        count = 0;
        place(new int[n], 0, n);
        return count;
    }

    static int ackermann(int m, int n) {
        More.calls++;
        return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
    }

    static int loopTest(int limit) {
        count = 0;
        while (count < limit) {
            if (count * count > 50) {
                break;
            }
            count += 3;
        }
        return count;
    }

    static long exchange(long x) {
        long old = seed;
        seed = x;
        More.depth = (int) old;
        return old + Totals.depth;
    }

    static void volatileWrite(int x) {
        seen = x;
    }

    static void newBuffer(int n) {
        buffer = new double[n];
    }

    private static void show(String name, Supplier<Object> call) {
        String out;
        try {
            out = String.valueOf(call.get());
        } catch (RuntimeException e) {
            out = e.toString();
        }
        System.out.println(name + ": " + out + " " + count + " " + seed + " " + sum + " " + f + " " + flag + " " + small + " " + (int) letter + " " + half
            + " " + seen + " " + buffer.length + " " + Totals.calls + " " + Totals.depth);
    }

    private static Object run(Runnable r) {
        r.run();
        return "";
    }

    public static void main(String[] args) {
        Totals.calls = 0;
        int[] a = {3, -7, 12, 5, 5, 90, -2};
        for (int k = 0; k < 3; k++) {
            int n = k;
            show("next", Statics::next);
            show("monteCarlo", () -> monteCarlo(1000 + n));
            show("count", () -> run(() -> count(a, n + 3)));
            show("at", () -> at(a, n));
            show("at", () -> at(a, n + 6));
            show("at", () -> at(null, n));
            show("mixed", () -> run(() -> mixed(n * 5)));
            show("unchanged", () -> unchanged(5 * n));
            show("queens", () -> queens(4 + n));
            show("ackermann", () -> ackermann(2, 2 + n));
            show("loopTest", () -> loopTest(n * 10));
            show("exchange", () -> exchange(n * 1000L));
            show("volatileWrite", () -> run(() -> volatileWrite(n)));
            show("newBuffer", () -> run(() -> newBuffer(n)));
            sum = n == 1 ? -0.0 : n;
        }
    }
}
