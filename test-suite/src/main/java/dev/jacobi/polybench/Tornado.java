package dev.jacobi.polybench;

/** Kernels that TornadoVM measures, as sequential loops. Where its form of one has two threads write one place, or read what another writes, this one has a result of its own. */
public final class Tornado {
    private Tornado() {
    }

    public static void saxpy(float alpha, float[] x, float[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] += alpha * x[i];
        }
    }

    public static void addImage(float[] a, float[] b, float[] c) {
        for (int i = 0; i < c.length; i++) {
            c[i] = a[i] + b[i];
        }
    }

    /** The mean of a cell and its 26 neighbours, within the border. */
    public static void stencil(int n, float[] a, float[] b) {
        for (int z = 1; z < n - 1; z++) {
            for (int y = 1; y < n - 1; y++) {
                for (int x = 1; x < n - 1; x++) {
                    float sum = 0;
                    for (int k = -1; k <= 1; k++) {
                        for (int j = -1; j <= 1; j++) {
                            for (int i = -1; i <= 1; i++) {
                                sum += a[((z + k) * n + y + j) * n + x + i];
                            }
                        }
                    }
                    b[(z * n + y) * n + x] = sum / 27;
                }
            }
        }
    }

    public static void convolve(int w, int h, int f, float[] in, float[] filter, float[] out) {
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                float sum = 0;
                for (int v = 0; v < f; v++) {
                    for (int u = 0; u < f; u++) {
                        int ty = Math.min(Math.max(y + v - f / 2, 0), h - 1);
                        int tx = Math.min(Math.max(x + u - f / 2, 0), w - 1);
                        sum += filter[v * f + u] * in[ty * w + tx];
                    }
                }
                out[y * w + x] = sum;
            }
        }
    }

    static float normal(float x) {
        float k = 1 / (1 + 0.2316419f * Math.abs(x));
        float p = k * (0.319381530f + k * (-0.356563782f + k * (1.781477937f + k * (-1.821255978f + k * 1.330274429f))));
        float y = 1 - 0.3989423f * (float) Math.exp(-x * x / 2) * p;
        return x < 0 ? 1 - y : y;
    }

    static void option(int i, float[] in, float[] call, float[] put) {
        float s = 10 * in[i] + 100 * (1 - in[i]);
        float k = 10 * in[i] + 100 * (1 - in[i]);
        float t = in[i] + 10 * (1 - in[i]);
        float r = 0.01f * in[i] + 0.05f * (1 - in[i]);
        float v = 0.01f * in[i] + 0.1f * (1 - in[i]);
        float root = v * (float) Math.sqrt(t);
        float d1 = ((float) Math.log(s / k) + (r + v * v / 2) * t) / root;
        float d2 = d1 - root;
        float discount = k * (float) Math.exp(-t * r);
        call[i] = s * normal(d1) - discount * normal(d2);
        put[i] = discount * normal(-d2) - s * normal(-d1);
    }

    public static void blackScholes(float[] in, float[] call, float[] put) {
        for (int i = 0; i < in.length; i++) {
            option(i, in, call, put);
        }
    }

    static float hits(int seed, int draws) {
        long state = (seed * 0x5DEECE66DL + 0xBL) & ((1L << 48) - 1);
        int inside = 0;
        for (int j = 0; j < draws; j++) {
            state = (state * 0x5DEECE66DL + 0xBL) & ((1L << 48) - 1);
            float x = (state & 0x0FFFFFFF) / 268435455f;
            state = (state * 0x5DEECE66DL + 0xBL) & ((1L << 48) - 1);
            float y = (state & 0x0FFFFFFF) / 268435455f;
            if (x * x + y * y <= 1) {
                inside++;
            }
        }
        return (float) inside / draws * 4;
    }

    public static void monteCarlo(int draws, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = hits(i, draws);
        }
    }

    static int blurred(int r, int c, int rows, int columns, int f, int[] channel, float[] filter) {
        float sum = 0;
        for (int i = -f / 2; i <= f / 2; i++) {
            for (int j = -f / 2; j <= f / 2; j++) {
                int y = Math.min(Math.max(r + i, 0), rows - 1);
                int x = Math.min(Math.max(c + j, 0), columns - 1);
                sum += channel[y * columns + x] * filter[(i + f / 2) * f + j + f / 2];
            }
        }
        return (int) sum;
    }

    public static void blur(int rows, int columns, int f, int[] red, int[] green, int[] blue, float[] filter, int[] outRed, int[] outGreen, int[] outBlue) {
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                outRed[r * columns + c] = blurred(r, c, rows, columns, f, red, filter);
                outGreen[r * columns + c] = blurred(r, c, rows, columns, f, green, filter);
                outBlue[r * columns + c] = blurred(r, c, rows, columns, f, blue, filter);
            }
        }
    }

    static byte shade(int state, int channel) {
        int rgb = switch (state) {
            case 1 -> 0x808080;
            case -1 -> 0x000000;
            case -2 -> 0xFF0000;
            case -3 -> 0x00FF00;
            case -4 -> 0x0000FF;
            case -5 -> 0xFFFF00;
            default -> 0xFF8080;
        };
        return (byte) (rgb >> 8 * channel);
    }

    public static void renderTrack(byte[] track, byte[] out) {
        for (int i = 0; i < track.length; i++) {
            out[3 * i] = shade(track[i], 0);
            out[3 * i + 1] = shade(track[i], 1);
            out[3 * i + 2] = shade(track[i], 2);
        }
    }

    static void force(int i, float dt, float[] from, float[] speed, float[] to, float[] faster) {
        float ax = 0;
        float ay = 0;
        float az = 0;
        for (int j = 0; j < from.length / 4; j++) {
            float rx = from[4 * j] - from[4 * i];
            float ry = from[4 * j + 1] - from[4 * i + 1];
            float rz = from[4 * j + 2] - from[4 * i + 2];
            float inverse = (float) (1.0 / Math.sqrt(rx * rx + ry * ry + rz * rz + 500f));
            float s = from[4 * j + 3] * inverse * inverse * inverse;
            ax += s * rx;
            ay += s * ry;
            az += s * rz;
        }
        to[4 * i] = from[4 * i] + speed[4 * i] * dt + 0.5f * ax * dt * dt;
        to[4 * i + 1] = from[4 * i + 1] + speed[4 * i + 1] * dt + 0.5f * ay * dt * dt;
        to[4 * i + 2] = from[4 * i + 2] + speed[4 * i + 2] * dt + 0.5f * az * dt * dt;
        to[4 * i + 3] = from[4 * i + 3];
        faster[4 * i] = speed[4 * i] + ax * dt;
        faster[4 * i + 1] = speed[4 * i + 1] + ay * dt;
        faster[4 * i + 2] = speed[4 * i + 2] + az * dt;
        faster[4 * i + 3] = speed[4 * i + 3];
    }

    /** New places and speeds go to arrays of their own. */
    public static void nBody(float dt, float[] from, float[] speed, float[] to, float[] faster) {
        for (int i = 0; i < from.length / 4; i++) {
            force(i, dt, from, speed, to, faster);
        }
    }

    public static void sgemm(int n, float[] a, float[] b, float[] c) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                float sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += a[i * n + k] * b[k * n + j];
                }
                c[i * n + j] = sum;
            }
        }
    }

    public static void dgemm(int n, double[] a, double[] b, double[] c) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += a[i * n + k] * b[k * n + j];
                }
                c[i * n + j] = sum;
            }
        }
    }

    public static void sgemv(int m, int n, float[] a, float[] x, float[] y) {
        for (int i = 0; i < m; i++) {
            float sum = 0;
            for (int j = 0; j < n; j++) {
                sum += a[i * n + j] * x[j];
            }
            y[i] = sum;
        }
    }

    static short escape(int i, int j, int n, int iterations) {
        float cr = 2.0f * j / n - 1.5f;
        float ci = 2.0f * i / n - 1;
        float zr = 0;
        float zi = 0;
        int at = 0;
        while (at < iterations && zr * zr + zi * zi <= 4) {
            float next = zr * zr - zi * zi + cr;
            zi = 2 * zr * zi + ci;
            zr = next;
            at++;
        }
        return (short) (at * 255 / iterations);
    }

    public static void mandelbrot(int n, int iterations, short[] out) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                out[i * n + j] = escape(i, j, n, iterations);
            }
        }
    }

    static void frequency(int k, float[] re, float[] im, float[] outRe, float[] outIm) {
        int n = re.length;
        float sumRe = 0;
        float sumIm = 0;
        for (int t = 0; t < n; t++) {
            float angle = 2 * 3.1415927f * t * k / n;
            float c = (float) Math.cos(angle);
            float s = (float) Math.sin(angle);
            sumRe += re[t] * c + im[t] * s;
            sumIm += -re[t] * s + im[t] * c;
        }
        outRe[k] = sumRe;
        outIm[k] = sumIm;
    }

    public static void dft(float[] re, float[] im, float[] outRe, float[] outIm) {
        for (int k = 0; k < re.length; k++) {
            frequency(k, re, im, outRe, outIm);
        }
    }

    public static void hilbert(int n, float[] out) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                out[i * n + j] = 1f / (i + 1 + (j + 1) - 1);
            }
        }
    }

    public static void spmv(int rows, float[] values, int[] columns, int[] starts, float[] x, float[] y) {
        for (int i = 0; i < rows; i++) {
            float sum = 0;
            for (int j = starts[i]; j < starts[i + 1]; j++) {
                sum += values[j] * x[columns[j]];
            }
            y[i] = sum;
        }
    }
}
