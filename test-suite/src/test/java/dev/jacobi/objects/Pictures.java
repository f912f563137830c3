// Methods that are given objects of the JDK that are plain numbers: kernels of filters, points, rectangles. Run with and without the agent.
package dev.jacobi.objects;

import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.Kernel;
import java.util.Arrays;

/** Prints a line per call: its result, or the exception. */
public final class Pictures {
    private Pictures() {
    }

    /** Filters over the elements of each row, as image libraries do. */
    static void convolve(Kernel kernel, int[] from, int[] to, int width, int height) {
        float[] weights = kernel.getKernelData(null);
        int half = kernel.getWidth() / 2;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float sum = 0;
                for (int k = -half; k <= half; k++) {
                    int at = Math.max(0, Math.min(width - 1, x + k));
                    sum += weights[half + k] * from[y * width + at];
                }
                to[y * width + x] = (int) (sum + 0.5);
            }
        }
    }

    static int origin(Kernel kernel) {
        return 100 * kernel.getHeight() + 10 * kernel.getXOrigin() + kernel.getYOrigin();
    }

    /** The kernel's own numbers stay as they are. */
    static float changed(Kernel kernel) {
        float[] weights = kernel.getKernelData(null);
        float sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= 2;
            sum += weights[i];
        }
        return sum + kernel.getKernelData(null)[0];
    }

    static int inside(Rectangle r, Point p, int[] pixels, int width) {
        int sum = 0;
        for (int y = r.y; y < r.y + r.height; y++) {
            for (int x = r.x; x < r.x + r.width; x++) {
                sum += x == p.x && y == p.y ? 1000 : pixels[y * width + x];
            }
        }
        return sum;
    }

    private static String outcome(Object result) {
        return result instanceof int[] a ? Arrays.toString(a) : String.valueOf(result);
    }

    private static void print(java.util.concurrent.Callable<?> call) {
        try {
            System.out.println(outcome(call.call()));
        } catch (Exception e) {
            System.out.println(e.getClass().getName());
        }
    }

    public static void main(String[] args) {
        int[] pixels = new int[12 * 7];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i * 37 % 101;
        }
        Kernel[] kernels = {new Kernel(3, 1, new float[] {0.25f, 0.5f, 0.25f}), new Kernel(5, 1, new float[] {-1, 0.1f, 2, 0.1f, -1}), new Kernel(1, 3, new float[] {1, 2, 3}), null};
        for (int round = 0; round < 3; round++) {
            for (Kernel k : kernels) {
                int[] to = new int[pixels.length];
                print(() -> {
                    convolve(k, pixels, to, 12, 7);
                    return to;
                });
                print(() -> origin(k));
                print(() -> changed(k));
            }
            int at = round;
            print(() -> inside(new Rectangle(at, 1, 4, 3), new Point(2, 2), pixels, 12));
            print(() -> inside(new Rectangle(at, 1, 4, 30), new Point(2, 2), pixels, 12));
            print(() -> inside(null, new Point(2, 2), pixels, 12));
        }
    }
}
