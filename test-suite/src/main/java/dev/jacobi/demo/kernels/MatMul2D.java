// The textbook product of two matrices kept as arrays of rows.
package dev.jacobi.demo.kernels;

/** Matrix product on {@code double[][]}. */
public final class MatMul2D {
    private MatMul2D() {
    }

    public static void multiply(double[][] a, double[][] b, double[][] c) {
        int n = a.length;
        int m = b[0].length;
        int inner = b.length;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                double sum = 0;
                for (int k = 0; k < inner; k++) {
                    sum += a[i][k] * b[k][j];
                }
                c[i][j] = sum;
            }
        }
    }
}
