package dev.jacobi.ir.interp;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Factors of one complex matrix by the methods of {@link MatrixFactors}, where a rotation first turns one of two columns so that their product is real. Results are
 * matrices of real and of imaginary
 * parts, and vectors as matrices of one row. Of the phases that vectors may have, these make the first elements of eigenvectors real (the last ones where the upper half is
 * read), and those of the
 * shorter singular vectors, as LAPACK's routines do.
 */
final class ComplexFactors {
    private static final int SWEEPS = 60;
    private final double[][] re;
    private final double[][] im;
    private final int rows;
    private final int columns;

    ComplexFactors(double[][] re, double[][] im, int rows, int columns) {
        this.re = re;
        this.im = im;
        this.rows = rows;
        this.columns = columns;
    }

    /** Elimination; of each column the first row of the largest sum of absolute parts goes up. */
    double[][][] lu() {
        int steps = Math.min(rows, columns);
        double[][] pivots = new double[1][steps];
        double[][] order = {IntStream.range(0, rows).mapToDouble(i -> i).toArray()};
        for (int k = 0; k < steps; k++) {
            int best = k;
            for (int i = k + 1; i < rows; i++) {
                best = size(i, k) > size(best, k) ? i : best;
            }
            pivots[0][k] = best;
            swap(re, k, best);
            swap(im, k, best);
            double from = order[0][k];
            order[0][k] = order[0][best];
            order[0][best] = from;
            double d = re[k][k] * re[k][k] + im[k][k] * im[k][k];
            for (int i = k + 1; i < rows && d != 0; i++) {
                double x = (re[i][k] * re[k][k] + im[i][k] * im[k][k]) / d;
                double y = (im[i][k] * re[k][k] - re[i][k] * im[k][k]) / d;
                re[i][k] = x;
                im[i][k] = y;
                for (int j = k + 1; j < columns; j++) {
                    re[i][j] -= x * re[k][j] - y * im[k][j];
                    im[i][j] -= x * im[k][j] + y * re[k][j];
                }
            }
        }
        return new double[][][] {re, im, pivots, order};
    }

    private double size(int i, int j) {
        return Math.abs(re[i][j]) + Math.abs(im[i][j]);
    }

    private static void swap(double[][] x, int i, int j) {
        double[] row = x[i];
        x[i] = x[j];
        x[j] = row;
    }

    /** {q, r} with all columns of q; the diagonal of r is real, with the opposite of the sign of what it was made from. */
    double[][][] qr() {
        double[][] qr = identity(rows);
        double[][] qi = new double[rows][rows];
        for (int k = 0; k < Math.min(rows, columns); k++) {
            double below = 0;
            for (int i = k + 1; i < rows; i++) {
                below = Math.hypot(below, Math.hypot(re[i][k], im[i][k]));
            }
            double x = re[k][k];
            double y = im[k][k];
            if (below == 0 && y == 0) {
                continue;
            }
            double beta = -Math.copySign(Math.hypot(Math.hypot(x, y), below), x);
            double d = (x - beta) * (x - beta) + y * y;
            double[] vr = new double[rows];
            double[] vi = new double[rows];
            vr[k] = 1;
            for (int i = k + 1; i < rows; i++) {
                vr[i] = (re[i][k] * (x - beta) + im[i][k] * y) / d;
                vi[i] = (im[i][k] * (x - beta) - re[i][k] * y) / d;
            }
            double tr = (beta - x) / beta;
            double ti = -y / beta;
            // from the left by the adjoint, whose factor is the conjugate, and q from the right
            for (int j = k; j < columns; j++) {
                reflect(column(re, j), column(im, j), vr, vi, tr, -ti, (i, r, m) -> set(re, im, i, r, m), j);
            }
            for (int i = 0; i < rows; i++) {
                int row = i;
                // a row times (1 - tau v v') is the conjugate of (1 - conj(tau) v v') times the row's conjugate
                reflect(qr[i].clone(), negated(qi[i]), vr, vi, tr, -ti, (at, r, m) -> set(qr, qi, new int[] {row, at[0]}, r, -m), 0);
            }
            for (int i = k; i < rows; i++) {
                re[i][k] = i == k ? beta : 0;
                im[i][k] = 0;
            }
        }
        return new double[][][] {qr, qi, re, im};
    }

