package dev.jacobi.gradients.programs;

/** Energies and losses of simulations: particles, cameras, heat, splines. */
public final class Fields {
    private Fields() {
    }

    /** Energy of particles by Lennard and Jones in a periodic box with a cut-off; three numbers each. */
    public static double lennardJones(double[] x, double box, double cutOff) {
        int n = x.length / 3;
        double energy = 0;
        for (int i = 0; i < n - 1; i++) {
            for (int j = i + 1; j < n; j++) {
                double r2 = 0;
                for (int k = 0; k < 3; k++) {
                    double d = x[3 * i + k] - x[3 * j + k];
                    d -= box * Math.rint(d / box);
                    r2 += d * d;
                }
                if (r2 < cutOff * cutOff) {
                    double s = 1 / (r2 * r2 * r2);
                    energy += 4 * (s * s - s);
                }
            }
        }
        return energy;
    }

    /** A point turned about an axis by the axis' length. */
    private static double[] rotate(double[] camera, double[] p) {
        double theta2 = camera[0] * camera[0] + camera[1] * camera[1] + camera[2] * camera[2];
        double theta = Math.sqrt(theta2);
        double sin = Math.sin(theta);
        double cos = Math.cos(theta);
        double[] w = {camera[0] / theta, camera[1] / theta, camera[2] / theta};
        double dot = (w[0] * p[0] + w[1] * p[1] + w[2] * p[2]) * (1 - cos);
        return new double[] {
            p[0] * cos + (w[1] * p[2] - w[2] * p[1]) * sin + w[0] * dot,
            p[1] * cos + (w[2] * p[0] - w[0] * p[2]) * sin + w[1] * dot,
            p[2] * cos + (w[0] * p[1] - w[1] * p[0]) * sin + w[2] * dot};
    }

    private static double[] project(double[] camera, double[] point) {
        double[] p = rotate(camera, point);
        double x = -(p[0] + camera[3]) / (p[2] + camera[5]);
        double y = -(p[1] + camera[4]) / (p[2] + camera[5]);
        double r2 = x * x + y * y;
        double distortion = 1 + r2 * (camera[7] + camera[8] * r2);
        return new double[] {camera[6] * distortion * x, camera[6] * distortion * y};
    }

    /** Huber's loss of all observations of points by cameras. */
    public static double bundle(double[][] cameras, double[][] points, int[] camera, int[] point, double[][] seen) {
        double loss = 0;
        for (int k = 0; k < camera.length; k++) {
            double[] p = project(cameras[camera[k]], points[point[k]]);
            double dx = p[0] - seen[k][0];
            double dy = p[1] - seen[k][1];
            double e = dx * dx + dy * dy;
            loss += e < 1 ? e : 2 * Math.sqrt(e) - 1;
        }
        return loss;
    }

    /** Solution of a tridiagonal system; the right side becomes the solution. */
    private static void thomas(double[] lower, double[] main, double[] upper, double[] right) {
        int n = main.length;
        double[] c = new double[n];
        c[0] = upper[0] / main[0];
        right[0] = right[0] / main[0];
        for (int i = 1; i < n; i++) {
            double m = main[i] - lower[i] * c[i - 1];
            c[i] = upper[i] / m;
            right[i] = (right[i] - lower[i] * right[i - 1]) / m;
        }
        for (int i = n - 2; i >= 0; i--) {
            right[i] -= c[i] * right[i + 1];
        }
    }

    /** Distance from a target of heat after implicit steps with a conductivity for each place. */
    public static double conductivity(double[] k, double[] start, double[] target, int steps) {
        int n = start.length;
        double[] u = start.clone();
        double[] lower = new double[n];
        double[] main = new double[n];
        double[] upper = new double[n];
        for (int t = 0; t < steps; t++) {
            for (int i = 0; i < n; i++) {
                lower[i] = i > 0 ? -0.5 * (k[i] + k[i - 1]) : 0;
                upper[i] = i < n - 1 ? -0.5 * (k[i] + k[i + 1]) : 0;
                main[i] = 1 - lower[i] - upper[i];
            }
            thomas(lower, main, upper, u);
        }
        double loss = 0;
        for (int i = 0; i < n; i++) {
            loss += (u[i] - target[i]) * (u[i] - target[i]);
        }
        return loss;
    }

