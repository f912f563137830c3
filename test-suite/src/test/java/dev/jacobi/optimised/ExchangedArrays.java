// Loops that exchange arrays: what is one array's memory in this trip is another's in the next. Run with and without the agent.
package dev.jacobi.optimised;

import java.util.Arrays;

/** Prints a digest per method and number of trips. */
public final class ExchangedArrays {
    private static final int[] TRIPS = {0, 1, 2, 3, 7, 8, 9, 33};

    private ExchangedArrays() {
    }

    static double doubles(int n) {
        double[] a = new double[4];
        double[] b = new double[4];
        for (int i = 0; i < 4; i++) {
            a[i] = i + 1;
        }
        for (int s = 0; s < n; s++) {
            for (int i = 0; i < 3; i++) {
                b[i] = a[i] + a[i + 1];
            }
            double[] u = a;
            a = b;
            b = u;
        }
        return a[0];
    }

    /** Arrays of the caller, who sees what is in both afterwards. */
    static float floats(float[] a, float[] b, int n) {
        for (int s = 0; s < n; s++) {
            for (int i = 1; i < a.length - 1; i++) {
                b[i] = (a[i - 1] + a[i] + a[i + 1]) / 3;
            }
            float[] u = a;
            a = b;
            b = u;
        }
        return a[1] + b[2];
    }

    static int ring(int n) {
        int[] a = {3, 1, 4, 1, 5};
        int[] b = new int[5];
        for (int s = 0; s < n; s++) {
            for (int i = 0; i < 5; i++) {
                b[i] = a[(i + 1) % 5] * 3 - a[i];
            }
            int[] u = a;
            a = b;
            b = u;
        }
        return a[0] ^ b[3];
    }

    /** Three arrays that take turns. */
    static long longs(int n) {
        long[] a = {1, 2, 3, 4, 5, 6, 7, 8};
        long[] b = new long[8];
        long[] c = new long[8];
        for (int s = 0; s < n; s++) {
            for (int i = 0; i < 7; i++) {
                c[i] = a[i + 1] - b[i];
            }
            long[] u = a;
            a = b;
            b = c;
            c = u;
        }
        return a[0] * 31 + b[1] * 7 + c[2];
    }

    /** A size that is known at the call only. */
    static int bytes(int size, int n) {
        byte[] a = new byte[size];
        byte[] b = new byte[size];
        for (int i = 0; i < size; i++) {
            a[i] = (byte) (i * 7);
        }
        for (int s = 0; s < n; s++) {
            for (int i = 1; i < size; i++) {
                b[i] = (byte) (a[i - 1] + a[i]);
            }
            byte[] u = a;
            a = b;
            b = u;
        }
        return a[size - 1] * 256 + b[1];
    }

    /** Only some trips exchange. */
    static int chars(int n) {
        char[] a = {'a', 'b', 'c', 'd'};
        char[] b = new char[4];
        for (int s = 0; s < n; s++) {
            for (int i = 0; i < 3; i++) {
                b[i] = (char) (a[i] + a[i + 1]);
            }
            if ((s & 3) != 1) {
                char[] u = a;
                a = b;
                b = u;
            }
        }
        return a[0] * 65536 + b[1];
    }

    /** The inner loop exchanges, and the outer one once more. */
    static int shorts(int n) {
        short[] a = {1, 2, 3, 4, 5, 6};
        short[] b = new short[6];
        for (int q = 0; q < n; q++) {
            for (int s = 0; s < 3; s++) {
                for (int i = 0; i < 5; i++) {
                    b[i] = (short) (a[i] + 2 * a[i + 1]);
                }
                short[] u = a;
                a = b;
                b = u;
            }
            b[5] += a[0];
            short[] u = a;
            a = b;
            b = u;
        }
        return a[0] + b[1];
    }

    static double grid(int n) {
        double[][] a = new double[8][8];
        double[][] b = new double[8][8];
        for (int i = 0; i < 8; i++) {
            for (int j = 0; j < 8; j++) {
                a[i][j] = i * 3 + j;
            }
        }
        for (int s = 0; s < n; s++) {
            for (int i = 1; i < 7; i++) {
                for (int j = 1; j < 7; j++) {
                    b[i][j] = (a[i - 1][j] + a[i + 1][j] + a[i][j - 1] + a[i][j + 1]) / 4;
                }
            }
            double[][] u = a;
            a = b;
            b = u;
        }
        return a[3][4] + b[4][3];
    }

