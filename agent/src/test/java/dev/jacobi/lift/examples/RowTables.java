package dev.jacobi.lift.examples;

/** Tables that grow, shrink or come from somewhere else while their rows are stored. */
public final class RowTables {
    private RowTables() {
    }

    static int[][] stack(byte n) {
        int[][] st = new int[n & 15][];
        int sp = 0;
        for (int i = 0; i < st.length; i++) {
            st[sp++] = new int[] {i, i * i};
            if (i % 3 == 2) {
                st[--sp] = null;
                st[--sp] = null;
            }
        }
        int[][] r = new int[sp][];
        for (int i = 0; i < sp; i++) {
            r[i] = st[i].clone();
        }
        return r;
    }

    static int[][] clonedInLoop(int[][] g, byte n) {
        int[][] cur = g;
        for (int t = 0; t < (n & 3); t++) {
            int[][] next = cur.clone();
            for (int i = 0; i < next.length; i++) {
                next[i] = next[i].clone();
            }
            for (int i = 1; i < next.length; i++) {
                for (int j = 0; j < next[i].length; j++) {
                    next[i][j] += cur[i - 1][j] + t;
                }
            }
            cur = next;
        }
        return cur;
    }

    static int[][][] deepCopyOfThree(int[][][] a) {
        int[][][] c = a.clone();
        for (int i = 0; i < c.length; i++) {
            c[i] = a[i].clone();
            for (int j = 0; j < c[i].length; j++) {
                c[i][j] = a[i][j].clone();
            }
        }
        c[0][0][0] = 9;
        return c;
    }

    static int sourceChanges(int[][] a) {
        int[][] c = a.clone();
        c[1] = new int[a[0].length];
        int x = c[0][0];
        a[1][0] += 5;
        return x * 100 + c[1][0];
    }

    static int storedSometimes(byte n) {
        int[][] a = new int[2][];
        int[] row = {n, 2};
        a[1] = new int[] {3, 4};
        if (n > 2) {
            a[0] = row;
        } else {
            a[0] = new int[] {0, 1};
        }
        row[1] += 10;
        return a[0][1] * 100 + row[1];
    }

    static double[] twoArrays(double[][] b) {
        double[][] x = new double[b.length][];
        double[][] y = new double[b.length][];
        for (int i = 0; i < b.length; i++) {
            x[i] = b[i].clone();
            y[b.length - 1 - i] = x[i].clone();
            x[i][0] += i;
        }
        double[] r = new double[b.length];
        for (int i = 0; i < b.length; i++) {
            double[][] either = i % 2 == 0 ? x : y;
            r[i] = either[i][0] + either[b.length - 1 - i][b[0].length - 1];
        }
        return r;
    }

    static int[][] whileGrowing(int[] data) {
        int[][] pairs = new int[data.length][];
        int k = 0;
        int i = 0;
        while (i + 1 < data.length) {
            int[] p = {data[i], data[i + 1]};
            if (p[0] > p[1]) {
                int t = p[0];
                p[0] = p[1];
                p[1] = t;
            }
            pairs[k++] = p;
            i += 2;
        }
        int[][] r = new int[k][];
        for (int j = 0; j < k; j++) {
            r[j] = pairs[j].clone();
        }
        return r;
    }

    static long refilled(byte n) {
        long[][] a = new long[3][];
        long s = 0;
        for (int t = 0; t < (n & 7); t++) {
            for (int i = 0; i < 3; i++) {
                a[i] = new long[4];
            }
            for (int i = 0; i < 3; i++) {
                a[i][t & 3] += t + 1;
                for (int j = 0; j < 4; j++) {
                    s = s * 3 + a[i][j];
                }
            }
        }
        return s;
    }

    static short[][] breaks(short[] data) {
        short[][] a = new short[data.length][];
        for (int i = 0; i < a.length; i++) {
            a[i] = new short[2];
            if (data[i] < 0) {
                break;
            }
            a[i][0] = data[i];
        }
        return data.length > 0 && a[data.length - 1] != null ? a : new short[1][1];
    }

    /** The word's letters are first looked at when the table is already there. */
    static int[][] byWord(byte n, String word) {
        int[][] a = new int[n][];
        for (int i = 0; i < a.length; i++) {
            a[i] = new int[word.length() + 1];
            for (int j = 0; j < word.length(); j++) {
                a[i][j + 1] = a[i][j] + word.charAt(j);
            }
        }
        return a;
    }

    /** What the best way came from at each step but the first, which has no row. */
    static long allButTheFirst(int[] a) {
        int[][] from = new int[a.length][];
        for (int t = 1; t < a.length; t++) {
            from[t] = new int[3];
            for (int s = 0; s < 3; s++) {
                from[t][s] = Math.floorMod(a[t] + s * s, 3);
            }
        }
        int at = 2;
        long way = 0;
        for (int t = a.length - 1; t > 0; t--) {
            at = from[t][at];
            way = 10 * way + at;
        }
        return way;
    }

    static long allButTheFirstDownwards(int[] a) {
        long[][] sums = new long[a.length][];
        for (int t = a.length - 1; t > 0; t--) {
            sums[t] = new long[4];
            for (int s = 0; s < 4; s++) {
                sums[t][s] = a[t] * (long) s;
            }
        }
        long sum = 0;
        for (int t = 1; t < a.length; t++) {
            sum += sums[t][t & 3];
        }
        return sum;
    }
}
