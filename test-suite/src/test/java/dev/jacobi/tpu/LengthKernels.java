// Methods that are called with arrays of many lengths.
package dev.jacobi.tpu;

final class LengthKernels {
    private LengthKernels() {
    }

    static float[] saxpy(float a, float[] x, float[] y) {
        float[] z = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            z[i] = a * x[i] + y[i];
        }
        return z;
    }

    static void scale(int[] x, int by) {
        for (int i = 0; i < x.length; i++) {
            x[i] = x[i] * by - i;
        }
    }

    static long sum(int[] x) {
        long s = 0;
        for (int v : x) {
            s += v;
        }
        return s;
    }

    static float least(float[] x) {
        float m = x[0];
        for (int i = 1; i < x.length; i++) {
            m = Math.min(m, x[i]);
        }
        return m;
    }

    static int factors(int[] x) {
        int p = 1;
        for (int v : x) {
            p *= v | 1;
        }
        return p;
    }

    static int[] prefix(int[] x) {
        int[] y = new int[x.length + 1];
        for (int i = 0; i < x.length; i++) {
            y[i + 1] = y[i] + x[i];
        }
        return y;
    }

    static int[] stencil(int[] x) {
        int[] y = new int[x.length];
        for (int i = 1; i < x.length - 1; i++) {
            y[i] = x[i - 1] - 2 * x[i] + x[i + 1];
        }
        return y;
    }

    static int[] reversed(int[] x) {
        int[] y = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            y[x.length - 1 - i] = x[i];
        }
        return y;
    }

    static int[] doubled(int[] x) {
        int[] y = new int[2 * x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i];
            y[i + x.length] = -x[i];
        }
        return y;
    }

    static int[] around(int[] x) {
        int n = x.length;
        int[] y = new int[n];
        for (int i = 0; i < n; i++) {
            y[i] = x[(i + 1) % n] - x[(i + n - 1) % n];
        }
        return y;
    }

    static int[] every(int[] x) {
        int[] y = new int[x.length / 2];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[2 * i] + x[2 * i + 1];
        }
        return y;
    }

    static int[][] table(int[] x, int[] y) {
        int[][] t = new int[x.length][y.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                t[i][j] = x[i] * y[j] - j;
            }
        }
        return t;
    }

    static int[] rows(int[][] t) {
        int[] s = new int[t.length];
        for (int i = 0; i < t.length; i++) {
            for (int j = 0; j < t[i].length; j++) {
                s[i] += t[i][j];
            }
        }
        return s;
    }

    static int[] columns(int[][] t) {
        int[] s = new int[t[0].length];
        for (int i = 0; i < t.length; i++) {
            for (int j = 0; j < s.length; j++) {
                s[j] += t[i][j];
            }
        }
        return s;
    }

    static int[] triangle(int[] x) {
        int[] y = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = i + 1; j < x.length; j++) {
                y[i] += x[j] > x[i] ? 1 : 0;
            }
        }
        return y;
    }

    static int[] counts(int[] x, int bins) {
        int[] h = new int[bins];
        for (int v : x) {
            h[(v & 0x7fffffff) % bins]++;
        }
        return h;
    }

    static int greatest(int[] x) {
        int at = 0;
        for (int i = 1; i < x.length; i++) {
            if (x[i] > x[at]) {
                at = i;
            }
        }
        return at;
    }

    static int first(int[] x, int wanted) {
        for (int i = 0; i < x.length; i++) {
            if (x[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    static int[] quotients(int[] x, int[] y) {
        int[] z = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            z[i] = x[i] / y[i];
        }
        return z;
    }

    static float[] softmax(float[] x) {
        float max = Float.NEGATIVE_INFINITY;
        for (float v : x) {
            max = Math.max(max, v);
        }
        float sum = 0;
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = (float) Math.exp(x[i] - max);
            sum += y[i];
        }
        for (int i = 0; i < x.length; i++) {
            y[i] /= sum;
        }
        return y;
    }

    static float[] times(float[][] a, float[] x) {
        float[] y = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < x.length; j++) {
                y[i] += a[i][j] * x[j];
            }
        }
        return y;
    }

    static float average(float[] x) {
        float[] s = {0};
        for (int i = 0; i < x.length; i++) {
            s[0] += x[i] / (i + 1);
        }
        return s[0];
    }
}
