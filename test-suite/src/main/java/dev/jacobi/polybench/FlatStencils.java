package dev.jacobi.polybench;

/** PolyBench's stencils, over flat arrays. */
public final class FlatStencils {
    private FlatStencils() {
    }

    public static void adi(int steps, int n, double[] u, double[] v, double[] p, double[] q) {
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
                v[i] = 1;
                p[i * n] = 0;
                q[i * n] = v[i];
                for (int j = 1; j < n - 1; j++) {
                    p[i * n + j] = -a / (a * p[i * n + j - 1] + b);
                    q[i * n + j] = (-d * u[j * n + i - 1] + (1.0 + 2.0 * d) * u[j * n + i] - d * u[j * n + i + 1] - a * q[i * n + j - 1]) / (a * p[i * n + j - 1] + b);
                }
                v[(n - 1) * n + i] = 1;
                for (int j = n - 2; j >= 1; j--) {
                    v[j * n + i] = p[i * n + j] * v[(j + 1) * n + i] + q[i * n + j];
                }
            }
            for (int i = 1; i < n - 1; i++) {
                u[i * n] = 1;
                p[i * n] = 0;
                q[i * n] = u[i * n];
                for (int j = 1; j < n - 1; j++) {
                    p[i * n + j] = -d / (d * p[i * n + j - 1] + e);
                    q[i * n + j] = (-a * v[(i - 1) * n + j] + (1.0 + 2.0 * a) * v[i * n + j] - a * v[(i + 1) * n + j] - d * q[i * n + j - 1]) / (d * p[i * n + j - 1] + e);
                }
                u[i * n + n - 1] = 1;
                for (int j = n - 2; j >= 1; j--) {
                    u[i * n + j] = p[i * n + j] * u[i * n + j + 1] + q[i * n + j];
                }
            }
        }
    }

    public static void fdtd2d(int steps, int nx, int ny, double[] ex, double[] ey, double[] hz, double[] source) {
        for (int t = 0; t < steps; t++) {
            for (int j = 0; j < ny; j++) {
                ey[j] = source[t];
            }
            for (int i = 1; i < nx; i++) {
                for (int j = 0; j < ny; j++) {
                    ey[i * ny + j] = ey[i * ny + j] - 0.5 * (hz[i * ny + j] - hz[(i - 1) * ny + j]);
                }
            }
            for (int i = 0; i < nx; i++) {
                for (int j = 1; j < ny; j++) {
                    ex[i * ny + j] = ex[i * ny + j] - 0.5 * (hz[i * ny + j] - hz[i * ny + j - 1]);
                }
            }
            for (int i = 0; i < nx - 1; i++) {
                for (int j = 0; j < ny - 1; j++) {
                    hz[i * ny + j] = hz[i * ny + j] - 0.7 * (ex[i * ny + j + 1] - ex[i * ny + j] + ey[(i + 1) * ny + j] - ey[i * ny + j]);
                }
            }
        }
    }

    public static void heat3d(int steps, int n, double[] a, double[] b) {
        for (int t = 1; t <= steps; t++) {
            for (int i = 1; i < n - 1; i++) {
                for (int j = 1; j < n - 1; j++) {
                    for (int k = 1; k < n - 1; k++) {
                        b[(i * n + j) * n + k] = 0.125 * (a[((i + 1) * n + j) * n + k] - 2.0 * a[(i * n + j) * n + k] + a[((i - 1) * n + j) * n + k])
                            + 0.125 * (a[(i * n + j + 1) * n + k] - 2.0 * a[(i * n + j) * n + k] + a[(i * n + j - 1) * n + k])
                            + 0.125 * (a[(i * n + j) * n + k + 1] - 2.0 * a[(i * n + j) * n + k] + a[(i * n + j) * n + k - 1]) + a[(i * n + j) * n + k];
                    }
                }
            }
            for (int i = 1; i < n - 1; i++) {
                for (int j = 1; j < n - 1; j++) {
                    for (int k = 1; k < n - 1; k++) {
                        a[(i * n + j) * n + k] = 0.125 * (b[((i + 1) * n + j) * n + k] - 2.0 * b[(i * n + j) * n + k] + b[((i - 1) * n + j) * n + k])
                            + 0.125 * (b[(i * n + j + 1) * n + k] - 2.0 * b[(i * n + j) * n + k] + b[(i * n + j - 1) * n + k])
                            + 0.125 * (b[(i * n + j) * n + k + 1] - 2.0 * b[(i * n + j) * n + k] + b[(i * n + j) * n + k - 1]) + b[(i * n + j) * n + k];
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

    public static void jacobi2d(int steps, int n, double[] a, double[] b) {
        for (int t = 0; t < steps; t++) {
            for (int i = 1; i < n - 1; i++) {
                for (int j = 1; j < n - 1; j++) {
                    b[i * n + j] = 0.2 * (a[i * n + j] + a[i * n + j - 1] + a[i * n + 1 + j] + a[(1 + i) * n + j] + a[(i - 1) * n + j]);
                }
            }
            for (int i = 1; i < n - 1; i++) {
                for (int j = 1; j < n - 1; j++) {
                    a[i * n + j] = 0.2 * (b[i * n + j] + b[i * n + j - 1] + b[i * n + 1 + j] + b[(1 + i) * n + j] + b[(i - 1) * n + j]);
                }
            }
        }
    }

    public static void seidel2d(int steps, int n, double[] a) {
        for (int t = 0; t <= steps - 1; t++) {
            for (int i = 1; i <= n - 2; i++) {
                for (int j = 1; j <= n - 2; j++) {
                    a[i * n + j] = (a[(i - 1) * n + j - 1] + a[(i - 1) * n + j] + a[(i - 1) * n + j + 1] + a[i * n + j - 1] + a[i * n + j] + a[i * n + j + 1]
                        + a[(i + 1) * n + j - 1] + a[(i + 1) * n + j] + a[(i + 1) * n + j + 1]) / 9.0;
                }
            }
        }
    }
}
