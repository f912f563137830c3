// A 5x5 Gaussian blur of a picture with packed ARGB pixels, as a pass over rows and a pass over columns.
package dev.jacobi.demo.kernels;

/** Image blur on packed pixels. */
public final class GaussianBlur {
    private static final int[] WEIGHTS = {1, 4, 6, 4, 1};

    private GaussianBlur() {
    }

    public static int[] blur(int[] pixels, int width, int height) {
        int[] rows = new int[pixels.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int a = 0;
                int r = 0;
                int g = 0;
                int b = 0;
                for (int k = -2; k <= 2; k++) {
                    int p = pixels[y * width + Math.min(Math.max(x + k, 0), width - 1)];
                    int weight = WEIGHTS[k + 2];
                    a += weight * (p >>> 24);
                    r += weight * (p >> 16 & 0xff);
                    g += weight * (p >> 8 & 0xff);
                    b += weight * (p & 0xff);
                }
                rows[y * width + x] = pack(a, r, g, b);
            }
        }
        int[] result = new int[pixels.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int a = 0;
                int r = 0;
                int g = 0;
                int b = 0;
                for (int k = -2; k <= 2; k++) {
                    int p = rows[Math.min(Math.max(y + k, 0), height - 1) * width + x];
                    int weight = WEIGHTS[k + 2];
                    a += weight * (p >>> 24);
                    r += weight * (p >> 16 & 0xff);
                    g += weight * (p >> 8 & 0xff);
                    b += weight * (p & 0xff);
                }
                result[y * width + x] = pack(a, r, g, b);
            }
        }
        return result;
    }

    private static int pack(int a, int r, int g, int b) {
        return (a + 8 >> 4) << 24 | (r + 8 >> 4) << 16 | (g + 8 >> 4) << 8 | b + 8 >> 4;
    }
}
