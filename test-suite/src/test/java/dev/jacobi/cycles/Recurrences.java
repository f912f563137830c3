package dev.jacobi.cycles;

import static dev.jacobi.cycles.MethodTable.dominant;
import static dev.jacobi.cycles.MethodTable.floats;
import static dev.jacobi.cycles.MethodTable.half;
import static dev.jacobi.cycles.MethodTable.ints;
import static dev.jacobi.cycles.MethodTable.matrix;

import dev.jacobi.roofline.Matrices;
import dev.jacobi.roofline.Sums;

/** Scans, counts, searches and programs that go step by step. */
final class Recurrences {
    private Recurrences() {
    }

    static float[] prefix(float[] x) {
        float[] y = x.clone();
        for (int i = 1; i < y.length; i++) {
            y[i] += y[i - 1];
        }
        return y;
    }

    /** Sums that begin anew, also behind what is no number. */
    static float[] sinceNegative(float[] x) {
        float[] y = new float[x.length];
        float s = 0;
        for (int i = 0; i < x.length; i++) {
            s = x[i] < 0 ? 0 : s + x[i];
            y[i] = s;
        }
        return y;
    }

    static int[] prefixInts(int[] x) {
        int[] y = new int[x.length];
        int s = 0;
        for (int i = 0; i < x.length; i++) {
            s += x[i];
            y[i] = s;
        }
        return y;
    }

