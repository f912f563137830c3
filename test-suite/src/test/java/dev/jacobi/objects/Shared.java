// Lists and maps of which the JDK has one object for many uses. Run with and without the agent.
package dev.jacobi.objects;

import java.util.List;
import java.util.Map;

/** Prints the result of each call. */
public final class Shared {
    private static final int ROUNDS = 3;
    private static final List<Double> EMPTY = List.of();
    private static final Map<String, Double> NONE = Map.of();

    private Shared() {
    }

    record Weighted(List<Double> xs, double w) {
    }

    static int list(int n) {
        List<Double> e = List.of();
        return e == EMPTY ? n : -n;
    }

    static int map(int n) {
        Map<String, Double> e = Map.of();
        return e == NONE ? n : -n;
    }

    static double either(double x) {
        List<Double> l = x > 0 ? List.of(x) : List.of();
        return l == (Object) EMPTY ? x : 2 * x;
    }

    static int given(List<Double> g, int n) {
        List<Double> e = List.of();
        return e == g ? n : -n;
    }

    static double field(Weighted p) {
        return p.xs() == List.<Double>of() ? 0 : p.w();
    }

    static int two(int n) {
        List<Integer> a = List.of();
        List<Integer> b = List.of();
        return a == b ? n : -n;
    }

    /** The calls. */
    public static void main(String[] args) {
        for (int k = 1; k <= ROUNDS; k++) {
            System.out.println(list(k) + " " + map(k) + " " + either(k) + " " + either(-k) + " " + given(List.of(), k) + " " + given(List.of(1.5), k)
                + " " + field(new Weighted(List.of(), k)) + " " + field(new Weighted(List.of(2.5), k)) + " " + two(k));
        }
    }
}
