// Sobel's edge detector on an 8-bit grey picture.
package dev.jacobi.demo.kernels;

/** Edge detection on bytes. */
public final class Sobel {
    private Sobel() {
    }

    public static void edges(byte[] in, byte[] out, int width, int height) {
        for (int y = 1; y < height - 1; y++) {
            for (int x = 1; x < width - 1; x++) {
                int up = (y - 1) * width + x;
                int at = y * width + x;
                int down = (y + 1) * width + x;
                int gx = (in[up + 1] & 0xff) + 2 * (in[at + 1] & 0xff) + (in[down + 1] & 0xff)
                        - (in[up - 1] & 0xff) - 2 * (in[at - 1] & 0xff) - (in[down - 1] & 0xff);
                int gy = (in[down - 1] & 0xff) + 2 * (in[down] & 0xff) + (in[down + 1] & 0xff)
                        - (in[up - 1] & 0xff) - 2 * (in[up] & 0xff) - (in[up + 1] & 0xff);
                int magnitude = Math.abs(gx) + Math.abs(gy);
                out[at] = (byte) (magnitude > 255 ? 255 : magnitude);
            }
        }
    }
}
