// Calls on arrays whose indices, divisors and bounds other threads change meanwhile.
package dev.jacobi.robust;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * {@code main SECONDS} calls each method of {@link Kernels} for that long, while two threads put wild numbers into its integers and take them out again. A call may return anything or throw an exception that Java has for it;
 * what matters is that the process is still there in the end.
 */
public final class ChangedIndices {
    private static final int LENGTH = 2003;
    /** Calls by which a method is compiled. */
    private static final int COMPILED = 3;
    private static final int[] WILD = {Integer.MAX_VALUE, -1, LENGTH, Integer.MIN_VALUE, 0, 1 << 28, -(1 << 28), 1 << 20};
    private static volatile boolean over;

    private ChangedIndices() {
    }

    /** The methods that are compiled. */
    public static final class Kernels {
        private Kernels() {
        }

        static void gather(float[] a, float[] d, int[] p) {
            for (int i = 0; i < a.length; i++) {
                a[i] = d[p[i]];
            }
        }

        static void twice(float[] a, float[] d, int[] p, int[] q) {
            for (int i = 0; i < a.length; i++) {
                a[i] = d[p[q[i]]];
            }
        }

        static void guarded(float[] a, double[] d, int[] p) {
            for (int i = 0; i < a.length; i++) {
                a[i] = p[i] >= 0 ? (float) d[p[i]] : 0;
            }
        }

        static void scatter(float[] a, float[] d, int[] p) {
            for (int i = 0; i < p.length; i++) {
                a[p[i]] = d[i];
            }
        }

        static void histogram(int[] h, int[] k) {
            for (int i = 0; i < k.length; i++) {
                h[k[i]]++;
            }
        }

        static int pack(int[] o, int[] x) {
            int j = 0;
            for (int i = 0; i < x.length; i++) {
                if (x[i] > 0) {
                    o[j++] = x[i];
                }
            }
            return j;
        }

        static int[] packed(int[] x) {
            int n = 0;
            for (int i = 0; i < x.length; i++) {
                if (x[i] > 0) {
                    n++;
                }
            }
            int[] o = new int[n];
            int j = 0;
            for (int i = 0; i < x.length; i++) {
                if (x[i] > 0) {
                    o[j++] = x[i];
                }
            }
            return o;
        }

        static void unpack(int[] o, int[] x, int[] m) {
            int j = 0;
            for (int i = 0; i < m.length; i++) {
                if (m[i] > 0) {
                    o[i] = x[j++];
                }
            }
        }

        static void sums(float[] y, int[] from, int[] count, float[] v) {
            for (int i = 0; i < y.length; i++) {
                float s = 0;
                for (int j = from[i]; j < from[i] + count[i]; j++) {
                    s += v[j];
                }
                y[i] = s;
            }
        }

        static void rows(float[][] b, float[][] a, int[] r) {
            for (int i = 0; i < r.length; i++) {
                for (int j = 0; j < b[0].length; j++) {
                    b[i][j] = a[r[i]][j];
                }
            }
        }

        static void cells(float[][] a, int[] r, int[] c, float x) {
            for (int i = 0; i < r.length; i++) {
                a[r[i]][c[i]] += x;
            }
        }

        static float dots(float[][] a, int[] r, int[] q) {
            float all = 0;
            for (int i = 0; i < r.length; i++) {
                float s = 0;
                for (int j = 0; j < a[0].length; j++) {
                    s += a[r[i]][j] * a[q[i]][j];
                }
                all += (float) Math.sqrt(s);
            }
            return all;
        }

        static void parts(float[] y, float[] a, int[] r, int[] k) {
            for (int i = 0; i < y.length; i++) {
                float s = 0;
                int from = r[i] * k[0];
                for (int j = 0; j < k[0]; j++) {
                    s -= a[from + j];
                }
                y[i] = s;
            }
        }

        static void eighths(double[] y, double[] a, int[] r) {
            for (int i = 0; i < y.length; i++) {
                double s = 0;
                for (int j = 0; j < 8; j++) {
                    s += a[r[i] * 8 + j] * j;
                }
                y[i] = s;
            }
        }

        static void added(double[] y, double[] a, int[] r, int[] k) {
            int w = k[0];
            for (int i = 0; i < a.length / 32; i++) {
                for (int j = 0; j < w; j++) {
                    y[r[i] * w + j] += a[i * 32 + j];
                }
            }
        }

        static void shifted(float[] a, float[] d, int[] by) {
            for (int i = 0; i < a.length; i++) {
                a[i] = d[i + by[0]];
            }
        }

