package dev.jacobi.gradients.programs;

/** Losses of physics, finance, graphics and numerical analysis, as they are written by hand. */
public final class Numerics {
    private Numerics() {
    }

    /** Score of the best alignments of two sequences, softly: a table of two axes. */
    public static double alignment(double[][] similarity, double gap, double temperature) {
        int n = similarity.length;
        int m = similarity[0].length;
        double[][] d = new double[n + 1][m + 1];
        for (int i = 1; i <= n; i++) {
            d[i][0] = -gap * i;
        }
        for (int j = 1; j <= m; j++) {
            d[0][j] = -gap * j;
        }
        for (int i = 1; i <= n; i++) {
            for (int j = 1; j <= m; j++) {
                double a = d[i - 1][j - 1] + similarity[i - 1][j - 1];
                double b = d[i - 1][j] - gap;
                double c = d[i][j - 1] - gap;
                double max = Math.max(a, Math.max(b, c));
                d[i][j] = max + temperature * Math.log(Math.exp((a - max) / temperature) + Math.exp((b - max) / temperature) + Math.exp((c - max) / temperature));
            }
        }
        return d[n][m];
    }

    /** Energy of a wave on a square after some steps, with speeds c at each place: three grids that change places. */
    public static double wave(double[][] start, double[][] c, int steps) {
        int n = start.length;
        double[][] before = new double[n][n];
        double[][] now = new double[n][n];
        double[][] next = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                before[i][j] = start[i][j];
                now[i][j] = start[i][j];
            }
        }
        for (int t = 0; t < steps; t++) {
            for (int i = 1; i < n - 1; i++) {
                for (int j = 1; j < n - 1; j++) {
                    double lap = now[i + 1][j] + now[i - 1][j] + now[i][j + 1] + now[i][j - 1] - 4 * now[i][j];
                    next[i][j] = 2 * now[i][j] - before[i][j] + c[i][j] * c[i][j] * lap;
                }
            }
            double[][] old = before;
            before = now;
            now = next;
            next = old;
        }
        double e = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                e += now[i][j] * now[i][j];
            }
        }
        return e;
    }

    /** Solution of Poisson's equation on a square by sweeps of Gauss and Seidel in place; its sum of squares. */
    public static double gaussSeidel(double[][] source, double[][] start, int sweeps) {
        int n = source.length;
        double[][] u = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                u[i][j] = start[i][j];
            }
        }
        for (int s = 0; s < sweeps; s++) {
            for (int i = 1; i < n - 1; i++) {
                for (int j = 1; j < n - 1; j++) {
                    u[i][j] = 0.25 * (u[i - 1][j] + u[i + 1][j] + u[i][j - 1] + u[i][j + 1] + source[i][j]);
                }
            }
        }
        double e = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                e += u[i][j] * u[i][j];
            }
        }
        return e;
    }

    /** Price of an American put by a binomial tree in place. */
    public static double binomial(double spot, double strike, double rate, double volatility, int steps) {
        double dt = 1.0 / steps;
        double up = Math.exp(volatility * Math.sqrt(dt));
        double down = 1 / up;
        double p = (Math.exp(rate * dt) - down) / (up - down);
        double discount = Math.exp(-rate * dt);
        double[] v = new double[steps + 1];
        for (int i = 0; i <= steps; i++) {
            v[i] = Math.max(0, strike - spot * Math.pow(up, 2 * i - steps));
        }
        for (int t = steps - 1; t >= 0; t--) {
            double s = spot * Math.pow(down, t);
            for (int i = 0; i <= t; i++) {
                v[i] = Math.max(discount * (p * v[i + 1] + (1 - p) * v[i]), strike - s);
                s *= up * up;
            }
        }
        return v[0];
    }

    /** Price of an Asian option: normal numbers z in one array, path by path. */
    public static double asian(double spot, double volatility, double rate, double[] z, int steps) {
        int paths = z.length / steps;
        double dt = 1.0 / steps;
        double drift = (rate - 0.5 * volatility * volatility) * dt;
        double sum = 0;
        for (int p = 0; p < paths; p++) {
            double log = Math.log(spot);
            double mean = 0;
            for (int t = 0; t < steps; t++) {
                log += drift + volatility * Math.sqrt(dt) * z[p * steps + t];
                mean += Math.exp(log);
            }
            mean /= steps;
            if (mean > 100) {
                sum += mean - 100;
            }
        }
        return Math.exp(-rate) * sum / paths;
    }

    /** Squared distances of a planet's computed places from those seen: Kepler's equation by Newton's method for each. */
    public static double kepler(double axis, double eccentricity, double period, double[] times, double[] seen) {
        double loss = 0;
        for (int i = 0; i < times.length; i++) {
            double mean = 2 * Math.PI * times[i] / period;
            double e = mean;
            for (int k = 0; k < 50; k++) {
                double d = (e - eccentricity * Math.sin(e) - mean) / (1 - eccentricity * Math.cos(e));
                e -= d;
                if (Math.abs(d) < 1e-12) {
                    break;
                }
            }
            double x = axis * (Math.cos(e) - eccentricity);
            double y = axis * Math.sqrt(1 - eccentricity * eccentricity) * Math.sin(e);
            loss += (x - seen[2 * i]) * (x - seen[2 * i]) + (y - seen[2 * i + 1]) * (y - seen[2 * i + 1]);
        }
        return loss;
    }

    /** Energy after steps of bodies that attract each other: places, speeds and masses. */
    public static double bodies(double[][] x0, double[][] v0, double[] mass, int steps) {
        int n = mass.length;
        double[][] x = new double[n][3];
        double[][] v = new double[n][3];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < 3; k++) {
                x[i][k] = x0[i][k];
                v[i][k] = v0[i][k];
            }
        }
        for (int t = 0; t < steps; t++) {
            for (int i = 0; i < n; i++) {
                for (int j = i + 1; j < n; j++) {
                    double dx = x[i][0] - x[j][0];
                    double dy = x[i][1] - x[j][1];
                    double dz = x[i][2] - x[j][2];
                    double r2 = dx * dx + dy * dy + dz * dz + 0.01;
                    double mag = 0.001 / (r2 * Math.sqrt(r2));
                    v[i][0] -= dx * mass[j] * mag;
                    v[i][1] -= dy * mass[j] * mag;
                    v[i][2] -= dz * mass[j] * mag;
                    v[j][0] += dx * mass[i] * mag;
                    v[j][1] += dy * mass[i] * mag;
                    v[j][2] += dz * mass[i] * mag;
                }
            }
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < 3; k++) {
                    x[i][k] += 0.001 * v[i][k];
                }
            }
        }
        double e = 0;
        for (int i = 0; i < n; i++) {
            e += 0.5 * mass[i] * (v[i][0] * v[i][0] + v[i][1] * v[i][1] + v[i][2] * v[i][2]);
        }
        return e;
    }

    /** Sum of the lengths of all shortest paths, by Floyd and Warshall. */
    public static double paths(double[][] lengths) {
        int n = lengths.length;
        double[][] d = new double[n][];
        for (int i = 0; i < n; i++) {
            d[i] = lengths[i].clone();
        }
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    if (d[i][k] + d[k][j] < d[i][j]) {
                        d[i][j] = d[i][k] + d[k][j];
                    }
                }
            }
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                sum += d[i][j];
            }
        }
        return sum;
    }

    /** Squared solution of a lower triangular system. */
    public static double triangular(double[][] l, double[] b) {
        double[] x = new double[b.length];
        for (int i = 0; i < b.length; i++) {
            x[i] = b[i];
            for (int j = 0; j < i; j++) {
                x[i] -= l[i][j] * x[j];
            }
            x[i] = x[i] / l[i][i];
        }
        double s = 0;
        for (double v : x) {
            s += v * v;
        }
        return s;
    }

    /** Logarithm of a determinant by elimination without pivots in place. */
    public static double elimination(double[][] matrix) {
        int n = matrix.length;
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = matrix[i][j];
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                for (int k = 0; k < j; k++) {
                    a[i][j] -= a[i][k] * a[k][j];
                }
                a[i][j] /= a[j][j];
            }
            for (int j = i; j < n; j++) {
                for (int k = 0; k < i; k++) {
                    a[i][j] -= a[i][k] * a[k][j];
                }
            }
        }
        double s = 0;
        for (int i = 0; i < n; i++) {
            s += Math.log(Math.abs(a[i][i]));
        }
        return s;
    }

    /** Light that rays bring back from spheres that mirror it up to three times: spheres as centre, radius and brightness. */
    public static double tracing(double[][] spheres, double[] sky, int width) {
        double sum = 0;
        for (int py = 0; py < width; py++) {
            for (int px = 0; px < width; px++) {
                double[] o = {0, 0, 0};
                double[] d = unit(new double[] {(px + 0.5) / width - 0.5, (py + 0.5) / width - 0.5, 1});
                double weight = 1;
                double light = 0;
                for (int bounce = 0; bounce < 3; bounce++) {
                    int hit = -1;
                    double best = Double.MAX_VALUE;
                    for (int s = 0; s < spheres.length; s++) {
                        double cx = spheres[s][0] - o[0];
                        double cy = spheres[s][1] - o[1];
                        double cz = spheres[s][2] - o[2];
                        double b = cx * d[0] + cy * d[1] + cz * d[2];
                        double disc = b * b - (cx * cx + cy * cy + cz * cz) + spheres[s][3] * spheres[s][3];
                        if (disc > 0) {
                            double t = b - Math.sqrt(disc);
                            if (t > 1e-4 && t < best) {
                                best = t;
                                hit = s;
                            }
                        }
                    }
                    if (hit < 0) {
                        light += weight * (sky[0] + sky[1] * d[1]);
                        break;
                    }
                    double[] p = {o[0] + best * d[0], o[1] + best * d[1], o[2] + best * d[2]};
                    double[] n = unit(new double[] {p[0] - spheres[hit][0], p[1] - spheres[hit][1], p[2] - spheres[hit][2]});
                    light += weight * spheres[hit][4];
                    weight *= 0.5;
                    double dn = 2 * (d[0] * n[0] + d[1] * n[1] + d[2] * n[2]);
                    o = p;
                    d = new double[] {d[0] - dn * n[0], d[1] - dn * n[1], d[2] - dn * n[2]};
                }
                sum += light * light;
            }
        }
        return sum;
    }

    private static double[] unit(double[] v) {
        double r = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
        return new double[] {v[0] / r, v[1] / r, v[2] / r};
    }

    /** Squared error of a cubic spline with values and slopes at knots that are searched for. */
    public static double hermite(double[] knots, double[] y, double[] slope, double[] at, double[] target) {
        double error = 0;
        for (int s = 0; s < at.length; s++) {
            int low = 0;
            int high = knots.length - 1;
            while (high - low > 1) {
                int mid = (low + high) / 2;
                if (knots[mid] > at[s]) {
                    high = mid;
                } else {
                    low = mid;
                }
            }
            double h = knots[high] - knots[low];
            double t = (at[s] - knots[low]) / h;
            double f = (1 + 2 * t) * (1 - t) * (1 - t) * y[low] + t * (1 - t) * (1 - t) * h * slope[low]
                + t * t * (3 - 2 * t) * y[high] + t * t * (t - 1) * h * slope[high];
            error += (f - target[s]) * (f - target[s]);
        }
        return error;
    }

    /** Squared output of a convolution layer of several channels with a rectifier: flat image [channel][row][column], kernels [out][channel][3][3]. */
    public static double layer(double[] image, double[] kernels, double[] bias, int channels, int size) {
        int out = bias.length;
        double loss = 0;
        for (int o = 0; o < out; o++) {
            for (int y = 0; y < size - 2; y++) {
                for (int x = 0; x < size - 2; x++) {
                    double s = bias[o];
                    for (int c = 0; c < channels; c++) {
                        for (int ky = 0; ky < 3; ky++) {
                            for (int kx = 0; kx < 3; kx++) {
                                s += kernels[((o * channels + c) * 3 + ky) * 3 + kx] * image[(c * size + y + ky) * size + x + kx];
                            }
                        }
                    }
                    double r = s > 0 ? s : 0;
                    loss += r * r;
                }
            }
        }
        return loss;
    }

    /** A tree of calls that branches by the value: what is left of x at the leaves, weighed. */
    public static double tree(double x, double decay, int depth) {
        if (depth == 0 || x < 1e-3) {
            return x * x;
        }
        return tree(x * decay, decay, depth - 1) + 0.5 * tree(x * (1 - decay), decay, depth - 1);
    }
}
