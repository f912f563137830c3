package dev.jacobi;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Collectives and the lane's number in and around loops: all lanes go round alike, or it is said that they do not. */
class CollectiveLoopsTest {
    private static final double[][] ROWS = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};

    static double overTheSum(double[] x) {
        double[] p = Lax.psum(x, "i");
        double s = 0;
        for (int k = 0; k < p.length; k++) {
            s += p[k] * Lax.axisIndex("i");
        }
        return s;
    }

    static double itsOwn(double[] x) {
        double[] p = Lax.psum(x, "i");
        double s = 0;
        for (int k = 0; k < p.length; k++) {
            if (k == Lax.axisIndex("i")) {
                s += p[k];
            } else {
                s -= x[k];
            }
        }
        return s;
    }

    static double gathered(double x) {
        double[] mine = new double[(int) Lax.psum(1.0, "i")];
        mine[Lax.axisIndex("i")] = x;
        double[] all = Lax.psum(mine, "i");
        double s = 0;
        for (int k = 0; k < all.length; k++) {
            s += all[k] * (k - Lax.axisIndex("i"));
        }
        return s;
    }

    static double counted(double x) {
        double s = 0;
        for (int k = 0; k < Lax.psum(1, "i"); k++) {
            s += x * Lax.axisIndex("i");
        }
        return s;
    }

    static double left(double x) {
        int n = Lax.axisSize("i");
        double s = 0;
        for (int k = 0; k < n; k++) {
            if (k == Lax.axisIndex("i")) {
                break;
            }
            s += x;
        }
        return s;
    }

    static double meetsEachTrip(double x) {
        double s = 0;
        for (int k = 0; k < Lax.psum(x, "i"); k++) {
            if (k % 2 == Lax.axisIndex("i")) {
                s += x * k;
            }
        }
        return s;
    }

    static double goRoundDifferently(double x) {
        double s = 0;
        for (int k = 0; k < Lax.axisIndex("i"); k++) {
            s += Lax.psum(x, "i");
        }
        return s;
    }

    static double endDifferently(double x) {
        double s = x;
        while (s * s < 10) {
            s += Lax.psum(1.0, "i");
        }
        return s;
    }

    @Test
    void overTheLengthOfASum() {
        Fn1<double[][], double[]> f = vmap(CollectiveLoopsTest::overTheSum, Axes.in(0).named("i"));
        assertArrayEquals(new double[] {0, 45, 90}, f.apply(ROWS));
        Fn1<double[][], double[][]> g = grad((double[][] rows) -> {
            Fn1<double[][], double[]> each = vmap(CollectiveLoopsTest::overTheSum, Axes.in(0).named("i"));
            double[] r = each.apply(rows);
            return r[0] + 2 * r[1] + r[2];
        });
        for (double[] row : g.apply(ROWS)) {
            assertArrayEquals(new double[] {4, 4, 4}, row);
        }
        Fn1<double[][], double[]> own = vmap(CollectiveLoopsTest::itsOwn, Axes.in(0).named("i"));
        assertArrayEquals(new double[] {7, 5, 3}, own.apply(ROWS));
    }

    @Test
    void ofNumbers() {
        double[] x = {1, 2, 3};
        Fn1<double[], double[]> f = vmap(CollectiveLoopsTest::gathered, Axes.in(0).named("i"));
        assertArrayEquals(new double[] {8, 2, -4}, f.apply(x));
        f = vmap(CollectiveLoopsTest::counted, Axes.in(0).named("i"));
        assertArrayEquals(new double[] {0, 6, 18}, f.apply(x));
        Fn1<double[], double[]> g = vmap(grad(CollectiveLoopsTest::counted), Axes.in(0).named("i"));
        assertArrayEquals(new double[] {0, 3, 6}, g.apply(x));
        f = vmap(CollectiveLoopsTest::left, Axes.in(0).named("i"));
        assertArrayEquals(new double[] {0, 2, 6}, f.apply(x));
        f = vmap(CollectiveLoopsTest::meetsEachTrip, Axes.in(0).named("i"));
        assertArrayEquals(new double[] {0 + 2 + 4, 2 * (1 + 3 + 5), 0}, f.apply(x));
    }

    @Test
    void lanesThatWouldNotMeetAreRefused() {
        Fn1<double[], double[]> f = vmap(CollectiveLoopsTest::goRoundDifferently, Axes.in(0).named("i"));
        String trips = assertThrows(JacobiException.class, () -> f.apply(new double[] {1, 2})).getMessage();
        assertTrue(trips.contains("differ from lane to lane") && trips.contains("CollectiveLoopsTest.goRoundDifferently:"), trips);
        Fn1<double[], double[]> g = vmap(CollectiveLoopsTest::endDifferently, Axes.in(0).named("i"));
        String ends = assertThrows(JacobiException.class, () -> g.apply(new double[] {1, 20})).getMessage();
        assertTrue(ends.contains("differ from lane to lane") && ends.contains("CollectiveLoopsTest.endDifferently:"), ends);
    }
}
