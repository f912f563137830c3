// y = a x + y over floats: one multiplication and one addition per twelve bytes of memory traffic.
package dev.jacobi.demo.kernels;

/** Scaled vector addition. */
public final class Saxpy {
    private Saxpy() {
    }

    public static void saxpy(float a, float[] x, float[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = a * x[i] + y[i];
        }
    }
}
