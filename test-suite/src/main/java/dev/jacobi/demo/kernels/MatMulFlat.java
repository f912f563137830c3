// The textbook product of two square matrices kept row by row in flat arrays.
package dev.jacobi.demo.kernels;

/** Matrix product on flat arrays. */
public final class MatMulFlat {
    private MatMulFlat() {
    }

    public static float[] multiply(float[] a, float[] b, int n) {
        float[] c = new float[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                float sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += a[i * n + k] * b[k * n + j];
                }
                c[i * n + j] = sum;
            }
        }
        return c;
    }
}
