package dev.jacobi.polybench;

/** PolyBench's kernels of several products of matrices and vectors one after the other, over flat arrays. */
public final class FlatProducts {
    private FlatProducts() {
    }

    public static void twoMm(int ni, int nj, int nk, int nl, double alpha, double beta, double[] tmp, double[] a, double[] b, double[] c, double[] d) {
        for (int i = 0; i < ni; i++) {
            for (int j = 0; j < nj; j++) {
                tmp[i * nj + j] = 0;
                for (int k = 0; k < nk; k++) {
                    tmp[i * nj + j] += alpha * a[i * nk + k] * b[k * nj + j];
                }
            }
        }
        for (int i = 0; i < ni; i++) {
            for (int j = 0; j < nl; j++) {
                d[i * nl + j] *= beta;
                for (int k = 0; k < nj; k++) {
                    d[i * nl + j] += tmp[i * nj + k] * c[k * nl + j];
                }
            }
        }
    }

    public static void threeMm(int ni, int nj, int nk, int nl, int nm, double[] e, double[] a, double[] b, double[] f, double[] c, double[] d, double[] g) {
        for (int i = 0; i < ni; i++) {
            for (int j = 0; j < nj; j++) {
                e[i * nj + j] = 0;
                for (int k = 0; k < nk; k++) {
                    e[i * nj + j] += a[i * nk + k] * b[k * nj + j];
                }
            }
        }
        for (int i = 0; i < nj; i++) {
            for (int j = 0; j < nl; j++) {
                f[i * nl + j] = 0;
                for (int k = 0; k < nm; k++) {
                    f[i * nl + j] += c[i * nm + k] * d[k * nl + j];
                }
            }
        }
        for (int i = 0; i < ni; i++) {
            for (int j = 0; j < nl; j++) {
                g[i * nl + j] = 0;
                for (int k = 0; k < nj; k++) {
                    g[i * nl + j] += e[i * nj + k] * f[k * nl + j];
                }
            }
        }
    }

    public static void atax(int m, int n, double[] a, double[] x, double[] y, double[] tmp) {
        for (int i = 0; i < n; i++) {
            y[i] = 0;
        }
        for (int i = 0; i < m; i++) {
            tmp[i] = 0;
            for (int j = 0; j < n; j++) {
                tmp[i] = tmp[i] + a[i * n + j] * x[j];
            }
            for (int j = 0; j < n; j++) {
                y[j] = y[j] + a[i * n + j] * tmp[i];
            }
        }
    }

    public static void bicg(int m, int n, double[] a, double[] s, double[] q, double[] p, double[] r) {
        for (int i = 0; i < m; i++) {
            s[i] = 0;
        }
        for (int i = 0; i < n; i++) {
            q[i] = 0;
            for (int j = 0; j < m; j++) {
                s[j] = s[j] + r[i] * a[i * m + j];
                q[i] = q[i] + a[i * m + j] * p[j];
            }
        }
    }

    public static void doitgen(int nr, int nq, int np, double[] a, double[] c4, double[] sum) {
        for (int r = 0; r < nr; r++) {
            for (int q = 0; q < nq; q++) {
                for (int p = 0; p < np; p++) {
                    sum[p] = 0;
                    for (int s = 0; s < np; s++) {
                        sum[p] += a[(r * nq + q) * np + s] * c4[s * np + p];
                    }
                }
                for (int p = 0; p < np; p++) {
                    a[(r * nq + q) * np + p] = sum[p];
                }
            }
        }
    }

    public static void mvt(int n, double[] x1, double[] x2, double[] y1, double[] y2, double[] a) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                x1[i] = x1[i] + a[i * n + j] * y1[j];
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                x2[i] = x2[i] + a[j * n + i] * y2[j];
            }
        }
    }
}
