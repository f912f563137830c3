package dev.jacobi.gradients.programs;

/** Losses of statistical models. */
public final class Models {
    private Models() {
    }

    /** Negative log-likelihood of logistic regression: weights w[d], rows x[n][d], labels y[n] in {0, 1}. */
    public static double logistic(double[] w, double[][] x, double[] y) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) {
            loss += example(w, x[i], y[i]);
        }
        return loss;
    }

    /** The same for one example. */
    public static double example(double[] w, double[] x, double y) {
        double z = 0;
        for (int j = 0; j < w.length; j++) {
            z += w[j] * x[j];
        }
        return z > 0 ? Math.log1p(Math.exp(-z)) + (1 - y) * z : Math.log1p(Math.exp(z)) - y * z;
    }

    /**
     * Log-likelihood of a mixture of k Gaussians with diagonal covariance: weights' logits a[k], means m[k][d],
     * log standard deviations q[k][d], points x[n][d].
     */
    public static double mixture(double[] a, double[][] m, double[][] q, double[][] x) {
        int k = a.length;
        int d = m[0].length;
        double[] terms = new double[k];
        double[] constant = new double[k];
        for (int c = 0; c < k; c++) {
            double s = 0;
            for (int j = 0; j < d; j++) {
                s += q[c][j];
            }
            constant[c] = a[c] - s;
        }
        double sum = 0;
        for (double[] point : x) {
            for (int c = 0; c < k; c++) {
                double dist = 0;
                for (int j = 0; j < d; j++) {
                    double z = (point[j] - m[c][j]) * Math.exp(-q[c][j]);
                    dist += z * z;
                }
                terms[c] = constant[c] - 0.5 * dist;
            }
            sum += logSumExp(terms);
        }
        return sum - x.length * (logSumExp(a) + 0.5 * d * Math.log(2 * Math.PI));
    }

    private static double logSumExp(double[] a) {
        double max = a[0];
        for (double v : a) {
            max = Math.max(max, v);
        }
        double s = 0;
        for (double v : a) {
            s += Math.exp(v - max);
        }
        return max + Math.log(s);
    }

    /**
     * Squared error of an LSTM over a sequence x[t][in] with targets y[t]: gates' weights w[4 h][in + h], biases b[4 h],
     * output weights v[h].
     */
    public static double lstm(double[][] w, double[] b, double[] v, double[][] x, double[] y) {
        int h = v.length;
        double[] hidden = new double[h];
        double[] cell = new double[h];
        double[] gates = new double[4 * h];
        double loss = 0;
        for (int t = 0; t < x.length; t++) {
            int in = x[t].length;
            for (int g = 0; g < 4 * h; g++) {
                double z = b[g];
                for (int j = 0; j < in; j++) {
                    z += w[g][j] * x[t][j];
                }
                for (int j = 0; j < h; j++) {
                    z += w[g][in + j] * hidden[j];
                }
                gates[g] = z;
            }
            double out = 0;
            for (int k = 0; k < h; k++) {
                double forget = sigmoid(gates[k]);
                double input = sigmoid(gates[h + k]);
                double output = sigmoid(gates[2 * h + k]);
                cell[k] = forget * cell[k] + input * Math.tanh(gates[3 * h + k]);
                hidden[k] = output * Math.tanh(cell[k]);
                out += v[k] * hidden[k];
            }
            loss += (out - y[t]) * (out - y[t]);
        }
        return loss;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** Squared error of a Kalman filter's one-step predictions of y: position and velocity, process noise q, measurement noise r, step dt. */
    public static double kalman(double[] y, double q, double r, double dt) {
        double[] s = {y[0], 0};
        double[][] p = {{1, 0}, {0, 1}};
        double loss = 0;
        for (int t = 1; t < y.length; t++) {
            s[0] += dt * s[1];
            double p00 = p[0][0] + dt * (p[1][0] + p[0][1]) + dt * dt * p[1][1] + q;
            double p01 = p[0][1] + dt * p[1][1];
            double p10 = p[1][0] + dt * p[1][1];
            double p11 = p[1][1] + q;
            double residual = y[t] - s[0];
            double k0 = p00 / (p00 + r);
            double k1 = p10 / (p00 + r);
            s[0] += k0 * residual;
            s[1] += k1 * residual;
            p[0][0] = (1 - k0) * p00;
            p[0][1] = (1 - k0) * p01;
            p[1][0] = p10 - k1 * p00;
            p[1][1] = p11 - k1 * p01;
            loss += residual * residual;
        }
        return loss;
    }

    /** Soft dynamic time warping (Cuturi and Blondel, 2017) of two series with smoothing g. */
    public static double softDtw(double[] a, double[] b, double g) {
        int n = a.length;
        int m = b.length;
        double[][] d = new double[n + 1][m + 1];
        for (int i = 0; i <= n; i++) {
            for (int j = 0; j <= m; j++) {
                d[i][j] = 1e10;
            }
        }
        d[0][0] = 0;
        for (int i = 1; i <= n; i++) {
            for (int j = 1; j <= m; j++) {
                double cost = (a[i - 1] - b[j - 1]) * (a[i - 1] - b[j - 1]);
                d[i][j] = cost + softMin(d[i - 1][j - 1], d[i - 1][j], d[i][j - 1], g);
            }
        }
        return d[n][m];
    }

    private static double softMin(double x, double y, double z, double g) {
        double least = Math.min(x, Math.min(y, z));
        return least - g * Math.log(Math.exp((least - x) / g) + Math.exp((least - y) / g) + Math.exp((least - z) / g));
    }
}
