package dev.jacobi.gradients.programs;

/** Programs that look at the elements beside one where there are such. */
public final class Neighbours {
    private Neighbours() {
    }

    /** Steps of a row each of whose elements takes from the two before it and the second behind it. */
    public static double twoAway(double[] start, int steps) {
        int n = start.length;
        double[] now = start.clone();
        for (int t = 0; t < steps; t++) {
            double[] next = new double[n];
            for (int i = 0; i < n; i++) {
                double b = now[i];
                if (i >= 2) {
                    b += now[i - 2] * now[i - 1];
                }
                if (i <= n - 3) {
                    b -= now[i + 2] * 0.3;
                }
                next[i] = b * 0.7;
            }
            now = next;
        }
        return squares(now, n);
    }

    /** Least costs backward in time in a flat table, from right to left. */
    public static double backward(double[] cost, int steps) {
        int n = cost.length;
        double[] v = new double[(steps + 1) * n];
        for (int i = 0; i < n; i++) {
            v[steps * n + i] = cost[i] * cost[i];
        }
        for (int t = steps - 1; t >= 0; t--) {
            for (int i = n - 1; i >= 0; i--) {
                double least = v[(t + 1) * n + i] + 0.1;
                least = i == 0 ? least : Math.min(least, v[(t + 1) * n + i - 1] + cost[i]);
                least = i != n - 1 ? Math.min(least, v[(t + 1) * n + i + 1] + 0.2 * cost[i]) : least;
                v[t * n + i] = least * 0.9;
            }
        }
        return squares(v, n);
    }

    /** Steps on a square, of whose neighbours only those that are there count. */
    public static double square(double[][] start, double rate, int steps) {
        int n = start.length;
        double[][] now = start;
        for (int t = 0; t < steps; t++) {
            double[][] next = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double s = now[i][j];
                    if (i > 0) {
                        s += rate * now[i - 1][j] * now[i][j];
                    }
                    if (j > 0) {
                        s -= 0.2 * now[i][j - 1];
                    }
                    if (i < n - 1) {
                        s += 0.3 * now[i + 1][j];
                    }
                    if (j < n - 1) {
                        s -= rate * now[i][j + 1] * now[i][j];
                    }
                    next[i][j] = s;
                }
            }
            now = next;
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += squares(now[i], n);
        }
        return sum;
    }

    private static double squares(double[] v, int n) {
        double s = 0;
        for (int i = 0; i < n; i++) {
            s += v[i] * v[i];
        }
        return s;
    }
}
