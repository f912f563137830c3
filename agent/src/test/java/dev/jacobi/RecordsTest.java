// Records under transformations that give their components more axes than they can hold.
package dev.jacobi;

import static dev.jacobi.Numeric.assertNear;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nested records in Hessians, Jacobians and nested vmaps. */
class RecordsTest {
    record Point(double x, double y) {
    }

    record Segment(Point a, Point b) {
    }

    record Named(List<Double> values, Object any, double weight) {
    }

    static double squared(Segment s) {
        double dx = s.b.x - s.a.x;
        double dy = s.b.y - s.a.y;
        return dx * dx * dy;
    }

    static Point turn(double angle, double r) {
        return new Point(r * Math.cos(angle), r * Math.sin(angle));
    }

    @Test
    void theHessianByANestedRecord() {
        Fn1<Segment, Map<String, Map<String, Object>>> h = Jacobi.hessian(RecordsTest::squared);
        Map<String, Map<String, Object>> got = h.apply(new Segment(new Point(1, 2), new Point(4, 6)));
        // by (a.x, a.y, b.x, b.y): 2 dy, 2 dx, -2 dy, -2 dx; ...
        Map<String, Object> first = got.get("a");
        assertNear(new Segment(new Point(8, 6), new Point(-8, -6)), first.get("x"));
        assertNear(new Segment(new Point(6, 0), new Point(-6, 0)), first.get("y"));
        assertNear(new Segment(new Point(-8, -6), new Point(8, 6)), got.get("b").get("x"));
    }

    @Test
    void lanesOfLanesOfARecord() {
        Fn2<double[], Double, Point[]> one = Jacobi.vmap(RecordsTest::turn, 0, null);
        assertNear(new Point[] {new Point(2, 0), new Point(0, 2)}, one.apply(new double[] {0, Math.PI / 2}, 2.0));
        Fn2<double[], double[], Map<String, double[][]>> two = Jacobi.vmap(Jacobi.vmap(RecordsTest::turn, 0, null), null, 0);
        assertNear(Map.of("x", new double[][] {{2, 0}, {3, 0}}, "y", new double[][] {{0, 2}, {0, 3}}), two.apply(new double[] {0, Math.PI / 2}, new double[] {2, 3}));
        Fn2<double[], double[], Map<String, double[][]>> last = Jacobi.vmap(Jacobi.vmap(RecordsTest::turn, 0, null), Axes.in(null, 0).out(-1));
        assertNear(Map.of("x", new double[][] {{2, 3}, {0, 0}}, "y", new double[][] {{0, 0}, {2, 3}}), last.apply(new double[] {0, Math.PI / 2}, new double[] {2, 3}));
    }

    @Test
    void lanesOfNestedRecords() {
        Fn2<double[], Double, Segment[]> f = Jacobi.vmap((Double t, Double r) -> new Segment(new Point(t, r), new Point(r, t)), 0, null);
        assertNear(new Segment[] {new Segment(new Point(1, 5), new Point(5, 1)), new Segment(new Point(2, 5), new Point(5, 2))}, f.apply(new double[] {1, 2}, 5.0));
        Fn1<Segment[], Segment[]> g = Jacobi.vmap(Jacobi.grad(RecordsTest::squared));
        assertNear(new Segment[] {new Segment(new Point(-24, -9), new Point(24, 9))}, g.apply(new Segment[] {new Segment(new Point(1, 2), new Point(4, 6))}));
    }

    @Test
    void jacobiansOfLanesOfRecords() {
        Fn2<double[], Double, Point[]> f = Jacobi.vmap(RecordsTest::turn, 0, null);
        Fn2<double[], Double, Map<String, double[]>> j = Jacobi.jacfwd(f, 1);
        assertNear(Map.of("x", new double[] {1, 0}, "y", new double[] {0, 1}), j.apply(new double[] {0, Math.PI / 2}, 2.0));
    }

    @Test
    void componentsThatCanHoldMore() {
        Fn2<double[], Double, Object> f = Jacobi.vmap((Double t, Double r) -> new Named(List.of(t, r), t * r, r), Axes.in(0, null).out(Map.of("values", 0, "any", 0, "weight", 0)));
        assertNear(Map.of("values", List.of(new double[] {1, 2}, new double[] {5, 5}), "any", new double[] {5, 10}, "weight", new double[] {5, 5}),
            f.apply(new double[] {1, 2}, 5.0));
    }
}
