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

    /** The energy of the cheapest seam from the top of a flat image to its bottom, with a table of sums as long as the image. */
    public static double seam(double[] energy, int height, int width) {
        double[] sums = new double[height * width];
        for (int x = 0; x < width; x++) {
            sums[x] = energy[x];
        }
        for (int y = 1; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double least = sums[(y - 1) * width + x];
                if (x > 0) {
                    least = Math.min(least, sums[(y - 1) * width + x - 1]);
                }
                if (x < width - 1) {
                    least = Math.min(least, sums[(y - 1) * width + x + 1]);
                }
                sums[y * width + x] = energy[y * width + x] + least;
            }
        }
        double least = sums[(height - 1) * width];
        for (int x = 1; x < width; x++) {
            least = Math.min(least, sums[(height - 1) * width + x]);
        }
        return least;
    }

    /** The best score of a line through a table that moves by up to two columns in a step, which earns or costs something. */
    public static double band(double[][] score, double[] jump) {
        int width = score[0].length;
        double[] best = score[0].clone();
        for (int t = 1; t < score.length; t++) {
            double[] next = new double[width];
            for (int x = 0; x < width; x++) {
                double most = -1e9;
                for (int k = -2; k <= 2; k++) {
                    if (x + k >= 0 && x + k < width) {
                        most = Math.max(most, best[x + k] + jump[k + 2]);
                    }
                }
                next[x] = most + score[t][x];
            }
            best = next;
        }
        double most = best[0];
        for (double b : best) {
            most = Math.max(most, b);
        }
        return most;
    }
}
