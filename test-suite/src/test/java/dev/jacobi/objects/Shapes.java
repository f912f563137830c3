// Casts and instanceof of objects that are one of several, by the data. Run with and without the agent.
package dev.jacobi.objects;

/** Prints the result or exception of each call. */
public final class Shapes {
    private static final int ROUNDS = 3;

    private Shapes() {
    }

    interface Shape {
    }

    record Circle(double r) implements Shape {
    }

    record Box(double w, double h) implements Shape {
    }

    /** Neither a record nor final in its field. */
    static class Counter implements Shape {
        int n;
    }

    private static double area(Object s) {
        if (s instanceof Circle c && c.r() > 0) {
            return 3 * c.r() * c.r();
        }
        return s instanceof Box b ? b.w() * b.h() : -1;
    }

    static double areas(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += area(v > 1 ? new Circle(v) : v < 0 ? new Box(v, 2) : new Counter());
        }
        return sum;
    }

    /** The cast fails for negative numbers. */
    static double cast(double[] x) {
        double sum = 0;
        for (double v : x) {
            Shape s = v >= 0 ? new Circle(v) : new Box(v, v);
            sum += ((Circle) s).r();
        }
        return sum;
    }

    static int counted(double[] x) {
        Counter c = new Counter();
        for (double v : x) {
            Shape s = v > 1 ? c : new Circle(v);
            if (s instanceof Counter k) {
                k.n++;
            } else {
                c.n += 100;
            }
        }
        return c.n;
    }

    static double perhaps(double[] x) {
        Shape s = null;
        double sum = 0;
        for (double v : x) {
            sum += s instanceof Circle c ? c.r() : s instanceof Box b ? 10 * b.h() : s == null ? 1000 : -1;
            Circle same = s instanceof Box ? null : (Circle) s;
            sum += same == null ? 0.5 : same.r();
            s = v > 3 ? null : v > 1 ? new Circle(v) : new Box(v, v);
        }
        return sum;
    }

    /** Never right. */
    static double wrong(double[] x) {
        Object s = new Circle(x.length);
        return x.length > 3 ? ((Box) s).w() : x.length;
    }

    /** The calls. */
    public static void main(String[] args) {
        double[][] all = {{}, {3, -1, 2}, {0.5, 12, 3, 4, 5}, {1, 2, 3}, {-1}, {11, 0.2, 0.1, 9}, {0, -0.0, Double.NaN, 2, 2, -5, 3, 1.5}};
        for (int k = 0; k < ROUNDS; k++) {
            for (double[] x : all) {
                Calls.print("areas", () -> areas(x));
                Calls.print("cast", () -> cast(x));
                Calls.print("counted", () -> counted(x));
                Calls.print("perhaps", () -> perhaps(x));
                Calls.print("wrong", () -> wrong(x));
            }
        }
    }
}
