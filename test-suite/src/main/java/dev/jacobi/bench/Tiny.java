// A method with hardly any work in it: what is left is the cost of the call.
package dev.jacobi.bench;

/** Called by {@link CallOverhead}. */
public final class Tiny {
    private Tiny() {
    }

    public static int sum(int[] a) {
        int s = 0;
        for (int i = 0; i < a.length; i++) {
            s += a[i];
        }
        return s;
    }

    public static long scalar(long x, int n) {
        long h = x;
        for (int i = 0; i < n; i++) {
            h = h * 31 + i;
        }
        return h;
    }

    public static int[] made(int[] a) {
        int[] r = new int[a.length];
        for (int i = 0; i < a.length; i++) {
            r[i] = 2 * a[i];
        }
        return r;
    }

    public static double two(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1];
    }
}
