// Switches over patterns, for JDKs that have them. Compiled by the test; run with and without the agent.
package dev.jacobi.objects;

/** Prints the result or exception of each call. */
public final class Patterns {
    private static final int ROUNDS = 3;

    private Patterns() {
    }

    sealed interface Shape permits Circle, Box, Triangle {
    }

    record Circle(double r) implements Shape {
    }

    record Box(double w, double h) implements Shape {
    }

    record Triangle(double a, double b, double c) implements Shape {
    }

    record Pair(Shape a, Shape b) {
    }

    static double area(Shape s) {
        return switch (s) {
            case Circle c -> 3 * c.r() * c.r();
            case Box(double w, double h) when w == h -> w;
            case Box(double w, double h) when w > 100 * h -> -w;
            case Box(double w, double h) -> w * h;
            case Triangle t when t.a() == t.b() -> t.a();
            case Triangle t -> t.a() * t.b() * t.c();
        };
    }

    static double given(double[] x, Shape s) {
        double sum = 0;
        for (double v : x) {
            sum += v * area(s);
        }
        return sum;
    }

    static double made(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += area(v > 2 ? new Circle(v) : v < 0 ? new Box(v, 2) : new Triangle(v, 1, v));
        }
        return sum;
    }

    static double boxes(double[] x) {
        double sum = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            sum += area(new Box(x[i], x[i + 1]));
        }
        return sum;
    }

    static double nested(double[] x) {
        double sum = 0;
        for (double v : x) {
            Pair p = new Pair(new Circle(v), v > 1 ? new Box(v, v) : new Circle(-v));
            sum += switch (p) {
                case Pair(Circle(double r), Box(double w, double h)) -> r + 10 * w * h;
                case Pair(Circle a, Circle(double r)) when r > 0 -> a.r() * r;
                case Pair(Shape a, Shape b) -> area(a) - area(b);
            };
        }
        return sum;
    }

    static int none(double[] x, Object s) {
        int k = switch (s) {
            case null -> 7;
            case Circle c -> 1;
            default -> 2;
        };
        return k + x.length;
    }

    static int boxed(double[] x, Object s) {
        return switch (s) {
            case Integer i when i > x.length -> i;
            case String t when t.length() > 2 -> -1;
            default -> x.length;
        };
    }

    /** Refused: constants beside patterns. */
    static int constants(double[] x, String s) {
        return switch (s) {
            case "ab" -> 1;
            case String t when t.length() > x.length -> 2;
            default -> 3;
        };
    }

    /** The calls. */
    public static void main(String[] args) {
        double[][] all = {{}, {3, -1, 2}, {0.5, 12, 3, 4, 5}, {1, 2, 3}, {-1}, {11, 0.2, 0.1, 9}, {0, -0.0, Double.NaN, 2, 2, -5, 3, 1.5}};
        Shape[] shapes = {new Circle(2), new Box(2, 2), new Box(900, 2), new Box(3, 4), new Triangle(5, 5, 1), new Triangle(4, 5, 1)};
        for (int k = 0; k < ROUNDS; k++) {
            for (double[] x : all) {
                Calls.print("made", () -> made(x));
                Calls.print("boxes", () -> boxes(x));
                Calls.print("nested", () -> nested(x));
                for (Shape s : shapes) {
                    Calls.print("given", () -> given(x, s));
                    Calls.print("none", () -> none(x, s));
                }
                Calls.print("given null", () -> given(x, null));
                Calls.print("none of null", () -> none(x, null));
                Calls.print("boxed", () -> boxed(x, 4) + boxed(x, "text") + boxed(x, "t"));
                Calls.print("constants", () -> constants(x, "ab") + 10 * constants(x, "abc"));
            }
        }
    }
}
