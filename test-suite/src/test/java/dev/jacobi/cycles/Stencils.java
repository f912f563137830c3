package dev.jacobi.cycles;

import static dev.jacobi.cycles.MethodTable.floats;
import static dev.jacobi.cycles.MethodTable.half;
import static dev.jacobi.cycles.MethodTable.ints;
import static dev.jacobi.cycles.MethodTable.matrix;

import dev.jacobi.roofline.Streams;

/** Windows, convolutions, stencils and images. */
final class Stencils {
    private Stencils() {
    }

    static float[] convolve(float[] x, float[] w) {
        float[] y = new float[x.length - w.length + 1];
        for (int i = 0; i < y.length; i++) {
            float s = 0;
            for (int j = 0; j < w.length; j++) {
                s += x[i + j] * w[j];
            }
            y[i] = s;
        }
        return y;
    }

    static float[][] convolve2(float[][] x, float[][] w) {
        int h = x.length - w.length + 1;
        int v = x[0].length - w[0].length + 1;
        float[][] y = new float[h][v];
        for (int i = 0; i < h; i++) {
            for (int j = 0; j < v; j++) {
                float s = 0;
                for (int a = 0; a < w.length; a++) {
                    for (int b = 0; b < w[0].length; b++) {
                        s += x[i + a][j + b] * w[a][b];
                    }
                }
                y[i][j] = s;
            }
        }
        return y;
    }

    static float[] convolveFlat(float[] x, float[] k, int h, int w, int n) {
        int oh = h - n + 1;
        int ow = w - n + 1;
        float[] y = new float[oh * ow];
        for (int i = 0; i < oh; i++) {
            for (int j = 0; j < ow; j++) {
                float s = 0;
                for (int a = 0; a < n; a++) {
                    for (int b = 0; b < n; b++) {
                        s += x[(i + a) * w + j + b] * k[a * n + b];
                    }
                }
                y[i * ow + j] = s;
            }
        }
        return y;
    }

    static float[] heat(float[] u, int steps) {
        float[] a = u.clone();
        float[] b = u.clone();
        for (int t = 0; t < steps; t++) {
            for (int i = 1; i < a.length - 1; i++) {
                b[i] = a[i] + 0.1f * (a[i - 1] - 2 * a[i] + a[i + 1]);
            }
            float[] swap = a;
            a = b;
            b = swap;
        }
        return a;
    }

    static float[][] heat2(float[][] u, int steps) {
        int h = u.length;
        int w = u[0].length;
        float[][] a = u;
        for (int t = 0; t < steps; t++) {
            float[][] b = new float[h][w];
            for (int i = 1; i < h - 1; i++) {
                for (int j = 1; j < w - 1; j++) {
                    b[i][j] = 0.25f * (a[i - 1][j] + a[i + 1][j] + a[i][j - 1] + a[i][j + 1]);
                }
            }
            a = b;
        }
        return a;
    }

    static float[] laplace3(float[] x, int n) {
        float[] y = new float[n * n * n];
        for (int i = 1; i < n - 1; i++) {
            for (int j = 1; j < n - 1; j++) {
                for (int k = 1; k < n - 1; k++) {
                    int p = (i * n + j) * n + k;
                    y[p] = x[p - 1] + x[p + 1] + x[p - n] + x[p + n] + x[p - n * n] + x[p + n * n] - 6 * x[p];
                }
            }
        }
        return y;
    }

