package dev.jacobi.gradients.programs;

/** Numerical kernels with a scalar result: products, stencils, a convolution, sparse and triangular loops. */
public final class KernelPrograms {
    private KernelPrograms() {
    }

    /** Sum of the squares of a matrix product, each element at once. */
    public static double product(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                double s = 0;
                for (int k = 0; k < b.length; k++) {
                    s += a[i][k] * b[k][j];
                }
                c[i][j] = s;
            }
        }
        return squares(c);
    }

    /** The same, row by row. */
    public static double productByRows(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < b[0].length; j++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return squares(c);
    }

    private static double squares(double[][] c) {
        double sum = 0;
        for (double[] row : c) {
            for (double v : row) {
                sum += v * v;
            }
        }
        return sum;
    }

    /** Jacobi's method for a one-dimensional Poisson equation, from one buffer to another. */
    public static double sweeps(double[] start, double[] f, int steps) {
        int n = start.length;
        double[] u = start.clone();
        double[] v = start.clone();
        for (int t = 0; t < steps; t++) {
            for (int i = 1; i < n - 1; i++) {
                v[i] = 0.5 * (u[i - 1] + u[i + 1] + f[i]);
            }
            double[] w = u;
            u = v;
            v = w;
        }
        double e = 0;
        for (int i = 0; i < n; i++) {
            e += u[i] * u[i];
        }
        return e;
    }

    /** The energy after a convolution with several 3 by 3 kernels, biases and a ramp. */
    public static double convolution(double[][] image, double[] kernels, double[] bias) {
        double loss = 0;
        for (int c = 0; c < bias.length; c++) {
            for (int i = 0; i < image.length - 2; i++) {
                for (int j = 0; j < image[0].length - 2; j++) {
                    double s = bias[c];
                    for (int p = 0; p < 3; p++) {
                        for (int q = 0; q < 3; q++) {
                            s += kernels[c * 9 + p * 3 + q] * image[i + p][j + q];
                        }
                    }
                    double y = Math.max(s, 0);
                    loss += y * y;
                }
            }
        }
        return loss;
    }

    /** Half of x'Ax for a sparse matrix in rows. */
    public static double sparse(double[] values, int[] columns, int[] rows, double[] x) {
        double e = 0;
        for (int i = 0; i + 1 < rows.length; i++) {
            double s = 0;
            for (int k = rows[i]; k < rows[i + 1]; k++) {
                s += values[k] * x[columns[k]];
            }
            e += x[i] * s;
        }
        return 0.5 * e;
    }

    /** Potential energy of bodies, each pair once. */
    public static double pairs(double[] x, double[] y, double[] z) {
        double e = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = i + 1; j < x.length; j++) {
                double dx = x[i] - x[j];
                double dy = y[i] - y[j];
                double dz = z[i] - z[j];
                e += 1 / Math.sqrt(dx * dx + dy * dy + dz * dz + 0.01);
            }
        }
        return e;
    }

    /** Logarithm of a determinant's magnitude by elimination with pivots, in place (of a copy). */
    public static double logDeterminant(double[][] matrix) {
        int n = matrix.length;
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = matrix[i][j];
            }
        }
        double sum = 0;
        for (int k = 0; k < n; k++) {
            int p = k;
            for (int i = k + 1; i < n; i++) {
                if (Math.abs(a[i][k]) > Math.abs(a[p][k])) {
                    p = i;
                }
            }
            if (p != k) {
                for (int j = 0; j < n; j++) {
                    double t = a[k][j];
                    a[k][j] = a[p][j];
                    a[p][j] = t;
                }
            }
            sum += Math.log(Math.abs(a[k][k]));
            for (int i = k + 1; i < n; i++) {
                double f = a[i][k] / a[k][k];
                a[i][k] = f;
                for (int j = k + 1; j < n; j++) {
                    a[i][j] -= f * a[k][j];
                }
            }
        }
        return sum;
    }

    /** Rosenbrock's function of many variables. */
    public static double rosenbrock(double[] x) {
        double s = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            double a = 1 - x[i];
            double b = x[i + 1] - x[i] * x[i];
            s += a * a + 100 * b * b;
        }
        return s;
    }

    /** Folds the elements from {@code from} to {@code to} in halves. */
    public static double halves(double[] v, int from, int to) {
        if (to - from == 1) {
            return v[from] * v[from];
        }
        int middle = (from + to) >>> 1;
        double l = halves(v, from, middle);
        double r = halves(v, middle, to);
        return Math.sqrt(l * l + r) + 0.01 * l * r;
    }

    /** The same for all elements. */
    public static double halves(double[] v) {
        return halves(v, 0, v.length);
    }
}
