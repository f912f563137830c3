package dev.jacobi.polybench;

/** PolyBench's recursive filter, shortest paths and folding of a sequence, over arrays of arrays. */
public final class Medley {
    private Medley() {
    }

    public static void deriche(int w, int h, float alpha, float[][] in, float[][] out, float[][] y1, float[][] y2) {
        float k = (1.0f - (float) Math.exp(-alpha)) * (1.0f - (float) Math.exp(-alpha)) / (1.0f + 2.0f * alpha * (float) Math.exp(-alpha) - (float) Math.exp(2.0f * alpha));
        float a1 = k;
        float a2 = k * (float) Math.exp(-alpha) * (alpha - 1.0f);
        float a3 = k * (float) Math.exp(-alpha) * (alpha + 1.0f);
        float a4 = -k * (float) Math.exp(-2.0f * alpha);
        float b1 = (float) Math.pow(2.0f, -alpha);
        float b2 = -(float) Math.exp(-2.0f * alpha);
        for (int i = 0; i < w; i++) {
            float ym1 = 0;
            float ym2 = 0;
            float xm1 = 0;
            for (int j = 0; j < h; j++) {
                y1[i][j] = a1 * in[i][j] + a2 * xm1 + b1 * ym1 + b2 * ym2;
                xm1 = in[i][j];
                ym2 = ym1;
                ym1 = y1[i][j];
            }
        }
        for (int i = 0; i < w; i++) {
            float yp1 = 0;
            float yp2 = 0;
            float xp1 = 0;
            float xp2 = 0;
            for (int j = h - 1; j >= 0; j--) {
                y2[i][j] = a3 * xp1 + a4 * xp2 + b1 * yp1 + b2 * yp2;
                xp2 = xp1;
                xp1 = in[i][j];
                yp2 = yp1;
                yp1 = y2[i][j];
            }
        }
        add(w, h, y1, y2, out);
        for (int j = 0; j < h; j++) {
            float tm1 = 0;
            float ym1 = 0;
            float ym2 = 0;
            for (int i = 0; i < w; i++) {
                y1[i][j] = a1 * out[i][j] + a2 * tm1 + b1 * ym1 + b2 * ym2;
                tm1 = out[i][j];
                ym2 = ym1;
                ym1 = y1[i][j];
            }
        }
        for (int j = 0; j < h; j++) {
            float tp1 = 0;
            float tp2 = 0;
            float yp1 = 0;
            float yp2 = 0;
            for (int i = w - 1; i >= 0; i--) {
                y2[i][j] = a3 * tp1 + a4 * tp2 + b1 * yp1 + b2 * yp2;
                tp2 = tp1;
                tp1 = out[i][j];
                yp2 = yp1;
                yp1 = y2[i][j];
            }
        }
        add(w, h, y1, y2, out);
    }

    private static void add(int w, int h, float[][] y1, float[][] y2, float[][] out) {
        for (int i = 0; i < w; i++) {
            for (int j = 0; j < h; j++) {
                out[i][j] = y1[i][j] + y2[i][j];
            }
        }
    }

    public static void floydWarshall(int n, int[][] path) {
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    path[i][j] = path[i][j] < path[i][k] + path[k][j] ? path[i][j] : path[i][k] + path[k][j];
                }
            }
        }
    }

    public static void nussinov(int n, byte[] seq, int[][] table) {
        for (int i = n - 1; i >= 0; i--) {
            for (int j = i + 1; j < n; j++) {
                if (j - 1 >= 0) {
                    table[i][j] = Math.max(table[i][j], table[i][j - 1]);
                }
                if (i + 1 < n) {
                    table[i][j] = Math.max(table[i][j], table[i + 1][j]);
                }
                if (j - 1 >= 0 && i + 1 < n) {
                    if (i < j - 1) {
                        table[i][j] = Math.max(table[i][j], table[i + 1][j - 1] + (seq[i] + seq[j] == 3 ? 1 : 0));
                    } else {
                        table[i][j] = Math.max(table[i][j], table[i + 1][j - 1]);
                    }
                }
                for (int k = i + 1; k < j; k++) {
                    table[i][j] = Math.max(table[i][j], table[i][k] + table[k + 1][j]);
                }
            }
        }
    }
}