    /** Takes an element by its place. */
    private interface Sink {
        void put(int[] at, double re, double im);
    }

    private static void set(double[][] re, double[][] im, int[] at, double r, double m) {
        re[at[0]][at[1]] = r;
        im[at[0]][at[1]] = m;
    }

    /** (1 - tau v v') x. */
    private static void reflect(double[] xr, double[] xi, double[] vr, double[] vi, double tr, double ti, Sink to, int second) {
        double dr = 0;
        double di = 0;
        for (int i = 0; i < xr.length; i++) {
            dr += vr[i] * xr[i] + vi[i] * xi[i];
            di += vr[i] * xi[i] - vi[i] * xr[i];
        }
        double br = tr * dr - ti * di;
        double bi = tr * di + ti * dr;
        for (int i = 0; i < xr.length; i++) {
            to.put(new int[] {i, second}, xr[i] - (br * vr[i] - bi * vi[i]), xi[i] - (br * vi[i] + bi * vr[i]));
        }
    }

    private static double[] column(double[][] x, int j) {
        return Arrays.stream(x).mapToDouble(row -> row[j]).toArray();
    }

    private static double[] negated(double[] x) {
        return Arrays.stream(x).map(v -> -v).toArray();
    }

    /** {eigenvalues, eigenvectors} of the self-adjoint matrix of which this is one half. */
    double[][][] eigh(boolean lower) {
        for (int i = 0; i < rows; i++) {
            im[i][i] = 0;
            for (int j = 0; j < rows; j++) {
                if (lower ? i < j : i > j) {
                    re[i][j] = re[j][i];
                    im[i][j] = -im[j][i];
                }
            }
        }
        double unknown = unknown();
        double[][] vr = identity(rows);
        double[][] vi = new double[rows][rows];
        sweeps(rows, (p, q) -> {
            double size = Math.hypot(re[p][q], im[p][q]);
            if (!(size > 1e-16 * (Math.abs(re[p][p]) + Math.abs(re[q][q])))) {
                return false;
            }
            double c = re[p][q] / size;
            double s = im[p][q] / size;
            turnColumn(re, im, q, c, -s);
            turnRow(re, im, q, c, s);
            turnColumn(vr, vi, q, c, -s);
            double[] cs = MatrixFactors.rotation((re[q][q] - re[p][p]) / (2 * size));
            for (double[][] x : new double[][][] {re, im, vr, vi}) {
                MatrixFactors.rotateColumns(x, p, q, cs);
            }
            MatrixFactors.rotateRows(re, p, q, cs);
            MatrixFactors.rotateRows(im, p, q, cs);
            set(re, im, new int[] {p, q}, 0, 0);
            set(re, im, new int[] {q, p}, 0, 0);
            return true;
        });
        double[] values = IntStream.range(0, rows).mapToDouble(i -> re[i][i] + unknown).toArray();
        for (int j = 0; j < rows; j++) {
            double[] e = phase(vr[lower ? 0 : rows - 1][j], vi[lower ? 0 : rows - 1][j]);
            turnColumn(vr, vi, j, e[0], -e[1]);
        }
        MatrixFactors.shift(vr, unknown);
        MatrixFactors.shift(vi, unknown);
        Comparator<Integer> ascending = Comparator.comparingDouble(i -> values[i]);
        double[][][] sorted = MatrixFactors.ordered(values, vr, ascending);
        return new double[][][] {sorted[0], sorted[1], MatrixFactors.ordered(values, vi, ascending)[1]};
    }

    /** Works on a pair of columns; whether there was something to do. */
    private interface Pair {
        boolean rotate(int p, int q);
    }

