package dev.jacobi.lift.examples;

/** Variables that are one of several arrays which fields hold, too, and then a new one. */
public final class Held {
    private Held() {
    }

    record Pair(double[] a, double[] b) {
    }

    static double thenNew(Pair f, byte n) {
        double[] w = n > 3 ? f.a : f.b;
        double s = 0;
        for (int i = 0; i < (n & 7); i++) {
            s += w[0];
            w[1] += s;
            w = new double[2];
            w[0] = i;
        }
        return s + f.a[1] + f.b[1];
    }

    static double inBranches(Pair f, byte n) {
        double[] w = f.a;
        double s = 0;
        for (int i = 0; i < (n & 7); i++) {
            s += w[0];
            if (i == 2) {
                w = f.b;
            } else if (i > 3) {
                w = new double[] {i, s};
            }
            w[1] += s;
        }
        return s + w[1];
    }

    static double copies(Pair f, byte n) {
        double[] w = f.a;
        double s = 0;
        for (int i = 0; i < (n & 7); i++) {
            w = i % 2 == 0 ? f.a : f.b;
            s += w[0];
            w = w.clone();
            w[0] = 5;
            s += w[0] + w[1];
        }
        return s;
    }

    static double steps(Pair f, byte n) {
        double[] w = n > 2 ? f.a : f.b;
        for (int i = 0; i < (n & 7); i++) {
            double[] y = new double[w.length];
            for (int k = 0; k < y.length; k++) {
                y[k] = w[k] * 0.5 + f.a[0];
            }
            w = y;
        }
        return w[0] + w[1];
    }

    static double lastOne(Pair f, byte n) {
        double[] w = f.a;
        for (int i = 0; i < (n & 7); i++) {
            double[] v = i % 3 == 0 ? f.a : i % 3 == 1 ? f.b : new double[] {1, i};
            w[0] += v[1];
            w = v;
        }
        return w[0] + w[1] + f.a[0];
    }

    static double onceNew(Pair f, byte n) {
        double[] w;
        double s = 0;
        if (n > 5) {
            w = f.a;
        } else {
            w = f.b;
        }
        for (int i = 0; i < (n & 7); i++) {
            w[i & 1] += i;
            s += f.a[0] + f.b[1];
            if (i == 3) {
                w = new double[3];
            }
        }
        return s + w[0];
    }
}
