package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Variables that hold one of several records or lists of arrays, by branches and loops on values: in compiled functions, their derivatives and lanes they are what Java says. */
class ArrayRecordsTest {
    record Params(NDArray w, NDArray b) {
        Params scaled(double s) {
            return new Params(w.times(s), b.times(s));
        }
    }

    record State(Params now, Params best, NDArray loss, int steps) {
    }

    private static NDArray wide(double... v) {
        return NDArray.of(v, DType.F64);
    }

    private static final NDArray X = wide(1.0, 2.0);
    private static final NDArray Y = wide(0.25, 0.5);
    private static final Params A = new Params(wide(1.0, 3.0), wide(0.5, 0.5));
    private static final Params B = new Params(wide(-1.0, 2.0), wide(0.25, 0.5));

    static NDArray picked(NDArray x) {
        Params p = x.sum().item() > 1 ? A : B;
        return x.times(p.w()).plus(p.b()).sum();
    }

    private static Params of(NDArray x) {
        if (x.sum().item() > 1) {
            return A;
        }
        return B.scaled(2);
    }

    static NDArray returned(NDArray x) {
        Params p = of(x);
        return p.w().times(x).sum();
    }

    static NDArray grown(NDArray x) {
        Params p = A;
        while (p.w().sum().item() < 100) {
            p = new Params(p.w().times(2).plus(x), p.b().plus(1));
        }
        return p.w().sum().plus(p.b().sum());
    }

    static NDArray best(NDArray x) {
        Params best = A;
        Params p = A;
        NDArray least = NDArray.scalar(1e9);
        for (int i = 0; i < 5; i++) {
            p = p.scaled(0.5);
            NDArray loss = p.w().minus(x).pow(2).sum();
            if (loss.item() < least.item()) {
                least = loss;
                best = p;
            }
        }
        return best.w().times(x).sum().plus(least);
    }

    private static State step(State s, NDArray x) {
        Params p = s.now().scaled(0.9);
        NDArray loss = p.w().minus(x).pow(2).sum();
        return loss.item() < s.loss().item() ? new State(p, p, loss, s.steps() + 1) : new State(p, s.best(), s.loss(), s.steps());
    }

    static NDArray trained(NDArray x) {
        var s = new State(A, A, NDArray.scalar(1e9), 0);
        for (int i = 0; i < 6; i++) {
            s = step(s, x);
        }
        return s.best().w().sum().plus(s.steps()).plus(s.loss());
    }

    static NDArray swapped(NDArray x) {
        List<NDArray> c = List.of(x, x.times(2));
        while (c.get(0).sum().item() < 50) {
            c = List.of(c.get(1).plus(1), c.get(0).plus(x));
        }
        return c.get(0).plus(c.get(1)).sum();
    }

    static NDArray fromNull(NDArray x) {
        Params p = null;
        for (int i = 0; i < 3; i++) {
            if (p == null || x.sum().item() > i) {
                p = A.scaled(i + 1);
            }
        }
        return p.w().times(x).sum();
    }

    private static void holds(Fn1<NDArray, NDArray> f) {
        Fn1<NDArray, NDArray> slope = Jacobi.grad(f);
        for (NDArray x : List.of(X, Y)) {
            assertEquals(f.apply(x).item(), Jacobi.jit(f).apply(x).item(), 1e-10);
            double[] g = slope.apply(x).toDoubleArray();
            for (int i = 0; i < g.length; i++) {
                NDArray h = wide(i == 0 ? 1e-5 : 0, i == 1 ? 1e-5 : 0);
                assertEquals((f.apply(x.plus(h)).item() - f.apply(x.minus(h)).item()) / 2e-5, g[i], 1e-4);
            }
        }
        Fn1<NDArray, NDArray> lanes = Jacobi.vmap(f);
        assertArrayEquals(new double[] {f.apply(X).item(), f.apply(Y).item()}, lanes.apply(Np.stack(X, Y)).toDoubleArray(), 1e-10);
    }

    @Test
    void oneOfTwo() {
        holds(ArrayRecordsTest::picked);
        holds(ArrayRecordsTest::returned);
        holds(ArrayRecordsTest::fromNull);
    }

    @Test
    void carriedByLoops() {
        holds(ArrayRecordsTest::grown);
        holds(ArrayRecordsTest::swapped);
    }

    @Test
    void theBestOfALoopIsKept() {
        holds(ArrayRecordsTest::best);
        holds(ArrayRecordsTest::trained);
    }

    static NDArray compared(NDArray x) {
        Params best = A;
        Params p = A;
        for (int i = 0; i < 3; i++) {
            p = p.scaled(0.5);
            best = p.w().sum().item() > x.sum().item() ? p : best;
        }
        return best == p ? x : x.times(2);
    }

    static NDArray changing(NDArray x) {
        NDArray y = x;
        while (y.sum().item() < 10) {
            y = y.times(NDArray.of(2.0).astype(DType.F64));
        }
        return y;
    }

    @Test
    void typesThatDependOnTheWayAreSaid() {
        Fn1<NDArray, NDArray> f = Jacobi.jit(ArrayRecordsTest::changing);
        assertEquals(16.0, f.apply(wide(2)).item());
        String said = assertThrows(JacobiException.class, () -> f.apply(NDArray.of(2.0))).getMessage();
        assertTrue(said.contains(" on one way through the program and float64["), said);
    }

    @Test
    void copiesAreNotComparedByIdentity() {
        Fn1<NDArray, NDArray> f = Jacobi.jit(ArrayRecordsTest::compared);
        String said = assertThrows(JacobiException.class, () -> f.apply(X)).getMessage();
        assertTrue(said.contains("identity of objects"), said);
    }
}
