package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Variables that are null until a loop has found something: arrays, records of arrays, and of numbers. Compiled code gives what runs operation by operation, derivatives are as counted by hand. */
class NothingAtFirstTest {
    private static final NDArray X = NDArray.of(2f, 1.5f, 3f);

    record Found(NDArray value, NDArray at) {
    }

    record Numbers(double value, double at) {
    }

    static NDArray least(NDArray x) {
        NDArray b = null;
        for (int i = 0; i < 3; i++) {
            NDArray v = x.get(i).times(x.get(i)).minus(3f);
            if (b == null || v.lt(b).toBoolean()) {
                b = v;
            }
        }
        return b;
    }

    static NDArray sum(NDArray x) {
        NDArray b = null;
        int i = 0;
        while (i < x.shape(0)) {
            NDArray v = x.get(i).times(x.get(i));
            b = b == null ? v : b.plus(v);
            i++;
        }
        return b;
    }

    static NDArray perhapsNone(NDArray x, double above) {
        NDArray b = null;
        for (int i = 0; i < 3; i++) {
            if (x.get(i).gt(above).toBoolean()) {
                b = x.times(x.get(i));
            }
        }
        return b == null ? x : b;
    }

    static NDArray whileItHolds(NDArray x) {
        NDArray b = null;
        int i = 0;
        while (i < 3 && x.get(i).gt(1.6).toBoolean()) {
            b = b == null ? x : b.plus(x);
            i++;
        }
        return b;
    }

    static Found step(Found f, NDArray x) {
        return new Found(f.value().times(0.5f), f.at().plus(x));
    }

    /** What is kept is what another variable holds. */
    static NDArray bestAndSecond(NDArray x) {
        Found now = new Found(x.sum(), x);
        Found best = null;
        Found second = null;
        for (int i = 0; i < 5; i++) {
            now = step(now, x);
            if (best == null || now.value().lt(best.value()).toBoolean()) {
                second = best;
                best = now;
            }
        }
        return best.at().plus(second.value());
    }

    static NDArray untilSmall(NDArray x) {
        Found now = new Found(x.sum(), x);
        Found best = null;
        while (now.value().gt(0.5).toBoolean()) {
            now = step(now, x);
            if (best == null || now.value().lt(best.value()).toBoolean()) {
                best = now;
            }
        }
        return best == null ? x : best.at();
    }

    static double numbers(double[] x) {
        Numbers now = new Numbers(x[0], 1);
        Numbers best = null;
        for (int i = 0; i < x.length; i++) {
            now = new Numbers(x[i] * now.at(), now.at() + 1);
            if (best == null || now.value() < best.value()) {
                best = now;
            }
        }
        return best.value() * best.at();
    }

    private static void check(Fn1<NDArray, NDArray> f, double... gradient) {
        double[] expected = f.apply(X).reshape(-1).toDoubleArray();
        assertArrayEquals(expected, Jacobi.jit(f).apply(X).reshape(-1).toDoubleArray(), 1e-5);
        assertArrayEquals(gradient, Jacobi.grad((NDArray x) -> Np.sum(f.apply(x))).apply(X).toDoubleArray(), 1e-4);
        Fn1<NDArray, NDArray> lanes = Jacobi.vmap(f);
        NDArray both = lanes.apply(Np.stack(List.of(X.plus(1f), X), 0));
        assertArrayEquals(expected, both.get(1).reshape(-1).toDoubleArray(), 1e-5);
        assertArrayEquals(f.apply(X.plus(1f)).reshape(-1).toDoubleArray(), both.get(0).reshape(-1).toDoubleArray(), 1e-5);
    }

    @Test
    void arrays() {
        check(NothingAtFirstTest::least, 0, 3, 0);
        check(NothingAtFirstTest::sum, 4, 3, 6);
        check(NothingAtFirstTest::whileItHolds, 1, 1, 1);
    }

    @Test
    void arraysThatMayStayNull() {
        check(x -> perhapsNone(x, 1.7), 3, 3, 9.5);
        check(x -> perhapsNone(x, 100), 1, 1, 1);
        assertNull(Jacobi.jit((NDArray x) -> x.sum().gt(100).toBoolean() ? x : null).apply(X));
    }

    @Test
    void records() {
        check(NothingAtFirstTest::bestAndSecond, 6.1875, 6.1875, 6.1875);
        check(NothingAtFirstTest::untilSmall, 5, 5, 5);
    }

    @Test
    void recordsOfNumbers() {
        double[] x = {2, 1.5, 3};
        assertEquals(numbers(x), Jacobi.jit(NothingAtFirstTest::numbers).apply(x));
        assertArrayEquals(new double[] {2, 0, 0}, Jacobi.grad(NothingAtFirstTest::numbers).apply(x), 1e-12);
    }
}
