package dev.jacobi.bench.calls;

import dev.jacobi.bench.calls.Given.Kind;

/** Arrays of arrays: flips, turns, transposes, few rows of many, neighbours. */
public final class GridMethods {
    private GridMethods() {
    }

    public static void transpose(int[][] a) {
        for (int i = 0; i < a.length; i++) {
            for (int j = i + 1; j < a.length; j++) {
                int t = a[i][j];
                a[i][j] = a[j][i];
                a[j][i] = t;
            }
        }
    }

    public static double[][] transposed(double[][] a) {
        double[][] b = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                b[j][i] = a[i][j];
            }
        }
        return b;
    }

    public static int[][] rot90(int[][] a) {
        int n = a.length;
        int[][] b = new int[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                b[j][n - 1 - i] = a[i][j];
            }
        }
        return b;
    }

    public static void rot90InPlace(int[][] a) {
        int n = a.length;
        for (int i = 0; i < n / 2; i++) {
            for (int j = i; j < n - 1 - i; j++) {
                int t = a[i][j];
                a[i][j] = a[n - 1 - j][i];
                a[n - 1 - j][i] = a[n - 1 - i][n - 1 - j];
                a[n - 1 - i][n - 1 - j] = a[j][n - 1 - i];
                a[j][n - 1 - i] = t;
            }
        }
    }

    public static void flipRows(int[][] a) {
        for (int[] row : a) {
            for (int i = 0, j = row.length - 1; i < j; i++, j--) {
                int t = row[i];
                row[i] = row[j];
                row[j] = t;
            }
        }
    }

    public static void flipV(int[][] a) {
        for (int i = 0, j = a.length - 1; i < j; i++, j--) {
            int[] t = a[i];
            a[i] = a[j];
            a[j] = t;
        }
    }

    public static void flipElements(float[][] a) {
        int h = a.length;
        for (int i = 0; i < h / 2; i++) {
            for (int j = 0; j < a[i].length; j++) {
                float t = a[i][j];
                a[i][j] = a[h - 1 - i][j];
                a[h - 1 - i][j] = t;
            }
        }
    }

    public static void swapRows(@Given(Kind.TALL) double[][] a, @Given(value = Kind.NUMBERS, part = 8) int k) {
        double[] t = a[0];
        a[0] = a[k];
        a[k] = t;
    }

    public static void addRow(@Given(Kind.TALL) double[][] a, @Given(value = Kind.NUMBERS, part = 8) int k) {
        for (int j = 0; j < a[0].length; j++) {
            a[k][j] += 0.5 * a[0][j];
        }
    }

    public static void addNextRow(@Given(Kind.TALL) double[][] a, @Given(value = Kind.NUMBERS, part = 8) int k) {
        for (int j = 0; j < a[k].length; j++) {
            a[k][j] = a[k - 1][j] + 1;
        }
    }

    public static double rowSum(@Given(Kind.TALL) double[][] a, @Given(value = Kind.NUMBERS, part = 8) int k) {
        double s = 0;
        for (double x : a[k]) {
            s += x;
        }
        return s;
    }

    public static int[] row(int[][] a, @Given(value = Kind.NUMBERS, part = 2000) int k) {
        return a[k].clone();
    }

    public static void increment(@Given(Kind.TALL) int[][] a, @Given(value = Kind.NUMBERS, part = 8) int i) {
        a[i][1]++;
        a[i - 1][2]--;
    }

    public static int diagonal(int[][] a) {
        int s = 0;
        for (int i = 0; i < a.length; i++) {
            s += a[i][i];
        }
        return s;
    }

    public static void scaleRow(@Given(Kind.WIDE) float[][] a) {
        for (int j = 0; j < a[1].length; j++) {
            a[1][j] *= -1;
        }
    }

    public static long sum(int[][] a) {
        long s = 0;
        for (int[] row : a) {
            for (int x : row) {
                s += x;
            }
        }
        return s;
    }

    public static int islands(@Given(Kind.SMALL) int[][] a) {
        int n = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                if (a[i][j] > 7 && (i == 0 || a[i - 1][j] <= 7) && (j == 0 || a[i][j - 1] <= 7)) {
                    n++;
                }
            }
        }
        return n;
    }

    public static int[][] life(@Given(Kind.SMALL) int[][] a) {
        int h = a.length;
        int w = a[0].length;
        int[][] b = new int[h][w];
        for (int i = 1; i < h - 1; i++) {
            for (int j = 1; j < w - 1; j++) {
                int n = 0;
                for (int y = i - 1; y <= i + 1; y++) {
                    for (int x = j - 1; x <= j + 1; x++) {
                        n += a[y][x] & 1;
                    }
                }
                n -= a[i][j] & 1;
                b[i][j] = n == 3 || n == 2 && (a[i][j] & 1) == 1 ? 1 : 0;
            }
        }
        return b;
    }

    public static void symmetric(double[][] a) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < i; j++) {
                double m = 0.5 * (a[i][j] + a[j][i]);
                a[i][j] = m;
                a[j][i] = m;
            }
        }
    }

    public static boolean isSymmetric(@Given(Kind.ZEROS) double[][] a) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < i; j++) {
                if (a[i][j] != a[j][i]) {
                    return false;
                }
            }
        }
        return true;
    }
}
