package dev.jacobi.roofline;

/** Loops whose trips hand something on: running sums, recurrences, dynamic programming, steps in time. */
final class Scans {
    private Scans() {
    }

    static void prefixInPlace(int[] x) {
        for (int i = 1; i < x.length; i++) {
            x[i] += x[i - 1];
        }
    }

    static long[] prefixNew(int[] x) {
        long[] p = new long[x.length + 1];
        for (int i = 0; i < x.length; i++) {
            p[i + 1] = p[i] + x[i];
        }
        return p;
    }

    static float[] runningMax(float[] x) {
        float[] r = new float[x.length];
        float m = x[0];
        for (int i = 0; i < x.length; i++) {
            if (x[i] > m) {
                m = x[i];
            }
            r[i] = m;
        }
        return r;
    }

    static float[] ema(float[] x, float a) {
        float[] r = new float[x.length];
        float s = x[0];
        for (int i = 0; i < x.length; i++) {
            s = a * x[i] + (1 - a) * s;
            r[i] = s;
        }
        return r;
    }

    static void decay(double[] x, double[] w) {
        for (int i = 1; i < x.length; i++) {
            x[i] += w[i] * x[i - 1];
        }
    }

    static float[] movingAverage(float[] x, int w) {
        float[] r = new float[x.length - w + 1];
        for (int i = 0; i < r.length; i++) {
            float s = 0;
            for (int j = 0; j < w; j++) {
                s += x[i + j];
            }
            r[i] = s / w;
        }
        return r;
    }

    static int[] lcg(int n, int seed) {
        int[] r = new int[n];
        int s = seed;
        for (int i = 0; i < n; i++) {
            s = s * 1664525 + 1013904223;
            r[i] = s >>> 8;
        }
        return r;
    }

    static void rowPrefix(float[][] x) {
        for (int i = 0; i < x.length; i++) {
            for (int j = 1; j < x[i].length; j++) {
                x[i][j] += x[i][j - 1];
            }
        }
    }

    static void columnPrefix(double[][] x) {
        for (int i = 1; i < x.length; i++) {
            for (int j = 0; j < x[0].length; j++) {
                x[i][j] += x[i - 1][j];
            }
        }
    }

    static int[] integral(int[] image, int w, int h) {
        int[] s = new int[w * h];
        for (int y = 0; y < h; y++) {
            int row = 0;
            for (int x = 0; x < w; x++) {
                row += image[y * w + x];
                s[y * w + x] = row + (y > 0 ? s[(y - 1) * w + x] : 0);
            }
        }
        return s;
    }

    static int editDistance(int[] a, int[] b) {
        int[] previous = new int[b.length + 1];
        int[] current = new int[b.length + 1];
        for (int j = 0; j <= b.length; j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length; i++) {
            current[0] = i;
            for (int j = 1; j <= b.length; j++) {
                int c = a[i - 1] == b[j - 1] ? 0 : 1;
                current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + c);
            }
            int[] t = previous;
            previous = current;
            current = t;
        }
        return previous[b.length];
    }

    static int knapsack(int[] weight, int[] value, int capacity) {
        int[] best = new int[capacity + 1];
        for (int i = 0; i < weight.length; i++) {
            for (int c = capacity; c >= weight[i]; c--) {
                best[c] = Math.max(best[c], best[c - weight[i]] + value[i]);
            }
        }
        return best[capacity];
    }

    static void floyd(int[][] d) {
        int n = d.length;
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    if (d[i][k] + d[k][j] < d[i][j]) {
                        d[i][j] = d[i][k] + d[k][j];
                    }
                }
            }
        }
    }

    static double[] heat(double[] u, int steps) {
        double[] a = u.clone();
        double[] b = u.clone();
        for (int t = 0; t < steps; t++) {
            for (int i = 1; i < a.length - 1; i++) {
                b[i] = a[i] + 0.1 * (a[i - 1] - 2 * a[i] + a[i + 1]);
            }
            double[] c = a;
            a = b;
            b = c;
        }
        return a;
    }

    static void logistic(float[] x, float r, int steps) {
        for (int i = 0; i < x.length; i++) {
            float v = x[i];
            for (int t = 0; t < steps; t++) {
                v = r * v * (1 - v);
            }
            x[i] = v;
        }
    }

    static void life(byte[][] now, byte[][] next) {
        int h = now.length;
        int w = now[0].length;
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int n = 0;
                for (int dy = -1; dy <= 1; dy++) {
                    for (int dx = -1; dx <= 1; dx++) {
                        if (dx != 0 || dy != 0) {
                            n += now[(y + dy + h) % h][(x + dx + w) % w];
                        }
                    }
                }
                next[y][x] = (byte) (n == 3 || n == 2 && now[y][x] == 1 ? 1 : 0);
            }
        }
    }

    static void biquad(float[] x, float[] y, float b0, float b1, float a1) {
        float x1 = 0;
        float y1 = 0;
        for (int i = 0; i < x.length; i++) {
            float v = b0 * x[i] + b1 * x1 - a1 * y1;
            x1 = x[i];
            y1 = v;
            y[i] = v;
        }
    }

    static boolean[] sieve(int n) {
        boolean[] composite = new boolean[n];
        for (int p = 2; p * p < n; p++) {
            if (!composite[p]) {
                for (int q = p * p; q < n; q += p) {
                    composite[q] = true;
                }
            }
        }
        return composite;
    }
}
