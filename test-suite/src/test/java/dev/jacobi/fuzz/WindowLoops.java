package dev.jacobi.fuzz;

import java.util.Arrays;

/** Filters that put the elements of a small window in order, in the ways people write it. The first argument is a length. */
final class WindowLoops {
    private WindowLoops() {
    }

    /** The middle of nine by insertion. */
    public static void insertion(int n, int[] a, int[] o) {
        for (int i = 0; i + 9 <= a.length && i < o.length; i++) {
            int[] w = new int[9];
            for (int k = 0; k < 9; k++) {
                w[k] = a[i + k];
            }
            for (int k = 1; k < 9; k++) {
                int v = w[k];
                int j = k - 1;
                while (j >= 0 && w[j] > v) {
                    w[j + 1] = w[j];
                    j--;
                }
                w[j + 1] = v;
            }
            o[i] = w[4];
        }
    }

    /** The same with a loop that is left, in an array that was made in front. */
    public static void insertionThatIsLeft(int n, float[] a, float[] o) {
        float[] w = new float[5];
        for (int i = 0; i + 5 <= a.length && i < o.length; i++) {
            for (int k = 0; k < 5; k++) {
                w[k] = a[i + k];
            }
            for (int k = 1; k < 5; k++) {
                float v = w[k];
                int j;
                for (j = k - 1; j >= 0; j--) {
                    if (w[j] <= v) {
                        break;
                    }
                    w[j + 1] = w[j];
                }
                w[j + 1] = v;
            }
            o[i] = w[2];
        }
    }

    /** By exchanges of neighbours, downwards. */
    public static void exchanges(int n, double[] a, double[] o) {
        for (int i = 0; i + 7 <= a.length && i < o.length; i++) {
            double[] w = Arrays.copyOfRange(a, i, i + 7);
            for (int k = 1; k < 7; k++) {
                for (int j = k; j > 0 && w[j - 1] > w[j]; j--) {
                    double t = w[j];
                    w[j] = w[j - 1];
                    w[j - 1] = t;
                }
            }
            o[i] = w[3] - w[1];
        }
    }

    /** By the place of the least of those that are left. */
    public static void selection(int n, long[] a, long[] o) {
        for (int i = 0; i + 5 <= a.length && i < o.length; i++) {
            long[] w = {a[i], a[i + 1], a[i + 2], a[i + 3], a[i + 4]};
            for (int k = 0; k < 5; k++) {
                int m = k;
                for (int j = k + 1; j < 5; j++) {
                    if (w[j] < w[m]) {
                        m = j;
                    }
                }
                long t = w[k];
                w[k] = w[m];
                w[m] = t;
            }
            o[i] = w[2];
        }
    }

    /** Outliers become the middle of seven, by the library. */
    public static void outliers(int n, double[] a, double[] o) {
        double[] w = new double[7];
        for (int i = 3; i < a.length - 3 && i < o.length; i++) {
            for (int k = 0; k < 7; k++) {
                w[k] = a[i - 3 + k];
            }
            Arrays.sort(w);
            double middle = w[3];
            for (int k = 0; k < 7; k++) {
                w[k] = Math.abs(a[i - 3 + k] - middle);
            }
            Arrays.sort(w);
            o[i] = Math.abs(a[i] - middle) > 3 * w[3] ? middle : a[i];
        }
    }

    /** Only the neighbours that are there, in square pictures of n by n. */
    public static void neighboursThatAreThere(int n, int[] a, int[] o) {
        int w = Math.min(n, (int) Math.sqrt(Math.min(a.length, o.length)));
        int[] t = new int[9];
        for (int y = 0; y < w; y++) {
            for (int x = 0; x < w; x++) {
                int c = 0;
                for (int i = -1; i <= 1; i++) {
                    for (int j = -1; j <= 1; j++) {
                        if (y + i >= 0 && y + i < w && x + j >= 0 && x + j < w) {
                            t[c++] = a[(y + i) * w + x + j];
                        }
                    }
                }
                Arrays.sort(t, 0, c);
                o[y * w + x] = t[c / 2];
            }
        }
    }

    /** The mean of a window without its ends, of bytes without a sign. */
    public static void trimmed(int n, byte[] a, byte[] o) {
        for (int i = 0; i + 6 <= a.length && i < o.length; i++) {
            int[] w = new int[6];
            for (int k = 0; k < 6; k++) {
                w[k] = a[i + k] & 0xff;
            }
            Arrays.sort(w);
            o[i] = (byte) ((w[1] + w[2] + w[3] + w[4]) / 4);
        }
    }

    /** The three greatest of each group of four and where they are, kept in order by a loop that is left. */
    public static void greatest(int n, double[] a, int[] o) {
        for (int i = 0; i + 4 <= a.length && i + 3 <= o.length; i += 4) {
            double[] best = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
            int[] at = {-1, -1, -1};
            for (int c = 0; c < 4; c++) {
                double x = a[i + c];
                for (int k = 0; k < 3; k++) {
                    if (x > best[k]) {
                        for (int q = 2; q > k; q--) {
                            best[q] = best[q - 1];
                            at[q] = at[q - 1];
                        }
                        best[k] = x;
                        at[k] = c;
                        break;
                    }
                }
            }
            o[i] = at[0];
            o[i + 1] = at[1];
            o[i + 2] = at[2];
        }
    }

    /** The four least of all, kept in order. */
    public static double least(int n, double[] a) {
        double[] best = {1e300, 1e300, 1e300, 1e300};
        for (int i = 0; i < a.length; i++) {
            double s = a[i];
            if (s < best[3]) {
                int j = 3;
                while (j > 0 && best[j - 1] > s) {
                    best[j] = best[j - 1];
                    j--;
                }
                best[j] = s;
            }
        }
        return best[0] + 2 * best[1] + 3 * best[2] + 4 * best[3];
    }

