package dev.jacobi.roofline;

/** Series in rows, in columns or in segments; searches in each; tables that are looked up. */
public final class Series {
    private Series() {
    }

    public static float[][] emaRows(float[][] x, float a) {
        float[][] y = new float[x.length][x[0].length];
        for (int i = 0; i < x.length; i++) {
            float s = x[i][0];
            for (int t = 0; t < x[i].length; t++) {
                s += a * (x[i][t] - s);
                y[i][t] = s;
            }
        }
        return y;
    }

    /** Time goes down the columns. */
    public static void decayColumns(float[][] x, float a) {
        for (int t = 1; t < x.length; t++) {
            for (int j = 0; j < x[0].length; j++) {
                x[t][j] += a * x[t - 1][j];
            }
        }
    }

    public static float[] maxPlus(float[] a, float[] b) {
        float[] y = new float[a.length];
        float s = 0;
        for (int i = 0; i < a.length; i++) {
            s = Math.max(s + a[i], b[i]);
            y[i] = s;
        }
        return y;
    }

    public static float drawdown(float[] x) {
        float peak = x[0];
        float most = 0;
        for (int i = 0; i < x.length; i++) {
            if (x[i] > peak) {
                peak = x[i];
            }
            most = Math.max(most, peak - x[i]);
        }
        return most;
    }

    public static int longestRun(float[] x) {
        int run = 0;
        int best = 0;
        for (float v : x) {
            run = v > 0 ? run + 1 : 0;
            best = Math.max(best, run);
        }
        return best;
    }

    /** Where the bins begin in an array that is sorted by bin. */
    public static int[] offsets(int[] bin, int bins) {
        int[] count = new int[bins];
        for (int i = 0; i < bin.length; i++) {
            count[bin[i]]++;
        }
        int[] start = new int[bins + 1];
        for (int k = 0; k < bins; k++) {
            start[k + 1] = start[k] + count[k];
        }
        return start;
    }

    public static int[] columnArgmin(float[][] x) {
        int[] at = new int[x[0].length];
        for (int j = 0; j < x[0].length; j++) {
            float best = x[0][j];
            for (int i = 1; i < x.length; i++) {
                if (x[i][j] < best) {
                    best = x[i][j];
                    at[j] = i;
                }
            }
        }
        return at;
    }

    /** The largest of each row of a flat array, and where it is. */
    public static void rowTop(float[] x, int n, int m, float[] value, int[] place) {
        for (int i = 0; i < n; i++) {
            float best = Float.NEGATIVE_INFINITY;
            int at = -1;
            for (int j = 0; j < m; j++) {
                if (x[i * m + j] > best) {
                    best = x[i * m + j];
                    at = j;
                }
            }
            value[i] = best;
            place[i] = at;
        }
    }

    public static int[] lastRowMinimum(int[][] x) {
        int[] at = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 1; j < x[i].length; j++) {
                if (x[i][j] <= x[i][at[i]]) {
                    at[i] = j;
                }
            }
        }
        return at;
    }

    public static float[][] rowRange(float[][] x) {
        float[][] r = new float[2][x.length];
        for (int i = 0; i < x.length; i++) {
            float lo = Float.POSITIVE_INFINITY;
            float hi = Float.NEGATIVE_INFINITY;
            for (float v : x[i]) {
                lo = Math.min(lo, v);
                hi = Math.max(hi, v);
            }
            r[0][i] = lo;
            r[1][i] = hi;
        }
        return r;
    }

    public static float[] differences(float[] x, float h) {
        int n = x.length;
        float[] d = new float[n];
        d[0] = (x[1] - x[0]) / h;
        for (int i = 1; i < n - 1; i++) {
            d[i] = (x[i + 1] - x[i - 1]) / (2 * h);
        }
        d[n - 1] = (x[n - 1] - x[n - 2]) / h;
        return d;
    }

    /** A table that is looked up between its points. */
    public static float[] interpolate(float[] table, float[] x) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            float at = x[i] * (table.length - 1);
            int k = Math.max(0, Math.min(table.length - 2, (int) at));
            float u = at - k;
            y[i] = (1 - u) * table[k] + u * table[k + 1];
        }
        return y;
    }

    public static float[] permuted(float[] x, int[] to) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            y[to[i]] = x[i];
        }
        return y;
    }

    public static float[] segmentSums(float[] x, int[] segment, int n) {
        float[] s = new float[n];
        int[] count = new int[n];
        for (int i = 0; i < x.length; i++) {
            s[segment[i]] += x[i];
            count[segment[i]]++;
        }
        for (int k = 0; k < n; k++) {
            s[k] = count[k] == 0 ? 0 : s[k] / count[k];
        }
        return s;
    }

    public static float[][] manhattan(float[][] x, float[][] y) {
        float[][] d = new float[x.length][y.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                for (int k = 0; k < x[0].length; k++) {
                    d[i][j] += Math.abs(x[i][k] - y[j][k]);
                }
            }
        }
        return d;
    }

    /** The mean over the last w elements, by what comes and goes. */
    public static float[] slidingMean(float[] x, int w) {
        float[] y = new float[x.length - w + 1];
        float s = 0;
        for (int i = 0; i < x.length; i++) {
            s += x[i];
            if (i >= w) {
                s -= x[i - w];
            }
            if (i >= w - 1) {
                y[i - w + 1] = s / w;
            }
        }
        return y;
    }

    public static int[] popularity(int[][] votes, int choices) {
        int[] count = new int[choices];
        for (int[] row : votes) {
            for (int v : row) {
                count[v]++;
            }
        }
        return count;
    }
}
