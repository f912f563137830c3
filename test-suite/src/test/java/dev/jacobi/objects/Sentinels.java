// Variables that start as an object that is there already, and are replaced in some trips of a loop. Run with and without the agent.
package dev.jacobi.objects;

/** Prints the result or exception of each call. */
public final class Sentinels {
    private static final int ROUNDS = 3;
    private static final Total ZERO = new Total(0, 0);

    private Sentinels() {
    }

    record Hit(double t, int id) {
        static final Hit NONE = new Hit(9e9, -1);

        Hit nearer(Hit other) {
            return other.t < t ? other : this;
        }
    }

    /** A class that behaves as a record. */
    static final class Total {
        final double sum;
        final int count;

        Total(double sum, int count) {
            this.sum = sum;
            this.count = count;
        }

        Total plus(double v) {
            return new Total(sum + v, count + 1);
        }
    }

    static int nearest(double[] s) {
        Hit b = Hit.NONE;
        for (int i = 0; i < s.length; i++) {
            if (s[i] > 0 && s[i] < b.t()) {
                b = new Hit(s[i], i);
            }
        }
        return b == Hit.NONE ? -7 : b.id();
    }

    static double fold(double[] s, Hit h) {
        Hit b = h;
        for (double v : s) {
            b = b.nearer(new Hit(v, (int) v));
        }
        return b.t() * 10 + b.id();
    }

    static double mean(double[] s) {
        Total a = ZERO;
        for (double v : s) {
            if (v > 1) {
                a = a.plus(v);
            }
        }
        return a.sum / Math.max(1, a.count);
    }

    static double swapped(double[] s, Hit h) {
        Hit a = h;
        Hit b = new Hit(1, 1);
        for (double v : s) {
            if (v > 2) {
                Hit t = a;
                a = b;
                b = t;
            } else if (v > 1) {
                a = new Hit(v, 5);
            }
        }
        return a.t() * 3 + b.t() + a.id() * 7 + b.id();
    }

    static double perhaps(double[] s, Hit h) {
        Hit b = h;
        for (double v : s) {
            if (v > 5) {
                b = null;
            } else if (v > 2) {
                b = new Hit(v, 2);
            }
        }
        return b == null ? -1 : b.t();
    }

    /** Reset to an object of the outer loop's, and left in the middle. */
    static double marched(int n, double[] s) {
        Hit eye = new Hit(0, -3);
        double t = 0;
        for (int k = 0; k < n; k++) {
            Hit p = eye;
            for (double v : s) {
                t += p.t();
                if (t > 20) {
                    break;
                }
                if (v > k) {
                    p = new Hit(p.t() + 1, 2);
                }
            }
            t += p.id() + (p == eye ? 0.5 : 0);
        }
        return t;
    }

    static double traced(double[] x, double from, double along) {
        Hit best = Hit.NONE;
        double o = from;
        double d = along;
        for (int depth = 0; depth < 3; depth++) {
            Hit h = Hit.NONE;
            for (int i = 0; i < x.length; i++) {
                double t = (x[i] - o) / d;
                if (t > 0 && t < h.t()) {
                    h = new Hit(t, i);
                }
            }
            if (h == Hit.NONE) {
                break;
            }
            if (h.t() < best.t()) {
                best = h;
            }
            o += h.t() * d;
            d = -d * 0.5;
        }
        return best.id() * 100 + best.t();
    }

    /** The calls. */
    public static void main(String[] args) {
        double[][] all = {{}, {3, -1, 2}, {0.5, 12, 3, 4, 5}, {1, 2, 3, 4, 5, 6, 7}, {-1}, {11, 0.2, 0.1, 9}, {2.5, 1.5, 2.5, 0.5, 2.5}};
        for (int k = 0; k < ROUNDS; k++) {
            for (double[] s : all) {
                Hit h = new Hit(4, 9);
                Calls.print("nearest", () -> nearest(s));
                Calls.print("fold", () -> fold(s, h));
                Calls.print("fold of null", () -> fold(s, null));
                Calls.print("mean", () -> mean(s));
                Calls.print("swapped", () -> swapped(s, h));
                Calls.print("perhaps", () -> perhaps(s, h));
                Calls.print("marched", () -> marched(3, s));
                Calls.print("traced", () -> traced(s, -3, 1));
            }
        }
    }
}
