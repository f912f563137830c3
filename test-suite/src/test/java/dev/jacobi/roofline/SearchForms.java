package dev.jacobi.roofline;

/** Searches, scatters and steps in forms other than those of the table, for small arrays with all that is odd in them. */
final class SearchForms {
    private SearchForms() {
    }

    static int[] lastOfLargest(float[][] x) {
        int[] at = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            float best = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < x[i].length; j++) {
                if (x[i][j] >= best) {
                    best = x[i][j];
                    at[i] = j;
                }
            }
        }
        return at;
    }

    static void leastAndPlace(double[][] x, double[] value, int[] place) {
        for (int i = 0; i < x.length; i++) {
            int at = 0;
            for (int j = 0; j < x[i].length; j++) {
                if (x[i][at] > x[i][j]) {
                    at = j;
                }
            }
            place[i] = at;
            if (x[i].length > 0) {
                value[i] = x[i][at];
            }
        }
    }

    static int[] columnLargest(int[][] x, int[] at) {
        for (int j = 0; j < at.length; j++) {
            int best = Integer.MIN_VALUE;
            for (int i = 0; i < x.length; i++) {
                if (best < x[i][j]) {
                    best = x[i][j];
                    at[j] = i;
                }
            }
        }
        return at;
    }

    static int largestPlace(float[] x) {
        int at = -1;
        float best = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < x.length; i++) {
            if (x[i] > best) {
                best = x[i];
                at = i;
            }
        }
        return at;
    }

    static int lastLeast(float[] x) {
        int at = -1;
        float best = Float.POSITIVE_INFINITY;
        for (int i = 0; i < x.length; i++) {
            if (x[i] <= best) {
                best = x[i];
                at = i;
            }
        }
        return at;
    }

    /** The value too, whose zero has the sign of the first one. */
    static float firstLargest(float[] x, int[] place) {
        float best = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < x.length; i++) {
            if (x[i] > best) {
                best = x[i];
                place[0] = i;
            }
        }
        return best;
    }

    static int leastInt(int[] x) {
        int at = 0;
        for (int i = 1; i < x.length; i++) {
            if (x[i] < x[at]) {
                at = i;
            }
        }
        return at;
    }

    /** Whatever is no number counts for nothing, and the largest of the rest is looked for once more. */
    static int placeOfMax(float[] x, float[] max) {
        float m = Float.NEGATIVE_INFINITY;
        for (float v : x) {
            m = Math.max(m, v != v ? Float.NEGATIVE_INFINITY : v);
        }
        int at = Integer.MAX_VALUE;
        for (int i = 0; i < x.length; i++) {
            at = Math.min(at, x[i] == m ? i : Integer.MAX_VALUE);
        }
        max[0] = m;
        return at;
    }

    static void scatter(int[] to, double[] x, double[] y) {
        for (int i = 0; i < to.length; i++) {
            y[to[i]] = 2 * x[i];
        }
    }

    static void scatterRows(int[] to, float[][] x, float[] y) {
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < to.length; j++) {
                y[to[j]] = x[i][j];
            }
        }
    }

    static float[] sliding(float[] x, int w, float[] y) {
        float s = 0;
        for (int i = 0; i < x.length; i++) {
            s += x[i];
            if (i > w) {
                s -= x[i - w - 1];
            }
            if (w <= i) {
                y[i - w] = s;
            }
        }
        return y;
    }

    static int twoParts(int[] x, int at) {
        int s = 1;
        for (int i = 0; i < x.length; i++) {
            if (i <= at) {
                s = 31 * s + x[i];
            } else {
                s = s ^ x[i] >>> 3;
            }
        }
        return s;
    }

    static void steps(double[][] x, double[][] y, double a) {
        for (int t = 1; t < x.length; t++) {
            for (int j = 0; j < x[0].length; j++) {
                x[t][j] = a * x[t - 1][j] + y[t][j];
                y[t][j] -= x[t][j];
            }
        }
    }

    static int[] counts(int[][] x, int n) {
        int[] count = new int[n];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x[i].length; j++) {
                count[x[i][j]] += i + j;
            }
        }
        return count;
    }

    static float[] looked(float[] table, int[] at) {
        float[] y = new float[at.length];
        for (int i = 0; i < at.length; i++) {
            y[i] = table[at[i]] - at[i];
        }
        return y;
    }
}
