package dev.jacobi;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.jit;
import static dev.jacobi.Jacobi.vjp;
import static dev.jacobi.Jacobi.vmap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Variables that hold functions, across branches and loops: what the functions captured goes with them. */
class FunctionVariablesTest {
    static double onlyTheFunctionKnowsTheArray(double x, int n) {
        double[] a = {x, 2};
        Fn1<Double, Double> f = v -> v * a[0] + a[1];
        double s = 1;
        for (int i = 0; i < n; i++) {
            s = f.apply(s);
        }
        return s;
    }

    static double theArrayChanges(double x, int n) {
        double[] a = {x, 2};
        Fn1<Double, Double> f = v -> v * a[0] + a[1];
        double s = 1;
        for (int i = 0; i < n; i++) {
            s = f.apply(s);
            a[1] += x;
        }
        return s;
    }

    static Fn1<Double, Double> times(double t) {
        return v -> v * t;
    }

    static Fn1<Double, Double> line(double t) {
        double[] k = {t, 1};
        return v -> v * k[0] + k[1];
    }

    static double anotherNumberEachTime(double x, int n) {
        double s = 1;
        Fn1<Double, Double> f = times(x);
        for (int i = 0; i < n; i++) {
            s = f.apply(s);
            f = times(0.5 * s);
        }
        return s;
    }

    static double anotherArrayEachTime(double x, int n) {
        double s = 1;
        Fn1<Double, Double> f = line(x);
        Fn1<Double, Double> before = f;
        for (int i = 0; i < n; i++) {
            s = 0.5 * f.apply(s) + before.apply(0.25);
            before = f;
            f = line(s);
        }
        return s;
    }

    static double chosen(double x, int n) {
        Fn1<Double, Double> f = x > n ? line(x) : line(2 * x);
        Fn1<Double, Double> g = n > 2 ? grad(f) : grad(line(x * x));
        return f.apply(3.0) + g.apply(x);
    }

    record Layer(Fn1<Double, Double> activation, double weight) {
    }

    static double inARecord(double x, int n) {
        Layer l = new Layer(times(x), 2);
        double s = x;
        for (int i = 0; i < n; i++) {
            s = l.activation().apply(s) + l.weight();
            l = new Layer(times(s * 0.1), l.weight() * x);
        }
        return s;
    }

    static double pullbacks(double x, int n) {
        double[] w = {x, 1};
        Fn1<double[], Double> of = v -> v[0] * v[0] * v[1];
        Pullback<Double, double[]> p = vjp(of, w);
        double s = 0;
        for (int i = 0; i < n; i++) {
            s += p.pullback().apply(i + 1.0)[0];
            w[0] *= 0.5;
            p = vjp(of, w);
        }
        return s + p.value();
    }

    @Test
    void mergeWithWhatTheyCaptured() {
        for (Fn2<Double, Integer, Double> f : List.<Fn2<Double, Integer, Double>>of(FunctionVariablesTest::onlyTheFunctionKnowsTheArray,
                FunctionVariablesTest::theArrayChanges, FunctionVariablesTest::anotherNumberEachTime, FunctionVariablesTest::anotherArrayEachTime,
                FunctionVariablesTest::chosen, FunctionVariablesTest::inARecord, FunctionVariablesTest::pullbacks)) {
            for (double x : new double[] {1.5, -0.75, 3.25}) {
                for (int n : new int[] {0, 1, 3}) {
                    double value = f.apply(x, n);
                    assertEquals(value, jit(f).apply(x, n), 1e-12 * Math.max(1, Math.abs(value)));
                    double slope = (f.apply(x + 1e-6, n) - f.apply(x - 1e-6, n)) / 2e-6;
                    assertEquals(slope, grad(f).apply(x, n), 1e-5 * Math.max(1, Math.abs(slope)));
                }
            }
            Fn2<double[], Integer, double[]> lanes = vmap(f, 0, null);
            double[] each = lanes.apply(new double[] {1.5, -0.75}, 3);
            assertEquals(f.apply(1.5, 3), each[0], 1e-12 * Math.abs(each[0]));
            assertEquals(f.apply(-0.75, 3), each[1], 1e-12 * Math.abs(each[1]));
        }
    }

    record Layer2(NDArray weight, Fn1<NDArray, NDArray> activation) {
    }

    static Fn1<NDArray, NDArray> picked(NDArray x) {
        if (x.sum().item() > 1) {
            NDArray e = Np.exp(x);
            return y -> y.times(e);
        }
        Layer2 l = new Layer2(x.times(3), Np::tanh);
        return y -> l.activation().apply(y.plus(l.weight()));
    }

    static NDArray inALoop(NDArray x) {
        Fn1<NDArray, NDArray> f = y -> y;
        NDArray r = x;
        for (int i = 0; i < 3; i++) {
            if (r.sum().item() > 1) {
                f = y -> y.times(x);
            }
            r = f.apply(r);
        }
        return r;
    }

    static NDArray slopeOfOne(NDArray x) {
        Fn1<NDArray, NDArray> f = x.sum().item() > 1 ? y -> y.times(x).sum() : y -> y.times(y).sum();
        return grad(f).apply(x);
    }

    static NDArray ofThree(NDArray x) {
        double s = x.sum().item();
        Fn1<NDArray, NDArray> f = s > 1 ? y -> y : s < -3 ? y -> y.times(x) : y -> y.plus(s);
        Fn1<NDArray, NDArray> twice = y -> f.apply(f.apply(y));
        return twice.apply(x);
    }

    @Test
    void oneOfSeveralFunctionsIsCalled() {
        NDArray x = NDArray.of(new float[] {1, 2, 3});
        for (Fn1<NDArray, NDArray> f : List.<Fn1<NDArray, NDArray>>of(v -> picked(v).apply(v), FunctionVariablesTest::inALoop, FunctionVariablesTest::slopeOfOne, FunctionVariablesTest::ofThree)) {
            NDArray both = Np.stack(x, x.times(-1));
            NDArray want = Np.stack(f.apply(x), f.apply(x.times(-1)));
            Fn1<NDArray, NDArray> lanes = vmap(f, 0);
            assertEquals(true, Np.allclose(lanes.apply(both), want).toBoolean());
            assertEquals(true, Np.allclose(jit(f).apply(x), f.apply(x)).toBoolean());
            Fn1<NDArray, NDArray> sum = v -> f.apply(v).sum();
            float h = 1e-2f;
            double slope = (sum.apply(x.plus(h)).item() - sum.apply(x.minus(h)).item()) / (2 * h);
            assertEquals(slope, grad(sum).apply(x).sum().item(), 1e-2 * Math.max(1, Math.abs(slope)));
        }
    }
}
