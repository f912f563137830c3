package dev.jacobi.polybench;

/** PolyBench's statistics of the columns of a table, over arrays of arrays. */
public final class DataMining {
    private DataMining() {
    }

    public static void correlation(int m, int n, double[][] data, double[][] corr, double[] mean, double[] deviation) {
        for (int j = 0; j < m; j++) {
            mean[j] = 0;
            for (int i = 0; i < n; i++) {
                mean[j] += data[i][j];
            }
            mean[j] /= n;
        }
        for (int j = 0; j < m; j++) {
            deviation[j] = 0;
            for (int i = 0; i < n; i++) {
                deviation[j] += (data[i][j] - mean[j]) * (data[i][j] - mean[j]);
            }
            deviation[j] /= n;
            deviation[j] = Math.sqrt(deviation[j]);
            deviation[j] = deviation[j] <= 0.1 ? 1 : deviation[j];
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                data[i][j] -= mean[j];
                data[i][j] /= Math.sqrt(n) * deviation[j];
            }
        }
        for (int i = 0; i < m - 1; i++) {
            corr[i][i] = 1;
            for (int j = i + 1; j < m; j++) {
                corr[i][j] = 0;
                for (int k = 0; k < n; k++) {
                    corr[i][j] += data[k][i] * data[k][j];
                }
                corr[j][i] = corr[i][j];
            }
        }
        corr[m - 1][m - 1] = 1;
    }

    public static void covariance(int m, int n, double[][] data, double[][] cov, double[] mean) {
        for (int j = 0; j < m; j++) {
            mean[j] = 0;
            for (int i = 0; i < n; i++) {
                mean[j] += data[i][j];
            }
            mean[j] /= n;
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                data[i][j] -= mean[j];
            }
        }
        for (int i = 0; i < m; i++) {
            for (int j = i; j < m; j++) {
                cov[i][j] = 0;
                for (int k = 0; k < n; k++) {
                    cov[i][j] += data[k][i] * data[k][j];
                }
                cov[i][j] /= n - 1.0;
                cov[j][i] = cov[i][j];
            }
        }
    }
}
