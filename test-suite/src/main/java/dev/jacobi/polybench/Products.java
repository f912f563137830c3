package dev.jacobi.polybench;

/** PolyBench's kernels of several products of matrices and vectors one after the other, over arrays of arrays. */
public final class Products {
    private Products() {
    }

    public static void twoMm(int ni, int nj, int nk, int nl, double alpha, double beta, double[][] tmp, double[][] a, double[][] b, double[][] c, double[][] d) {
        for (int i = 0; i < ni; i++) {
            for (int j = 0; j < nj; j++) {
                tmp[i][j] = 0;
                for (int k = 0; k < nk; k++) {
                    tmp[i][j] += alpha * a[i][k] * b[k][j];
                }
            }
        }
        for (int i = 0; i < ni; i++) {
            for (int j = 0; j < nl; j++) {
                d[i][j] *= beta;
                for (int k = 0; k < nj; k++) {
                    d[i][j] += tmp[i][k] * c[k][j];
                }
            }
        }
    }

    public static void threeMm(int ni, int nj, int nk, int nl, int nm, double[][] e, double[][] a, double[][] b, double[][] f, double[][] c, double[][] d, double[][] g) {
        for (int i = 0; i < ni; i++) {
            for (int j = 0; j < nj; j++) {
                e[i][j] = 0;
                for (int k = 0; k < nk; k++) {
                    e[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        for (int i = 0; i < nj; i++) {
            for (int j = 0; j < nl; j++) {
                f[i][j] = 0;
                for (int k = 0; k < nm; k++) {
                    f[i][j] += c[i][k] * d[k][j];
                }
            }
        }
        for (int i = 0; i < ni; i++) {
            for (int j = 0; j < nl; j++) {
                g[i][j] = 0;
                for (int k = 0; k < nj; k++) {
                    g[i][j] += e[i][k] * f[k][j];
                }
            }
        }
    }

    public static void atax(int m, int n, double[][] a, double[] x, double[] y, double[] tmp) {
        for (int i = 0; i < n; i++) {
            y[i] = 0;
        }
        for (int i = 0; i < m; i++) {
            tmp[i] = 0;
            for (int j = 0; j < n; j++) {
                tmp[i] = tmp[i] + a[i][j] * x[j];
            }
            for (int j = 0; j < n; j++) {
                y[j] = y[j] + a[i][j] * tmp[i];
            }
        }
    }

    public static void bicg(int m, int n, double[][] a, double[] s, double[] q, double[] p, double[] r) {
        for (int i = 0; i < m; i++) {
            s[i] = 0;
        }
        for (int i = 0; i < n; i++) {
            q[i] = 0;
            for (int j = 0; j < m; j++) {
                s[j] = s[j] + r[i] * a[i][j];
                q[i] = q[i] + a[i][j] * p[j];
            }
        }
    }

    public static void doitgen(int nr, int nq, int np, double[][][] a, double[][] c4, double[] sum) {
        for (int r = 0; r < nr; r++) {
            for (int q = 0; q < nq; q++) {
                for (int p = 0; p < np; p++) {
                    sum[p] = 0;
                    for (int s = 0; s < np; s++) {
                        sum[p] += a[r][q][s] * c4[s][p];
                    }
                }
                for (int p = 0; p < np; p++) {
                    a[r][q][p] = sum[p];
                }
            }
        }
    }

    public static void mvt(int n, double[] x1, double[] x2, double[] y1, double[] y2, double[][] a) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                x1[i] = x1[i] + a[i][j] * y1[j];
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                x2[i] = x2[i] + a[j][i] * y2[j];
            }
        }
    }
}
