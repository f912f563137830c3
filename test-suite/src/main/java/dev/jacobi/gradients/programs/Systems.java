package dev.jacobi.gradients.programs;

/** Functions of vectors from other fields: residuals, right-hand sides of stiff equations, mechanics, images and circuits. */
public final class Systems {
    private Systems() {
    }

    /** Reprojection errors of points seen by cameras in turn: parameters of the cameras (9 each), then points (3 each); seen has two numbers per observation. */
    public static double[] bundle(double[] parameters, int cameras, double[] seen) {
        double[] out = new double[seen.length];
        for (int o = 0; o < seen.length / 2; o++) {
            int c = 9 * (o % cameras);
            int x = 9 * cameras + 3 * (o / cameras);
            double theta = Math.sqrt(parameters[c] * parameters[c] + parameters[c + 1] * parameters[c + 1] + parameters[c + 2] * parameters[c + 2]);
            double cos = Math.cos(theta);
            double sin = Math.sin(theta);
            double ux = parameters[c] / theta;
            double uy = parameters[c + 1] / theta;
            double uz = parameters[c + 2] / theta;
            double dot = (ux * parameters[x] + uy * parameters[x + 1] + uz * parameters[x + 2]) * (1 - cos);
            double qx = parameters[x] * cos + (uy * parameters[x + 2] - uz * parameters[x + 1]) * sin + ux * dot + parameters[c + 3];
            double qy = parameters[x + 1] * cos + (uz * parameters[x] - ux * parameters[x + 2]) * sin + uy * dot + parameters[c + 4];
            double qz = parameters[x + 2] * cos + (ux * parameters[x + 1] - uy * parameters[x]) * sin + uz * dot + parameters[c + 5] + 5;
            double u = -qx / qz;
            double v = -qy / qz;
            double r2 = u * u + v * v;
            double scale = parameters[c + 6] * (1 + r2 * (parameters[c + 7] + r2 * parameters[c + 8]));
            out[2 * o] = scale * u - seen[2 * o];
            out[2 * o + 1] = scale * v - seen[2 * o + 1];
        }
        return out;
    }

    /** Forces on masses in a row that stiffening springs hold together. */
    public static double[] springs(double[] x) {
        int n = x.length;
        double[] f = new double[n];
        for (int i = 0; i + 1 < n; i++) {
            double stretch = x[i + 1] - x[i] - 1;
            double pull = stretch + 0.3 * stretch * stretch * stretch;
            f[i] += pull;
            f[i + 1] -= pull;
        }
        return f;
    }

    /** Rosenbrock's residuals. */
    public static double[] valley(double[] x) {
        double[] r = new double[2 * (x.length - 1)];
        for (int i = 0; i < x.length - 1; i++) {
            r[2 * i] = 10 * (x[i + 1] - x[i] * x[i]);
            r[2 * i + 1] = 1 - x[i];
        }
        return r;
    }

    /** Robertson's reactions. */
    public static double[] robertson(double[] y) {
        double a = 0.04 * y[0];
        double b = 1e4 * y[1] * y[2];
        double c = 3e7 * y[1] * y[1];
        return new double[] {-a + b, a - b - c, c};
    }

    /** The Brusselator with diffusion along a line: first all u, then all v. */
    public static double[] brusselator(double[] y, double a, double b, double diffusion) {
        int n = y.length / 2;
        double[] out = new double[2 * n];
        double d = diffusion * (n + 1) * (n + 1);
        for (int i = 0; i < n; i++) {
            double u = y[i];
            double v = y[n + i];
            double ul = i == 0 ? a : y[i - 1];
            double ur = i == n - 1 ? a : y[i + 1];
            double vl = i == 0 ? b / a : y[n + i - 1];
            double vr = i == n - 1 ? b / a : y[n + i + 1];
            out[i] = a + u * u * v - (b + 1) * u + d * (ul - 2 * u + ur);
            out[n + i] = b * u - u * u * v + d * (vl - 2 * v + vr);
        }
        return out;
    }

    /** Place and direction of the hand of an arm with joints about axes in turn. */
    public static double[] arm(double[] angles, double[] lengths) {
        double[][] r = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        double[] p = new double[3];
        for (int k = 0; k < angles.length; k++) {
            double c = Math.cos(angles[k]);
            double s = Math.sin(angles[k]);
            double[][] turn = k % 2 == 0 ? new double[][] {{c, -s, 0}, {s, c, 0}, {0, 0, 1}} : new double[][] {{c, 0, s}, {0, 1, 0}, {-s, 0, c}};
            double[][] next = new double[3][3];
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    for (int l = 0; l < 3; l++) {
                        next[i][j] += r[i][l] * turn[l][j];
                    }
                }
            }
            r = next;
            for (int i = 0; i < 3; i++) {
                p[i] += lengths[k] * r[i][0];
            }
        }
        return new double[] {p[0], p[1], p[2], r[0][2], r[1][2], r[2][2]};
    }

    /** Differences between an image, seen through an affine map (six numbers), and another one. */
    public static double[] warp(double[] map, double[][] image, double[][] target) {
        int h = target.length;
        int w = target[0].length;
        double[] out = new double[h * w];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                double px = Math.min(Math.max(map[0] * x + map[1] * y + map[2], 0), image[0].length - 1.001);
                double py = Math.min(Math.max(map[3] * x + map[4] * y + map[5], 0), image.length - 1.001);
                int ix = (int) px;
                int iy = (int) py;
                double fx = px - ix;
                double fy = py - iy;
                out[y * w + x] = (1 - fy) * ((1 - fx) * image[iy][ix] + fx * image[iy][ix + 1]) + fy * ((1 - fx) * image[iy + 1][ix] + fx * image[iy + 1][ix + 1]) - target[y][x];
            }
        }
        return out;
    }

    /** Softmax of the rows of a matrix in one array. */
    public static double[] softmax(double[] x, int columns) {
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i += columns) {
            double max = x[i];
            for (int j = 1; j < columns; j++) {
                max = Math.max(max, x[i + j]);
            }
            double sum = 0;
            for (int j = 0; j < columns; j++) {
                out[i + j] = Math.exp(x[i + j] - max);
                sum += out[i + j];
            }
            for (int j = 0; j < columns; j++) {
                out[i + j] /= sum;
            }
        }
        return out;
    }

    /** Forces between bodies, three numbers each. */
    public static double[] forces(double[] x, double[] mass) {
        int n = mass.length;
        double[] f = new double[3 * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double dx = x[3 * j] - x[3 * i];
                double dy = x[3 * j + 1] - x[3 * i + 1];
                double dz = x[3 * j + 2] - x[3 * i + 2];
                double r2 = dx * dx + dy * dy + dz * dz + 0.01;
                double g = mass[i] * mass[j] / (r2 * Math.sqrt(r2));
                f[3 * i] += g * dx;
                f[3 * i + 1] += g * dy;
                f[3 * i + 2] += g * dz;
            }
        }
        return f;
    }

    /** Sums of currents into the nodes of a circuit of resistors and diodes: ends of each part, its value, and whether it is a diode. */
    public static double[] circuit(double[] v, int[] from, int[] to, double[] value, boolean[] diode) {
        double[] current = new double[v.length];
        for (int k = 0; k < from.length; k++) {
            double u = v[from[k]] - v[to[k]];
            double i = diode[k] ? value[k] * (Math.exp(u) - 1) : value[k] * u;
            current[from[k]] -= i;
            current[to[k]] += i;
        }
        return current;
    }
}
