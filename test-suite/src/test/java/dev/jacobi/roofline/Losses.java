package dev.jacobi.roofline;

/** Numbers that people take gradients of. */
final class Losses {
    private Losses() {
    }

    static float squares(float[] x) {
        float s = 0;
        for (float v : x) {
            s += v * v;
        }
        return s;
    }

    static double rosenbrock(double[] x) {
        double s = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            double a = x[i + 1] - x[i] * x[i];
            s += 100 * a * a + (1 - x[i]) * (1 - x[i]);
        }
        return s;
    }

    static double logistic(double[] w, double[][] x, double[] y) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) {
            double u = 0;
            for (int j = 0; j < w.length; j++) {
                u += w[j] * x[i][j];
            }
            loss += Math.log1p(Math.exp(-y[i] * u));
        }
        return loss / x.length;
    }

    static float linear(float[] w, float[] x, float[] y, int n, int m) {
        float s = 0;
        for (int i = 0; i < n; i++) {
            float e = -y[i];
            for (int j = 0; j < m; j++) {
                e += x[i * m + j] * w[j];
            }
            s += e * e;
        }
        return s / n;
    }

    static float network(float[][] w1, float[] b1, float[][] w2, float[][] x, float[][] y) {
        float loss = 0;
        for (int s = 0; s < x.length; s++) {
            float[] h = new float[b1.length];
            for (int j = 0; j < h.length; j++) {
                float sum = b1[j];
                for (int k = 0; k < x[s].length; k++) {
                    sum += w1[j][k] * x[s][k];
                }
                h[j] = (float) Math.tanh(sum);
            }
            for (int o = 0; o < w2.length; o++) {
                float sum = 0;
                for (int j = 0; j < h.length; j++) {
                    sum += w2[o][j] * h[j];
                }
                float e = sum - y[s][o];
                loss += e * e;
            }
        }
        return loss;
    }

    static float crossEntropy(float[][] logits, int[] label) {
        float loss = 0;
        for (int i = 0; i < logits.length; i++) {
            float max = logits[i][0];
            for (int j = 1; j < logits[i].length; j++) {
                max = Math.max(max, logits[i][j]);
            }
            float sum = 0;
            for (int j = 0; j < logits[i].length; j++) {
                sum += (float) Math.exp(logits[i][j] - max);
            }
            loss += (float) Math.log(sum) + max - logits[i][label[i]];
        }
        return loss / logits.length;
    }

    static float recurrent(float[][] w, float[][] u, float[][] x) {
        float[] h = new float[w.length];
        for (int t = 0; t < x.length; t++) {
            float[] g = new float[h.length];
            for (int i = 0; i < h.length; i++) {
                float s = 0;
                for (int j = 0; j < h.length; j++) {
                    s += w[i][j] * h[j];
                }
                for (int j = 0; j < x[t].length; j++) {
                    s += u[i][j] * x[t][j];
                }
                g[i] = (float) Math.tanh(s);
            }
            h = g;
        }
        float s = 0;
        for (float v : h) {
            s += v * v;
        }
        return s;
    }

    static float convolution(float[] taps, float[] x, float[] y) {
        float s = 0;
        for (int i = 0; i + taps.length <= x.length; i++) {
            float v = 0;
            for (int j = 0; j < taps.length; j++) {
                v += x[i + j] * taps[j];
            }
            s += (v - y[i]) * (v - y[i]);
        }
        return s;
    }

    static double smoothed(double[] x, double a) {
        double s = x[0];
        double loss = 0;
        for (int i = 1; i < x.length; i++) {
            s = a * s + (1 - a) * x[i];
            loss += (s - x[i]) * (s - x[i]);
        }
        return loss;
    }

    static double potential(double[] x, double[] y, double[] z) {
        double e = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i; j++) {
                double dx = x[i] - x[j];
                double dy = y[i] - y[j];
                double dz = z[i] - z[j];
                e += 1 / Math.sqrt(dx * dx + dy * dy + dz * dz + 1e-3);
            }
        }
        return e;
    }

    static float product(float[][] a, float[][] b) {
        float s = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                float c = 0;
                for (int k = 0; k < b.length; k++) {
                    c += a[i][k] * b[k][j];
                }
                s += c * c;
            }
        }
        return s;
    }

    static float embedding(float[][] table, int[] token, float[] target) {
        float s = 0;
        for (int i = 0; i < token.length; i++) {
            for (int d = 0; d < target.length; d++) {
                float e = table[token[i]][d] - target[d];
                s += e * e;
            }
        }
        return s;
    }

    static double diffusion(double[] u, int steps) {
        double[] a = u.clone();
        for (int t = 0; t < steps; t++) {
            double[] b = new double[a.length];
            for (int i = 1; i < a.length - 1; i++) {
                b[i] = a[i] + 0.1 * (a[i - 1] - 2 * a[i] + a[i + 1]);
            }
            a = b;
        }
        double s = 0;
        for (double v : a) {
            s += v * v;
        }
        return s;
    }

    static double prices(double[] spot, double[] strike, double vol) {
        double s = 0;
        for (int i = 0; i < spot.length; i++) {
            double d1 = (Math.log(spot[i] / strike[i]) + 0.5 * vol * vol) / vol;
            s += spot[i] / (1 + Math.exp(-1.702 * d1)) - strike[i] / (1 + Math.exp(-1.702 * (d1 - vol)));
        }
        return s;
    }

    static double mixture(double[] x, double[] mean, double[] logWeight) {
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            double p = 0;
            for (int k = 0; k < mean.length; k++) {
                double d = x[i] - mean[k];
                p += Math.exp(logWeight[k] - 0.5 * d * d);
            }
            s += Math.log(p);
        }
        return s;
    }

    static double running(double[] x) {
        double s = 0;
        double loss = 0;
        for (int i = 0; i < x.length; i++) {
            s += x[i];
            loss += s * s;
        }
        return loss;
    }

    static float normalised(float[][] x, float[] gain) {
        float loss = 0;
        for (float[] row : x) {
            float mean = 0;
            for (float v : row) {
                mean += v;
            }
            mean /= row.length;
            float var = 0;
            for (float v : row) {
                var += (v - mean) * (v - mean);
            }
            float scale = 1 / (float) Math.sqrt(var / row.length + 1e-5f);
            for (int j = 0; j < row.length; j++) {
                float y = (row[j] - mean) * scale * gain[j];
                loss += y * y;
            }
        }
        return loss;
    }
}
