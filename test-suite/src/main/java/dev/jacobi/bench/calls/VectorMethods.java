package dev.jacobi.bench.calls;

import dev.jacobi.bench.calls.Given.Kind;

/** Flat arrays: copies, sums, updates in place, stacks, linked lists in arrays. */
public final class VectorMethods {
    private VectorMethods() {
    }

    public static void reverse(int[] a) {
        for (int i = 0, j = a.length - 1; i < j; i++, j--) {
            int t = a[i];
            a[i] = a[j];
            a[j] = t;
        }
    }

    public static void reverseHalf(double[] a) {
        int n = a.length;
        for (int i = 0; i < n / 2; i++) {
            double t = a[i];
            a[i] = a[n - 1 - i];
            a[n - 1 - i] = t;
        }
    }

    public static int[] reversed(int[] a) {
        int[] b = new int[a.length];
        for (int i = 0; i < a.length; i++) {
            b[a.length - 1 - i] = a[i];
        }
        return b;
    }

    public static void rotate(int[] a, @Given(value = Kind.NUMBERS, part = 3) int k) {
        turn(a, 0, a.length - 1);
        turn(a, 0, k - 1);
        turn(a, k, a.length - 1);
    }

    private static void turn(int[] a, int i, int j) {
        while (i < j) {
            int t = a[i];
            a[i++] = a[j];
            a[j--] = t;
        }
    }

    public static void shuffle(int[] a, @Given(Kind.NUMBERS) int seed) {
        long s = seed;
        for (int i = a.length - 1; i > 0; i--) {
            s = s * 6364136223846793005L + 1442695040888963407L;
            int j = (int) ((s >>> 33) % (i + 1));
            int t = a[i];
            a[i] = a[j];
            a[j] = t;
        }
    }

    public static void permute(@Given(Kind.PERMUTATION) int[] p, double[] a, @Given(Kind.ZEROS) double[] out) {
        for (int i = 0; i < p.length; i++) {
            out[p[i]] = a[i];
        }
    }

    public static int[] inverse(@Given(Kind.PERMUTATION) int[] p) {
        int[] q = new int[p.length];
        for (int i = 0; i < p.length; i++) {
            q[p[i]] = i;
        }
        return q;
    }

    public static int cycles(@Given(Kind.PERMUTATION) int[] p) {
        boolean[] seen = new boolean[p.length];
        int n = 0;
        for (int i = 0; i < p.length; i++) {
            if (!seen[i]) {
                n++;
                for (int j = i; !seen[j]; j = p[j]) {
                    seen[j] = true;
                }
            }
        }
        return n;
    }

    public static int unionFind(int[] a, @Given(Kind.ZEROS) int[] parent) {
        for (int i = 0; i < parent.length; i++) {
            parent[i] = i;
        }
        int sets = parent.length;
        for (int i = 0; i < a.length; i++) {
            int x = i;
            int y = a[i];
            while (parent[x] != x) {
                parent[x] = parent[parent[x]];
                x = parent[x];
            }
            while (parent[y] != y) {
                parent[y] = parent[parent[y]];
                y = parent[y];
            }
            if (x != y) {
                parent[x] = y;
                sets--;
            }
        }
        return sets;
    }

    public static int nextGreater(@Given(Kind.SIGNED) int[] a, @Given(Kind.ZEROS) int[] next) {
        int[] stack = new int[a.length];
        int top = 0;
        for (int i = 0; i < a.length; i++) {
            while (top > 0 && a[stack[top - 1]] < a[i]) {
                next[stack[--top]] = i;
            }
            stack[top++] = i;
        }
        return top;
    }

    public static double dot(double[] a, double[] b) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            s += a[i] * b[i];
        }
        return s;
    }

    public static void saxpy(float[] x, @Given(Kind.ZEROS) float[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] += 0.25f * x[i];
        }
    }

    public static double[] cumsum(double[] a) {
        double[] out = new double[a.length];
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            s += a[i];
            out[i] = s;
        }
        return out;
    }

    public static void fibonacci(@Given(Kind.ZEROS) long[] f) {
        f[0] = 0;
        f[1] = 1;
        for (int i = 2; i < f.length; i++) {
            f[i] = f[i - 1] + f[i - 2];
        }
    }

    public static double horner(@Given(value = Kind.SMALL, length = 8) double[] c, @Given(value = Kind.NUMBERS) double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double y = 0;
            for (int k = c.length - 1; k >= 0; k--) {
                y = y * x[i] + c[k];
            }
            sum += y;
        }
        return sum;
    }

    public static int argmax(@Given(Kind.SIGNED) int[] a) {
        int at = 0;
        for (int i = 1; i < a.length; i++) {
            if (a[i] > a[at]) {
                at = i;
            }
        }
        return at;
    }

    public static double[] minMax(double[] a) {
        double lo = a[0];
        double hi = a[0];
        for (double x : a) {
            if (x < lo) {
                lo = x;
            }
            if (x > hi) {
                hi = x;
            }
        }
        return new double[] {lo, hi};
    }

    public static int hashInserts(@Given(Kind.SIGNED) int[] keys, @Given(value = Kind.ZEROS, length = 4096) int[] table) {
        for (int i = 0; i < table.length; i++) {
            table[i] = 0;
        }
        int probes = 0;
        for (int k = 0; k < Math.min(keys.length, 2000); k++) {
            int at = keys[k] * 0x9e3779b9 >>> 20;
            while (table[at] != 0 && table[at] != keys[k]) {
                at = at + 1 & 4095;
                probes++;
            }
            table[at] = keys[k];
        }
        return probes;
    }

    public static int components(@Given(Kind.PERMUTATION) int[] next, @Given(Kind.ZEROS) int[] queue) {
        boolean[] seen = new boolean[next.length];
        int head = 0;
        int tail = 0;
        queue[tail++] = 0;
        seen[0] = true;
        while (head < tail) {
            int v = queue[head++];
            int w = next[v];
            if (!seen[w]) {
                seen[w] = true;
                queue[tail++] = w;
            }
        }
        return tail;
    }

    public static int knapsack(@Given(value = Kind.SMALL, length = 12) int[] weight, @Given(value = Kind.ZEROS, more = 1) int[] best) {
        for (int i = 0; i < best.length; i++) {
            best[i] = 0;
        }
        for (int k = 0; k < 12; k++) {
            for (int c = best.length - 1; c >= weight[k]; c--) {
                best[c] = Math.max(best[c], best[c - weight[k]] + 3 * k + 1);
            }
        }
        return best[best.length - 1];
    }
}