    /** Squared errors of a natural cubic spline through points at equal distances, at places in any order. */
    public static double cubic(double[] y, double[] places, double[] values) {
        int n = y.length;
        double[] m = new double[n];
        double[] lower = new double[n];
        double[] main = new double[n];
        double[] upper = new double[n];
        for (int i = 0; i < n; i++) {
            boolean inside = i > 0 && i < n - 1;
            lower[i] = inside ? 1 : 0;
            upper[i] = inside ? 1 : 0;
            main[i] = inside ? 4 : 1;
            m[i] = inside ? 6 * (y[i - 1] - 2 * y[i] + y[i + 1]) : 0;
        }
        thomas(lower, main, upper, m);
        double loss = 0;
        for (int p = 0; p < places.length; p++) {
            int i = Math.min((int) places[p], n - 2);
            double t = places[p] - i;
            double a = y[i];
            double b = y[i + 1] - y[i] - (2 * m[i] + m[i + 1]) / 6;
            double s = a + t * (b + t * (m[i] / 2 + t * (m[i + 1] - m[i]) / 6));
            loss += (s - values[p]) * (s - values[p]);
        }
        return loss;
    }

    private static double[] derivative(double[] y, double[] c) {
        return new double[] {c[0] * y[0] - c[1] * y[0] * y[1], c[2] * y[0] * y[1] - c[3] * y[1]};
    }

    private static double[] step(double[] y, double[] k, double h) {
        double[] out = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            out[i] = y[i] + h * k[i];
        }
        return out;
    }

    /** Hares and lynxes by Heun's method with steps that follow the error. */
    public static double hares(double[] start, double[] c, double end, double tolerance) {
        double[] y = start;
        double t = 0;
        double h = 0.01;
        while (t < end) {
            if (t + h > end) {
                h = end - t;
            }
            double[] k1 = derivative(y, c);
            double[] euler = step(y, k1, h);
            double[] k2 = derivative(euler, c);
            double[] heun = new double[2];
            double error = 0;
            for (int i = 0; i < 2; i++) {
                heun[i] = y[i] + 0.5 * h * (k1[i] + k2[i]);
                error = Math.max(error, Math.abs(heun[i] - euler[i]));
            }
            if (error < tolerance) {
                t += h;
                y = heun;
                h *= 1.5;
            } else {
                h *= 0.5;
            }
        }
        return y[0] * y[0] + y[1];
    }

    /** How far the forces of all charges on each other are from given ones; a charge has none on itself. */
    public static double forces(double[] x, double[] y, double[] charge, double[] fx, double[] fy) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) {
            double ax = 0;
            double ay = 0;
            for (int j = 0; j < x.length; j++) {
                if (i != j) {
                    double dx = x[i] - x[j];
                    double dy = y[i] - y[j];
                    double r2 = dx * dx + dy * dy + 0.01;
                    double s = charge[i] * charge[j] / (r2 * Math.sqrt(r2));
                    ax += s * dx;
                    ay += s * dy;
                }
            }
            loss += (ax - fx[i]) * (ax - fx[i]) + (ay - fy[i]) * (ay - fy[i]);
        }
        return loss;
    }

    /** The squared error of a series of Legendre polynomials at some places. */
    public static double series(double[] c, double[] x, double[] y) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) {
            double before = 1;
            double p = x[i];
            double sum = c[0] + c[1] * x[i];
            for (int l = 2; l < c.length; l++) {
                double next = ((2 * l - 1) * x[i] * p - (l - 1) * before) / l;
                sum += c[l] * next;
                before = p;
                p = next;
            }
            loss += (sum - y[i]) * (sum - y[i]);
        }
        return loss;
    }
}
