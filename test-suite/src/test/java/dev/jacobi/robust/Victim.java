// Methods that the agent is set upon in the robustness tests: ordinary ones, and ones it cannot or need not compile.
package dev.jacobi.robust;

/** Static methods, each with a result that is easy to check. */
public final class Victim {
    private Victim() {
    }

    public static int sum(int[] a) {
        int s = 0;
        for (int i = 0; i < a.length; i++) {
            s += a[i];
        }
        return s;
    }

    public static void scale(double[] a, double by) {
        for (int i = 0; i < a.length; i++) {
            a[i] *= by;
        }
    }

    public static double total(double[][] rows) {
        double s = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                s += rows[i][j];
            }
        }
        return s;
    }

    public static long[] squares(int n) {
        long[] r = new long[n];
        for (int i = 0; i < n; i++) {
            r[i] = (long) i * i;
        }
        return r;
    }

    public static int at(int[] a, int i, int divisor) {
        a[0]++;
        return a[i] / divisor;
    }

    /** With a number of 16 steps it throws; with 0 it runs for ever. */
    public static int[] steps(int[] a) {
        int[] r = new int[a.length];
        for (int i = 0; i < a.length; i++) {
            int steps = 0;
            for (int x = a[i]; x != 1; x = (x & 1) == 0 ? x >> 1 : 3 * x + 1) {
                steps++;
            }
            if (steps == 16) {
                throw new IllegalStateException("16 steps from " + i);
            }
            r[i] = steps;
        }
        return r;
    }

    public static synchronized int locked(int[] a) {
        return a.length + a[0];
    }

    public static native int missing(int[] a);

    public static int prints(int[] a) {
        System.out.println("printed " + a.length);
        return a.length;
    }

    public static int catches(int[] a) {
        try {
            return a[100];
        } catch (ArrayIndexOutOfBoundsException e) {
            return -1;
        }
    }
}
