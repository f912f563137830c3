// LU factorisation with partial pivoting, in place.
package dev.jacobi.demo.kernels;

/** Gaussian elimination. */
public final class LuDecomposition {
    private LuDecomposition() {
    }

    /** Fills {@code pivots}; the sign of the permutation is returned. */
    public static int factor(double[][] a, int[] pivots) {
        int n = a.length;
        int sign = 1;
        for (int k = 0; k < n; k++) {
            int best = k;
            for (int i = k + 1; i < n; i++) {
                if (Math.abs(a[i][k]) > Math.abs(a[best][k])) {
                    best = i;
                }
            }
            pivots[k] = best;
            if (best != k) {
                sign = -sign;
                for (int j = 0; j < n; j++) {
                    double t = a[k][j];
                    a[k][j] = a[best][j];
                    a[best][j] = t;
                }
            }
            for (int i = k + 1; i < n; i++) {
                double factor = a[i][k] / a[k][k];
                a[i][k] = factor;
                for (int j = k + 1; j < n; j++) {
                    a[i][j] -= factor * a[k][j];
                }
            }
        }
        return sign;
    }
}
