package dev.jacobi.polybench;

import java.util.Random;

/** Arguments of kernels: numbers near one, always the same, so that products and recurrences stay finite. */
final class PolyData {
    private final Random random;

    PolyData(int seed) {
        random = new Random(seed);
    }

    /** Between one half and three halves. */
    double[] vector(int n) {
        return random.doubles(n, 0.5, 1.5).toArray();
    }

    double[][] matrix(int n, int m) {
        var all = new double[n][];
        for (int i = 0; i < n; i++) {
            all[i] = vector(m);
        }
        return all;
    }

    double[][][] cube(int n, int m, int k) {
        var all = new double[n][][];
        for (int i = 0; i < n; i++) {
            all[i] = matrix(m, k);
        }
        return all;
    }

    /** Symmetric, with a diagonal that outweighs its row: it has factors without exchanges. */
    double[][] definite(int n) {
        double[][] a = matrix(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                a[i][j] = a[j][i];
            }
            a[i][i] += 2 * n;
        }
        return a;
    }

    /** Small numbers, for recurrences that divide by what is left of one. */
    double[] small(int n) {
        return random.doubles(n, 0, 1.0 / (2 * n)).toArray();
    }

    float[][] image(int n, int m) {
        var all = new float[n][m];
        for (float[] row : all) {
            for (int j = 0; j < m; j++) {
                row[j] = random.nextFloat();
            }
        }
        return all;
    }

    int[][] distances(int n) {
        var all = new int[n][];
        for (int i = 0; i < n; i++) {
            all[i] = random.ints(n, 1, 1000).toArray();
        }
        return all;
    }

    byte[] letters(int n) {
        var all = new byte[n];
        for (int i = 0; i < n; i++) {
            all[i] = (byte) random.nextInt(4);
        }
        return all;
    }
}
