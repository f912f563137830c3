package dev.jacobi.polybench;

/** PolyBench's stencils, over arrays of arrays. */
public final class Stencils {
    private Stencils() {
    }

    public static void adi(int steps, int n, double[][] u, double[][] v, double[][] p, double[][] q) {
        double dx = 1.0 / n;
        double dy = 1.0 / n;
        double dt = 1.0 / steps;
        double mul1 = 2.0 * dt / (dx * dx);
        double mul2 = 1.0 * dt / (dy * dy);
        double a = -mul1 / 2.0;
        double b = 1.0 + mul1;
        double d = -mul2 / 2.0;
        double e = 1.0 + mul2;
        for (int t = 1; t <= steps; t++) {
            for (int i = 1; i < n - 1; i++) {
                v[0][i] = 1;
                p[i][0] = 0;
                q[i][0] = v[0][i];
                for (int j = 1; j < n - 1; j++) {
                    p[i][j] = -a / (a * p[i][j - 1] + b);
                    q[i][j] = (-d * u[j][i - 1] + (1.0 + 2.0 * d) * u[j][i] - d * u[j][i + 1] - a * q[i][j - 1]) / (a * p[i][j - 1] + b);
                }
                v[n - 1][i] = 1;
                for (int j = n - 2; j >= 1; j--) {
                    v[j][i] = p[i][j] * v[j + 1][i] + q[i][j];
                }
            }
            for (int i = 1; i < n - 1; i++) {
                u[i][0] = 1;
                p[i][0] = 0;
                q[i][0] = u[i][0];
                for (int j = 1; j < n - 1; j++) {
                    p[i][j] = -d / (d * p[i][j - 1] + e);
                    q[i][j] = (-a * v[i - 1][j] + (1.0 + 2.0 * a) * v[i][j] - a * v[i + 1][j] - d * q[i][j - 1]) / (d * p[i][j - 1] + e);
                }
                u[i][n - 1] = 1;
                for (int j = n - 2; j >= 1; j--) {
                    u[i][j] = p[i][j] * u[i][j + 1] + q[i][j];
                }
            }
        }
    }

    public static void fdtd2d(int steps, int nx, int ny, double[][] ex, double[][] ey, double[][] hz, double[] source) {
        for (int t = 0; t < steps; t++) {
            for (int j = 0; j < ny; j++) {
                ey[0][j] = source[t];
            }
            for (int i = 1; i < nx; i++) {
                for (int j = 0; j < ny; j++) {
                    ey[i][j] = ey[i][j] - 0.5 * (hz[i][j] - hz[i - 1][j]);
                }
            }
            for (int i = 0; i < nx; i++) {
                for (int j = 1; j < ny; j++) {
                    ex[i][j] = ex[i][j] - 0.5 * (hz[i][j] - hz[i][j - 1]);
                }
            }
            for (int i = 0; i < nx - 1; i++) {
                for (int j = 0; j < ny - 1; j++) {
                    hz[i][j] = hz[i][j] - 0.7 * (ex[i][j + 1] - ex[i][j] + ey[i + 1][j] - ey[i][j]);
                }
            }
        }
    }

    public static void heat3d(int steps, int n, double[][][] a, double[][][] b) {
        for (int t = 1; t <= steps; t++) {
            for (int i = 1; i < n - 1; i++) {
                for (int j = 1; j < n - 1; j++) {
                    for (int k = 1; k < n - 1; k++) {
                        b[i][j][k] = 0.125 * (a[i + 1][j][k] - 2.0 * a[i][j][k] + a[i - 1][j][k]) + 0.125 * (a[i][j + 1][k] - 2.0 * a[i][j][k] + a[i][j - 1][k])
                            + 0.125 * (a[i][j][k + 1] - 2.0 * a[i][j][k] + a[i][j][k - 1]) + a[i][j][k];
                    }
                }
            }
            for (int i = 1; i < n - 1; i++) {
                for (int j = 1; j < n - 1; j++) {
                    for (int k = 1; k < n - 1; k++) {
                        a[i][j][k] = 0.125 * (b[i + 1][j][k] - 2.0 * b[i][j][k] + b[i - 1][j][k]) + 0.125 * (b[i][j + 1][k] - 2.0 * b[i][j][k] + b[i][j - 1][k])
                            + 0.125 * (b[i][j][k + 1] - 2.0 * b[i][j][k] + b[i][j][k - 1]) + b[i][j][k];
                    }
                }
            }
        }
    }

    public static void jacobi1d(int steps, int n, double[] a, double[] b) {
        for (int t = 0; t < steps; t++) {
            for (int i = 1; i < n - 1; i++) {
                b[i] = 0.33333 * (a[i - 1] + a[i] + a[i + 1]);
            }
            for (int i = 1; i < n - 1; i++) {
                a[i] = 0.33333 * (b[i - 1] + b[i] + b[i + 1]);
            }
        }
    }

    public static void jacobi2d(int steps, int n, double[][] a, double[][] b) {
        for (int t = 0; t < steps; t++) {
            for (int i = 1; i < n - 1; i++) {
                for (int j = 1; j < n - 1; j++) {
                    b[i][j] = 0.2 * (a[i][j] + a[i][j - 1] + a[i][1 + j] + a[1 + i][j] + a[i - 1][j]);
                }
            }
            for (int i = 1; i < n - 1; i++) {
                for (int j = 1; j < n - 1; j++) {
                    a[i][j] = 0.2 * (b[i][j] + b[i][j - 1] + b[i][1 + j] + b[1 + i][j] + b[i - 1][j]);
                }
            }
        }
    }

    public static void seidel2d(int steps, int n, double[][] a) {
        for (int t = 0; t <= steps - 1; t++) {
            for (int i = 1; i <= n - 2; i++) {
                for (int j = 1; j <= n - 2; j++) {
                    a[i][j] = (a[i - 1][j - 1] + a[i - 1][j] + a[i - 1][j + 1] + a[i][j - 1] + a[i][j] + a[i][j + 1] + a[i + 1][j - 1] + a[i + 1][j] + a[i + 1][j + 1]) / 9.0;
                }
            }
        }
    }
}