    /** An insertion whose array is written where the data say, and handed from trip to trip. */
    public static int placesFromData(int n, int[] a) {
        int[] w = new int[4];
        for (int i = 0; i < a.length; i++) {
            int j = a[i] & 3;
            while (j > 0 && w[j - 1] > a[i]) {
                w[j] = w[j - 1];
                j--;
            }
            w[j] = a[i];
        }
        return w[0] * 31 + w[1] * 7 + w[2] * 3 + w[3];
    }

    /** Three equations with three unknowns for each group of twelve numbers, by elimination with rows that change places. */
    public static void pivots(int n, double[] m, double[] o) {
        for (int i = 0; i + 12 <= m.length && i / 4 + 3 <= o.length; i += 12) {
            double[][] a = new double[3][4];
            for (int r = 0; r < 3; r++) {
                for (int c = 0; c < 4; c++) {
                    a[r][c] = m[i + r * 4 + c];
                }
            }
            for (int k = 0; k < 3; k++) {
                int p = k;
                for (int r = k + 1; r < 3; r++) {
                    if (Math.abs(a[r][k]) > Math.abs(a[p][k])) {
                        p = r;
                    }
                }
                double[] t = a[k];
                a[k] = a[p];
                a[p] = t;
                for (int r = k + 1; r < 3; r++) {
                    double f = a[r][k] / a[k][k];
                    for (int c = k; c < 4; c++) {
                        a[r][c] -= f * a[k][c];
                    }
                }
            }
            double[] x = new double[3];
            for (int k = 2; k >= 0; k--) {
                double s = a[k][3];
                for (int c = k + 1; c < 3; c++) {
                    s -= a[k][c] * x[c];
                }
                x[k] = s / a[k][k];
            }
            for (int k = 0; k < 3; k++) {
                o[i / 4 + k] = x[k];
            }
        }
    }

    /** What stands most often in a window, by bins. */
    public static void mostOften(int n, int[] a, int[] o) {
        int[] bins = new int[8];
        for (int i = 0; i + 6 <= a.length && i < o.length; i++) {
            Arrays.fill(bins, 0);
            for (int k = 0; k < 6; k++) {
                bins[a[i + k] & 7]++;
            }
            int best = 0;
            for (int k = 1; k < 8; k++) {
                if (bins[k] > bins[best]) {
                    best = k;
                }
            }
            o[i] = best;
        }
    }

    /** Bins of which the last one takes all that is greater. */
    public static void binsWithALast(int n, int[] a, int[] o) {
        for (int i = 0; i + 3 <= a.length && i < o.length; i++) {
            int[] bins = new int[5];
            for (int k = 0; k < 3; k++) {
                bins[Math.min(a[i + k] & 7, 4)]++;
            }
            o[i] = bins[0] + 3 * bins[4];
        }
    }

    /** An insertion that counts some of its steps, and gives the count of all windows. */
    public static int stepsOfInsertions(int n, float[] a, float[] o) {
        int steps = 0;
        for (int i = 0; i + 6 <= a.length && i < o.length; i++) {
            float[] w = Arrays.copyOfRange(a, i, i + 6);
            for (int k = 1; k < 6; k++) {
                float v = w[k];
                int j = k - 1;
                while (j >= 0 && w[j] > v) {
                    w[j + 1] = w[j];
                    j--;
                    if (w[0] == v) {
                        steps++;
                    }
                }
                w[j + 1] = v;
            }
            o[i] = w[2];
        }
        return steps;
    }

    /** A pair of numbers that a loop changes a few times, though its counter could go further than an int is wide. */
    public static int farFromTheBound(int n, int[] a) {
        int sum = 0;
        for (int i = 0; i < a.length; i++) {
            int[] w = {a[i], 1};
            int j = -2_000_000_000;
            while (j < 2_000_000_000 && w[0] < 100 && w[0] > -100) {
                w[0] += w[1];
                w[1]++;
                j++;
            }
            sum = 31 * sum + j + w[0];
        }
        return sum;
    }

    /** Newton's method in an array of two, which ends long before it has to. */
    public static double roots(int n, double[] a) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double[] x = {Math.abs(a[i]) + 1, 0};
            int k = 0;
            while (k < 1000 && Math.abs(x[0] - x[1]) > 1e-9) {
                x[1] = x[0];
                x[0] = 0.5 * (x[0] + 2 / x[0]);
                k++;
            }
            sum += x[0] + k;
        }
        return sum;
    }

    /** The place of the greatest of three, counted from the least number that there is. */
    public static int placesFarAway(int n, double[] a, double[] o) {
        int b = 0;
        for (int i = 0; i + 3 <= a.length && i < o.length; i++) {
            double[] w = {a[i], a[i + 1], a[i + 2]};
            b = Integer.MIN_VALUE;
            for (int k = 1; k < 3; k++) {
                if (w[k] > w[b - Integer.MIN_VALUE]) {
                    b = Integer.MIN_VALUE + k;
                }
            }
            o[i] = w[b - Integer.MIN_VALUE];
        }
        return b;
    }

    /** A trip too many, in which no number is large enough to be stored. */
    public static double oneTripTooMany(int n, byte[] a) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            double[] w = new double[3];
            for (int k = 0; k < 4; k++) {
                if (a[i] > k * 43) {
                    w[k] = a[i] * 0.5;
                }
            }
            s += w[0] + 3 * w[2];
        }
        return s;
    }
}
