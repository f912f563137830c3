package dev.jacobi.lift.examples;

/** Arrays of small objects that stay in the method. */
public final class Particles {
    private Particles() {
    }

    record Vec(double x, double y) {
        Vec plus(Vec o) {
            return new Vec(x + o.x, y + o.y);
        }

        double dot(Vec o) {
            return x * o.x + y * o.y;
        }
    }

    record Body(Vec at, Vec speed, float mass, boolean fixed) {
        Body moved(double dt) {
            return fixed ? this : new Body(new Vec(at.x + dt * speed.x, at.y + dt * speed.y), speed, mass, false);
        }
    }

    static final class Edge {
        private final int from;
        private final int to;
        private final long weight;

        Edge(int from, int to, long weight) {
            this.from = from;
            this.to = to;
            this.weight = weight;
        }
    }

    static double filled(double[] a) {
        Vec[] p = new Vec[a.length];
        for (int i = 0; i < p.length; i++) {
            p[i] = new Vec(a[i], i);
        }
        double s = 0;
        for (Vec v : p) {
            s += v.dot(p[0]);
        }
        return s;
    }

    static double steps(double[] x, int n, double dt) {
        Body[] bodies = new Body[x.length];
        for (int i = 0; i < x.length; i++) {
            bodies[i] = new Body(new Vec(x[i], -x[i]), new Vec(1, i), i, i % 3 == 2);
        }
        for (int k = 0; k < (n & 7); k++) {
            for (int i = 0; i < bodies.length; i++) {
                bodies[i] = bodies[i].moved(dt);
            }
        }
        double s = 0;
        for (int i = 0; i < bodies.length; i++) {
            s += bodies[i].mass() * bodies[i].at().x() + bodies[i].at().y();
        }
        return s;
    }

    /** Two arrays in turns. */
    static double pingPong(double[] x, int n) {
        Vec[] a = new Vec[x.length];
        Vec[] b = new Vec[x.length];
        for (int i = 0; i < x.length; i++) {
            a[i] = new Vec(x[i], 1);
        }
        for (int k = 0; k < (n & 3); k++) {
            for (int i = 0; i < x.length; i++) {
                b[i] = a[i].plus(a[(i + 1) % x.length]);
            }
            Vec[] t = a;
            a = b;
            b = t;
        }
        return x.length == 0 ? 0 : a[0].x() - a[x.length - 1].y();
    }

    static long sorted(int[] w) {
        Edge[] e = new Edge[w.length];
        for (int i = 0; i < w.length; i++) {
            e[i] = new Edge(i, w.length - i, w[i]);
        }
        for (int i = 1; i < e.length; i++) {
            Edge x = e[i];
            int j = i - 1;
            while (j >= 0 && e[j].weight > x.weight) {
                e[j + 1] = e[j];
                j--;
            }
            e[j + 1] = x;
        }
        long s = 0;
        for (int i = 0; i < e.length; i++) {
            s = 31 * s + e[i].from * 7 + e[i].to + e[i].weight;
        }
        return s;
    }

    static double literal(double x, int i) {
        Vec[] v = {new Vec(x, 1), new Vec(2, x), new Vec(x, x)};
        return v[i].x() + v[2].dot(v[1]) + v.length;
    }

    /** Elements that are missing are null: reading one throws. */
    static double holes(double[] a, int k) {
        Vec[] p = new Vec[a.length + 1];
        for (int i = 0; i < a.length; i++) {
            if (a[i] > 0) {
                p[i] = new Vec(a[i], i);
            }
        }
        return p[k].x();
    }

    static double removed(int n, int k) {
        Vec[] p = new Vec[3];
        p[0] = new Vec(n, 1);
        p[1] = p[0];
        p[n & 1] = null;
        return p[k & 1].y();
    }

    static double oneOf(double x, boolean c) {
        Vec[] p = new Vec[2];
        Vec a = new Vec(x, 2);
        Vec b = new Vec(3, x);
        p[0] = c ? a : b;
        p[1] = p[0].plus(b);
        return p[1].x() - p[0].y();
    }

    static double given(Vec v, int n) {
        Vec[] p = new Vec[n & 7];
        for (int i = 0; i < p.length; i++) {
            p[i] = i % 2 == 0 ? v : new Vec(i, n);
        }
        double s = 0;
        for (Vec x : p) {
            s += x.x() - x.y();
        }
        return s;
    }

    static int negative(int n) {
        return new Edge[n % 5].length;
    }
}
