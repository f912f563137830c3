package dev.jacobi.site;

/** Programs that write few elements of their arrays, and of which nobody knows beforehand whether they fail, for {@link UndoLogTest}. */
final class FewWrites {
    private FewWrites() {
    }

    static int bytes(byte[] a, int[] at) {
        int k = 0;
        while (k < at.length && a[at[k]] != 9) {
            a[at[k]] += 2; // even, so that no element becomes the number that ends the loop
            k++;
        }
        return k;
    }

    static int chars(char[] a, int[] at) {
        char c = 'x';
        for (int k : at) {
            char old = a[k];
            a[k] = c;
            c = old;
        }
        return c;
    }

    static double floats(float[] a, int[] at) {
        float s = 0;
        for (int k : at) {
            s += a[k];
            a[k] = s;
        }
        return s;
    }

    static double doubles(double[] a, int[] at) {
        int k = 0;
        for (int n = 0; n < at.length; n++) {
            a[k] = -a[k] + n;
            k = at[k];
        }
        return a[k];
    }

    static boolean flags(boolean[] a, int[] at) {
        boolean r = false;
        for (int k : at) {
            r ^= a[k];
            a[k] = !r;
        }
        return r;
    }

    /** The same elements again and again, some of them before they are swapped with others. */
    static int swaps(int[] a, int[] at) {
        int n = 0;
        for (int k : at) {
            int t = a[k];
            a[k] = a[n & 3] + 1;
            a[n & 3] = t;
            n++;
        }
        return n;
    }

    static long pairs(long[] a, int[] at) {
        long s = 0;
        for (int k = 0; k < at.length; k += 2) {
            a[at[k]] ^= 77;
            a[at[k + 1]] += k;
            s += a[at[k]];
        }
        return s;
    }

    /** Chosen rows of an array of arrays. */
    static int rows(int[][] a, int[] r, int[] c) {
        int n = 0;
        for (int k = 0; k < r.length; k++) {
            a[r[k]][c[k]] += k;
            n += a[r[k]][0];
        }
        return n;
    }

    /** Rows whose number and element the contents tell, for any time. */
    static int walk(int[][] a, int y, int x) {
        int n = 0;
        while (a[y][x] >= 0) {
            int to = a[y][x];
            a[y][x] = -1 - n;
            y = to % a.length;
            x = to % a[0].length;
            n++;
        }
        return n;
    }

    /** Path halving: any number of trips, of which nothing but the array tells. */
    static int root(int[] parent, int x) {
        while (parent[x] != x) {
            parent[x] = parent[parent[x]];
            x = parent[x];
        }
        return x;
    }

    /** One array is swept, in the other some elements are written. */
    static int mixed(double[] swept, int[] a, int[] at) {
        for (int j = 0; j < swept.length; j++) {
            swept[j] = swept[j] * 2 + j;
        }
        int n = 0;
        for (int k : at) {
            if (k == 3) {
                n += a[k];
                continue;
            }
            a[k] = n++;
        }
        return n;
    }

    /** Whole rows, or all of them but their ends, are written by loops that cannot fail inside of one that can. */
    static void parts(double[][] m, int[] rows, double[] v) {
        for (int k = 0; k < rows.length; k++) {
            double[] row = m[rows[k]];
            for (int j = 0; j < v.length; j++) {
                row[j] += v[j];
            }
        }
    }

    /** The same of columns, from some row on. */
    static void columns(double[][] m, int[] at, int from, double[] v) {
        for (int k = 0; k < at.length; k++) {
            for (int j = 0; j < v.length; j++) {
                m[from + j][at[k]] += v[j];
            }
        }
    }

    /** Trips that nothing but the contents tells, in each of which the same elements are written, or none of them can be. */
    static int doubled(double[] a, int n, double most) {
        int trips = 0;
        while (a[0] < most) {
            for (int j = 0; j < n; j++) {
                a[j] = 2 * a[j] + 1;
            }
            trips++;
        }
        return trips;
    }

    static int blocks(byte[] a, int[] at, int n) {
        int k = 0;
        while (k < at.length && at[k] >= 0) {
            for (int j = at[k]; j < at[k] + n; j++) {
                a[j] += (byte) k;
            }
            k++;
        }
        return k;
    }

    /** Each trip needs the one before, and the end of the array ends the loop where it is asked for more trips. */
    static void recurrence(double[] f, long n) {
        for (long i = 2; i < n; i++) {
            f[(int) i] = f[(int) i - 1] + f[(int) i - 2];
        }
    }

    /** Places that are the lower halves of longs. */
    static int halves(int[] a, int[] at, long[] first, long n) {
        int done = 0;
        for (int i = 0; i < at.length; i++) {
            a[at[i]]++;
            long from = first[i];
            for (long j = 0; j < n; j++) {
                a[(int) (from + j)] += 1;
            }
            done++;
        }
        return done;
    }
}
