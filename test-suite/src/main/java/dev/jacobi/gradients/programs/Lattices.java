package dev.jacobi.gradients.programs;

/** Lattices, triangles and pools as different people write them: tables of rows and flat ones, forwards and backwards in time, by rows and by columns. */
public final class Lattices {
    private Lattices() {
    }

    /** A bond with a fee on a lattice of short rates, which grow by a factor from node to node: rows of a table, backwards in time. */
    public static double bond(double rate, double spread, double coupon, double fee, int steps) {
        double up = Math.exp(2 * spread);
        double[][] value = new double[steps + 1][steps + 1];
        for (int i = 0; i <= steps; i++) {
            value[steps][i] = 1 + coupon;
        }
        for (int t = steps - 1; t >= 0; t--) {
            double r = rate * Math.exp(-spread * t);
            for (int i = 0; i <= t; i++) {
                double held = (0.5 * (value[t + 1][i] + value[t + 1][i + 1])) / (1 + r) + coupon;
                value[t][i] = held - fee * held * held;
                r *= up;
            }
        }
        return value[0][0];
    }

    /** A barrier option by a trinomial scheme on one flat table, with a payment that shrinks along the row. */
    public static double barrier(double spot, double down, double up, double rebate, int steps) {
        int width = 2 * steps + 1;
        double[] v = new double[(steps + 1) * width];
        for (int i = 0; i < width; i++) {
            v[steps * width + i] = Math.max(spot * Math.exp(0.05 * (i - steps)) - 1, 0);
        }
        double middle = 0.98 - up - down;
        for (int t = steps - 1; t >= 0; t--) {
            double paid = rebate;
            for (int i = steps - t; i <= steps + t; i++) {
                double held = down * v[(t + 1) * width + i - 1] + middle * v[(t + 1) * width + i] + up * v[(t + 1) * width + i + 1];
                v[t * width + i] = Math.max(held, paid);
                paid = paid * 0.97 + 0.001 * down;
            }
        }
        return v[steps];
    }

    /** A population by ages, forwards in time: what each age loses, and births weighed by a factor that falls from age to age. */
    public static double ages(double[] start, double survival, double births, double decay, int years) {
        int n = start.length;
        double[] now = start.clone();
        double loss = 0;
        for (int y = 0; y < years; y++) {
            double[] next = new double[n];
            double born = 0;
            double weight = births;
            for (int a = 0; a < n; a++) {
                born += weight * now[a];
                weight *= decay;
            }
            next[0] = born;
            for (int a = 1; a < n; a++) {
                next[a] = survival * now[a - 1] * (1 - 0.01 * now[a - 1]);
            }
            now = next;
            loss += now[n / 2] * now[n / 2];
        }
        return loss;
    }

    /** Squared solution of an upper triangular system in a flat array, by columns. */
    public static double upper(double[] u, double[] b, int n) {
        double[] x = b.clone();
        for (int j = n - 1; j >= 0; j--) {
            x[j] /= u[j * n + j];
            for (int i = 0; i < j; i++) {
                x[i] -= u[i * n + j] * x[j];
            }
        }
        double s = 0;
        for (int i = 0; i < n; i++) {
            s += x[i] * x[i];
        }
        return s;
    }

    /** A flat image under a square kernel, a soft step, and means over squares. */
    public static double means(double[] image, double[] kernel, double[] target, int size, int window) {
        int side = (int) Math.round(Math.sqrt(kernel.length));
        int n = size - side + 1;
        double[] out = new double[n * n];
        for (int y = 0; y < n; y++) {
            for (int x = 0; x < n; x++) {
                double s = 0;
                for (int a = 0; a < side; a++) {
                    for (int c = 0; c < side; c++) {
                        s += kernel[a * side + c] * image[(y + a) * size + x + c];
                    }
                }
                out[y * n + x] = s / (1 + Math.abs(s));
            }
        }
        int m = n / window;
        double loss = 0;
        for (int y = 0; y < m; y++) {
            for (int x = 0; x < m; x++) {
                double mean = 0;
                for (int a = 0; a < window; a++) {
                    for (int c = 0; c < window; c++) {
                        mean += out[(y * window + a) * n + x * window + c];
                    }
                }
                mean /= window * window;
                loss += (mean - target[y * m + x]) * (mean - target[y * m + x]);
            }
        }
        return loss;
    }

