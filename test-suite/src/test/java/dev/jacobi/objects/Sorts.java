// Arrays.sort of every type, whole and in ranges, in the middle of other code. Run with and without the agent.
package dev.jacobi.objects;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;

/** Prints a line per call: a digest of what it did, or the exception. */
public final class Sorts {
    private static final double[] EDGES = {0.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.MIN_VALUE, -1, 1, Double.MAX_VALUE};

    private Sorts() {
    }

    static void doubles(double[] a) {
        Arrays.sort(a);
    }

    static void floats(float[] a) {
        Arrays.sort(a);
    }

    static void longs(long[] a) {
        Arrays.sort(a);
    }

    static void ints(int[] a) {
        Arrays.sort(a);
    }

    static void shorts(short[] a) {
        Arrays.sort(a);
    }

    static void chars(char[] a) {
        Arrays.sort(a);
    }

    static void bytes(byte[] a) {
        Arrays.sort(a);
    }

    static void range(double[] a, int from, int to) {
        Arrays.sort(a, from, to);
    }

    static void parallel(int[] a, int from, int to) {
        Arrays.parallelSort(a, from, to);
    }

    static double median(double[] a) {
        double[] b = a.clone();
        Arrays.sort(b);
        return b[b.length / 2];
    }

    static void rows(float[][] a) {
        for (float[] row : a) {
            Arrays.sort(row);
        }
    }

    static int distinct(int[] a, int[] out) {
        int[] b = new int[a.length];
        for (int i = 0; i < a.length; i++) {
            b[i] = a[i] & 255;
        }
        Arrays.sort(b);
        int n = 0;
        for (int i = 0; i < b.length; i++) {
            if (i == 0 || b[i] != b[i - 1]) {
                out[n++] = b[i];
            }
        }
        return n;
    }

    /** Sorts one of two arrays, in turns. */
    static long either(long[] a, long[] b, int rounds) {
        long s = 0;
        for (int i = 0; i < rounds; i++) {
            long[] c = i % 2 == 0 ? a : b;
            c[0] += 1000 - i;
            Arrays.sort(c);
            s += c[0];
        }
        return s;
    }

    private static void show(String name, Supplier<Object> call) {
        String out;
        try {
            out = String.valueOf(call.get());
        } catch (RuntimeException e) {
            out = e.toString();
        }
        System.out.println(name + ": " + out);
    }

    private static double value(Random r, int kind) {
        return kind == 0 ? EDGES[r.nextInt(EDGES.length)] : kind == 1 ? r.nextGaussian() : kind == 2 ? r.nextInt(20) - 9 : Double.longBitsToDouble(r.nextLong());
    }

    public static void main(String[] args) {
        Random r = new Random(42);
        for (int n : new int[] {0, 1, 2, 3, 7, 39, 40, 41, 200, 1499, 1500, 5000}) {
            for (int kind = 0; kind < 4; kind++) {
                double[] d = new double[n];
                float[] f = new float[n];
                long[] l = new long[n];
                int[] i = new int[n];
                short[] s = new short[n];
                char[] c = new char[n];
                byte[] b = new byte[n];
                float[][] rows = new float[n / 40][13];
                for (int k = 0; k < n; k++) {
                    d[k] = value(r, kind);
                    f[k] = (float) value(r, kind);
                    l[k] = kind == 1 ? r.nextLong() : kind == 2 ? r.nextInt(9) - 4 : Double.doubleToLongBits(value(r, kind));
                    i[k] = (int) (kind == 1 ? r.nextLong() : l[k]);
                    s[k] = (short) i[k];
                    c[k] = (char) i[k];
                    b[k] = (byte) i[k];
                    if (k / 13 < rows.length) {
                        rows[k / 13][k % 13] = f[k];
                    }
                }
                int[] some = new int[256];
                show("median", () -> median(d));
                show("distinct", () -> distinct(i, some) + " " + Arrays.hashCode(some));
                double[] part = d.clone();
                show("range", () -> {
                    range(part, n / 5, n - n / 7);
                    return Arrays.hashCode(part);
                });
                int[] half = i.clone();
                show("parallel", () -> {
                    parallel(half, n / 2, n);
                    return Arrays.hashCode(half);
                });
                doubles(d);
                floats(f);
                longs(l);
                ints(i);
                shorts(s);
                chars(c);
                bytes(b);
                rows(rows);
                show("all", () -> Arrays.hashCode(d) + " " + Arrays.hashCode(f) + " " + Arrays.hashCode(l) + " " + Arrays.hashCode(i) + " " + Arrays.hashCode(s) + " "
                    + Arrays.hashCode(c) + " " + Arrays.hashCode(b) + " " + Arrays.deepHashCode(rows));
                doubles(d);
                show("again", () -> Arrays.hashCode(d) + (n < 10 ? Arrays.toString(d) : ""));
                show("either", () -> either(l, new long[] {5, 4, 3, 2}, 7) + " " + Arrays.hashCode(l));
            }
        }
        double[] d = {3, 1, 2};
        for (int[] bad : new int[][] {{2, 1}, {-1, 2}, {0, 4}, {Integer.MIN_VALUE, 1}, {1, Integer.MIN_VALUE}, {5, 5}, {3, 3}}) {
            show("range " + Arrays.toString(bad), () -> {
                range(d, bad[0], bad[1]);
                return Arrays.toString(d);
            });
        }
        show("null", () -> {
            doubles(null);
            return "";
        });
        double[] nans = {Double.longBitsToDouble(0xfff8000000000001L), -1, Double.NaN, 2};
        doubles(nans);
        show("NaNs", () -> Arrays.toString(nans));
    }
}
