package dev.jacobi.polybench;

/** PolyBench's products of matrices and vectors as BLAS has them, over flat arrays. */
public final class FlatBlas {
    private FlatBlas() {
    }

    public static void gemm(int ni, int nj, int nk, double alpha, double beta, double[] c, double[] a, double[] b) {
        for (int i = 0; i < ni; i++) {
            for (int j = 0; j < nj; j++) {
                c[i * nj + j] *= beta;
            }
            for (int k = 0; k < nk; k++) {
                for (int j = 0; j < nj; j++) {
                    c[i * nj + j] += alpha * a[i * nk + k] * b[k * nj + j];
                }
            }
        }
    }

    public static void gemver(int n, double alpha, double beta, double[] a, double[] u1, double[] v1, double[] u2, double[] v2, double[] w, double[] x, double[] y, double[] z) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i * n + j] = a[i * n + j] + u1[i] * v1[j] + u2[i] * v2[j];
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                x[i] = x[i] + beta * a[j * n + i] * y[j];
            }
        }
        for (int i = 0; i < n; i++) {
            x[i] = x[i] + z[i];
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                w[i] = w[i] + alpha * a[i * n + j] * x[j];
            }
        }
    }

    public static void gesummv(int n, double alpha, double beta, double[] a, double[] b, double[] tmp, double[] x, double[] y) {
        for (int i = 0; i < n; i++) {
            tmp[i] = 0;
            y[i] = 0;
            for (int j = 0; j < n; j++) {
                tmp[i] = a[i * n + j] * x[j] + tmp[i];
                y[i] = b[i * n + j] * x[j] + y[i];
            }
            y[i] = alpha * tmp[i] + beta * y[i];
        }
    }

    public static void symm(int m, int n, double alpha, double beta, double[] c, double[] a, double[] b) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < i; k++) {
                    c[k * n + j] += alpha * b[i * n + j] * a[i * m + k];
                    sum += b[k * n + j] * a[i * m + k];
                }
                c[i * n + j] = beta * c[i * n + j] + alpha * b[i * n + j] * a[i * m + i] + alpha * sum;
            }
        }
    }

    public static void syr2k(int n, int m, double alpha, double beta, double[] c, double[] a, double[] b) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                c[i * n + j] *= beta;
            }
            for (int k = 0; k < m; k++) {
                for (int j = 0; j <= i; j++) {
                    c[i * n + j] += a[j * m + k] * alpha * b[i * m + k] + b[j * m + k] * alpha * a[i * m + k];
                }
            }
        }
    }

    public static void syrk(int n, int m, double alpha, double beta, double[] c, double[] a) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                c[i * n + j] *= beta;
            }
            for (int k = 0; k < m; k++) {
                for (int j = 0; j <= i; j++) {
                    c[i * n + j] += alpha * a[i * m + k] * a[j * m + k];
                }
            }
        }
    }

    public static void trmm(int m, int n, double alpha, double[] a, double[] b) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = i + 1; k < m; k++) {
                    b[i * n + j] += a[k * m + i] * b[k * n + j];
                }
                b[i * n + j] = alpha * b[i * n + j];
            }
        }
    }
}