    /** The greatest of each square of a filtered image. */
    public static double greatest(double[][] image, double[][] kernel, double bias) {
        int n = image.length - kernel.length + 1;
        double sum = 0;
        for (int y = 0; y + 1 < n; y += 2) {
            for (int x = 0; x + 1 < n; x += 2) {
                double best = 0;
                for (int p = 0; p < 4; p++) {
                    double s = bias;
                    for (int a = 0; a < kernel.length; a++) {
                        for (int c = 0; c < kernel[0].length; c++) {
                            s += image[y + p / 2 + a][x + p % 2 + c] * kernel[a][c];
                        }
                    }
                    best = Math.max(best, s);
                }
                sum += best * best;
            }
        }
        return sum;
    }

    /** How far some points are from the nearest of others, all together. */
    public static double nearest(double[][] points, double[][] others) {
        double sum = 0;
        for (double[] p : points) {
            double least = Double.MAX_VALUE;
            for (double[] q : others) {
                least = Math.min(least, distance(p, q));
            }
            sum += least;
        }
        return sum;
    }

    /** The greatest distance of one of some points from the nearest of others. */
    public static double farthest(double[][] points, double[][] others) {
        double most = 0;
        for (double[] p : points) {
            double least = Double.MAX_VALUE;
            for (double[] q : others) {
                least = Math.min(least, distance(p, q));
            }
            most = Math.max(most, least);
        }
        return most;
    }

    private static double distance(double[] p, double[] q) {
        return Math.sqrt((p[0] - q[0]) * (p[0] - q[0]) + (p[1] - q[1]) * (p[1] - q[1]));
    }

    /** The cheapest way down a grid, to a neighbour of the next row in each step. */
    public static double cheapest(double[][] cost, double turn) {
        int n = cost[0].length;
        double[] now = cost[0].clone();
        for (int y = 1; y < cost.length; y++) {
            double[] next = new double[n];
            for (int x = 0; x < n; x++) {
                double best = now[x];
                if (x > 0) {
                    best = Math.min(best, now[x - 1] + turn);
                }
                if (x + 1 < n) {
                    best = Math.min(best, now[x + 1] + turn);
                }
                next[x] = cost[y][x] + best;
            }
            now = next;
        }
        double least = now[0];
        for (int x = 1; x < n; x++) {
            least = Math.min(least, now[x]);
        }
        return least;
    }

    /** The least sum of differences of two series one of which may stand still while the other goes on (dynamic time warping), with two rows of the table. */
    public static double warping(double[] a, double[] b) {
        double[] above = new double[b.length + 1];
        double[] row = new double[b.length + 1];
        for (int j = 1; j < above.length; j++) {
            above[j] = 1e30;
        }
        for (int i = 1; i <= a.length; i++) {
            row[0] = 1e30;
            for (int j = 1; j <= b.length; j++) {
                double best = above[j];
                if (above[j - 1] < best) {
                    best = above[j - 1];
                }
                if (row[j - 1] < best) {
                    best = row[j - 1];
                }
                row[j] = Math.abs(a[i - 1] - b[j - 1]) + best;
            }
            double[] swapped = above;
            above = row;
            row = swapped;
        }
        return above[b.length];
    }

    /** The best score of parts of two texts (Smith and Waterman, 1981), with the whole table. */
    public static double alignment(double[][] score, int[] a, int[] b, double gap) {
        double[][] h = new double[a.length + 1][b.length + 1];
        double best = 0;
        for (int i = 1; i <= a.length; i++) {
            for (int j = 1; j <= b.length; j++) {
                double v = Math.max(h[i - 1][j - 1] + score[a[i - 1]][b[j - 1]], h[i - 1][j] - gap);
                h[i][j] = Math.max(Math.max(v, h[i][j - 1] - gap), 0);
                best = Math.max(best, h[i][j]);
            }
        }
        return best;
    }
}
