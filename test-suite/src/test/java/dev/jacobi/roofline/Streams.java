package dev.jacobi.roofline;

/** Loops that go through arrays once, element by element, as different people write them. */
public final class Streams {
    private Streams() {
    }

    static void saxpy(float a, float[] x, float[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] += a * x[i];
        }
    }

    static float[] saxpyNew(float a, float[] x, float[] y) {
        float[] r = new float[x.length];
        for (int i = 0; i < r.length; i++) {
            r[i] = a * x[i] + y[i];
        }
        return r;
    }

    static double[] triad(double[] a, double[] b, double s) {
        int n = a.length;
        double[] c = new double[n];
        int i = 0;
        while (i < n) {
            c[i] = a[i] + s * b[i];
            i++;
        }
        return c;
    }

    static int[] invert(int[] pixels, int w, int h) {
        int[] o = new int[w * h];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int p = pixels[y * w + x];
                o[y * w + x] = p & 0xff000000 | (255 - (p >> 16 & 255)) << 16 | (255 - (p >> 8 & 255)) << 8 | 255 - (p & 255);
            }
        }
        return o;
    }

    static byte[] threshold(byte[] x, int limit) {
        byte[] o = new byte[x.length];
        for (int i = 0; i < x.length; i++) {
            o[i] = (x[i] & 255) >= limit ? (byte) -1 : 0;
        }
        return o;
    }

    static void relu(float[][] x) {
        for (float[] row : x) {
            for (int j = 0; j < row.length; j++) {
                if (row[j] < 0) {
                    row[j] = 0;
                }
            }
        }
    }

    static void sigmoid(float[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] = 1 / (1 + (float) Math.exp(-x[i]));
        }
    }

    static void gelu(float[] x, float[] y) {
        for (int i = 0; i < x.length; i++) {
            float v = x[i];
            y[i] = 0.5f * v * (1 + (float) Math.tanh(0.7978846f * (v + 0.044715f * v * v * v)));
        }
    }

    static int[] reversed(int[] a) {
        int[] r = new int[a.length];
        for (int i = 0, j = a.length - 1; i < a.length; i++, j--) {
            r[i] = a[j];
        }
        return r;
    }

    static void deinterleave(float[] xy, float[] x, float[] y) {
        for (int i = 0; i < x.length; i++) {
            x[i] = xy[2 * i];
            y[i] = xy[2 * i + 1];
        }
    }

    static void complexProduct(double[] ar, double[] ai, double[] br, double[] bi) {
        for (int i = 0; i < ar.length; i++) {
            double r = ar[i] * br[i] - ai[i] * bi[i];
            ai[i] = ar[i] * bi[i] + ai[i] * br[i];
            ar[i] = r;
        }
    }

    static float[] gather(float[] table, int[] index) {
        float[] r = new float[index.length];
        for (int i = 0; i < index.length; i++) {
            r[i] = table[index[i]];
        }
        return r;
    }

    static int[] counter(int h, int w) {
        int[] o = new int[h * w];
        int k = 0;
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                o[k++] = x * x + y;
            }
        }
        return o;
    }

    static float[] horner(float[] x, float[] c) {
        float[] r = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            float s = 0;
            for (int k = c.length - 1; k >= 0; k--) {
                s = s * x[i] + c[k];
            }
            r[i] = s;
        }
        return r;
    }

    static int[] mandelbrot(int width, int height, int limit) {
        int[] out = new int[width * height];
        for (int p = 0; p < width * height; p++) {
            float cx = -2f + 3f / width * (p % width);
            float cy = -1.5f + 3f / height * (p / width);
            float x = 0;
            float y = 0;
            int n = 0;
            while (n < limit && x * x + y * y <= 4) {
                float t = x * x - y * y + cx;
                y = 2 * x * y + cy;
                x = t;
                n++;
            }
            out[p] = n;
        }
        return out;
    }

    static void transpose(float[][] a, float[][] b) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                b[j][i] = a[i][j];
            }
        }
    }

    public static float[] transposeFlat(float[] a, int n, int m) {
        float[] b = new float[n * m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                b[j * n + i] = a[i * m + j];
            }
        }
        return b;
    }

    static void addBias(float[][] x, float[] bias) {
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < bias.length; j++) {
                x[i][j] = Math.max(0, x[i][j] + bias[j]);
            }
        }
    }
}
