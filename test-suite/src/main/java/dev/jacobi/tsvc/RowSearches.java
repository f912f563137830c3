package dev.jacobi.tsvc;

/** The loops over matrices as arrays of rows: counters, expansion, packing and reductions. */
final class RowSearches {
    private RowSearches() {
    }

    static void s125(float[] flat, float[][] aa, float[][] bb, float[][] cc) {
        int w = aa.length;
        int k = -1;
        for (int i = 0; i < w; i++) {
            for (int j = 0; j < w; j++) {
                k++;
                flat[k] = aa[i][j] + bb[i][j] * cc[i][j];
            }
        }
    }

    static void s126(float[] flat, float[][] bb, float[][] cc) {
        int w = bb.length;
        int k = 1;
        for (int i = 0; i < w; i++) {
            for (int j = 1; j < w; j++) {
                bb[j][i] = bb[j - 1][i] + flat[k - 1] * cc[j][i];
                ++k;
            }
            ++k;
        }
    }

    static void s141(float[] flat, float[][] bb) {
        int w = bb.length;
        for (int i = 0; i < w; i++) {
            int k = (i + 1) * i / 2 + i;
            for (int j = i; j < w; j++) {
                flat[k] += bb[j][i];
                k += j + 1;
            }
        }
    }

    static void s256(float[] a, float[][] aa, float[][] bb, float[] d) {
        int w = aa.length;
        for (int i = 0; i < w; i++) {
            for (int j = 1; j < w; j++) {
                a[j] = 1f - a[j - 1];
                aa[j][i] = a[j] + bb[j][i] * d[j];
            }
        }
    }

    static void s257(float[] a, float[][] aa, float[][] bb) {
        int w = aa.length;
        for (int i = 1; i < w; i++) {
            for (int j = 0; j < w; j++) {
                a[i] = aa[j][i] - a[i - 1];
                aa[j][i] = a[i] + bb[j][i];
            }
        }
    }

    static void s258(float[] a, float[] b, float[] c, float[] d, float[] e, float[][] aa) {
        int w = aa.length;
        float s = 0f;
        for (int i = 0; i < w; ++i) {
            if (a[i] > 0f) {
                s = d[i] * d[i];
            }
            b[i] = s * c[i] + d[i];
            e[i] = (s + 1f) * aa[0][i];
        }
    }

    static void s343(float[] flat, float[][] aa, float[][] bb) {
        int w = aa.length;
        int k = -1;
        for (int i = 0; i < w; i++) {
            for (int j = 0; j < w; j++) {
                if (bb[j][i] > 0f) {
                    k++;
                    flat[k] = aa[j][i];
                }
            }
        }
    }

    static float s3110(float[][] aa) {
        int w = aa.length;
        float max = aa[0][0];
        int x = 0;
        int y = 0;
        for (int i = 0; i < w; i++) {
            for (int j = 0; j < w; j++) {
                if (aa[i][j] > max) {
                    max = aa[i][j];
                    x = i;
                    y = j;
                }
            }
        }
        return max + x + y;
    }

    static float s13110(float[][] aa) {
        int w = aa.length;
        float max = aa[0][0];
        int x = 0;
        int y = 0;
        for (int i = 0; i < w; i++) {
            for (int j = 0; j < w; j++) {
                if (aa[i][j] > max) {
                    max = aa[i][j];
                    x = i;
                    y = j;
                }
            }
        }
        return max + x + 1 + y + 1;
    }

    static float s4116(float[] a, float[][] aa, int[] ip, int j, int inc) {
        int w = aa.length;
        float sum = 0f;
        for (int i = 0; i < w - 1; i++) {
            int off = inc + i;
            sum += a[off] * aa[j - 1][ip[i]];
        }
        return sum;
    }

    static void vbor(float[] a, float[] b, float[] c, float[] d, float[] e, float[] x, float[][] aa) {
        int w = aa.length;
        for (int i = 0; i < w; i++) {
            float a1 = a[i];
            float b1 = b[i];
            float c1 = c[i];
            float d1 = d[i];
            float e1 = e[i];
            float f1 = aa[0][i];
            a1 = a1 * b1 * c1 + a1 * b1 * d1 + a1 * b1 * e1 + a1 * b1 * f1 + a1 * c1 * d1 + a1 * c1 * e1 + a1 * c1 * f1 + a1 * d1 * e1 + a1 * d1 * f1 + a1 * e1 * f1;
            b1 = b1 * c1 * d1 + b1 * c1 * e1 + b1 * c1 * f1 + b1 * d1 * e1 + b1 * d1 * f1 + b1 * e1 * f1;
            c1 = c1 * d1 * e1 + c1 * d1 * f1 + c1 * e1 * f1;
            d1 = d1 * e1 * f1;
            x[i] = a1 * b1 * c1 * d1;
        }
    }
}