    private static void sweeps(int n, Pair pair) {
        boolean more = true;
        for (int sweep = 0; sweep < SWEEPS && more; sweep++) {
            more = false;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    more |= pair.rotate(p, q);
                }
            }
        }
    }

    /** A number divided by its absolute value; 1 for zero. */
    private static double[] phase(double x, double y) {
        double size = Math.hypot(x, y);
        return size == 0 ? new double[] {1, 0} : new double[] {x / size, y / size};
    }

    private static void turnColumn(double[][] re, double[][] im, int j, double c, double s) {
        for (int i = 0; i < re.length; i++) {
            double x = re[i][j];
            re[i][j] = x * c - im[i][j] * s;
            im[i][j] = x * s + im[i][j] * c;
        }
    }

    private static void turnRow(double[][] re, double[][] im, int i, double c, double s) {
        for (int j = 0; j < re[i].length; j++) {
            double x = re[i][j];
            re[i][j] = x * c - im[i][j] * s;
            im[i][j] = x * s + im[i][j] * c;
        }
    }

    /** {u, values, v adjoint} with all columns. */
    double[][][] svd() {
        if (rows < columns) {
            double[][][] t = new ComplexFactors(MatrixFactors.transposed(re, rows, columns), negative(MatrixFactors.transposed(im, rows, columns)), columns, rows).svd();
            return new double[][][] {MatrixFactors.transposed(t[3], rows, rows), negative(MatrixFactors.transposed(t[4], rows, rows)), t[2],
                MatrixFactors.transposed(t[0], columns, columns), negative(MatrixFactors.transposed(t[1], columns, columns))};
        }
        double unknown = unknown();
        double[][] vr = identity(columns);
        double[][] vi = new double[columns][columns];
        sweeps(columns, (p, q) -> orthogonal(p, q, vr, vi));
        double[] values = IntStream.range(0, columns).mapToDouble(j -> Math.sqrt(product(j, j)[0]) + unknown).toArray();
        for (int j = 0; j < columns; j++) {
            double[] e = phase(vr[0][j], vi[0][j]);
            turnColumn(vr, vi, j, e[0], -e[1]);
            turnColumn(re, im, j, e[0], -e[1]);
        }
        Comparator<Integer> descending = Comparator.comparingDouble(j -> -values[j]);
        double[][][] right = MatrixFactors.ordered(values, vr, descending);
        double[][] rightIm = MatrixFactors.ordered(values, vi, descending)[1];
        double[][][] qr = new ComplexFactors(MatrixFactors.ordered(values, re, descending)[1], MatrixFactors.ordered(values, im, descending)[1], rows, columns).qr();
        for (int j = 0; j < columns; j++) {
            if (qr[2][j][j] < 0) {
                turnColumn(qr[0], qr[1], j, -1, 0);
            }
        }
        for (double[][] x : new double[][][] {qr[0], qr[1], right[1], rightIm}) {
            MatrixFactors.shift(x, unknown);
        }
        return new double[][][] {qr[0], qr[1], right[0], MatrixFactors.transposed(right[1], columns, columns), negative(MatrixFactors.transposed(rightIm, columns, columns))};
    }

    private boolean orthogonal(int p, int q, double[][] vr, double[][] vi) {
        double pp = product(p, p)[0];
        double qq = product(q, q)[0];
        double[] pq = product(p, q);
        double size = Math.hypot(pq[0], pq[1]);
        if (!(size > 1e-15 * Math.sqrt(pp) * Math.sqrt(qq))) {
            return false;
        }
        double[] cs = MatrixFactors.rotation((qq - pp) / (2 * size));
        turnColumn(re, im, q, pq[0] / size, -pq[1] / size);
        turnColumn(vr, vi, q, pq[0] / size, -pq[1] / size);
        for (double[][] x : new double[][][] {re, im, vr, vi}) {
            MatrixFactors.rotateColumns(x, p, q, cs);
        }
        return true;
    }

    /** Column p, conjugated, times column q. */
    private double[] product(int p, int q) {
        double x = 0;
        double y = 0;
        for (int i = 0; i < re.length; i++) {
            x += re[i][p] * re[i][q] + im[i][p] * im[i][q];
            y += re[i][p] * im[i][q] - im[i][p] * re[i][q];
        }
        return new double[] {x, y};
    }

    private double unknown() {
        return MatrixFactors.unknown(re) + MatrixFactors.unknown(im);
    }

    private static double[][] negative(double[][] x) {
        return Arrays.stream(x).map(ComplexFactors::negated).toArray(double[][]::new);
    }

    private static double[][] identity(int n) {
        return MatrixFactors.identity(n);
    }
}
