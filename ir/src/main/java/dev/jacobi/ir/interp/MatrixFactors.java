package dev.jacobi.ir.interp;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Orthogonal factors of one matrix, by the plainest methods that are accurate: Householder's reflections and Jacobi's rotations. */
final class MatrixFactors {
    private static final int SWEEPS = 60;
    /** What is smaller beside its neighbours than this is as good as nothing. */
    private static final double NOTHING = 1e-16;

    private MatrixFactors() {
    }

    /**
     * {q, r} with all columns of q. A reflection takes column k to a multiple of the k-th unit vector whose sign is the opposite of the diagonal element's; there is none where nothing
     * stands below the diagonal. So do LAPACK's routines.
     */
    static double[][][] qr(double[][] a, int rows, int columns) {
        double[][] q = identity(rows);
        double[][] r = a;
        for (int k = 0; k < Math.min(rows - 1, columns); k++) {
            double below = 0;
            for (int i = k + 1; i < rows; i++) {
                below = Math.hypot(below, r[i][k]);
            }
            if (below == 0) {
                continue;
            }
            double alpha = r[k][k];
            double beta = -Math.copySign(Math.hypot(alpha, below), alpha);
            double[] v = new double[rows];
            v[k] = 1;
            for (int i = k + 1; i < rows; i++) {
                v[i] = r[i][k] / (alpha - beta);
            }
            double tau = (beta - alpha) / beta;
            reflectRows(r, v, tau, k, k);
            r[k][k] = beta;
            for (int i = k + 1; i < rows; i++) {
                r[i][k] = 0;
            }
            reflectColumns(q, v, tau, k);
        }
        return new double[][][] {q, r};
    }

    /** (1 - tau v v') x, from a row and a column on. */
    private static void reflectRows(double[][] x, double[] v, double tau, int row, int column) {
        for (int j = column; j < x[row].length; j++) {
            double dot = 0;
            for (int i = row; i < x.length; i++) {
                dot += v[i] * x[i][j];
            }
            for (int i = row; i < x.length; i++) {
                x[i][j] -= tau * dot * v[i];
            }
        }
    }

    /** x (1 - tau v v'), from a column on. */
    private static void reflectColumns(double[][] x, double[] v, double tau, int column) {
        for (double[] line : x) {
            double dot = 0;
            for (int j = column; j < v.length; j++) {
                dot += line[j] * v[j];
            }
            for (int j = column; j < v.length; j++) {
                line[j] -= tau * dot * v[j];
            }
        }
    }

