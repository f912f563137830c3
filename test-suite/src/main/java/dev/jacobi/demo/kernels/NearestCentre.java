// The assignment step of k-means: the nearest of k centres for every point.
package dev.jacobi.demo.kernels;

/** Nearest centre of points in three dimensions. */
public final class NearestCentre {
    private NearestCentre() {
    }

    public static void assign(float[] x, float[] y, float[] z, float[] cx, float[] cy, float[] cz, int[] nearest) {
        for (int i = 0; i < x.length; i++) {
            float least = Float.MAX_VALUE;
            int best = -1;
            for (int c = 0; c < cx.length; c++) {
                float dx = x[i] - cx[c];
                float dy = y[i] - cy[c];
                float dz = z[i] - cz[c];
                float d = dx * dx + dy * dy + dz * dz;
                if (d < least) {
                    least = d;
                    best = c;
                }
            }
            nearest[i] = best;
        }
    }
}
