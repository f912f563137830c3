// The inner product of two vectors, summed in the order Java prescribes.
package dev.jacobi.demo.kernels;

/** Inner product. */
public final class Dot {
    private Dot() {
    }

    public static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
