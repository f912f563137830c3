package dev.jacobi.polybench;

import java.util.stream.IntStream;

/** The kernels of {@link Tornado} as parallel streams, over rows where there are some: what a program without a compiler of its own would do. */
public final class TornadoStreams {
    private TornadoStreams() {
    }

    public static void saxpy(float alpha, float[] x, float[] y) {
        IntStream.range(0, y.length).parallel().forEach(i -> y[i] += alpha * x[i]);
    }

    public static void addImage(float[] a, float[] b, float[] c) {
        IntStream.range(0, c.length).parallel().forEach(i -> c[i] = a[i] + b[i]);
    }

    public static void stencil(int n, float[] a, float[] b) {
        IntStream.range(1, n - 1).parallel().forEach(z -> {
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
        });
    }

    public static void convolve(int w, int h, int f, float[] in, float[] filter, float[] out) {
        IntStream.range(0, h).parallel().forEach(y -> {
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
        });
    }

    public static void blackScholes(float[] in, float[] call, float[] put) {
        IntStream.range(0, in.length).parallel().forEach(i -> Tornado.option(i, in, call, put));
    }

    public static void monteCarlo(int draws, float[] out) {
        IntStream.range(0, out.length).parallel().forEach(i -> out[i] = Tornado.hits(i, draws));
    }

    public static void blur(int rows, int columns, int f, int[] red, int[] green, int[] blue, float[] filter, int[] outRed, int[] outGreen, int[] outBlue) {
        IntStream.range(0, rows).parallel().forEach(r -> {
            for (int c = 0; c < columns; c++) {
                outRed[r * columns + c] = Tornado.blurred(r, c, rows, columns, f, red, filter);
                outGreen[r * columns + c] = Tornado.blurred(r, c, rows, columns, f, green, filter);
                outBlue[r * columns + c] = Tornado.blurred(r, c, rows, columns, f, blue, filter);
            }
        });
    }

    public static void renderTrack(byte[] track, byte[] out) {
        IntStream.range(0, track.length).parallel().forEach(i -> {
            out[3 * i] = Tornado.shade(track[i], 0);
            out[3 * i + 1] = Tornado.shade(track[i], 1);
            out[3 * i + 2] = Tornado.shade(track[i], 2);
        });
    }

    public static void nBody(float dt, float[] from, float[] speed, float[] to, float[] faster) {
        IntStream.range(0, from.length / 4).parallel().forEach(i -> Tornado.force(i, dt, from, speed, to, faster));
    }

    public static void sgemm(int n, float[] a, float[] b, float[] c) {
        IntStream.range(0, n).parallel().forEach(i -> {
            for (int j = 0; j < n; j++) {
                float sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += a[i * n + k] * b[k * n + j];
                }
                c[i * n + j] = sum;
            }
        });
    }

    public static void dgemm(int n, double[] a, double[] b, double[] c) {
        IntStream.range(0, n).parallel().forEach(i -> {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += a[i * n + k] * b[k * n + j];
                }
                c[i * n + j] = sum;
            }
        });
    }

    public static void sgemv(int m, int n, float[] a, float[] x, float[] y) {
        IntStream.range(0, m).parallel().forEach(i -> {
            float sum = 0;
            for (int j = 0; j < n; j++) {
                sum += a[i * n + j] * x[j];
            }
            y[i] = sum;
        });
    }

    public static void mandelbrot(int n, int iterations, short[] out) {
        IntStream.range(0, n).parallel().forEach(i -> {
            for (int j = 0; j < n; j++) {
                out[i * n + j] = Tornado.escape(i, j, n, iterations);
            }
        });
    }

    public static void dft(float[] re, float[] im, float[] outRe, float[] outIm) {
        IntStream.range(0, re.length).parallel().forEach(k -> Tornado.frequency(k, re, im, outRe, outIm));
    }

    public static void hilbert(int n, float[] out) {
        IntStream.range(0, n).parallel().forEach(i -> {
            for (int j = 0; j < n; j++) {
                out[i * n + j] = 1f / (i + 1 + (j + 1) - 1);
            }
        });
    }

    public static void spmv(int rows, float[] values, int[] columns, int[] starts, float[] x, float[] y) {
        IntStream.range(0, rows).parallel().forEach(i -> {
            float sum = 0;
            for (int j = starts[i]; j < starts[i + 1]; j++) {
                sum += values[j] * x[columns[j]];
            }
            y[i] = sum;
        });
    }
}