    private static void step(double[] from, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = from[to.length - 1 - i] + i;
        }
    }

    static double helper(int n) {
        double[] a = new double[4];
        double[] b = new double[4];
        for (int s = 0; s < n; s++) {
            step(a, b);
            double[] u = a;
            a = b;
            b = u;
        }
        return a[0] - b[1];
    }

    private static double turn(double[] a, double[] b, int n) {
        if (n <= 0) {
            return a[0] + 0.5 * b[1];
        }
        for (int i = 0; i < 3; i++) {
            b[i] = a[i] - a[i + 1];
        }
        return turn(b, a, n - 1) + a[1];
    }

    static double recursion(int n) {
        double[] a = {4, 9, 16, 25};
        return turn(a, new double[4], n);
    }

    /** Each trip of the outer loop has two arrays of its own. */
    static void lanes(double[] out, int n) {
        for (int k = 0; k < out.length; k++) {
            double[] a = new double[4];
            double[] b = new double[4];
            a[0] = k;
            a[3] = out[k];
            for (int s = 0; s < n + (k & 1); s++) {
                for (int i = 0; i < 3; i++) {
                    b[i] = a[i] + a[i + 1];
                }
                double[] u = a;
                a = b;
                b = u;
            }
            out[k] = a[0] * 100 + b[1];
        }
    }

    /** Large enough for threads. */
    static double large(int size, int n) {
        double[] a = new double[size];
        double[] b = new double[size];
        for (int i = 0; i < size; i++) {
            a[i] = i % 17;
        }
        for (int s = 0; s < n; s++) {
            for (int i = 1; i < size - 1; i++) {
                b[i] = (a[i - 1] + a[i + 1]) * 0.5;
            }
            double[] u = a;
            a = b;
            b = u;
        }
        return a[size / 2] + b[size / 3];
    }

    /** Reads of both arrays between the exchanges, and an exit in the middle. */
    static double exits(int n) {
        double[] a = {1, 2, 3, 4};
        double[] b = new double[4];
        double r = 0;
        int s = 0;
        while (s < n) {
            for (int i = 0; i < 3; i++) {
                b[i] = a[i + 1] + i;
            }
            r += a[2] - b[1];
            if (r > 40) {
                break;
            }
            double[] u = a;
            a = b;
            b = u;
            s++;
        }
        return r + s;
    }

    /** Linear in x. */
    static double linear(double[] x, int n) {
        double[] a = new double[4];
        double[] b = new double[4];
        for (int i = 0; i < 4; i++) {
            a[i] = x[i];
        }
        for (int s = 0; s < n; s++) {
            for (int i = 0; i < 3; i++) {
                b[i] = a[i] + 2 * a[i + 1];
            }
            double[] u = a;
            a = b;
            b = u;
        }
        return a[0] + 3 * b[2];
    }

    static void main(int n, int calls) {
        String last = "";
        for (int c = 0; c < calls; c++) {
            float[] a = {1, 2, 4, 8, 16};
            float[] b = new float[5];
            double[] out = new double[37];
            double[] x = {1, 2, 3, 4};
            String now = doubles(n) + " " + floats(a, b, n) + " " + Arrays.toString(a) + Arrays.toString(b) + " " + ring(n) + " " + longs(n) + " " + bytes(9, n) + " "
                + chars(n) + " " + shorts(n) + " " + grid(n) + " " + helper(n) + " " + recursion(n) + " " + large(c == 0 ? 30_000 : 50, n) + " " + exits(n) + " " + linear(x, n);
            lanes(out, n);
            now += " " + Arrays.toString(out);
            if (c < 2 || !now.equals(last)) {
                System.out.println(n + ": " + now);
            }
            last = now;
        }
    }

    public static void main(String[] args) {
        for (int n : TRIPS) {
            main(n, args.length == 0 ? 2 : Integer.parseInt(args[0]));
        }
    }
}