    static float[] cumulativeMax(float[] x) {
        float[] y = new float[x.length];
        float m = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < x.length; i++) {
            m = Math.max(m, x[i]);
            y[i] = m;
        }
        return y;
    }

    static float[] ema(float[] x, float a) {
        float[] y = new float[x.length];
        y[0] = x[0];
        for (int i = 1; i < x.length; i++) {
            y[i] = a * x[i] + (1 - a) * y[i - 1];
        }
        return y;
    }

    static float[] maxPlus(float[] a, float[] b) {
        float[] y = new float[a.length];
        float s = 0;
        for (int i = 0; i < a.length; i++) {
            s = Math.max(s + a[i], b[i]);
            y[i] = s;
        }
        return y;
    }

    static float kadane(float[] x) {
        float best = x[0];
        float here = x[0];
        for (int i = 1; i < x.length; i++) {
            here = Math.max(here + x[i], x[i]);
            best = Math.max(best, here);
        }
        return best;
    }

    static int argmin(float[] x) {
        int at = 0;
        for (int i = 1; i < x.length; i++) {
            if (x[i] < x[at]) {
                at = i;
            }
        }
        return at;
    }

    static int[] histogram(int[] x, int bins) {
        int[] h = new int[bins];
        for (int v : x) {
            h[v]++;
        }
        return h;
    }

    static float[][] kmeans(float[][] x, float[][] centres) {
        int k = centres.length;
        int d = centres[0].length;
        float[][] sum = new float[k][d];
        int[] count = new int[k];
        for (int i = 0; i < x.length; i++) {
            int best = 0;
            float least = Float.MAX_VALUE;
            for (int c = 0; c < k; c++) {
                float s = 0;
                for (int j = 0; j < d; j++) {
                    float e = x[i][j] - centres[c][j];
                    s += e * e;
                }
                if (s < least) {
                    least = s;
                    best = c;
                }
            }
            count[best]++;
            for (int j = 0; j < d; j++) {
                sum[best][j] += x[i][j];
            }
        }
        for (int c = 0; c < k; c++) {
            for (int j = 0; j < d; j++) {
                sum[c][j] = count[c] > 0 ? sum[c][j] / count[c] : centres[c][j];
            }
        }
        return sum;
    }

    static float[][] nbody(float[] px, float[] py, float[] pz, float[] m) {
        int n = px.length;
        float[][] f = new float[3][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (i != j) {
                    float dx = px[j] - px[i];
                    float dy = py[j] - py[i];
                    float dz = pz[j] - pz[i];
                    float r2 = dx * dx + dy * dy + dz * dz + 0.01f;
                    float inv = m[j] / (r2 * (float) Math.sqrt(r2));
                    f[0][i] += dx * inv;
                    f[1][i] += dy * inv;
                    f[2][i] += dz * inv;
                }
            }
        }
        return f;
    }

    static int[] mandelbrot(int h, int w, int most) {
        int[] out = new int[h * w];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                float cr = -2 + 3f * x / w;
                float ci = -1.5f + 3f * y / h;
                float zr = 0;
                float zi = 0;
                int n = 0;
                while (n < most && zr * zr + zi * zi <= 4) {
                    float t = zr * zr - zi * zi + cr;
                    zi = 2 * zr * zi + ci;
                    zr = t;
                    n++;
                }
                out[y * w + x] = n;
            }
        }
        return out;
    }

    static float monteCarlo(int n, int first) {
        int seed = first;
        int in = 0;
        for (int i = 0; i < n; i++) {
            seed = seed * 1103515245 + 12345;
            float x = (seed >>> 8) / 16777216f;
            seed = seed * 1103515245 + 12345;
            float y = (seed >>> 8) / 16777216f;
            if (x * x + y * y <= 1) {
                in++;
            }
        }
        return 4f * in / n;
    }

    static float[][] lu(float[][] m) {
        int n = m.length;
        float[][] a = new float[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = m[i][j];
            }
        }
        for (int k = 0; k < n; k++) {
            for (int i = k + 1; i < n; i++) {
                a[i][k] /= a[k][k];
                for (int j = k + 1; j < n; j++) {
                    a[i][j] -= a[i][k] * a[k][j];
                }
            }
        }
        return a;
    }

    static float[][] cholesky(float[][] a) {
        int n = a.length;
        float[][] l = new float[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                float s = a[i][j];
                for (int k = 0; k < j; k++) {
                    s -= l[i][k] * l[j][k];
                }
                l[i][j] = i == j ? (float) Math.sqrt(s) : s / l[j][j];
            }
        }
        return l;
    }

    static float[] solveLower(float[][] l, float[] b) {
        int n = b.length;
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            float s = b[i];
            for (int j = 0; j < i; j++) {
                s -= l[i][j] * x[j];
            }
            x[i] = s / l[i][i];
        }
        return x;
    }

    static float[] jacobi(float[][] a, float[] b, int steps) {
        int n = b.length;
        float[] x = new float[n];
        for (int t = 0; t < steps; t++) {
            float[] y = new float[n];
            for (int i = 0; i < n; i++) {
                float s = b[i];
                for (int j = 0; j < n; j++) {
                    if (j != i) {
                        s -= a[i][j] * x[j];
                    }
                }
                y[i] = s / a[i][i];
            }
            x = y;
        }
        return x;
    }

    static float viterbi(float[][] trans, float[][] emit, int[] seen) {
        int s = trans.length;
        float[] p = new float[s];
        for (int t = 0; t < seen.length; t++) {
            float[] q = new float[s];
            for (int j = 0; j < s; j++) {
                float best = Float.NEGATIVE_INFINITY;
                for (int i = 0; i < s; i++) {
                    best = Math.max(best, p[i] + trans[i][j]);
                }
                q[j] = best + emit[j][seen[t]];
            }
            p = q;
        }
        float best = Float.NEGATIVE_INFINITY;
        for (int j = 0; j < s; j++) {
            best = Math.max(best, p[j]);
        }
        return best;
    }

    static int editDistance(int[] a, int[] b) {
        int[][] d = new int[a.length + 1][b.length + 1];
        for (int i = 0; i <= a.length; i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length; j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length; i++) {
            for (int j = 1; j <= b.length; j++) {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + cost);
            }
        }
        return d[a.length][b.length];
    }

    static float[][] floyd(float[][] w) {
        int n = w.length;
        float[][] d = new float[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                d[i][j] = w[i][j];
            }
        }
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    if (d[i][k] + d[k][j] < d[i][j]) {
                        d[i][j] = d[i][k] + d[k][j];
                    }
                }
            }
        }
        return d;
    }

    static int firstNegative(float[] x) {
        for (int i = 0; i < x.length; i++) {
            if (x[i] < 0) {
                return i;
            }
        }
        return -1;
    }

    static void list(MethodTable t) {
        float[] x = floats(t.s(16384));
        t.of("prefix", Recurrences::prefix, x).gradient("prefix", (float[] v) -> half(prefix(v)), x).of("prefixInts", Recurrences::prefixInts, ints(t.s(16384), t.s(100)));
        float[] gaps = new float[t.s(16384)];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = i % 7 == 2 ? Float.NaN : i % 7 == 4 ? -1 : i;
        }
        t.of("sinceNegative", Recurrences::sinceNegative, gaps);
        t.of("cumulativeMax", Recurrences::cumulativeMax, x).of("ema", Recurrences::ema, x, 0.1f).gradient("ema", (float[] v, Float a) -> half(ema(v, a)), x, 0.1f);
        t.of("hash", (int[] v) -> Sums.hashCode(v), ints(t.s(16384), t.s(100))).of("maxPlus", Recurrences::maxPlus, x, x.clone()).of("kadane", Recurrences::kadane, x);
        t.of("argmin", Recurrences::argmin, floats(t.s(65536))).of("argmaxRows", Matrices::rowArgmax, matrix(t.s(512), t.s(256)));
        t.of("histogram", Recurrences::histogram, ints(t.s(65536), t.s(256)), t.s(256)).of("weighted", Sums::weightedHistogram, ints(t.s(65536), t.s(256)), floats(t.s(65536)), t.s(256));
        t.gradient("weighted", (float[] w, int[] at, Integer n) -> half(Sums.weightedHistogram(at, w, n)), floats(t.s(65536)), ints(t.s(65536), t.s(256)), t.s(256));
        t.of("kmeans", Recurrences::kmeans, matrix(t.s(1024), 8), matrix(t.s(16), 8));
        t.of("nbody", Recurrences::nbody, floats(t.s(256)), floats(t.s(256)), floats(t.s(256)), floats(t.s(256)));
        t.gradient("nbody", (float[] a, float[] b, float[] c, float[] m) -> half(nbody(a, b, c, m)), floats(t.s(256)), floats(t.s(256)), floats(t.s(256)), floats(t.s(256)));
        t.of("mandelbrot", Recurrences::mandelbrot, t.s(128), t.s(128), t.s(50)).of("monteCarlo", Recurrences::monteCarlo, t.s(16384), 12345);
        t.of("lu", Recurrences::lu, dominant(t.s(128))).of("cholesky", Recurrences::cholesky, dominant(t.s(128)));
        t.gradient("lu", (float[][] a) -> half(lu(a)), dominant(t.s(64))).gradient("cholesky", (float[][] a) -> half(cholesky(a)), dominant(t.s(64)));
        t.of("solveLower", Recurrences::solveLower, dominant(t.s(256)), floats(t.s(256)));
        t.gradient("solveLower", (float[] b, float[][] l) -> half(solveLower(l, b)), floats(t.s(256)), dominant(t.s(256)));
        t.of("jacobi", Recurrences::jacobi, matrix(t.s(256), t.s(256)), floats(t.s(256)), t.s(20));
        t.gradient("jacobi", (float[] b, float[][] a, Integer n) -> half(jacobi(a, b, n)), floats(t.s(256)), matrix(t.s(256), t.s(256)), t.s(20));
        t.of("viterbi", Recurrences::viterbi, matrix(t.s(64), t.s(64)), matrix(t.s(64), t.s(32)), ints(t.s(128), t.s(32)));
        t.gradient("viterbi", Recurrences::viterbi, matrix(t.s(64), t.s(64)), matrix(t.s(64), t.s(32)), ints(t.s(128), t.s(32)));
        t.of("editDistance", Recurrences::editDistance, ints(t.s(128), 4), ints(t.s(128), 4)).of("floyd", Recurrences::floyd, matrix(t.s(128), t.s(128)));
        t.of("firstNegative", Recurrences::firstNegative, floats(t.s(65536)));
    }
}