    /**
     * {eigenvalues, eigenvectors} of a symmetric matrix, ascending: Jacobi's rotations, one for each pair of rows in turn, until nothing is left beside the diagonal. All are NaN when the
     * squares of the elements have no finite sum.
     */
    static double[][][] eigh(double[][] a) {
        int n = a.length;
        double unknown = unknown(a);
        double[][] v = identity(n);
        boolean more = true;
        for (int sweep = 0; sweep < SWEEPS && more; sweep++) {
            more = false;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    if (Math.abs(a[p][q]) > NOTHING * (Math.abs(a[p][p]) + Math.abs(a[q][q]))) {
                        double[] cs = rotation((a[q][q] - a[p][p]) / (2 * a[p][q]));
                        rotateColumns(a, p, q, cs);
                        rotateRows(a, p, q, cs);
                        rotateColumns(v, p, q, cs);
                        a[p][q] = 0;
                        a[q][p] = 0;
                        more = true;
                    }
                }
            }
        }
        double[] values = IntStream.range(0, n).mapToDouble(i -> a[i][i] + unknown).toArray();
        shift(v, unknown);
        return ordered(values, v, Comparator.comparingDouble(i -> values[i]));
    }

    /** Cosine and sine of the smaller angle that makes two directions orthogonal, by the cotangent of twice the angle. */
    static double[] rotation(double cotangent) {
        double t = Math.copySign(1, cotangent) / (Math.abs(cotangent) + Math.hypot(1, cotangent));
        double c = 1 / Math.hypot(1, t);
        return new double[] {c, c * t};
    }

    static void rotateColumns(double[][] x, int p, int q, double[] cs) {
        for (double[] row : x) {
            double y = row[p];
            row[p] = cs[0] * y - cs[1] * row[q];
            row[q] = cs[1] * y + cs[0] * row[q];
        }
    }

    static void rotateRows(double[][] x, int p, int q, double[] cs) {
        for (int j = 0; j < x[p].length; j++) {
            double y = x[p][j];
            x[p][j] = cs[0] * y - cs[1] * x[q][j];
            x[q][j] = cs[1] * y + cs[0] * x[q][j];
        }
    }

    /** {u, values, v'} with all columns: rotations of the columns until they are orthogonal (Hestenes, 1958). Their lengths are the values. NaN as for eigenvalues. */
    static double[][][] svd(double[][] a, int rows, int columns) {
        if (rows < columns) {
            double[][][] t = svd(transposed(a, rows, columns), columns, rows);
            return new double[][][] {transposed(t[2], rows, rows), t[1], transposed(t[0], columns, columns)};
        }
        double unknown = unknown(a);
        double[][] v = identity(columns);
        boolean more = true;
        for (int sweep = 0; sweep < SWEEPS && more; sweep++) {
            more = false;
            for (int p = 0; p < columns; p++) {
                for (int q = p + 1; q < columns; q++) {
                    double pp = dot(a, p, p);
                    double qq = dot(a, q, q);
                    double pq = dot(a, p, q);
                    if (Math.abs(pq) > 1e-15 * Math.sqrt(pp) * Math.sqrt(qq)) {
                        double[] cs = rotation((qq - pp) / (2 * pq));
                        rotateColumns(a, p, q, cs);
                        rotateColumns(v, p, q, cs);
                        more = true;
                    }
                }
            }
        }
        double[] values = IntStream.range(0, columns).mapToDouble(j -> Math.sqrt(dot(a, j, j)) + unknown).toArray();
        Comparator<Integer> descending = Comparator.comparingDouble(j -> -values[j]);
        double[][][] right = ordered(values, v, descending);
        double[][] scaled = ordered(values, a, descending)[1];
        // The columns' directions, and others orthogonal to them where they are too short to have one or where there are more rows.
        double[][][] qr = qr(scaled, rows, columns);
        for (int j = 0; j < columns; j++) {
            if (qr[1][j][j] < 0) {
                for (double[] row : qr[0]) {
                    row[j] = -row[j];
                }
            }
        }
        shift(qr[0], unknown);
        shift(right[1], unknown);
        return new double[][][] {qr[0], right[0], transposed(right[1], columns, columns)};
    }

    /** NaN when the squares of the elements have no finite sum, else zero. */
    static double unknown(double[][] a) {
        return 0 * Arrays.stream(a).flatMapToDouble(Arrays::stream).map(x -> x * x).sum();
    }

    static void shift(double[][] x, double by) {
        for (double[] row : x) {
            for (int j = 0; j < row.length; j++) {
                row[j] += by;
            }
        }
    }

    private static double dot(double[][] a, int p, int q) {
        double sum = 0;
        for (double[] row : a) {
            sum += row[p] * row[q];
        }
        return sum;
    }

    /** {values, columns} in this order. */
    static double[][][] ordered(double[] values, double[][] columns, Comparator<Integer> by) {
        int[] order = IntStream.range(0, values.length).boxed().sorted(by).mapToInt(i -> i).toArray();
        double[] sorted = Arrays.stream(order).mapToDouble(i -> values[i]).toArray();
        double[][] moved = Arrays.stream(columns).map(row -> Arrays.stream(order).mapToDouble(i -> row[i]).toArray()).toArray(double[][]::new);
        return new double[][][] {{sorted}, moved};
    }

    static double[][] identity(int n) {
        double[][] e = new double[n][n];
        for (int i = 0; i < n; i++) {
            e[i][i] = 1;
        }
        return e;
    }

    static double[][] transposed(double[][] a, int rows, int columns) {
        double[][] t = new double[columns][rows];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }
}
