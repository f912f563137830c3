package dev.jacobi.site;

/** Programs whose functions write where their callers' arrays lie, for {@link UndoCallsTest}; most of them are recursive. */
final class CalledWrites {
    private CalledWrites() {
    }

    /** A flood fill of a flat picture, which fails where a neighbour is out of the array and nobody asks. */
    static void fill(int[] a, int w, int x, int from, int to) {
        if (a[x] != from) {
            return;
        }
        a[x] = to;
        fill(a, w, x + 1, from, to);
        fill(a, w, x - 1, from, to);
        fill(a, w, x + w, from, to);
        fill(a, w, x - w, from, to);
    }

    static int fillRows(short[][] a, int y, int x, short from) {
        if (a[y][x] != from) {
            return 0;
        }
        a[y][x] = (short) (from + 1);
        return 1 + fillRows(a, y, x + 1, from) + fillRows(a, y, x - 1, from) + fillRows(a, y + 1, x, from) + fillRows(a, y - 1, x, from);
    }

    static int find(int[] parent, int x) {
        if (parent[x] != x) {
            parent[x] = find(parent, parent[x]);
        }
        return parent[x];
    }

    static boolean union(int[] parent, int[] rank, int a, int b) {
        int x = find(parent, a);
        int y = find(parent, b);
        if (x == y) {
            return false;
        }
        if (rank[x] < rank[y]) {
            parent[x] = y;
        } else {
            parent[y] = x;
            rank[x] += rank[x] == rank[y] ? 1 : 0;
        }
        return true;
    }

    /** With a second array that is given, and whose parts are written by loops whose trips go together. */
    static void merge(int[] a, int[] other, int lo, int hi) {
        if (hi - lo < 2) {
            return;
        }
        int mid = (lo + hi) >>> 1;
        merge(a, other, lo, mid);
        merge(a, other, mid, hi);
        int i = lo;
        int j = mid;
        int k = lo;
        while (i < mid && j < hi) {
            other[k++] = a[i] <= a[j] ? a[i++] : a[j++];
        }
        while (i < mid) {
            other[k++] = a[i++];
        }
        while (j < hi) {
            other[k++] = a[j++];
        }
        for (k = lo; k < hi; k++) {
            a[k] = other[k];
        }
    }

    /** The same function with an array of its own, which nobody puts back. */
    static int sorted(int[] a, int n) {
        int[] other = new int[a.length + 4];
        merge(a, other, 0, n);
        int[] own = {5, 3, 9, 1};
        merge(own, other, 0, 4);
        return own[0] + 10 * own[3];
    }

    static void even(double[] a, int[] at, int k) {
        if (k < at.length) {
            a[at[k]] = -a[at[k]] - 1;
            odd(a, at, k + 1);
        }
    }

    static void odd(double[] b, int[] at, int k) {
        if (k < at.length) {
            b[at[k]] += k;
            even(b, at, k + 1);
        }
    }

    /** Arrays that change places. */
    static void changing(byte[] a, byte[] b, int[] at, int k) {
        if (k < at.length) {
            a[at[k]]++;
            changing(b, a, at, k + 1);
            b[at[k]] += 2;
        }
    }

    /** All orders of what is in a row, one after the other. */
    static int orders(char[][] a, int row, int k) {
        if (k == a[row].length) {
            return a[row][0] * 31 + a[row][k - 1];
        }
        int n = 0;
        for (int j = k; j < a[row].length; j++) {
            char t = a[row][k];
            a[row][k] = a[row][j];
            a[row][j] = t;
            n = n * 7 + orders(a, row, k + 1);
            if (n % 3 != 0) {
                t = a[row][k];
                a[row][k] = a[row][j];
                a[row][j] = t;
            }
        }
        return n;
    }

    /** Of three axes, from one block to the next by what is in them. */
    static float cubes(float[][][] a, int i, int j, int k, int calls) {
        a[i][j][k] += 1;
        if (calls == 0) {
            return a[i][j][k];
        }
        int n = (int) a[i][j][k];
        return cubes(a, (i + n) % a.length, (j + 1) % a[0].length, (k + n) % a[0][0].length, calls - 1) + 1;
    }

    /** Writes on the way down and on the way up, deeper than the stack is. */
    static int deep(int[] a, int n) {
        a[n % a.length] += 1;
        int r = n == 0 ? 0 : deep(a, n - 1);
        a[(n + 1) % a.length] -= r & 3;
        return r + 1;
    }

    /** No trip of the loop, and no call, says how often it goes on. */
    static int wander(int[] next, int[] count, int at, int most) {
        int seen = 0;
        while (count[at] < most) {
            count[at]++;
            at = next[at];
            seen++;
        }
        return seen == 0 ? 0 : seen + wander(next, count, (at + 1) % next.length, most);
    }

    /** A helper that is called in a loop and writes whole rows. */
    static void add(double[][] a, int row, double[] v, int times) {
        for (int j = 0; j < v.length; j++) {
            a[row][j] += v[j];
        }
        if (times > 0) {
            add(a, (row * 5 + 1) % a.length, v, times - 1);
        }
    }

    static double sums(double[][] a, int[] rows, double[] v) {
        double s = 0;
        for (int r : rows) {
            add(a, r, v, 2);
            s += a[r][0];
        }
        return s;
    }

    /** Called with two arrays it is another function than with one twice, and that one is recursive. */
    static int twice(int[] a, int[] b, int n, int d) {
        if (d <= 0) {
            return 0;
        }
        for (int j = 0; j < n; j++) {
            b[j % b.length] += a[0] + j;
        }
        a[d % a.length] += 1;
        return twice(a, a, n, d - 1) + 1;
    }

    static int onceAndTwice(int[] a, int[] b, int n, int d) {
        return twice(b, b, n, d) + twice(a, b, n, d);
    }

    static int diagonal(double[][] a, int i, int n) {
        if (i >= n) {
            return 0;
        }
        a[i][i] += i + 1;
        return 1 + diagonal(a, i + 1, n);
    }

    /** A function without arrays hands one of its own on. */
    static double own(int n, int d) {
        if (d == 0) {
            return 0;
        }
        double[][] m = new double[n][n];
        int c = diagonal(m, 0, n);
        return m[n - 1][n - 1] + c + own(n, d - 1);
    }

    static double givenAndOwn(double[][] a, int n, int d) {
        double s = diagonal(a, 0, n);
        return s + own(n, d);
    }
}
