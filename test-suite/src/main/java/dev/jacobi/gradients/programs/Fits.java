package dev.jacobi.gradients.programs;

/** Losses whose terms take long and share most of it. */
public final class Fits {
    private Fits() {
    }

    /** Squared distance of a cubic spline from points, by de Boor's algorithm, whose places are the numbers of intervals. */
    public static double deBoor(double[] coefficients, double[] x, double[] y) {
        double sum = 0;
        int intervals = coefficients.length - 3;
        for (int e = 0; e < x.length; e++) {
            int k = Math.min((int) x[e], intervals - 1);
            double[] d = new double[4];
            for (int j = 0; j < 4; j++) {
                d[j] = coefficients[k + j];
            }
            for (int r = 1; r <= 3; r++) {
                for (int j = 3; j >= r; j--) {
                    double a = (x[e] - (k + j - 3)) / (double) (4 - r);
                    d[j] = (1 - a) * d[j - 1] + a * d[j];
                }
            }
            sum += (d[3] - y[e]) * (d[3] - y[e]);
        }
        return sum;
    }

    /** A transformer's layer between attentions: normalised, made wide, bent, made narrow, added. */
    public static double residual(double[][] x, double[] gain, double[][] wide, double[][] narrow) {
        double sum = 0;
        for (double[] row : x) {
            double[] y = normalised(row, gain);
            double[] h = new double[wide.length];
            for (int i = 0; i < h.length; i++) {
                double a = 0;
                for (int k = 0; k < y.length; k++) {
                    a += wide[i][k] * y[k];
                }
                h[i] = gelu(a);
            }
            for (int i = 0; i < row.length; i++) {
                double a = row[i];
                for (int k = 0; k < h.length; k++) {
                    a += narrow[i][k] * h[k];
                }
                sum += a * a * (i + 1);
            }
        }
        return sum / x.length;
    }

    private static double gelu(double x) {
        return 0.5 * x * (1 + Math.tanh(0.7978845608 * (x + 0.044715 * x * x * x)));
    }

    private static double[] normalised(double[] x, double[] gain) {
        double mean = 0;
        for (double v : x) {
            mean += v;
        }
        mean /= x.length;
        double variance = 0;
        for (double v : x) {
            variance += (v - mean) * (v - mean);
        }
        variance /= x.length;
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = (x[i] - mean) / Math.sqrt(variance + 1e-5) * gain[i];
        }
        return y;
    }
}
