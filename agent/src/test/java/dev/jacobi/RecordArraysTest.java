// Arrays of so many records that a program cannot take each number of each of them, against plain Java.
package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Arrays of records as arguments, results, captured values and in derivatives; one program serves all lengths. */
class RecordArraysTest {
    record Point(double x, double y) {
    }

    record Body(Point at, Point speed, float mass, int kind, boolean on) {
    }

    private static double products(Point[] a) {
        double s = 0;
        for (Point p : a) {
            s += p.x * p.y;
        }
        return s;
    }

    private static double neighbours(Point[] a, int[] k) {
        double s = 0;
        for (int i : k) {
            Point p = a[i];
            Point q = a[i + 1];
            s += p.x * q.y;
        }
        return s;
    }

    private static double energy(Body[] bodies) {
        double e = 0;
        for (Body b : bodies) {
            if (!b.on) {
                continue;
            }
            double v = b.speed.x * b.speed.x + b.speed.y * b.speed.y;
            e += b.kind == 1 ? 0.5 * b.mass * v : b.at.x * b.at.y * b.mass;
        }
        return e;
    }

    private static Point[] moved(Point[] a, double t) {
        Point[] out = new Point[a.length];
        for (int i = 0; i < a.length; i++) {
            out[i] = new Point(a[i].x + t, a[i].y * t);
        }
        return out;
    }

    private static Point[] some(int n) {
        Point[] out = new Point[n];
        if (n > 0) {
            out[0] = new Point(1, 2);
        }
        return out;
    }

    private static double stores(Point[] a) {
        a[0] = new Point(1, 2);
        return products(a);
    }

    private static Point[] points(int n) {
        var random = new Random(n);
        return IntStream.range(0, n).mapToObj(i -> new Point(random.nextDouble(), random.nextDouble())).toArray(Point[]::new);
    }

    @Test
    void valuesEqualJavas() {
        Fn1<Point[], Double> f = Jacobi.jit(RecordArraysTest::products);
        Fn2<Point[], int[], Double> g = Jacobi.jit(RecordArraysTest::neighbours);
        for (int n : new int[] {100, 63, 1000, 17, 1, 0}) {
            Point[] a = points(n);
            assertEquals(products(a), f.apply(a));
            if (n > 3) {
                int[] k = {2, 0, n - 2};
                assertEquals(neighbours(a, k), g.apply(a, k));
            }
        }
        assertTrue(Jacobi.cacheInfo(f).compilations() <= 2, () -> "one program for long arrays, of any length: " + Jacobi.cacheInfo(f));
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> g.apply(points(100), new int[] {99}));
        Point[] missing = points(100);
        missing[40] = null;
        assertThrows(NullPointerException.class, () -> f.apply(missing));
    }

    @Test
    void gradientsAreArraysOfRecords() {
        Point[] a = points(200);
        Point[] g = Jacobi.grad(RecordArraysTest::products).apply(a);
        assertArrayEquals(Arrays.stream(a).map(p -> new Point(p.y, p.x)).toArray(), g);
        assertEquals(2 * products(a), Jacobi.jvp(RecordArraysTest::products).apply(a, a).tangent(), 1e-12);
        Body[] bodies = new Body[90];
        Arrays.setAll(bodies, i -> new Body(a[i], a[i + 1], 1.5f, i % 2, i % 3 > 0));
        Body[] b = Jacobi.grad(RecordArraysTest::energy).apply(bodies);
        Point still = new Point(0, 0);
        assertEquals(new Body(still, still, 0, 0, false), b[0]);
        double v = a[2].x * a[2].x + a[2].y * a[2].y;
        assertEquals(new Body(still, new Point(1.5 * a[2].x, 1.5 * a[2].y), (float) (0.5 * v), 0, false), b[1]);
        assertEquals(new Body(new Point(1.5 * a[2].y, 1.5 * a[2].x), still, (float) (a[2].x * a[2].y), 0, false), b[2]);
    }

    /** Records that hold a record, one of which is missing in the first or a later one: what Java throws where it is asked for, or a sentence, but nothing else. */
    @Test
    void missingParts() {
        for (int at : new int[] {0, 70}) {
            Body[] bodies = new Body[90];
            Point p = new Point(1, 2);
            Arrays.setAll(bodies, i -> new Body(p, i == at ? null : p, 1, 1, true));
            assertThrows(JacobiException.class, () -> Jacobi.jit(RecordArraysTest::energy).apply(bodies));
            Fn1<Body[], double[]> each = Jacobi.vmap((Body b) -> b.at.x * b.mass);
            if (at > 0) {
                assertThrows(JacobiException.class, () -> each.apply(bodies));
            } else {
                assertThrows(JacobiException.class, () -> each.apply(new Body[] {bodies[0], bodies[1]}));
                assertArrayEquals(new double[] {1}, each.apply(new Body[] {bodies[0]}));
            }
        }
    }

    @Test
    void resultsAndInnerFunctions() {
        Fn2<Point[], Double, Point[]> f = Jacobi.jit(RecordArraysTest::moved);
        Point[] a = points(150);
        assertArrayEquals(moved(a, 0.5), f.apply(a, 0.5));
        assertArrayEquals(moved(points(3), 0.5), f.apply(points(3), 0.5));
        assertArrayEquals(a, Jacobi.jit((Point[] p) -> p).apply(a));
        // half of the squares of the gradient's numbers has the gradient (x, y)
        Fn1<Point[], Double> half = p -> {
            double s = 0;
            for (Point q : Jacobi.grad(RecordArraysTest::products).apply(p)) {
                s += q.x * q.x + q.y * q.y;
            }
            return 0.5 * s;
        };
        assertArrayEquals(a, Jacobi.grad(half).apply(a));
        assertEquals(products(a) * 3, Jacobi.jit((Double t) -> t * products(a)).apply(3.0), 1e-12);
        Fn2<Point[], double[], double[]> lanes = Jacobi.vmap((Point[] p, Double t) -> products(moved(p, t)), null, 0);
        assertArrayEquals(new double[] {products(moved(a, 1)), products(moved(a, 2))}, lanes.apply(a, new double[] {1, 2}), 1e-12);
    }

    @Test
    void whatHasNoRecordsOrIsTheCallersIsLeft() {
        Fn1<Integer, Point[]> f = Jacobi.jit(RecordArraysTest::some);
        assertArrayEquals(some(1), f.apply(1));
        assertArrayEquals(some(0), f.apply(0));
        assertArrayEquals(some(2), f.apply(2)); // with null, as Java makes it
        JacobiException e = assertThrows(JacobiException.class, () -> Jacobi.jit(RecordArraysTest::stores).apply(points(100)));
        assertTrue(e.getMessage().contains("came with the call"), e.getMessage());
    }
}
