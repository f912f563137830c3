// Methods for the back end tpu: each a different way for data to go to a device and back.
package dev.jacobi.tpu;

final class TpuKernels {
    static int counter;

    private TpuKernels() {
    }

    static void saxpy(float a, float[] x, float[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] = a * x[i] + y[i];
        }
    }

    static double sum(double[] x) {
        double s = 0;
        for (double v : x) {
            s += v;
        }
        return s;
    }

    static double[] squares(int n) {
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = i * 0.1 * i;
        }
        return out;
    }

    static double[][] multiply(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                double s = 0;
                for (int k = 0; k < b.length; k++) {
                    s += a[i][k] * b[k][j];
                }
                c[i][j] = s;
            }
        }
        return c;
    }

    static int[] histogram(byte[] data) {
        int[] h = new int[256];
        for (byte b : data) {
            h[b & 255]++;
        }
        return h;
    }

    static void prefix(long[] x) {
        for (int i = 1; i < x.length; i++) {
            x[i] += x[i - 1];
        }
    }

    static boolean[] above(char[] text, char least) {
        boolean[] out = new boolean[text.length];
        for (int i = 0; i < text.length; i++) {
            out[i] = text[i] > least;
        }
        return out;
    }

    static int collatz(int n) {
        int steps = 0;
        long x = n;
        while (x != 1) {
            x = (x & 1) == 0 ? x >> 1 : 3 * x + 1;
            steps++;
        }
        return steps;
    }

    static double[] waves(double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = Math.exp(-x[i] * x[i]) * Math.sin(3 * x[i]) + Math.sqrt(Math.abs(x[i]));
        }
        return y;
    }

    static int counted(int[] x, int wanted) {
        int n = 0;
        for (int v : x) {
            if (v == wanted) {
                n++;
            }
        }
        counter += n;
        return n;
    }

    /** Of a negative zero a positive one. */
    static double[] plusZero(double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] * 0.0 + 0.0;
        }
        return y;
    }

    /** All trips count into one place. */
    static void tally(double[] x, int[] bins, int at) {
        for (int i = 0; i < x.length; i++) {
            bins[at % bins.length]++;
        }
    }

    /** Reads beyond the end for some arguments. */
    static void shift(int[] from, int[] to, int by) {
        for (int i = 0; i < to.length; i++) {
            to[i] = from[i + by] + 1;
        }
    }
}
