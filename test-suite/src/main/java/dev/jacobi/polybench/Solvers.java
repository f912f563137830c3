package dev.jacobi.polybench;

/** PolyBench's factors of matrices and solutions of triangular systems, over arrays of arrays. */
public final class Solvers {
    private Solvers() {
    }

    public static void cholesky(int n, double[][] a) {
        for (int i = 0; i < n; i++) {
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

    public static void durbin(int n, double[] r, double[] y) {
        double[] z = new double[n];
        y[0] = -r[0];
        double beta = 1;
        double alpha = -r[0];
        for (int k = 1; k < n; k++) {
            beta = (1 - alpha * alpha) * beta;
            double sum = 0;
            for (int i = 0; i < k; i++) {
                sum += r[k - i - 1] * y[i];
            }
            alpha = -(r[k] + sum) / beta;
            for (int i = 0; i < k; i++) {
                z[i] = y[i] + alpha * y[k - i - 1];
            }
            for (int i = 0; i < k; i++) {
                y[i] = z[i];
            }
            y[k] = alpha;
        }
    }

    public static void gramschmidt(int m, int n, double[][] a, double[][] r, double[][] q) {
        for (int k = 0; k < n; k++) {
            double norm = 0;
            for (int i = 0; i < m; i++) {
                norm += a[i][k] * a[i][k];
            }
            r[k][k] = Math.sqrt(norm);
            for (int i = 0; i < m; i++) {
                q[i][k] = a[i][k] / r[k][k];
            }
            for (int j = k + 1; j < n; j++) {
                r[k][j] = 0;
                for (int i = 0; i < m; i++) {
                    r[k][j] += q[i][k] * a[i][j];
                }
                for (int i = 0; i < m; i++) {
                    a[i][j] = a[i][j] - q[i][k] * r[k][j];
                }
            }
        }
    }

    public static void lu(int n, double[][] a) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                for (int k = 0; k < j; k++) {
                    a[i][j] -= a[i][k] * a[k][j];
                }
                a[i][j] /= a[j][j];
            }
            for (int j = i; j < n; j++) {
                for (int k = 0; k < i; k++) {
                    a[i][j] -= a[i][k] * a[k][j];
                }
            }
        }
    }

    public static void ludcmp(int n, double[][] a, double[] b, double[] x, double[] y) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double w = a[i][j];
                for (int k = 0; k < j; k++) {
                    w -= a[i][k] * a[k][j];
                }
                a[i][j] = w / a[j][j];
            }
            for (int j = i; j < n; j++) {
                double w = a[i][j];
                for (int k = 0; k < i; k++) {
                    w -= a[i][k] * a[k][j];
                }
                a[i][j] = w;
            }
        }
        for (int i = 0; i < n; i++) {
            double w = b[i];
            for (int j = 0; j < i; j++) {
                w -= a[i][j] * y[j];
            }
            y[i] = w;
        }
        for (int i = n - 1; i >= 0; i--) {
            double w = y[i];
            for (int j = i + 1; j < n; j++) {
                w -= a[i][j] * x[j];
            }
            x[i] = w / a[i][i];
        }
    }

    public static void trisolv(int n, double[][] l, double[] x, double[] b) {
        for (int i = 0; i < n; i++) {
            x[i] = b[i];
            for (int j = 0; j < i; j++) {
                x[i] -= l[i][j] * x[j];
            }
            x[i] = x[i] / l[i][i];
        }
    }
}
