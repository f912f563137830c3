package dev.jacobi.gradients.programs;

/** Losses of learning and statistics, in single and double precision, in nested and in flat arrays. */
public final class Learning {
    private Learning() {
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double[] affine(double[][] w, double[] x, double[] b) {
        double[] y = new double[w.length];
        for (int i = 0; i < w.length; i++) {
            double s = b[i];
            for (int j = 0; j < x.length; j++) {
                s += w[i][j] * x[j];
            }
            y[i] = s;
        }
        return y;
    }

    /** The weights of a gated unit: gates, candidates and biases. */
    private record Cell(double[][] z, double[][] r, double[][] h, double[] b) {
    }

    private static double[] step(Cell c, double[] state, double[] input) {
        int n = state.length;
        double[] both = new double[n + input.length];
        System.arraycopy(state, 0, both, 0, n);
        System.arraycopy(input, 0, both, n, input.length);
        double[] z = affine(c.z, both, c.b);
        double[] r = affine(c.r, both, c.b);
        for (int i = 0; i < n; i++) {
            both[i] = sigmoid(r[i]) * state[i];
        }
        double[] h = affine(c.h, both, c.b);
        double[] next = new double[n];
        for (int i = 0; i < n; i++) {
            double g = sigmoid(z[i]);
            next[i] = (1 - g) * state[i] + g * Math.tanh(h[i]);
        }
        return next;
    }

    /** Loss of a gated recurrent unit over a sequence. */
    public static double gated(double[][] z, double[][] r, double[][] h, double[] b, double[][] inputs) {
        var cell = new Cell(z, r, h, b);
        double[] state = new double[b.length];
        double loss = 0;
        for (double[] x : inputs) {
            state = step(cell, state, x);
            loss += (state[0] - x[0]) * (state[0] - x[0]);
        }
        return loss / inputs.length;
    }

    private static void softmax(float[] x, int count) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            max = Math.max(max, x[i]);
        }
        float sum = 0;
        for (int i = 0; i < count; i++) {
            x[i] = (float) Math.exp(x[i] - max);
            sum += x[i];
        }
        for (int i = 0; i < count; i++) {
            x[i] /= sum;
        }
    }

    /** Loss of causal attention with several heads in single precision, each position looking at those before. */
    public static float causal(float[][] q, float[][] k, float[][] v, float[][] target, int heads) {
        int n = q.length;
        int d = q[0].length / heads;
        float scale = (float) (1 / Math.sqrt(d));
        float loss = 0;
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < n; i++) {
                float[] weights = new float[n];
                for (int j = 0; j <= i; j++) {
                    float s = 0;
                    for (int e = 0; e < d; e++) {
                        s += q[i][head * d + e] * k[j][head * d + e];
                    }
                    weights[j] = s * scale;
                }
                softmax(weights, i + 1);
                for (int e = 0; e < d; e++) {
                    float o = 0;
                    for (int j = 0; j <= i; j++) {
                        o += weights[j] * v[j][head * d + e];
                    }
                    float error = o - target[i][head * d + e];
                    loss += error * error;
                }
            }
        }
        return loss / n;
    }

    /** The score of the best path through a table of states, by maxima, less that of a given one. */
    public static double bestPath(double[][] transition, double[][] score, int[] path) {
        int states = transition.length;
        double[] best = score[0].clone();
        double given = score[0][path[0]];
        for (int t = 1; t < score.length; t++) {
            double[] next = new double[states];
            for (int s = 0; s < states; s++) {
                double max = best[0] + transition[0][s];
                for (int r = 1; r < states; r++) {
                    max = Math.max(max, best[r] + transition[r][s]);
                }
                next[s] = max + score[t][s];
            }
            best = next;
            given += transition[path[t - 1]][path[t]] + score[t][path[t]];
        }
        double max = best[0];
        for (double b : best) {
            if (b > max) {
                max = b;
            }
        }
        return max - given;
    }

    /** Log-likelihood of a mixture of logistic distributions: logarithms of weights, means, logarithms of scales. */
    public static double logisticMixture(double[] w, double[] mean, double[] scale, double[] x) {
        int k = w.length;
        double total = 0;
        for (double c : w) {
            total += Math.exp(c);
        }
        double sum = 0;
        for (double v : x) {
            double density = 0;
            for (int c = 0; c < k; c++) {
                double s = Math.exp(scale[c]);
                double e = Math.exp(-Math.abs(v - mean[c]) / s);
                density += Math.exp(w[c]) * e / (s * (1 + e) * (1 + e));
            }
            sum += Math.log(density / total);
        }
        return sum;
    }

    /** Cost of moving one distribution to another by Sinkhorn's iterations, of points on a line. */
    public static double sinkhorn(double[] x, double[] y, double[] a, double[] b, double epsilon) {
        int n = x.length;
        int m = y.length;
        double[] kernel = new double[n * m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                kernel[i * m + j] = Math.exp(-(x[i] - y[j]) * (x[i] - y[j]) / epsilon);
            }
        }
        double[] u = new double[n];
        double[] v = new double[m];
        java.util.Arrays.fill(v, 1);
        for (int t = 0; t < 20; t++) {
            for (int i = 0; i < n; i++) {
                double s = 0;
                for (int j = 0; j < m; j++) {
                    s += kernel[i * m + j] * v[j];
                }
                u[i] = a[i] / s;
            }
            for (int j = 0; j < m; j++) {
                double s = 0;
                for (int i = 0; i < n; i++) {
                    s += kernel[i * m + j] * u[i];
                }
                v[j] = b[j] / s;
            }
        }
        double cost = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                cost += u[i] * kernel[i * m + j] * v[j] * (x[i] - y[j]) * (x[i] - y[j]);
            }
        }
        return cost;
    }

    /** Loss on other examples after steps of descent: a derivative by rate and start goes through the training. */
    public static double training(double[] start, double rate, double[][] x, double[] y, int steps) {
        double[] w = start.clone();
        int half = x.length / 2;
        for (int t = 0; t < steps; t++) {
            double[] g = new double[w.length];
            for (int i = 0; i < half; i++) {
                double z = 0;
                for (int j = 0; j < w.length; j++) {
                    z += w[j] * x[i][j];
                }
                double e = sigmoid(z) - y[i];
                for (int j = 0; j < w.length; j++) {
                    g[j] += e * x[i][j];
                }
            }
            for (int j = 0; j < w.length; j++) {
                w[j] -= rate * g[j] / half;
            }
        }
        double loss = 0;
        for (int i = half; i < x.length; i++) {
            double z = 0;
            for (int j = 0; j < w.length; j++) {
                z += w[j] * x[i][j];
            }
            loss += Math.log(1 + Math.exp(-(2 * y[i] - 1) * z));
        }
        return loss;
    }

    /** Loss of a convolution with a ramp, the largest of each two by two and a layer behind it. */
    public static double pooled(double[][] image, double[][] kernel, double[] weights) {
        int n = image.length - kernel.length + 1;
        double[][] out = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double s = 0;
                for (int a = 0; a < kernel.length; a++) {
                    for (int b = 0; b < kernel.length; b++) {
                        s += image[i + a][j + b] * kernel[a][b];
                    }
                }
                out[i][j] = Math.max(s, 0);
            }
        }
        double loss = 0;
        for (int i = 0; i + 1 < n; i += 2) {
            for (int j = 0; j + 1 < n; j += 2) {
                double m = Math.max(Math.max(out[i][j], out[i][j + 1]), Math.max(out[i + 1][j], out[i + 1][j + 1]));
                loss += weights[(i / 2) * (n / 2) + j / 2] * m * m;
            }
        }
        return loss;
    }

    /** Squared distances from a smoothed level: a Kalman filter forwards and the smoother of Rauch, Tung and Striebel backwards, two numbers of state. */
    public static double smoother(double[] seen, double q, double r) {
        int n = seen.length;
        double[][] mean = new double[n][2];
        double[][][] cov = new double[n][2][2];
        double[] m = {seen[0], 0};
        double[][] p = {{1, 0}, {0, 1}};
        for (int t = 0; t < n; t++) {
            double m0 = m[0] + m[1];
            double p00 = p[0][0] + 2 * p[0][1] + p[1][1] + q;
            double p01 = p[0][1] + p[1][1];
            double p11 = p[1][1] + q;
            double s = p00 + r;
            double k0 = p00 / s;
            double k1 = p01 / s;
            double e = seen[t] - m0;
            m = new double[] {m0 + k0 * e, m[1] + k1 * e};
            p = new double[][] {{(1 - k0) * p00, (1 - k0) * p01}, {(1 - k0) * p01, p11 - k1 * p01}};
            mean[t][0] = m[0];
            mean[t][1] = m[1];
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 2; j++) {
                    cov[t][i][j] = p[i][j];
                }
            }
        }
        double[] s = mean[n - 1].clone();
        double loss = (s[0] - seen[n - 1]) * (s[0] - seen[n - 1]);
        for (int t = n - 2; t >= 0; t--) {
            double a = cov[t][0][0];
            double b = cov[t][0][1];
            double c = cov[t][1][1];
            double p00 = a + 2 * b + c + q;
            double p01 = b + c;
            double p11 = c + q;
            double det = p00 * p11 - p01 * p01;
            double e0 = s[0] - mean[t][0] - mean[t][1];
            double e1 = s[1] - mean[t][1];
            double y0 = (p11 * e0 - p01 * e1) / det;
            double y1 = (p00 * e1 - p01 * e0) / det;
            s[0] = mean[t][0] + (a + b) * y0 + b * y1;
            s[1] = mean[t][1] + (b + c) * y0 + c * y1;
            loss += (s[0] - seen[t]) * (s[0] - seen[t]);
        }
        return loss;
    }
}
