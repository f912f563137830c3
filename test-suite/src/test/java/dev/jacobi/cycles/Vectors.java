package dev.jacobi.cycles;

import static dev.jacobi.cycles.MethodTable.floats;
import static dev.jacobi.cycles.MethodTable.half;
import static dev.jacobi.cycles.MethodTable.ints;
import static dev.jacobi.cycles.MethodTable.matrix;

import dev.jacobi.bench.peers.MatrixLoops;
import dev.jacobi.bench.peers.StreamLoops;

/** Streams, sums and rows. */
final class Vectors {
    private static final int N = 1 << 16;

    private Vectors() {
    }

    static float dot(float[] x, float[] y) {
        float s = 0;
        for (int i = 0; i < x.length; i++) {
            s += x[i] * y[i];
        }
        return s;
    }

    static double norm(float[] x) {
        double s = 0;
        for (float v : x) {
            s += v * v;
        }
        return Math.sqrt(s);
    }

    static float[] softmax(float[] x) {
        float max = x[0];
        for (int i = 1; i < x.length; i++) {
            if (x[i] > max) {
                max = x[i];
            }
        }
        float sum = 0;
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = (float) Math.exp(x[i] - max);
            sum += y[i];
        }
        for (int i = 0; i < x.length; i++) {
            y[i] /= sum;
        }
        return y;
    }

    static float[][] softmaxRows(float[][] x) {
        float[][] y = new float[x.length][x[0].length];
        for (int r = 0; r < x.length; r++) {
            float max = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < x[r].length; i++) {
                max = Math.max(max, x[r][i]);
            }
            float sum = 0;
            for (int i = 0; i < x[r].length; i++) {
                y[r][i] = (float) Math.exp(x[r][i] - max);
                sum += y[r][i];
            }
            for (int i = 0; i < x[r].length; i++) {
                y[r][i] /= sum;
            }
        }
        return y;
    }

    static float[][] layerNorm(float[][] x, float[] scale, float[] shift) {
        int n = x[0].length;
        float[][] y = new float[x.length][n];
        for (int r = 0; r < x.length; r++) {
            float mean = 0;
            for (int i = 0; i < n; i++) {
                mean += x[r][i];
            }
            mean /= n;
            float var = 0;
            for (int i = 0; i < n; i++) {
                float d = x[r][i] - mean;
                var += d * d;
            }
            float inv = 1 / (float) Math.sqrt(var / n + 1e-5f);
            for (int i = 0; i < n; i++) {
                y[r][i] = (x[r][i] - mean) * inv * scale[i] + shift[i];
            }
        }
        return y;
    }

    static float variance(float[] x) {
        float sum = 0;
        float squares = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i];
            squares += x[i] * x[i];
        }
        float mean = sum / x.length;
        return squares / x.length - mean * mean;
    }

    static float[][] covariance(float[][] x) {
        int n = x.length;
        int d = x[0].length;
        float[] mean = new float[d];
        for (int j = 0; j < d; j++) {
            for (int i = 0; i < n; i++) {
                mean[j] += x[i][j];
            }
            mean[j] /= n;
        }
        float[][] c = new float[d][d];
        for (int j = 0; j < d; j++) {
            for (int k = j; k < d; k++) {
                float s = 0;
                for (int i = 0; i < n; i++) {
                    s += (x[i][j] - mean[j]) * (x[i][k] - mean[k]);
                }
                c[j][k] = s / (n - 1);
                c[k][j] = c[j][k];
            }
        }
        return c;
    }

    static float trapezoid(int n) {
        float h = 1f / n;
        float s = 0;
        for (int i = 0; i < n; i++) {
            float a = i * h;
            float b = a + h;
            s += 0.5f * h * (4 / (1 + a * a) + 4 / (1 + b * b));
        }
        return s;
    }

    static float[] horner(float[] c, float[] x) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            float v = 0;
            for (int k = c.length - 1; k >= 0; k--) {
                v = v * x[i] + c[k];
            }
            y[i] = v;
        }
        return y;
    }

    static float[] blackScholes(float[] s, float[] k, float[] t) {
        float[] c = new float[s.length];
        for (int i = 0; i < s.length; i++) {
            float root = 0.3f * (float) Math.sqrt(t[i]);
            float d1 = ((float) Math.log(s[i] / k[i]) + (0.02f + 0.045f) * t[i]) / root;
            c[i] = s[i] * cdf(d1) - k[i] * (float) Math.exp(-0.02f * t[i]) * cdf(d1 - root);
        }
        return c;
    }

    private static float cdf(float x) {
        float a = Math.abs(x);
        float t = 1 / (1 + 0.2316419f * a);
        float p = t * (0.319381530f + t * (-0.356563782f + t * (1.781477937f + t * (-1.821255978f + t * 1.330274429f))));
        float v = 0.39894228f * (float) Math.exp(-0.5f * a * a) * p;
        return x > 0 ? 1 - v : v;
    }

    static float logisticLoss(float[] w, float[][] x, int[] y) {
        float loss = 0;
        for (int i = 0; i < x.length; i++) {
            float z = 0;
            for (int j = 0; j < w.length; j++) {
                z += w[j] * x[i][j];
            }
            float m = y[i] > 0 ? z : -z;
            loss += (float) Math.log1p(Math.exp(-m));
        }
        return loss / x.length;
    }

    static float[] reverse(float[] x) {
        float[] y = x.clone();
        for (int i = 0, j = y.length - 1; i < j; i++, j--) {
            float t = y[i];
            y[i] = y[j];
            y[j] = t;
        }
        return y;
    }

    static float[][] transpose(float[][] x) {
        float[][] y = new float[x[0].length][x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x[i].length; j++) {
                y[j][i] = x[i][j];
            }
        }
        return y;
    }

    static float[] normalised(float[] x) {
        float s = 0;
        for (float v : x) {
            s += v * v;
        }
        float inv = (float) (1 / Math.sqrt(s));
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i] * inv;
        }
        return y;
    }

    static int countAbove(float[] x, float limit) {
        int n = 0;
        for (float v : x) {
            if (v > limit) {
                n++;
            }
        }
        return n;
    }

    static void list(MethodTable t) {
        float[] x = floats(t.s(N));
        t.of("saxpy", StreamLoops::saxpy, 2f, x, x.clone()).of("dot", Vectors::dot, x, x.clone()).of("norm", Vectors::norm, x).of("softmax", Vectors::softmax, x);
        t.gradient("dot", Vectors::dot, x, x.clone()).gradient("norm", Vectors::norm, x).gradient("softmax", (float[] v) -> half(softmax(v)), x);
        float[][] m = matrix(t.s(512), t.s(256));
        t.of("softmaxRows", Vectors::softmaxRows, m).gradient("softmaxRows", (float[][] v) -> half(softmaxRows(v)), m);
        t.of("layerNorm", Vectors::layerNorm, m, floats(t.s(256)), floats(t.s(256)));
        t.gradient("layerNorm", (float[][] v, float[] a, float[] b) -> half(layerNorm(v, a, b)), m, floats(t.s(256)), floats(t.s(256)));
        t.of("columnSums", MatrixLoops::columnSums, m).gradient("columnSums", (float[][] v) -> half(MatrixLoops.columnSums(v)), m);
        t.of("variance", Vectors::variance, x).gradient("variance", Vectors::variance, x);
        t.of("covariance", Vectors::covariance, matrix(t.s(512), t.s(64))).gradient("covariance", (float[][] v) -> half(covariance(v)), matrix(t.s(512), t.s(64)));
        t.of("trapezoid", Vectors::trapezoid, t.s(N)).of("horner", Vectors::horner, floats(12), x);
        t.gradient("horner", (float[] c, float[] v) -> half(horner(c, v)), floats(12), x);
        t.of("blackScholes", Vectors::blackScholes, x, floats(t.s(N)), floats(t.s(N)));
        t.gradient("blackScholes", (float[] s, float[] k, float[] e) -> half(blackScholes(s, k, e)), x, floats(t.s(N)), floats(t.s(N)));
        t.of("logisticLoss", Vectors::logisticLoss, floats(t.s(64)), matrix(t.s(1024), t.s(64)), ints(t.s(1024), 2));
        t.gradient("logisticLoss", Vectors::logisticLoss, floats(t.s(64)), matrix(t.s(1024), t.s(64)), ints(t.s(1024), 2));
        t.of("reverse", Vectors::reverse, x).of("transpose", Vectors::transpose, matrix(t.s(256), t.s(384))).of("normalised", Vectors::normalised, x);
        t.gradient("normalised", (float[] v) -> dot(normalised(v), v), x);
        t.of("countAbove", Vectors::countAbove, x, 0.5f);
    }
}
