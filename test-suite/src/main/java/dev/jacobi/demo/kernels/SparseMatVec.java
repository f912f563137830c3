// A sparse matrix in compressed rows times a vector.
package dev.jacobi.demo.kernels;

/** CSR matrix-vector product. */
public final class SparseMatVec {
    private SparseMatVec() {
    }

    public static void multiply(int[] rowStart, int[] column, double[] value, double[] x, double[] y) {
        for (int row = 0; row < y.length; row++) {
            double sum = 0;
            for (int k = rowStart[row]; k < rowStart[row + 1]; k++) {
                sum += value[k] * x[column[k]];
            }
            y[row] = sum;
        }
    }
}
