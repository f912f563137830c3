package dev.jacobi.polybench;

/** PolyBench's statistics of the columns of a table, over flat arrays. */
public final class FlatDataMining {
    private FlatDataMining() {
    }

    public static void correlation(int m, int n, double[] data, double[] corr, double[] mean, double[] deviation) {
        for (int j = 0; j < m; j++) {
            mean[j] = 0;
            for (int i = 0; i < n; i++) {
                mean[j] += data[i * m + j];
            }
            mean[j] /= n;
        }
        for (int j = 0; j < m; j++) {
            deviation[j] = 0;
            for (int i = 0; i < n; i++) {
                deviation[j] += (data[i * m + j] - mean[j]) * (data[i * m + j] - mean[j]);
            }
            deviation[j] /= n;
            deviation[j] = Math.sqrt(deviation[j]);
            deviation[j] = deviation[j] <= 0.1 ? 1 : deviation[j];
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                data[i * m + j] -= mean[j];
                data[i * m + j] /= Math.sqrt(n) * deviation[j];
            }
        }
        for (int i = 0; i < m - 1; i++) {
            corr[i * m + i] = 1;
            for (int j = i + 1; j < m; j++) {
                corr[i * m + j] = 0;
                for (int k = 0; k < n; k++) {
                    corr[i * m + j] += data[k * m + i] * data[k * m + j];
                }
                corr[j * m + i] = corr[i * m + j];
            }
        }
        corr[(m - 1) * m + m - 1] = 1;
    }

    public static void covariance(int m, int n, double[] data, double[] cov, double[] mean) {
        for (int j = 0; j < m; j++) {
            mean[j] = 0;
            for (int i = 0; i < n; i++) {
                mean[j] += data[i * m + j];
            }
            mean[j] /= n;
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                data[i * m + j] -= mean[j];
            }
        }
        for (int i = 0; i < m; i++) {
            for (int j = i; j < m; j++) {
                cov[i * m + j] = 0;
                for (int k = 0; k < n; k++) {
                    cov[i * m + j] += data[k * m + i] * data[k * m + j];
                }
                cov[i * m + j] /= n - 1.0;
                cov[j * m + i] = cov[i * m + j];
            }
        }
    }
}
