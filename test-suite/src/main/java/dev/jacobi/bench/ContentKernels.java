// Methods whose time depends on what is in their arrays: nobody can tell before the call how long it takes.
package dev.jacobi.bench;

/** Kernels for {@link Stalls}; an element says how often a loop runs. */
final class ContentKernels {
    private ContentKernels() {
    }

    /** A while loop whose trip count is an element. */
    static double doubles(double[] a) {
        double left = a[0];
        double x = 1;
        while (left > 0) {
            x = x * 0.75 + a.length;
            left = left - 1;
        }
        return x;
    }

    /** The same over ints, with an inner loop for each element. */
    static long ints(int[] a) {
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            int n = a[i];
            for (int k = 0; k < n; k++) {
                sum = sum * 31 + (k ^ i);
            }
        }
        return sum;
    }

    /** Rows of a nested array. */
    static float rows(float[][] a) {
        float x = 1;
        for (int i = 0; i < a.length; i++) {
            float left = a[i][0];
            while (left > 0) {
                x = x * 0.5f + i;
                left = left - 1;
            }
        }
        return x;
    }

    /** Results in the array itself: what an element was, until the collatz-like walk from it has ended. */
    static void inPlace(long[] a) {
        for (int i = 0; i < a.length; i++) {
            long x = a[i];
            long steps = 0;
            while (x > 1) {
                x = x - 1;
                steps = steps * 7 ^ x;
            }
            a[i] = steps;
        }
    }

    /** A new array, whose elements cost what the argument's elements say. */
    static double[] fresh(int[] a) {
        double[] out = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            double x = 0.5;
            for (int k = 0; k < a[i]; k++) {
                x = x * (1.5 - x) + 0.25 / (x + 1);
            }
            out[i] = x;
        }
        return out;
    }

    /** Iterations that do not depend on each other, each as long as its element says: they may be shared out over threads. */
    static void parallel(float[] a, float[] out) {
        for (int i = 0; i < out.length; i++) {
            float left = a[i];
            float x = i;
            while (left > 0) {
                x = x * 0.5f + left;
                left = left - 1;
            }
            out[i] = x;
        }
    }

    /** A search that an element ends. */
    static int search(int[] a) {
        int x = 7;
        for (int i = 0; ; i++) {
            x = x * 1103515245 + 12345;
            if (i >= a[i % 100] && (x | 1) != 0) {
                return x + i;
            }
        }
    }
}
