// One time step of gravitation between all pairs of bodies.
package dev.jacobi.demo.kernels;

/** All-pairs n-body simulation. */
public final class NBody {
    private static final double SOFTENING = 1e-9;

    private NBody() {
    }

    public static void step(double dt, double[] mass, double[] x, double[] y, double[] z,
                            double[] vx, double[] vy, double[] vz) {
        int n = x.length;
        for (int i = 0; i < n; i++) {
            double ax = 0;
            double ay = 0;
            double az = 0;
            for (int j = 0; j < n; j++) {
                double dx = x[j] - x[i];
                double dy = y[j] - y[i];
                double dz = z[j] - z[i];
                double r2 = dx * dx + dy * dy + dz * dz + SOFTENING;
                double pull = mass[j] / (r2 * Math.sqrt(r2));
                ax += dx * pull;
                ay += dy * pull;
                az += dz * pull;
            }
            vx[i] += dt * ax;
            vy[i] += dt * ay;
            vz[i] += dt * az;
        }
        for (int i = 0; i < n; i++) {
            x[i] += dt * vx[i];
            y[i] += dt * vy[i];
            z[i] += dt * vz[i];
        }
    }
}
