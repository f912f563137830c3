package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The examples in the Javadoc of the public interface give what is written behind them. */
class DocumentedExamplesTest {
    private static final Fn1<Double, Double> SQUARE = x -> x * x;

    @Test
    void gradients() {
        Fn1<double[], Double> norm = x -> {
            double s = 0;
            for (double v : x) {
                s += v * v;
            }
            return Math.sqrt(s);
        };
        assertArrayEquals(new double[] {0.6, 0.8}, Jacobi.grad(norm).apply(new double[] {3, 4}), 1e-15);
        Fn2<Double, Double, Double> f = (x, y) -> x * x * y;
        Fn2<Double, Double, Object[]> both = Jacobi.grad(f, 0, 1);
        assertArrayEquals(new Object[] {12.0, 9.0}, both.apply(3.0, 2.0));
        Fn1<Double, WithAux<Double, Double>> beside = x -> new WithAux<>(x * x, x + 1);
        WithAux<Double, Double> g = Jacobi.<Double, Double, Double, Double>grad(beside, true).apply(3.0);
        assertEquals(new WithAux<>(6.0, 4.0), g);
        assertEquals(new ValueAndGrad<>(9.0, 6.0), Jacobi.valueAndGrad(SQUARE).apply(3.0));
    }

    @Test
    void modes() {
        assertEquals(new ValueAndTangent<>(9.0, 6.0), Jacobi.jvp(SQUARE).apply(3.0, 1.0));
        Fn2<Double, Double, Double> product = (x, y) -> x * y;
        assertEquals(new ValueAndTangent<>(12.0, 4.0), Jacobi.jvp(product, new Object[] {3.0, 4.0}, new Object[] {1.0, 0.0}));
        Fn1<double[], double[]> twice = x -> {
            double[] y = new double[x.length];
            for (int i = 0; i < y.length; i++) {
                y[i] = 2 * x[i];
            }
            return y;
        };
        assertArrayEquals(new double[] {2, 0}, Jacobi.vjp(twice).apply(new double[] {1, 2}, new double[] {1, 0}).grad());
        Pullback<Double, Double> p = Jacobi.vjp(SQUARE, 3.0);
        assertEquals(9.0, p.value());
        assertEquals(6.0, p.pullback().apply(1.0));
        Linearized<Double, Fn1<Double, Double>> l = Jacobi.linearize(SQUARE, 3.0);
        assertEquals(9.0, l.value());
        assertEquals(6.0, l.tangent().apply(1.0));
    }

    @Test
    void jacobians() {
        Fn1<double[], double[]> squares = x -> {
            double[] y = new double[x.length];
            for (int i = 0; i < y.length; i++) {
                y[i] = x[i] * x[i];
            }
            return y;
        };
        Fn1<double[], double[][]> jacobian = Jacobi.jacfwd(squares);
        assertArrayEquals(new double[][] {{2, 0}, {0, 4}}, jacobian.apply(new double[] {1, 2}));
        Fn1<double[], Double> cubes = x -> {
            double s = 0;
            for (double v : x) {
                s += v * v * v;
            }
            return s;
        };
        Fn1<double[], double[][]> hessian = Jacobi.hessian(cubes);
        assertArrayEquals(new double[][] {{6, 0}, {0, 12}}, hessian.apply(new double[] {1, 2}));
    }

    @Test
    void mapped() {
        Fn2<double[], double[], Double> dot = (x, y) -> {
            double s = 0;
            for (int i = 0; i < x.length; i++) {
                s += x[i] * y[i];
            }
            return s;
        };
        Fn2<double[], double[][], double[]> each = Jacobi.vmap(dot, null, 0);
        assertArrayEquals(new double[] {11, 17}, each.apply(new double[] {1, 2}, new double[][] {{3, 4}, {5, 6}}));
        Fn1<Double, Double> centred = x -> x - Lax.pmean(x, "batch");
        Fn1<double[], double[]> all = Jacobi.vmap(centred, Axes.in(0).named("batch"));
        assertArrayEquals(new double[] {-1, 0, 1}, all.apply(new double[] {1, 2, 3}));
        Fn1<Double, Double> share = x -> x / Lax.psum(x, "i");
        Fn1<double[], double[]> shares = Jacobi.vmap(share, Axes.in(0).named("i"));
        assertArrayEquals(new double[] {0.25, 0.75}, shares.apply(new double[] {1, 3}));
    }

    @Test
    void ownRules() {
        Fn1<Double, Double> safe = Jacobi.customJvp((Double x) -> Math.sqrt(x),
            (Double x, Double t) -> new ValueAndTangent<>(Math.sqrt(x), x == 0 ? 0.0 : t / (2 * Math.sqrt(x))));
        assertEquals(0.0, Jacobi.grad(safe).apply(0.0));
        Fn1<Double, Double> clipped = Jacobi.customVjp((Double x) -> x * x, (Double x) -> new WithAux<>(x * x, x),
            (Double x, Double y) -> Math.max(-1, Math.min(1, 2 * x * y)));
        assertEquals(1.0, Jacobi.grad(clipped).apply(3.0));
    }

    @Test
    void compiled() {
        Fn2<double[], Double, double[]> scale = Jacobi.jit((double[] x, Double by) -> {
            for (int i = 0; i < x.length; i++) {
                x[i] *= by;
            }
            return x;
        });
        assertArrayEquals(new double[] {2, 4}, scale.apply(new double[] {1, 2}, 2.0));
    }
}
