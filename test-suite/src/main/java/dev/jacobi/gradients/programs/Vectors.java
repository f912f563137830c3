package dev.jacobi.gradients.programs;

/** Functions of vectors with vectors as results, and losses of them, for Jacobians and Hessians. */
public final class Vectors {
    private Vectors() {
    }

    /** Two layers of a network. */
    public static double[] network(double[] x, double[][] first, double[][] second) {
        double[] h = new double[first.length];
        for (int i = 0; i < h.length; i++) {
            double s = 0;
            for (int j = 0; j < x.length; j++) {
                s += first[i][j] * x[j];
            }
            h[i] = Math.tanh(s);
        }
        double[] y = new double[second.length];
        for (int i = 0; i < y.length; i++) {
            double s = 0;
            for (int j = 0; j < h.length; j++) {
                s += second[i][j] * h[j];
            }
            y[i] = Math.tanh(s);
        }
        return y;
    }

    /** Half the squared output of the network. */
    public static double networkLoss(double[] x, double[][] first, double[][] second) {
        double s = 0;
        for (double y : network(x, first, second)) {
            s += y * y;
        }
        return 0.5 * s;
    }

    /** The state of a recurrent network after some steps. */
    public static double[] recurrent(double[] state, double[][] w, int steps) {
        int n = state.length;
        double[] h = state.clone();
        double[] next = new double[n];
        for (int t = 0; t < steps; t++) {
            for (int i = 0; i < n; i++) {
                double s = 0.1;
                for (int j = 0; j < n; j++) {
                    s += w[i][j] * h[j];
                }
                next[i] = Math.tanh(s);
            }
            System.arraycopy(next, 0, h, 0, n);
        }
        return h;
    }

    /** What each element of a chain draws from its neighbours. */
    public static double[] chain(double[] x) {
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double left = i > 0 ? x[i - 1] : 0;
            double right = i < x.length - 1 ? x[i + 1] : 0;
            out[i] = Math.sin(x[i]) * left + Math.exp(-right * right) + x[i];
        }
        return out;
    }

    /** The path of a driven pendulum as it is seen at even distances in time: angle, speed, damping, drive. */
    public static double[] path(double[] p, int seen, int between) {
        double[] out = new double[seen];
        double angle = p[0];
        double speed = p[1];
        double dt = 0.01;
        for (int k = 0; k < seen; k++) {
            for (int i = 0; i < between; i++) {
                speed += dt * (p[3] * Math.cos(0.5 * angle) - p[2] * speed - Math.sin(angle));
                angle += dt * speed;
            }
            out[k] = angle;
        }
        return out;
    }

    /** Reaction and diffusion in place, then the squared distance to a target. */
    public static double reaction(double[] start, double[] target, int steps) {
        double[] u = start.clone();
        for (int t = 0; t < steps; t++) {
            double left = u[0];
            for (int i = 1; i < u.length - 1; i++) {
                double here = u[i];
                u[i] = here + 0.2 * (left - 2 * here + u[i + 1]) + 0.05 * Math.sin(3 * here);
                left = here;
            }
        }
        double s = 0;
        for (int i = 0; i < u.length; i++) {
            s += (u[i] - target[i]) * (u[i] - target[i]);
        }
        return s;
    }
}
