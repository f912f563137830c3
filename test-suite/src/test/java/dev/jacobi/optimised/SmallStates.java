// Programs whose state is an array of a few elements; the main method prints what each makes of arrays of several lengths.
package dev.jacobi.optimised;

import java.util.Arrays;

final class SmallStates {
    private SmallStates() {
    }

    private static double[] lorenz(double[] y) {
        return new double[] {10 * (y[1] - y[0]), y[0] * (28 - y[2]) - y[1], y[0] * y[1] - 8.0 / 3 * y[2]};
    }

    private static double[] step(double h, double[] k, double[] y) {
        double[] r = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            r[i] = y[i] + h * k[i];
        }
        return r;
    }

    static double rungeKutta(double[] x) {
        double[] y = {x[0] + 1, x[1] + 1, x[2] + 1};
        double h = 0.001;
        for (int t = 0; t < 40; t++) {
            double[] k1 = lorenz(y);
            double[] k2 = lorenz(step(h / 2, k1, y));
            double[] k3 = lorenz(step(h / 2, k2, y));
            double[] k4 = lorenz(step(h, k3, y));
            double[] z = new double[3];
            for (int i = 0; i < 3; i++) {
                z[i] = y[i] + h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
            }
            y = z;
        }
        return y[0] * y[1] + y[2];
    }

    static double inPlace(double[] x) {
        double[] y = {x[0] + 1, x[1] + 1, x[2] + 1};
        double[] d = new double[3];
        for (int t = 0; t < 40; t++) {
            d[0] = 10 * (y[1] - y[0]);
            d[1] = y[0] * (28 - y[2]) - y[1];
            d[2] = y[0] * y[1] - 8.0 / 3 * y[2];
            for (int i = 0; i < 3; i++) {
                y[i] += 0.001 * d[i];
            }
        }
        return y[0] * y[1] + y[2];
    }

    static double helpers(double[] x) {
        double[] y = {x[0] + 1, x[1] + 1, x[2] + 1};
        for (int t = 0; t < 40; t++) {
            y = step(0.001, lorenz(y), y);
        }
        return y[0] * y[1] + y[2];
    }

    private static double[][] times(double[][] a, double[][] b) {
        int n = a.length;
        double[][] c = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    static double[][] matrix(double[] x) {
        double[][] m = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        for (int t = 0; t + 1 < x.length; t++) {
            m = times(m, new double[][] {{0.9, -0.1, x[t] * 0.1}, {0.1, 0.9, 0}, {0, x[t + 1] * 0.1, 0.95}});
        }
        return m;
    }

    static double matrices(double[] x) {
        double[][] m = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        for (int t = 0; t + 1 < x.length; t++) {
            m = times(m, new double[][] {{0.9, -0.1, x[t] * 0.1}, {0.1, 0.9, 0}, {0, x[t + 1] * 0.1, 0.95}});
        }
        return m[0][0] + m[1][2] * 3;
    }

    static double flatMatrices(double[] x) {
        double[] m = {1, 0, 0, 1};
        for (double v : x) {
            double[] c = new double[4];
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 2; j++) {
                    double s = 0;
                    for (int k = 0; k < 2; k++) {
                        s += m[i * 2 + k] * ((k == j ? 0.9 : 0.05) + v * 0.01);
                    }
                    c[i * 2 + j] = s;
                }
            }
            m = c;
        }
        return m[0] + 2 * m[1] - m[2] * m[3];
    }

    static double quaternions(double[] x) {
        double[] q = {1, 0, 0, 0};
        for (int t = 0; t + 2 < x.length; t += 3) {
            double[] w = {1, 0.1 * x[t], 0.1 * x[t + 1], 0.1 * x[t + 2]};
            double[] r = {q[0] * w[0] - q[1] * w[1] - q[2] * w[2] - q[3] * w[3], q[0] * w[1] + q[1] * w[0] + q[2] * w[3] - q[3] * w[2],
                q[0] * w[2] - q[1] * w[3] + q[2] * w[0] + q[3] * w[1], q[0] * w[3] + q[1] * w[2] - q[2] * w[1] + q[3] * w[0]};
            double n = Math.sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2] + r[3] * r[3]);
            for (int i = 0; i < 4; i++) {
                r[i] /= n;
            }
            q = r;
        }
        return q[1] + 2 * q[2];
    }

    static double kalman(double[] x) {
        double[] m = {0, 0};
        double[][] p = {{1, 0}, {0, 1}};
        double sum = 0;
        for (double z : x) {
            double[] mean = {m[0] + m[1], m[1]};
            double[][] ahead = {{p[0][0] + p[0][1] + p[1][0] + p[1][1] + 0.01, p[0][1] + p[1][1]}, {p[1][0] + p[1][1], p[1][1] + 0.01}};
            double s = ahead[0][0] + 1;
            double e = z - mean[0];
            double[] k = {ahead[0][0] / s, ahead[1][0] / s};
            m = new double[] {mean[0] + k[0] * e, mean[1] + k[1] * e};
            double[][] q = new double[2][2];
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 2; j++) {
                    q[i][j] = ahead[i][j] - k[i] * ahead[0][j];
                }
            }
            p = q;
            sum += s + e * e / s;
        }
        return sum;
    }

    static double forward(double[] x) {
        double[] a = new double[4];
        Arrays.fill(a, 0.25);
        double sum = 0;
        for (double z : x) {
            double[] b = new double[4];
            double n = 0;
            for (int j = 0; j < 4; j++) {
                double t = 0;
                for (int i = 0; i < 4; i++) {
                    t += a[i] * (i == j ? 0.7 : 0.1);
                }
                b[j] = t / (1 + (z - j) * (z - j));
                n += b[j];
            }
            for (int j = 0; j < 4; j++) {
                b[j] /= n;
            }
            sum += n;
            a = b;
        }
        return sum;
    }

    static double untilDone(double[] x) {
        double[] y = {x[0] + 2, x[1] + 3};
        int i = 0;
        while (Math.abs(y[0] - y[1]) > 1e-3) {
            double[] z = {(y[0] + y[1]) / 2, Math.sqrt(y[0] * y[1])};
            y = z;
            if (++i == 50) {
                break;
            }
        }
        return y[0] + i;
    }

    static double branches(double[] x) {
        double[] y = {1, 2};
        for (double v : x) {
            if (v > 0.5) {
                y = new double[] {y[1], y[0] + v};
            } else if (v > 0) {
                y[0] *= v;
            }
        }
        return y[0] - y[1];
    }

    static double exchanged(double[] x) {
        double[] a = {1, 2, 3};
        double[] b = {4, 5, 6};
        for (double v : x) {
            for (int i = 0; i < 3; i++) {
                b[i] = 0.5 * a[i] + 0.1 * v * b[i];
            }
            double[] t = a;
            a = b;
            b = t;
        }
        return a[0] + a[1] * b[2];
    }

    static double floats(double[] x) {
        float[] y = {1, 2};
        for (double v : x) {
            float[] z = {0.5f * y[1] + (float) v, y[0] * 0.25f};
            y = z;
        }
        return y[0] + y[1];
    }

    static double integers(double[] x) {
        int[] y = {1, 2, 3};
        long[] h = {7};
        for (double v : x) {
            y = new int[] {y[1] * 31 + (v > 0 ? 1 : 0), y[2] ^ y[0], y[0] >>> 1};
            h[0] = h[0] * 31 + y[0];
        }
        return h[0] % 1000003 + y[2];
    }

    /** Which element is meant depends on the data, so that this state stays an array. */
    static double anyPlace(double[] x) {
        double[] y = {1, 2, 3, 4};
        for (int i = 0; i < x.length; i++) {
            y[i * 7 & 3] += x[i] * y[i & 3];
        }
        return y[0] + y[3];
    }

    static double[] state(double[] x) {
        double[] y = {x[0] + 1, x[1] + 1, x[2] + 1};
        for (int t = 0; t < 40; t++) {
            y = step(0.001, lorenz(y), y);
        }
        return y;
    }

    public static void main(String[] args) {
        for (int n : new int[] {3, 4, 17, 60, 257}) {
            double[] x = new double[n];
            for (int i = 0; i < n; i++) {
                x[i] = Math.sin(i * 1.7 + n) * 0.8;
            }
            System.out.println(rungeKutta(x) + " " + inPlace(x) + " " + helpers(x) + " " + matrices(x) + " " + flatMatrices(x) + " " + quaternions(x) + " " + kalman(x));
            System.out.println(forward(x) + " " + untilDone(x) + " " + branches(x) + " " + exchanged(x) + " " + floats(x) + " " + integers(x) + " " + anyPlace(x));
            System.out.println(Arrays.toString(state(x)) + Arrays.deepToString(matrix(x)));
        }
    }
}
