package dev.jacobi.gradients.programs;

/** Programs that step through time, most of them in place. */
public final class Simulations {
    private Simulations() {
    }

    /** p[i] = sin(p[i-1]) + 0.1 p[i-1] + c, in place over n elements; the last one. */
    public static double recurrence(double x, double c, int n) {
        double[] p = new double[n];
        p[0] = x;
        for (int i = 1; i < n; i++) {
            p[i] = Math.sin(p[i - 1]) + 0.1 * p[i - 1] + c;
        }
        return p[n - 1];
    }

    /** Distance travelled by prey and predators (Lotka and Volterra) after a time of 1, by Runge and Kutta's method with n steps; rates r[4], start s[2]. */
    public static double rungeKutta(double[] r, double[] s, int n) {
        double dt = 1.0 / n;
        double[] y = s.clone();
        double[] k1 = new double[2];
        double[] k2 = new double[2];
        double[] k3 = new double[2];
        double[] k4 = new double[2];
        double[] at = new double[2];
        for (int t = 0; t < n; t++) {
            slope(r, y, k1);
            shifted(y, k1, dt / 2, at);
            slope(r, at, k2);
            shifted(y, k2, dt / 2, at);
            slope(r, at, k3);
            shifted(y, k3, dt, at);
            slope(r, at, k4);
            for (int i = 0; i < 2; i++) {
                y[i] += dt / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
            }
        }
        return (y[0] - s[0]) * (y[0] - s[0]) + (y[1] - s[1]) * (y[1] - s[1]);
    }

    private static void slope(double[] r, double[] y, double[] k) {
        k[0] = y[0] * (r[0] - r[1] * y[1]);
        k[1] = y[1] * (r[2] * y[0] - r[3]);
    }

    private static void shifted(double[] y, double[] k, double by, double[] at) {
        for (int i = 0; i < y.length; i++) {
            at[i] = y[i] + by * k[i];
        }
    }

    /** Heat in a rod with conductivity that grows with the temperature, swept in place; the energy at the end. */
    public static double heat(double[] start, double c, int steps) {
        double[] u = start.clone();
        for (int t = 0; t < steps; t++) {
            for (int i = 1; i < u.length - 1; i++) {
                u[i] += c * (1 + 0.1 * u[i]) * (u[i - 1] - 2 * u[i] + u[i + 1]);
            }
        }
        double e = 0;
        for (double v : u) {
            e += v * v;
        }
        return e;
    }

    /** Reprojection error of a point x[3] seen by a camera: rotation vector, translation, focal length, two distortions (9 numbers), at p[2]. */
    public static double[] reprojection(double[] camera, double[] x, double[] p) {
        double tx = camera[0];
        double ty = camera[1];
        double tz = camera[2];
        double theta = Math.sqrt(tx * tx + ty * ty + tz * tz);
        double cos = Math.cos(theta);
        double sin = Math.sin(theta);
        double ux = tx / theta;
        double uy = ty / theta;
        double uz = tz / theta;
        double dot = (ux * x[0] + uy * x[1] + uz * x[2]) * (1 - cos);
        double[] q = {
            x[0] * cos + (uy * x[2] - uz * x[1]) * sin + ux * dot + camera[3],
            x[1] * cos + (uz * x[0] - ux * x[2]) * sin + uy * dot + camera[4],
            x[2] * cos + (ux * x[1] - uy * x[0]) * sin + uz * dot + camera[5]};
        double u = -q[0] / q[2];
        double v = -q[1] / q[2];
        double r2 = u * u + v * v;
        double scale = camera[6] * (1 + r2 * (camera[7] + r2 * camera[8]));
        return new double[] {scale * u - p[0], scale * v - p[1]};
    }
}
