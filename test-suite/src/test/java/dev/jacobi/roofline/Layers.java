package dev.jacobi.roofline;

/** Norms, activations, products and steps as networks have them, each written in a form of its own. */
public final class Layers {
    private Layers() {
    }

    public static float[] rmsNorm(float[] x, float[] gain, int n, int m) {
        float[] y = new float[n * m];
        for (int i = 0; i < n; i++) {
            float s = 0;
            for (int j = 0; j < m; j++) {
                s += x[i * m + j] * x[i * m + j];
            }
            float scale = 1 / (float) Math.sqrt(s / m + 1e-6f);
            for (int j = 0; j < m; j++) {
                y[i * m + j] = x[i * m + j] * scale * gain[j];
            }
        }
        return y;
    }

    public static float[][] logSoftmax(float[][] x) {
        float[][] y = new float[x.length][x[0].length];
        for (int i = 0; i < x.length; i++) {
            float max = x[i][0];
            for (int j = 1; j < x[i].length; j++) {
                if (x[i][j] > max) {
                    max = x[i][j];
                }
            }
            float sum = 0;
            for (int j = 0; j < x[i].length; j++) {
                sum += (float) Math.exp(x[i][j] - max);
            }
            float log = max + (float) Math.log(sum);
            for (int j = 0; j < x[i].length; j++) {
                y[i][j] = x[i][j] - log;
            }
        }
        return y;
    }

    public static float[][] softmaxColumns(float[][] x) {
        int n = x.length;
        int m = x[0].length;
        float[][] y = new float[n][m];
        for (int j = 0; j < m; j++) {
            float max = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < n; i++) {
                max = Math.max(max, x[i][j]);
            }
            float sum = 0;
            for (int i = 0; i < n; i++) {
                sum += (float) Math.exp(x[i][j] - max);
            }
            for (int i = 0; i < n; i++) {
                y[i][j] = (float) Math.exp(x[i][j] - max) / sum;
            }
        }
        return y;
    }

    public static float[][] batchNorm(float[][] x, float[] gain, float[] bias) {
        int n = x.length;
        int m = gain.length;
        float[] mean = new float[m];
        float[] square = new float[m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                mean[j] += x[i][j] / n;
                square[j] += x[i][j] * x[i][j] / n;
            }
        }
        float[][] y = new float[n][m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                float scale = gain[j] / (float) Math.sqrt(square[j] - mean[j] * mean[j] + 1e-5f);
                y[i][j] = (x[i][j] - mean[j]) * scale + bias[j];
            }
        }
        return y;
    }

    /** Softmax of each row's elements up to the diagonal; the others are 0. */
    public static float[][] causalSoftmax(float[][] x) {
        float[][] y = new float[x.length][x.length];
        for (int i = 0; i < x.length; i++) {
            float max = Float.NEGATIVE_INFINITY;
            for (int j = 0; j <= i; j++) {
                max = Math.max(max, x[i][j]);
            }
            float sum = 0;
            for (int j = 0; j <= i; j++) {
                y[i][j] = (float) Math.exp(x[i][j] - max);
                sum += y[i][j];
            }
            for (int j = 0; j <= i; j++) {
                y[i][j] /= sum;
            }
        }
        return y;
    }

    public static float[] batchedProduct(float[] a, float[] b, int batch, int n) {
        float[] c = new float[batch * n * n];
        for (int t = 0; t < batch; t++) {
            int at = t * n * n;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    float s = 0;
                    for (int k = 0; k < n; k++) {
                        s += a[at + i * n + k] * b[at + k * n + j];
                    }
                    c[at + i * n + j] = s;
                }
            }
        }
        return c;
    }

    public static float[][] convolveChannels(float[][] x, float[][][] w) {
        int taps = w[0][0].length;
        int length = x[0].length - taps + 1;
        float[][] y = new float[w.length][length];
        for (int o = 0; o < w.length; o++) {
            for (int t = 0; t < length; t++) {
                float s = 0;
                for (int c = 0; c < x.length; c++) {
                    for (int k = 0; k < taps; k++) {
                        s += w[o][c][k] * x[c][t + k];
                    }
                }
                y[o][t] = s;
            }
        }
        return y;
    }

    public static float[][] depthwise(float[][] x, float[][] w) {
        float[][] y = new float[x.length][x[0].length - w[0].length + 1];
        for (int c = 0; c < x.length; c++) {
            for (int k = 0; k < w[c].length; k++) {
                for (int t = 0; t < y[c].length; t++) {
                    y[c][t] += w[c][k] * x[c][t + k];
                }
            }
        }
        return y;
    }

    public static float[][] gated(float[][] a, float[][] b) {
        float[][] y = new float[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                y[i][j] = a[i][j] / (1 + (float) Math.exp(-a[i][j])) * b[i][j];
            }
        }
        return y;
    }

    /** Turns the pairs of each row by angles that grow with the row's number. */
    public static float[][] rotary(float[][] x, float[] frequency) {
        float[][] y = new float[x.length][x[0].length];
        for (int t = 0; t < x.length; t++) {
            for (int k = 0; k < frequency.length; k++) {
                float c = (float) Math.cos(t * frequency[k]);
                float s = (float) Math.sin(t * frequency[k]);
                y[t][2 * k] = x[t][2 * k] * c - x[t][2 * k + 1] * s;
                y[t][2 * k + 1] = x[t][2 * k] * s + x[t][2 * k + 1] * c;
            }
        }
        return y;
    }

    public static void adam(float[] p, float[] m, float[] v, float[] g, float rate) {
        for (int i = 0; i < p.length; i++) {
            m[i] = 0.9f * m[i] + 0.1f * g[i];
            v[i] = 0.999f * v[i] + 0.001f * g[i] * g[i];
            p[i] -= rate * m[i] / ((float) Math.sqrt(v[i]) + 1e-8f);
        }
    }

    public static float[][] cosines(float[][] x, float[][] y) {
        float[][] c = new float[x.length][y.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                float xy = 0;
                float xx = 0;
                float yy = 0;
                for (int k = 0; k < x[i].length; k++) {
                    xy += x[i][k] * y[j][k];
                    xx += x[i][k] * x[i][k];
                    yy += y[j][k] * y[j][k];
                }
                c[i][j] = xy / (float) Math.sqrt(xx * yy);
            }
        }
        return c;
    }

    public static float bilinearForm(float[] x, float[][] a, float[] y) {
        float s = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                s += x[i] * a[i][j] * y[j];
            }
        }
        return s;
    }

    public static void rankOne(float[][] a, float[] x, float[] y, float c) {
        for (int i = 0; i < x.length; i++) {
            float f = c * x[i];
            for (int j = 0; j < y.length; j++) {
                a[i][j] += f * y[j];
            }
        }
    }

    public static float[][] tropicalProduct(float[][] a, float[][] b) {
        float[][] c = new float[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                float best = Float.NEGATIVE_INFINITY;
                for (int k = 0; k < b.length; k++) {
                    best = Math.max(best, a[i][k] + b[k][j]);
                }
                c[i][j] = best;
            }
        }
        return c;
    }
}