        static void divide(int[] q, int[] x, int[] d) {
            for (int i = 0; i < q.length; i++) {
                q[i] = x[i] / d[i];
            }
        }

        static void remainders(long[] q, int[] x, int[] d) {
            for (int i = 0; i < q.length; i++) {
                q[i] = x[i] % (long) d[i];
            }
        }
    }

    private static boolean call(int k, Object[] a) {
        try {
            switch (k) {
                case 0 -> Kernels.gather((float[]) a[0], (float[]) a[1], (int[]) a[2]);
                case 1 -> Kernels.twice((float[]) a[0], (float[]) a[1], (int[]) a[2], (int[]) a[3]);
                case 2 -> Kernels.guarded((float[]) a[0], (double[]) a[4], (int[]) a[2]);
                case 3 -> Kernels.scatter((float[]) a[0], (float[]) a[1], (int[]) a[2]);
                case 4 -> Kernels.histogram((int[]) a[5], (int[]) a[2]);
                case 5 -> Kernels.pack((int[]) a[5], (int[]) a[2]);
                case 6 -> Kernels.packed((int[]) a[2]);
                case 7 -> Kernels.unpack((int[]) a[5], (int[]) a[3], (int[]) a[2]);
                case 8 -> Kernels.sums((float[]) a[0], (int[]) a[2], (int[]) a[6], (float[]) a[1]);
                case 9 -> Kernels.rows((float[][]) a[7], (float[][]) a[8], (int[]) a[6]);
                case 10 -> Kernels.cells((float[][]) a[7], (int[]) a[2], (int[]) a[6], 0.5f);
                case 11 -> Kernels.shifted((float[]) a[9], (float[]) a[1], (int[]) a[10]);
                case 12 -> Kernels.divide((int[]) a[5], (int[]) a[2], (int[]) a[3]);
                case 13 -> Kernels.remainders((long[]) a[11], (int[]) a[2], (int[]) a[3]);
                case 14 -> Kernels.dots((float[][]) a[7], (int[]) a[2], (int[]) a[6]);
                case 15 -> Kernels.parts((float[]) a[0], (float[]) a[1], (int[]) a[6], (int[]) a[12]);
                case 16 -> Kernels.eighths((double[]) a[4], new double[LENGTH], (int[]) a[6]);
                case 17 -> Kernels.added(new double[LENGTH], (double[]) a[4], (int[]) a[6], (int[]) a[12]);
                default -> {
                    return false;
                }
            }
        } catch (IndexOutOfBoundsException | ArithmeticException | NegativeArraySizeException e) {
            // as plain Java might
        }
        return true;
    }

    private static int[] below(Random r, int n) {
        return r.ints(LENGTH, 1, n).toArray();
    }

    /** Puts wild numbers into the arrays that have indices, and the first ones back. */
    private static void change(List<int[]> arrays, long seed) {
        var r = new Random(seed);
        List<int[]> first = arrays.stream().map(int[]::clone).toList();
        while (!over) {
            for (int k = 0; k < arrays.size(); k++) {
                int[] a = arrays.get(k);
                int at = r.nextInt(a.length);
                a[at] = WILD[r.nextInt(WILD.length)];
                wait(r.nextInt(3000));
                a[at] = first.get(k)[at];
                wait(r.nextInt(6000));
            }
        }
    }

    private static void wait(int n) {
        for (int k = 0; k < n; k++) {
            Thread.onSpinWait();
        }
    }

    public static void main(String[] args) throws InterruptedException {
        var r = new Random(1);
        int[] p = below(r, 900);
        int[] q = below(r, 900);
        int[] small = below(r, 60);
        int[] one = {0};
        int[] width = {31};
        Object[] a = {new float[LENGTH], new float[LENGTH], p, q, new double[LENGTH], new int[LENGTH], small, new float[LENGTH][64], new float[LENGTH][64], new float[LENGTH / 2], one, new long[LENGTH], width};
        int calls = 0;
        for (int k = 0; call(k, a); k++) {
            for (int n = 0; n < COMPILED; n++) {
                call(k, a);
            }
            over = false;
            var threads = new ArrayList<Thread>();
            for (int t = 0; t < 2; t++) {
                int seed = t;
                var thread = new Thread(() -> change(List.of(p, q, small, one, width), seed));
                thread.start();
                threads.add(thread);
            }
            for (long end = System.nanoTime() + (long) (Double.parseDouble(args[0]) * 1e9); System.nanoTime() < end; calls++) {
                call(k, a);
            }
            over = true;
            for (Thread t : threads) {
                t.join();
            }
        }
        System.out.println("calls: " + calls);
    }
}
