package dev.jacobi.gradients.programs;

/** Losses from finance, statistics, graphics and learning, written as plain loops. */
public final class Losses {
    private Losses() {
    }

    /** Price of a European call by simulated paths: spot, strike, rate, volatility, normal numbers z[path][step]. */
    public static double monteCarlo(double spot, double strike, double rate, double volatility, double[][] z) {
        int steps = z[0].length;
        double dt = 1.0 / steps;
        double sum = 0;
        for (int p = 0; p < z.length; p++) {
            double s = spot;
            for (int t = 0; t < steps; t++) {
                s *= Math.exp((rate - 0.5 * volatility * volatility) * dt + volatility * Math.sqrt(dt) * z[p][t]);
            }
            sum += Math.max(s - strike, 0);
        }
        return Math.exp(-rate) * sum / z.length;
    }

    /** The squared output of attention with queries, keys and values. */
    public static double attention(double[][] q, double[][] k, double[][] v) {
        int d = q[0].length;
        int m = k.length;
        double scale = 1 / Math.sqrt(d);
        double loss = 0;
        double[] w = new double[m];
        for (int i = 0; i < q.length; i++) {
            double max = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < m; j++) {
                double s = 0;
                for (int l = 0; l < d; l++) {
                    s += q[i][l] * k[j][l];
                }
                w[j] = s * scale;
                max = Math.max(max, w[j]);
            }
            double sum = 0;
            for (int j = 0; j < m; j++) {
                w[j] = Math.exp(w[j] - max);
                sum += w[j];
            }
            for (int l = 0; l < v[0].length; l++) {
                double o = 0;
                for (int j = 0; j < m; j++) {
                    o += w[j] / sum * v[j][l];
                }
                loss += o * o;
            }
        }
        return loss;
    }

    /** Squared error at samples of the natural cubic spline through the values y at 0, 1, 2 and so on. */
    public static double spline(double[] y, double[] at, double[] target) {
        int n = y.length;
        double[] c = new double[n];
        double[] d = new double[n];
        double[] m = new double[n];
        for (int i = 1; i < n - 1; i++) {
            double pivot = 4 - c[i - 1];
            c[i] = 1 / pivot;
            d[i] = (6 * (y[i + 1] - 2 * y[i] + y[i - 1]) - d[i - 1]) / pivot;
        }
        for (int i = n - 2; i > 0; i--) {
            m[i] = d[i] - c[i] * m[i + 1];
        }
        double error = 0;
        for (int s = 0; s < at.length; s++) {
            int i = Math.min(Math.max((int) Math.floor(at[s]), 0), n - 2);
            double b = at[s] - i;
            double a = 1 - b;
            double f = a * y[i] + b * y[i + 1] + ((a * a * a - a) * m[i] + (b * b * b - b) * m[i + 1]) / 6;
            error += (f - target[s]) * (f - target[s]);
        }
        return error;
    }

    /** Log-likelihood of observations under a hidden Markov model, by the scaled forward algorithm. */
    public static double hiddenMarkov(double[][] transition, double[][] emission, double[] initial, int[] seen) {
        int k = initial.length;
        double[] alpha = new double[k];
        double[] next = new double[k];
        double likelihood = 0;
        for (int s = 0; s < k; s++) {
            alpha[s] = initial[s] * emission[s][seen[0]];
        }
        for (int t = 1; t < seen.length; t++) {
            double norm = 0;
            for (int s = 0; s < k; s++) {
                double x = 0;
                for (int r = 0; r < k; r++) {
                    x += alpha[r] * transition[r][s];
                }
                next[s] = x * emission[s][seen[t]];
                norm += next[s];
            }
            for (int s = 0; s < k; s++) {
                alpha[s] = next[s] / norm;
            }
            likelihood += Math.log(norm);
        }
        double last = 0;
        for (int s = 0; s < k; s++) {
            last += alpha[s];
        }
        return likelihood + Math.log(last);
    }

    /** Squared differences of the distances seen along rays from 3: spheres as centre and radius, rays as their slopes. */
    public static double spheres(double[] spheres, double[] rays) {
        double loss = 0;
        for (int r = 0; r < rays.length / 2; r++) {
            double length = Math.sqrt(rays[2 * r] * rays[2 * r] + rays[2 * r + 1] * rays[2 * r + 1] + 1);
            double dx = rays[2 * r] / length;
            double dy = rays[2 * r + 1] / length;
            double dz = 1 / length;
            double best = 1e9;
            for (int s = 0; s < spheres.length / 4; s++) {
                double cx = spheres[4 * s];
                double cy = spheres[4 * s + 1];
                double cz = spheres[4 * s + 2];
                double radius = spheres[4 * s + 3];
                double b = cx * dx + cy * dy + cz * dz;
                double disc = b * b - (cx * cx + cy * cy + cz * cz) + radius * radius;
                if (disc > 0) {
                    double t = b - Math.sqrt(disc);
                    if (t > 1e-3 && t < best) {
                        best = t;
                    }
                }
            }
            if (best < 1e9) {
                loss += (best - 3) * (best - 3);
            }
        }
        return loss;
    }

    /** Squared distances of points to the nearest of some centres. */
    public static double kMeans(double[][] centres, double[][] points) {
        double loss = 0;
        for (int i = 0; i < points.length; i++) {
            double best = Double.MAX_VALUE;
            for (int k = 0; k < centres.length; k++) {
                double d = 0;
                for (int j = 0; j < points[i].length; j++) {
                    double z = points[i][j] - centres[k][j];
                    d += z * z;
                }
                if (d < best) {
                    best = d;
                }
            }
            loss += best;
        }
        return loss;
    }

    /** Energy and angle of a pendulum at the end, by Heun's method with steps as long as a tolerance allows. */
    public static double pendulum(double theta, double omega, double g, double tolerance, double end) {
        double t = 0;
        double h = 0.01;
        while (t < end) {
            if (t + h > end) {
                h = end - t;
            }
            double b1 = -g * Math.sin(theta);
            double om = omega + h * b1;
            double b2 = -g * Math.sin(theta + h * omega);
            double e1 = 0.5 * h * (om - omega);
            double e2 = 0.5 * h * (b2 - b1);
            double error = Math.sqrt(e1 * e1 + e2 * e2);
            if (error <= tolerance || h < 1e-6) {
                theta = theta + h * omega + e1;
                omega = om + e2;
                t += h;
            }
            h *= Math.min(2.0, Math.max(0.3, 0.9 * Math.sqrt(tolerance / (error + 1e-300))));
        }
        return 0.5 * omega * omega - g * Math.cos(theta) + theta;
    }

    /** How well rows of two matrices are told apart by the cosines of their angles, at a temperature: the loss by which networks learn from pairs. */
    public static double contrastive(double[][] a, double[][] b, double temperature) {
        int n = a.length;
        double[] na = new double[n];
        double[] nb = new double[n];
        for (int i = 0; i < n; i++) {
            na[i] = length(a[i]);
            nb[i] = length(b[i]);
        }
        double loss = 0;
        for (int i = 0; i < n; i++) {
            double sum = 0;
            double own = 0;
            for (int j = 0; j < n; j++) {
                double s = 0;
                for (int d = 0; d < a[i].length; d++) {
                    s += a[i][d] * b[j][d];
                }
                s /= na[i] * nb[j] * temperature;
                if (i == j) {
                    own = s;
                }
                sum += Math.exp(s);
            }
            loss -= own - Math.log(sum);
        }
        return loss / n;
    }

    private static double length(double[] x) {
        double s = 1e-8;
        for (double v : x) {
            s += v * v;
        }
        return Math.sqrt(s);
    }
}
