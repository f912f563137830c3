package dev.jacobi.roofline;

/** Rows, columns, products, factors and windows. */
public final class Matrices {
    private Matrices() {
    }

    static void softmaxRows(float[][] x, float[][] y) {
        for (int i = 0; i < x.length; i++) {
            float max = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < x[i].length; j++) {
                max = Math.max(max, x[i][j]);
            }
            float sum = 0;
            for (int j = 0; j < x[i].length; j++) {
                y[i][j] = (float) Math.exp(x[i][j] - max);
                sum += y[i][j];
            }
            for (int j = 0; j < x[i].length; j++) {
                y[i][j] /= sum;
            }
        }
    }

    static void layerNorm(float[][] x, float[] gain, float[] bias, float[][] y) {
        for (int i = 0; i < x.length; i++) {
            int n = x[i].length;
            float mean = 0;
            for (int j = 0; j < n; j++) {
                mean += x[i][j];
            }
            mean /= n;
            float var = 0;
            for (int j = 0; j < n; j++) {
                float d = x[i][j] - mean;
                var += d * d;
            }
            float scale = 1 / (float) Math.sqrt(var / n + 1e-5f);
            for (int j = 0; j < n; j++) {
                y[i][j] = (x[i][j] - mean) * scale * gain[j] + bias[j];
            }
        }
    }

    static float[] rowSums(float[][] x) {
        float[] s = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x[i].length; j++) {
                s[i] += x[i][j];
            }
        }
        return s;
    }

    static double[] rowNormsFlat(double[] x, int n, int m) {
        double[] r = new double[n];
        for (int i = 0; i < n; i++) {
            double s = 0;
            for (int j = 0; j < m; j++) {
                s += x[i * m + j] * x[i * m + j];
            }
            r[i] = Math.sqrt(s);
        }
        return r;
    }

    static void columnMeansFlat(float[] x, int n, int m, float[] mean) {
        for (int j = 0; j < m; j++) {
            float s = 0;
            for (int i = 0; i < n; i++) {
                s += x[i * m + j];
            }
            mean[j] = s / n;
        }
    }

    public static int[] rowArgmax(float[][] x) {
        int[] at = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            int best = 0;
            for (int j = 1; j < x[i].length; j++) {
                if (x[i][j] > x[i][best]) {
                    best = j;
                }
            }
            at[i] = best;
        }
        return at;
    }

    static double[] matVec(double[][] a, double[] x) {
        double[] y = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            double s = 0;
            for (int j = 0; j < x.length; j++) {
                s += a[i][j] * x[j];
            }
            y[i] = s;
        }
        return y;
    }

    static float[] vecMat(float[] x, float[][] a) {
        float[] y = new float[a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < y.length; j++) {
                y[j] += x[i] * a[i][j];
            }
        }
        return y;
    }

    static float[][] matMul(float[][] a, float[][] b) {
        float[][] c = new float[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                float s = 0;
                for (int k = 0; k < b.length; k++) {
                    s += a[i][k] * b[k][j];
                }
                c[i][j] = s;
            }
        }
        return c;
    }

    static void matMulIkj(double[][] a, double[][] b, double[][] c) {
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                double f = a[i][k];
                for (int j = 0; j < b[0].length; j++) {
                    c[i][j] += f * b[k][j];
                }
            }
        }
    }

    static void gram(float[][] x, float[][] g) {
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j <= i; j++) {
                float s = 0;
                for (int k = 0; k < x[0].length; k++) {
                    s += x[i][k] * x[j][k];
                }
                g[i][j] = s;
                g[j][i] = s;
            }
        }
    }

    static void lu(double[][] a) {
        int n = a.length;
        for (int k = 0; k < n; k++) {
            for (int i = k + 1; i < n; i++) {
                a[i][k] /= a[k][k];
                for (int j = k + 1; j < n; j++) {
                    a[i][j] -= a[i][k] * a[k][j];
                }
            }
        }
    }

    static void cholesky(double[][] a) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < i; j++) {
                for (int k = 0; k < j; k++) {
                    a[i][j] -= a[i][k] * a[j][k];
                }
                a[i][j] /= a[j][j];
            }
            for (int k = 0; k < i; k++) {
                a[i][i] -= a[i][k] * a[i][k];
            }
            a[i][i] = Math.sqrt(a[i][i]);
        }
    }

    static void forwardSolve(double[][] l, double[] b) {
        for (int i = 0; i < b.length; i++) {
            for (int j = 0; j < i; j++) {
                b[i] -= l[i][j] * b[j];
            }
            b[i] /= l[i][i];
        }
    }

    static void layer(float[][] x, float[][] w, float[] bias, float[][] out) {
        for (int s = 0; s < x.length; s++) {
            float[] h = new float[bias.length];
            for (int j = 0; j < h.length; j++) {
                float sum = bias[j];
                for (int k = 0; k < x[s].length; k++) {
                    sum += x[s][k] * w[j][k];
                }
                h[j] = Math.max(0, sum);
            }
            for (int j = 0; j < h.length; j++) {
                out[s][j] = h[j];
            }
        }
    }

    static float[] convolve(float[] x, float[] taps) {
        float[] y = new float[x.length - taps.length + 1];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < taps.length; j++) {
                y[i] += x[i + j] * taps[j];
            }
        }
        return y;
    }

    static void blur(float[][] x, float[][] k, float[][] y) {
        int r = k.length / 2;
        for (int i = r; i < x.length - r; i++) {
            for (int j = r; j < x[0].length - r; j++) {
                float s = 0;
                for (int a = -r; a <= r; a++) {
                    for (int b = -r; b <= r; b++) {
                        s += k[a + r][b + r] * x[i + a][j + b];
                    }
                }
                y[i][j] = s;
            }
        }
    }

    static void stencil3d(double[] a, double[] b, int n) {
        for (int i = 1; i < n - 1; i++) {
            for (int j = 1; j < n - 1; j++) {
                for (int k = 1; k < n - 1; k++) {
                    b[(i * n + j) * n + k] = (a[(i * n + j) * n + k - 1] + a[(i * n + j) * n + k + 1] + a[(i * n + j - 1) * n + k] + a[(i * n + j + 1) * n + k]
                        + a[((i - 1) * n + j) * n + k] + a[((i + 1) * n + j) * n + k]) / 6;
                }
            }
        }
    }

    static void sparse(int[] start, int[] column, double[] value, double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
            double s = 0;
            for (int k = start[i]; k < start[i + 1]; k++) {
                s += value[k] * x[column[k]];
            }
            y[i] = s;
        }
    }

    static int[] nearest(float[][] points, float[][] centres) {
        int[] label = new int[points.length];
        for (int i = 0; i < points.length; i++) {
            float best = Float.MAX_VALUE;
            for (int c = 0; c < centres.length; c++) {
                float d = 0;
                for (int k = 0; k < points[i].length; k++) {
                    float e = points[i][k] - centres[c][k];
                    d += e * e;
                }
                if (d < best) {
                    best = d;
                    label[i] = c;
                }
            }
        }
        return label;
    }

    static float[][] centres(float[][] points, int[] label, int k) {
        float[][] sum = new float[k][points[0].length];
        int[] count = new int[k];
        for (int i = 0; i < points.length; i++) {
            count[label[i]]++;
            for (int d = 0; d < points[i].length; d++) {
                sum[label[i]][d] += points[i][d];
            }
        }
        for (int c = 0; c < k; c++) {
            for (int d = 0; d < sum[c].length; d++) {
                sum[c][d] /= Math.max(1, count[c]);
            }
        }
        return sum;
    }

    static float[][] embed(int[] token, float[][] table) {
        float[][] r = new float[token.length][];
        for (int i = 0; i < token.length; i++) {
            r[i] = table[token[i]].clone();
        }
        return r;
    }

    static float[] attention(float[] q, float[][] keys, float[][] values) {
        float[] score = new float[keys.length];
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < keys.length; i++) {
            float s = 0;
            for (int k = 0; k < q.length; k++) {
                s += q[k] * keys[i][k];
            }
            score[i] = s / (float) Math.sqrt(q.length);
            max = Math.max(max, score[i]);
        }
        float sum = 0;
        for (int i = 0; i < score.length; i++) {
            score[i] = (float) Math.exp(score[i] - max);
            sum += score[i];
        }
        float[] out = new float[values[0].length];
        for (int i = 0; i < score.length; i++) {
            for (int k = 0; k < out.length; k++) {
                out[k] += score[i] / sum * values[i][k];
            }
        }
        return out;
    }
}
