package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loops whose first trips broadcast or promote what they carry give compiled what they give operation by operation, and derivatives as differences of that. */
class WideningLoopsTest {
    private static final NDArray X = NDArray.of((Object) new double[] {1.5, 2, 3}, DType.F64);

    record Pair(NDArray a, NDArray b) {
    }

    static NDArray lengths(NDArray x) {
        NDArray m = Np.ones(1);
        for (int i = 0; i < 3; i++) {
            m = m.times(x);
        }
        return m;
    }

    static NDArray axes(NDArray x) {
        NDArray m = Np.ones(2);
        for (int i = 0; i < x.shape(0); i++) {
            m = m.times(x.reshape(3, 1));
        }
        return m;
    }

    static NDArray types(NDArray x) {
        NDArray m = Np.ones(new int[] {3}, DType.I32);
        for (int i = 0; i < 3; i++) {
            m = m.times(x);
        }
        return m;
    }

    /** The second component is widened by the second trip. */
    static NDArray oneAfterTheOther(NDArray x) {
        Pair p = new Pair(NDArray.of(1.0), Np.zeros(1));
        for (int i = 0; i < 4; i++) {
            p = new Pair(p.a().times(x), p.b().plus(p.a()));
        }
        return p.a().plus(p.b());
    }

    static NDArray nested(NDArray x) {
        NDArray s = Np.zeros(1);
        for (int i = 0; i < 3; i++) {
            NDArray m = Np.ones(1);
            for (int j = 0; j < 2; j++) {
                m = m.times(x).plus(s);
            }
            s = s.plus(m);
        }
        return s;
    }

    static NDArray untilLarge(NDArray x) {
        NDArray m = Np.ones(new int[] {1}, DType.F64);
        int i = 0;
        while (Np.sum(m).lt(100).toBoolean() && i < 10) {
            m = m.times(x);
            i++;
        }
        return m;
    }

    static NDArray leftInTheMiddle(NDArray x) {
        NDArray m = Np.ones(new int[] {1}, DType.F64);
        for (int i = 0; i < 30; i++) {
            m = m.times(x);
            if (m.sum().gt(50).toBoolean()) {
                break;
            }
        }
        return m;
    }

    private static void check(Fn1<NDArray, NDArray> f) {
        double[] expected = f.apply(X).toDoubleArray();
        NDArray compiled = Jacobi.jit(f).apply(X);
        assertArrayEquals(f.apply(X).shape(), compiled.shape());
        assertArrayEquals(expected, Np.ravel(compiled).toDoubleArray(), 1e-9);
        double[] gradient = Jacobi.grad((NDArray x) -> Np.sum(f.apply(x))).apply(X).toDoubleArray();
        for (int k = 0; k < 3; k++) {
            double h = 1e-5;
            NDArray step = Np.zeros(new int[] {3}, DType.F64).at(k).set(h);
            assertEquals((f.apply(X.plus(step)).sum().item() - f.apply(X.minus(step)).sum().item()) / (2 * h), gradient[k], 1e-5, "by element " + k);
        }
        Fn1<NDArray, NDArray> lanes = Jacobi.vmap(f);
        double[] both = Np.ravel(lanes.apply(Np.stack(List.of(X.times(0.9), X), 0))).toDoubleArray();
        assertArrayEquals(expected, Arrays.copyOfRange(both, both.length / 2, both.length), 1e-9);
    }

    @Test
    void lengthsAndAxes() {
        check(WideningLoopsTest::lengths);
        check(WideningLoopsTest::axes);
    }

    @Test
    void typesArePromoted() {
        check(WideningLoopsTest::types);
    }

    @Test
    void severalTripsAndLoops() {
        check(WideningLoopsTest::oneAfterTheOther);
        check(WideningLoopsTest::nested);
    }

    @Test
    void loopsOfUnknownLength() {
        check(WideningLoopsTest::untilLarge);
        check(WideningLoopsTest::leftInTheMiddle);
    }

    static NDArray sometimes(NDArray x, int n) {
        NDArray m = Np.ones(new int[] {3}, DType.I32);
        for (int i = 0; i < n; i++) {
            m = m.times(x);
        }
        return m;
    }

    @Test
    void typesThatDependOnTheNumberOfTripsAreRefused() {
        int trips = 4;
        String message = assertThrows(JacobiException.class, () -> Jacobi.jit((NDArray x) -> sometimes(x, trips)).apply(X)).getMessage();
        assertTrue(message.contains("int32[3] on one way through the program and float64[3] on another"), message);
    }
}
