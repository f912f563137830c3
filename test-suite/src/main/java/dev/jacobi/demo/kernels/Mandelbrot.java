// How many iterations each point of the plane takes to leave the circle of radius two.
package dev.jacobi.demo.kernels;

/** The Mandelbrot set. */
public final class Mandelbrot {
    private Mandelbrot() {
    }

    public static void render(int width, int height, double left, double top, double step, int limit, int[] out) {
        for (int row = 0; row < height; row++) {
            for (int col = 0; col < width; col++) {
                double cx = left + col * step;
                double cy = top + row * step;
                double x = 0;
                double y = 0;
                int n = 0;
                while (n < limit && x * x + y * y <= 4.0) {
                    double next = x * x - y * y + cx;
                    y = 2 * x * y + cy;
                    x = next;
                    n++;
                }
                out[row * width + col] = n;
            }
        }
    }
}
