package dev.jacobi.gradients.programs;

/** Classical algorithms in place, written as loops. */
public final class Algorithms {
    private Algorithms() {
    }

    /** Logarithm of the determinant of a symmetric positive definite matrix by Cholesky's decomposition in place (of a copy). */
    public static double logDeterminant(double[][] a) {
        int n = a.length;
        double[][] l = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                l[i][j] = 0.5 * (a[i][j] + a[j][i]);
            }
        }
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < j; k++) {
                for (int i = j; i < n; i++) {
                    l[i][j] -= l[i][k] * l[j][k];
                }
            }
            double d = Math.sqrt(l[j][j]);
            for (int i = j; i < n; i++) {
                l[i][j] /= d;
            }
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.log(l[i][i]);
        }
        return 2 * sum;
    }

    /** Weighted power spectrum of a signal of length 2^k, by a radix-2 transform in place (of copies); weights w. */
    public static double spectrum(double[] signal, double[] w) {
        int n = signal.length;
        double[] re = signal.clone();
        double[] im = new double[n];
        for (int i = 1, j = 0; i < n; i++) {
            int bit = n >> 1;
            for (; (j & bit) != 0; bit >>= 1) {
                j ^= bit;
            }
            j ^= bit;
            if (i < j) {
                double t = re[i];
                re[i] = re[j];
                re[j] = t;
            }
        }
        for (int len = 2; len <= n; len <<= 1) {
            for (int i = 0; i < n; i += len) {
                for (int k = 0; k < len / 2; k++) {
                    double angle = -2 * Math.PI * k / len;
                    double wr = Math.cos(angle);
                    double wi = Math.sin(angle);
                    int a = i + k;
                    int b = a + len / 2;
                    double xr = re[b] * wr - im[b] * wi;
                    double xi = re[b] * wi + im[b] * wr;
                    re[b] = re[a] - xr;
                    im[b] = im[a] - xi;
                    re[a] += xr;
                    im[a] += xi;
                }
            }
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += w[i] * (re[i] * re[i] + im[i] * im[i]);
        }
        return sum;
    }

    /** The median of the squares of the values, by quicksort in place (of a copy). */
    public static double median(double[] values) {
        double[] a = new double[values.length];
        for (int i = 0; i < a.length; i++) {
            a[i] = values[i] * values[i];
        }
        sort(a, 0, a.length - 1);
        return a.length % 2 == 1 ? a[a.length / 2] : 0.5 * (a[a.length / 2 - 1] + a[a.length / 2]);
    }

    private static void sort(double[] a, int from, int to) {
        if (from >= to) {
            return;
        }
        double pivot = a[(from + to) >>> 1];
        int i = from;
        int j = to;
        while (i <= j) {
            while (a[i] < pivot) {
                i++;
            }
            while (a[j] > pivot) {
                j--;
            }
            if (i <= j) {
                double t = a[i];
                a[i++] = a[j];
                a[j--] = t;
            }
        }
        sort(a, from, j);
        sort(a, i, to);
    }
}
