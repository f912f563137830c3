// Functions over all lanes of a vmap whose axis has a name.
package dev.jacobi;

import static dev.jacobi.Numeric.assertCompiled;
import static dev.jacobi.Numeric.assertNear;

import org.junit.jupiter.api.Test;

/** psum and its like, also under derivatives. */
class NamedAxisTest {
    static double centred(double x) {
        return x - Lax.pmean(x, "batch");
    }

    static double share(double x) {
        return Math.exp(x) / Lax.psum(Math.exp(x), "batch");
    }

    @Test
    void sumsMeansAndExtremes() {
        Fn1<double[], double[]> c = Jacobi.vmap(NamedAxisTest::centred, Axes.in(0).named("batch"));
        assertNear(new double[] {-1, 0, 1}, c.apply(new double[] {1, 2, 3}));
        Fn1<double[], double[]> m = Jacobi.vmap((Double x) -> Lax.pmax(x, "i") - Lax.pmin(x, "i") + Lax.axisIndex("i"), Axes.in(0).named("i"));
        assertNear(new double[] {2, 3, 4}, m.apply(new double[] {1, 3, 2}));
        assertCompiled(c, 1);
    }

    @Test
    void arraysInEachLane() {
        Fn1<double[][], double[][]> s = Jacobi.vmap((double[] x) -> Lax.psum(x, "i"), Axes.in(0).named("i"));
        assertNear(new double[][] {{4, 6}, {4, 6}}, s.apply(new double[][] {{1, 2}, {3, 4}}));
    }

    @Test
    void theGradientGoesThroughTheSum() {
        Fn1<double[], double[]> g = Jacobi.grad((double[] x) -> {
            Fn1<double[], double[]> f = Jacobi.vmap(NamedAxisTest::share, Axes.in(0).named("batch"));
            return f.apply(x)[0];
        });
        double[] x = {0.1, 0.5, -0.3};
        assertNear(Numeric.gradient(v -> Math.exp(v[0]) / (Math.exp(v[0]) + Math.exp(v[1]) + Math.exp(v[2])), x), g.apply(x));
    }
}
