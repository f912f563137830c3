package dev.jacobi.gradients.programs;

/** Losses of statistics and learning, as they are written by hand. */
public final class Inference {
    private Inference() {
    }

    /** Logarithm of a sum of exponentials, by its largest term. */
    private static double logSum(double[] x) {
        double max = x[0];
        for (int i = 1; i < x.length; i++) {
            max = Math.max(max, x[i]);
        }
        double sum = 0;
        for (double v : x) {
            sum += Math.exp(v - max);
        }
        return max + Math.log(sum);
    }

    /** Log-likelihood of observations under a hidden Markov model whose probabilities are logarithms. */
    public static double forward(double[][] transition, double[][] emission, double[] initial, int[] seen) {
        int k = initial.length;
        double[] alpha = new double[k];
        for (int s = 0; s < k; s++) {
            alpha[s] = initial[s] + emission[s][seen[0]];
        }
        double[] terms = new double[k];
        for (int t = 1; t < seen.length; t++) {
            double[] next = new double[k];
            for (int s = 0; s < k; s++) {
                for (int r = 0; r < k; r++) {
                    terms[r] = alpha[r] + transition[r][s];
                }
                next[s] = logSum(terms) + emission[s][seen[t]];
            }
            alpha = next;
        }
        return logSum(alpha);
    }

    /** Log-likelihood of a labelled sequence under a linear-chain conditional random field: weights[label][feature], features x[position][feature]. */
    public static double randomField(double[][] weights, double[][] transition, double[][] x, int[] labels) {
        int k = weights.length;
        double[][] score = new double[x.length][k];
        for (int t = 0; t < x.length; t++) {
            for (int s = 0; s < k; s++) {
                for (int f = 0; f < x[t].length; f++) {
                    score[t][s] += weights[s][f] * x[t][f];
                }
            }
        }
        double gold = score[0][labels[0]];
        for (int t = 1; t < x.length; t++) {
            gold += transition[labels[t - 1]][labels[t]] + score[t][labels[t]];
        }
        double[] alpha = score[0].clone();
        for (int t = 1; t < x.length; t++) {
            double[] next = new double[k];
            for (int s = 0; s < k; s++) {
                double max = Double.NEGATIVE_INFINITY;
                for (int r = 0; r < k; r++) {
                    max = Math.max(max, alpha[r] + transition[r][s]);
                }
                double sum = 0;
                for (int r = 0; r < k; r++) {
                    sum += Math.exp(alpha[r] + transition[r][s] - max);
                }
                next[s] = max + Math.log(sum) + score[t][s];
            }
            alpha = next;
        }
        return gold - logSum(alpha);
    }

    /** Loss of a logistic regression in single precision, with a penalty. */
    public static float logistic(float[] w, float[][] x, float[] y) {
        float loss = 0;
        for (int i = 0; i < x.length; i++) {
            float z = 0;
            for (int j = 0; j < w.length; j++) {
                z += w[j] * x[i][j];
            }
            float p = 1f / (1f + (float) Math.exp(-z));
            loss -= y[i] * (float) Math.log(p + 1e-7f) + (1 - y[i]) * (float) Math.log(1 - p + 1e-7f);
        }
        float norm = 0;
        for (float v : w) {
            norm += v * v;
        }
        return loss / x.length + 0.01f * norm;
    }

    private static double[][] times(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    private static double[][] turned(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    /** Negative log-likelihood of positions seen with noise of a body with constant velocity, by a Kalman filter on small matrices. */
    public static double tracking(double[] z, double q, double r, double dt) {
        double[][] f = {{1, dt}, {0, 1}};
        double[][] p = {{1, 0}, {0, 1}};
        double[] x = {z[0], 0};
        double loss = 0;
        for (int t = 1; t < z.length; t++) {
            double[] ahead = {x[0] + dt * x[1], x[1]};
            double[][] m = times(times(f, p), turned(f));
            m[0][0] += q * dt * dt * dt / 3;
            m[0][1] += q * dt * dt / 2;
            m[1][0] += q * dt * dt / 2;
            m[1][1] += q * dt;
            double s = m[0][0] + r;
            double[] gain = {m[0][0] / s, m[1][0] / s};
            double e = z[t] - ahead[0];
            loss += 0.5 * (Math.log(s) + e * e / s);
            x = new double[] {ahead[0] + gain[0] * e, ahead[1] + gain[1] * e};
            double[][] left = {{1 - gain[0], 0}, {-gain[1], 1}};
            p = times(left, m);
        }
        return loss;
    }

    /** Log-likelihood of a Gaussian process with a squared-exponential kernel at points x with values y. */
    public static double process(double[] x, double[] y, double length, double variance, double noise) {
        int n = x.length;
        double[][] l = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double d = (x[i] - x[j]) / length;
                double sum = variance * Math.exp(-0.5 * d * d) + (i == j ? noise : 0);
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                l[i][j] = i == j ? Math.sqrt(sum) : sum / l[j][j];
            }
        }
        double[] a = new double[n];
        double fit = 0;
        double log = 0;
        for (int i = 0; i < n; i++) {
            double s = y[i];
            for (int k = 0; k < i; k++) {
                s -= l[i][k] * a[k];
            }
            a[i] = s / l[i][i];
            fit += a[i] * a[i];
            log += Math.log(l[i][i]);
        }
        return -0.5 * fit - log - 0.5 * n * Math.log(2 * Math.PI);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** Squared error of a long short-term memory over a sequence: weights w[4 * hidden][inputs + hidden], offsets b. */
    public static double memory(double[][] w, double[] b, double[][] x, double[] target) {
        int n = b.length / 4;
        int m = x[0].length;
        double[] h = new double[n];
        double[] c = new double[n];
        double loss = 0;
        for (int t = 0; t < x.length; t++) {
            double[] gates = new double[4 * n];
            for (int i = 0; i < 4 * n; i++) {
                double s = b[i];
                for (int j = 0; j < m; j++) {
                    s += w[i][j] * x[t][j];
                }
                for (int j = 0; j < n; j++) {
                    s += w[i][m + j] * h[j];
                }
                gates[i] = s;
            }
            for (int i = 0; i < n; i++) {
                c[i] = sigmoid(gates[n + i]) * c[i] + sigmoid(gates[i]) * Math.tanh(gates[2 * n + i]);
                h[i] = sigmoid(gates[3 * n + i]) * Math.tanh(c[i]);
            }
            double out = 0;
            for (int i = 0; i < n; i++) {
                out += h[i];
            }
            loss += (out - target[t]) * (out - target[t]);
        }
        return loss;
    }

    /** Squared output of a batch-normalised linear layer with a rectifier: x[example][input], w[input][output]. */
    public static double batchNorm(double[][] x, double[][] w, double[] gamma, double[] beta) {
        int n = x.length;
        int m = gamma.length;
        double[][] y = new double[n][m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                double s = 0;
                for (int k = 0; k < w.length; k++) {
                    s += x[i][k] * w[k][j];
                }
                y[i][j] = s;
            }
        }
        double loss = 0;
        for (int j = 0; j < m; j++) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                mean += y[i][j];
            }
            mean /= n;
            double var = 0;
            for (int i = 0; i < n; i++) {
                var += (y[i][j] - mean) * (y[i][j] - mean);
            }
            var /= n;
            for (int i = 0; i < n; i++) {
                double z = Math.max(0, gamma[j] * (y[i][j] - mean) / Math.sqrt(var + 1e-5) + beta[j]);
                loss += z * z;
            }
        }
        return loss / n;
    }
}