    static int[] life(int[] g, int h, int w) {
        int[] o = new int[h * w];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int n = 0;
                for (int dy = -1; dy <= 1; dy++) {
                    for (int dx = -1; dx <= 1; dx++) {
                        if (dy != 0 || dx != 0) {
                            n += g[(y + dy + h) % h * w + (x + dx + w) % w];
                        }
                    }
                }
                o[y * w + x] = n == 3 || n == 2 && g[y * w + x] == 1 ? 1 : 0;
            }
        }
        return o;
    }

    static float[] blur(float[] image, int h, int w, int r) {
        float[] out = new float[h * w];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                float s = 0;
                for (int dy = -r; dy <= r; dy++) {
                    for (int dx = -r; dx <= r; dx++) {
                        int yy = Math.min(h - 1, Math.max(0, y + dy));
                        int xx = Math.min(w - 1, Math.max(0, x + dx));
                        s += image[yy * w + xx];
                    }
                }
                out[y * w + x] = s / ((2 * r + 1) * (2 * r + 1));
            }
        }
        return out;
    }

    static float[] sobel(float[] p, int h, int w) {
        float[] out = new float[h * w];
        for (int y = 1; y < h - 1; y++) {
            for (int x = 1; x < w - 1; x++) {
                float gx = p[(y - 1) * w + x + 1] + 2 * p[y * w + x + 1] + p[(y + 1) * w + x + 1] - p[(y - 1) * w + x - 1] - 2 * p[y * w + x - 1] - p[(y + 1) * w + x - 1];
                float gy = p[(y + 1) * w + x - 1] + 2 * p[(y + 1) * w + x] + p[(y + 1) * w + x + 1] - p[(y - 1) * w + x - 1] - 2 * p[(y - 1) * w + x] - p[(y - 1) * w + x + 1];
                out[y * w + x] = (float) Math.sqrt(gx * gx + gy * gy + 1e-6f);
            }
        }
        return out;
    }

    static float[][] maxPool(float[][] x) {
        float[][] y = new float[x.length / 2][x[0].length / 2];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < y[0].length; j++) {
                float m = x[2 * i][2 * j];
                for (int a = 0; a < 2; a++) {
                    for (int b = 0; b < 2; b++) {
                        m = Math.max(m, x[2 * i + a][2 * j + b]);
                    }
                }
                y[i][j] = m;
            }
        }
        return y;
    }

    static float[][] meanPool(float[][] x, int n) {
        float[][] y = new float[x.length / n][x[0].length / n];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < y[0].length; j++) {
                float s = 0;
                for (int a = 0; a < n; a++) {
                    for (int b = 0; b < n; b++) {
                        s += x[n * i + a][n * j + b];
                    }
                }
                y[i][j] = s / (n * n);
            }
        }
        return y;
    }

    static float[] movingAverage(float[] x, int n) {
        float[] y = new float[x.length - n + 1];
        for (int i = 0; i < y.length; i++) {
            float s = 0;
            for (int j = i; j < i + n; j++) {
                s += x[j];
            }
            y[i] = s / n;
        }
        return y;
    }

    static float[] autocorrelation(float[] x, int lags) {
        float[] r = new float[lags];
        for (int k = 0; k < lags; k++) {
            float s = 0;
            for (int i = 0; i + k < x.length; i++) {
                s += x[i] * x[i + k];
            }
            r[k] = s / x.length;
        }
        return r;
    }

    static float[][] bilinear(float[][] x, int h, int w) {
        float[][] y = new float[h][w];
        float sy = (x.length - 1f) / (h - 1);
        float sx = (x[0].length - 1f) / (w - 1);
        for (int i = 0; i < h; i++) {
            for (int j = 0; j < w; j++) {
                float fy = i * sy;
                float fx = j * sx;
                int a = Math.min((int) fy, x.length - 2);
                int b = Math.min((int) fx, x[0].length - 2);
                float u = fy - a;
                float v = fx - b;
                y[i][j] = (1 - u) * ((1 - v) * x[a][b] + v * x[a][b + 1]) + u * ((1 - v) * x[a + 1][b] + v * x[a + 1][b + 1]);
            }
        }
        return y;
    }

    static int[] threshold(int[] image, int h, int w, int limit) {
        int[] o = new int[h * w];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int p = image[y * w + x];
                o[y * w + x] = p > limit ? 255 : p / 2;
            }
        }
        return o;
    }

    static void list(MethodTable t) {
        t.of("convolve", Stencils::convolve, floats(t.s(16384)), floats(9)).gradient("convolve", (float[] x, float[] w) -> half(convolve(x, w)), floats(t.s(16384)), floats(9));
        t.of("convolve2", Stencils::convolve2, matrix(t.s(256), t.s(256)), matrix(5, 5)).gradient("convolve2", (float[][] x, float[][] w) -> half(convolve2(x, w)), matrix(t.s(256), t.s(256)), matrix(5, 5));
        t.of("convolveFlat", Stencils::convolveFlat, floats(t.s(256) * t.s(256)), floats(25), t.s(256), t.s(256), 5);
        t.gradient("convolveFlat", (float[] x, float[] w, Integer a, Integer b, Integer n) -> half(convolveFlat(x, w, a, b, n)), floats(t.s(256) * t.s(256)), floats(25), t.s(256), t.s(256), 5);
        t.of("heat", Stencils::heat, floats(t.s(16384)), t.s(50)).gradient("heat", (float[] x, Integer n) -> half(heat(x, n)), floats(t.s(16384)), t.s(50));
        t.of("heat2", Stencils::heat2, matrix(t.s(256), t.s(256)), t.s(20)).gradient("heat2", (float[][] x, Integer n) -> half(heat2(x, n)), matrix(t.s(256), t.s(256)), t.s(20));
        t.of("laplace3", Stencils::laplace3, floats(t.s(64) * t.s(64) * t.s(64)), t.s(64)).gradient("laplace3", (float[] x, Integer n) -> half(laplace3(x, n)), floats(t.s(64) * t.s(64) * t.s(64)), t.s(64));
        t.of("life", Stencils::life, ints(t.s(128) * t.s(128), 2), t.s(128), t.s(128)).of("blur", Stencils::blur, floats(t.s(256) * t.s(256)), t.s(256), t.s(256), 2);
        t.gradient("blur", (float[] x, Integer h, Integer w, Integer r) -> half(blur(x, h, w, r)), floats(t.s(256) * t.s(256)), t.s(256), t.s(256), 2);
        t.of("sobel", Stencils::sobel, floats(t.s(256) * t.s(256)), t.s(256), t.s(256)).gradient("sobel", (float[] x, Integer h, Integer w) -> half(sobel(x, h, w)), floats(t.s(256) * t.s(256)), t.s(256), t.s(256));
        t.of("maxPool", Stencils::maxPool, matrix(t.s(256), t.s(256))).gradient("maxPool", (float[][] x) -> half(maxPool(x)), matrix(t.s(256), t.s(256)));
        t.of("meanPool", Stencils::meanPool, matrix(t.s(256), t.s(256)), 4).gradient("meanPool", (float[][] x, Integer n) -> half(meanPool(x, n)), matrix(t.s(256), t.s(256)), 4);
        t.of("movingAverage", Stencils::movingAverage, floats(t.s(16384)), t.s(16)).gradient("movingAverage", (float[] x, Integer n) -> half(movingAverage(x, n)), floats(t.s(16384)), t.s(16));
        t.of("autocorrelation", Stencils::autocorrelation, floats(t.s(4096)), t.s(64)).gradient("autocorrelation", (float[] x, Integer n) -> half(autocorrelation(x, n)), floats(t.s(4096)), t.s(64));
        t.of("bilinear", Stencils::bilinear, matrix(t.s(128), t.s(128)), t.s(200), t.s(300)).gradient("bilinear", (float[][] x, Integer h, Integer w) -> half(bilinear(x, h, w)), matrix(t.s(128), t.s(128)), t.s(200), t.s(300));
        t.of("threshold", Stencils::threshold, ints(t.s(256) * t.s(256), 256), t.s(256), t.s(256), 128).of("transposeFlat", Streams::transposeFlat, floats(t.s(128) * t.s(512)), t.s(128), t.s(512));
    }
}
