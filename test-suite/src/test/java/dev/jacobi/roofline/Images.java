package dev.jacobi.roofline;

/** Images as rows of ints, bytes or floats in flat arrays. */
public final class Images {
    private Images() {
    }

    public static byte[] gray(int[] rgb) {
        byte[] y = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            int p = rgb[i];
            y[i] = (byte) (77 * (p >> 16 & 255) + 150 * (p >> 8 & 255) + 29 * (p & 255) >> 8);
        }
        return y;
    }

    public static void blend(byte[] a, byte[] b, int alpha) {
        for (int i = 0; i < a.length; i++) {
            a[i] = (byte) ((a[i] & 255) * alpha + (b[i] & 255) * (256 - alpha) >> 8);
        }
    }

    /** Means of 2 r + 1 elements, along rows first. */
    public static float[] boxBlur(float[] x, int h, int w, int r) {
        float[] rows = new float[h * w];
        for (int i = 0; i < h; i++) {
            for (int j = r; j < w - r; j++) {
                float s = 0;
                for (int k = -r; k <= r; k++) {
                    s += x[i * w + j + k];
                }
                rows[i * w + j] = s / (2 * r + 1);
            }
        }
        float[] y = new float[h * w];
        for (int i = r; i < h - r; i++) {
            for (int j = 0; j < w; j++) {
                float s = 0;
                for (int k = -r; k <= r; k++) {
                    s += rows[(i + k) * w + j];
                }
                y[i * w + j] = s / (2 * r + 1);
            }
        }
        return y;
    }

    public static byte[] erode(byte[] x, int h, int w) {
        byte[] y = new byte[h * w];
        for (int i = 1; i < h - 1; i++) {
            for (int j = 1; j < w - 1; j++) {
                int least = 255;
                for (int a = -1; a <= 1; a++) {
                    for (int b = -1; b <= 1; b++) {
                        least = Math.min(least, x[(i + a) * w + j + b] & 255);
                    }
                }
                y[i * w + j] = (byte) least;
            }
        }
        return y;
    }

    public static int[] equalise(int[] x) {
        int[] count = new int[256];
        for (int v : x) {
            count[v & 255]++;
        }
        int[] map = new int[256];
        int sum = 0;
        for (int k = 0; k < 256; k++) {
            sum += count[k];
            map[k] = (int) (255L * sum / x.length);
        }
        int[] y = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = map[x[i] & 255];
        }
        return y;
    }

    public static int[] halved(int[] x, int h, int w) {
        int[] y = new int[h / 2 * (w / 2)];
        for (int i = 0; i < h / 2; i++) {
            for (int j = 0; j < w / 2; j++) {
                int at = 2 * i * w + 2 * j;
                y[i * (w / 2) + j] = (x[at] + x[at + 1] + x[at + w] + x[at + w + 1] + 2) / 4;
            }
        }
        return y;
    }

    public static float[] enlarged(float[] x, int h, int w, int by) {
        float[] y = new float[h * by * w * by];
        for (int i = 0; i < h * by; i++) {
            for (int j = 0; j < w * by; j++) {
                y[i * w * by + j] = x[i / by * w + j / by];
            }
        }
        return y;
    }

    public static int[] rotated(int[] x, int h, int w) {
        int[] y = new int[h * w];
        for (int i = 0; i < h; i++) {
            for (int j = 0; j < w; j++) {
                y[j * h + h - 1 - i] = x[i * w + j];
            }
        }
        return y;
    }

    public static float[] channelMeans(float[] rgb) {
        float[] mean = new float[3];
        int n = rgb.length / 3;
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < 3; c++) {
                mean[c] += rgb[3 * i + c];
            }
        }
        for (int c = 0; c < 3; c++) {
            mean[c] /= n;
        }
        return mean;
    }

    public static float[] median3(float[] x) {
        float[] y = x.clone();
        for (int i = 1; i < x.length - 1; i++) {
            float lo = Math.min(x[i - 1], x[i]);
            float hi = Math.max(x[i - 1], x[i]);
            y[i] = Math.max(lo, Math.min(hi, x[i + 1]));
        }
        return y;
    }

    public static int[] histogram2(float[] x, float[] y, int bins) {
        int[] h = new int[bins * bins];
        for (int i = 0; i < x.length; i++) {
            int a = Math.max(0, Math.min(bins - 1, (int) (x[i] * bins)));
            int b = Math.max(0, Math.min(bins - 1, (int) (y[i] * bins)));
            h[a * bins + b]++;
        }
        return h;
    }
}
