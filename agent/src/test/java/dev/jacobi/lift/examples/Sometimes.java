package dev.jacobi.lift.examples;

import java.util.Arrays;

/** Arrays and objects that are made on some ways through the code; on the others there are none. */
public final class Sometimes {
    private Sometimes() {
    }

    static double[][] rowsOrNull(byte n) {
        if (n % 5 == 2) {
            return null;
        }
        double[][] rows = new double[n & 7][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[3];
            rows[i][i % 3] = i;
        }
        return rows;
    }

    static int[][] nullFromALoop(int[] a, byte n) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] == 1) {
                return null;
            }
        }
        int[][] rows = new int[n & 3][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOf(a, 4);
        }
        return rows;
    }

    /** The variable is tested for null behind the place where the ways meet. */
    static int madeOnOneWay(int[] a, byte n) {
        int[][] rows = null;
        if (n > 0) {
            rows = new int[a.length][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = new int[] {a[i], n};
            }
        }
        return rows == null ? -1 : rows[rows.length - 1][0] + rows[0][1];
    }

    /** Not all rows are there on the way on which there is an array. */
    static int someRows(int[] a, byte n) {
        int[][] rows = null;
        if (n % 3 != 0) {
            rows = new int[a.length][];
            for (int i = n & 1; i < rows.length; i += 2) {
                rows[i] = new int[] {a[i], n};
            }
        }
        return rows == null ? -1 : rows[n & 3][1];
    }

    /** A table is made anew in some iterations, and kept in others. */
    static double keptOverIterations(double[] a, byte n) {
        double[][] table = null;
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            if (table == null || a[i] > n) {
                table = new double[2][];
                for (int k = 0; k < 2; k++) {
                    table[k] = new double[] {a[i] + k, i};
                }
            }
            sum += table[i & 1][0] * 2 - table[0][1];
            table[1][1] -= i;
        }
        return sum;
    }

    record Range(int from, int to) {
        int length() {
            return to - from;
        }
    }

    record Found(double value, Range in) {
        boolean isBetter(Found other) {
            return other == null || value > other.value;
        }
    }

    private static Found look(int[] a, int i) {
        return a[i] < 0 ? null : new Found(a[i] * 0.5, new Range(i, a[i]));
    }

    static double best(int[] a) {
        Found best = null;
        for (int i = 0; i < a.length; i++) {
            Found f = look(a, i);
            if (f != null && f.isBetter(best)) {
                best = f;
            }
        }
        return best == null ? -1 : best.value + best.in.from * 100;
    }

    static int bestOrNull(int[] a, byte n) {
        Range best = null;
        for (int i = 1; i < a.length; i++) {
            Range r = new Range(Math.min(a[i - 1], a[i]), Math.max(a[i - 1], a[i]));
            if (r.length() > n && (best == null || r.length() < best.length())) {
                best = r;
            }
        }
        return best.length();
    }

    static Range returned(int[] a, byte n) {
        Range r = null;
        for (int x : a) {
            r = x == n ? null : x > n ? new Range(n, x) : r;
        }
        return r;
    }

    static int lazily(int[] a, byte n) {
        int[] seen = null;
        for (int i = 0; i < a.length; i++) {
            if (a[i] > n) {
                if (seen == null) {
                    seen = new int[a.length];
                }
                seen[i] += a[i];
            }
        }
        return seen == null ? 0 : seen[a.length - 1] + seen[0];
    }

    /** Variables that may be the same array, or none. */
    static int sameArray(int[] a, byte n) {
        int[] p = (n & 8) != 0 ? a : null;
        int[] q = (n & 1) != 0 ? new int[] {n} : p;
        int[] r = null;
        if ((n & 2) != 0) {
            r = q;
            q = new int[] {n, 1};
        }
        if ((n & 4) != 0) {
            p = q;
        }
        if (q != null) {
            q[0] += 3;
        }
        if (r != null) {
            r[0] += 1;
        }
        return (p == null ? 1 : p[0] * 100) + (p == q ? 10 : 20) + (q == r ? 1 : 2) + (r == p ? 4 : 8);
    }

    static final class Sum {
        private double sum;
        private int n;

        Sum add(double x) {
            sum += x;
            n++;
            return this;
        }
    }

    static double madeAgain(double[] a, byte n) {
        Sum s = null;
        for (double x : a) {
            if (x > n) {
                s = new Sum().add(x);
            } else if (s != null) {
                s.add(x);
            }
        }
        return s.sum + s.n * 1000;
    }

    /** Variables that may be the same object, or none. */
    static double sameObject(byte n) {
        Sum s = null;
        Sum t = null;
        if ((n & 1) != 0) {
            s = new Sum().add(n);
        }
        if ((n & 2) != 0) {
            t = s;
        }
        Sum u = (n & 4) != 0 ? t : null;
        if ((n & 8) != 0) {
            s = new Sum().add(5);
        }
        if (t != null) {
            t.add(3);
        }
        if (s != null) {
            s.add(2);
        }
        return (s == null ? 1 : s.sum) + (t == null ? 10 : t.sum * 100) + (s == t ? 0.25 : 0.5) + (u == null ? 0 : u.n * 10000);
    }
}
