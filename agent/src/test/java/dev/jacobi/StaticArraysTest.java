package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** NDArrays in static fields are read at each call of a compiled function: a changed one is never stale, and one of another type or shape gets code of its own. */
class StaticArraysTest {
    record Layer(NDArray w, NDArray b) {
    }

    private static final NDArray W = NDArray.of(new double[][] {{1, 2}, {3, 4}});
    private static final Layer FIXED = new Layer(W, NDArray.of(1.0, 1.0));
    private static NDArray shift = NDArray.of(1.0, 2.0);
    private static Layer layer = FIXED;
    private static NDArray missing;
    private static final NDArray X = NDArray.of(1.0, 1.0);

    static NDArray affine(NDArray x) {
        return x.matmul(W).plus(shift);
    }

    static NDArray loss(NDArray x) {
        return x.times(x).matmul(FIXED.w()).times(layer.b()).sum();
    }

    static NDArray withMissing(NDArray x) {
        return x.plus(missing);
    }

    static NDArray repeated(NDArray x) {
        return Lax.foriLoop(0, 3, (i, c) -> c.matmul(W).plus(shift), x);
    }

    private static void same(NDArray found, double... wanted) {
        assertArrayEquals(wanted, found.toDoubleArray(), 0);
    }

    @Test
    void changedOnesAreReadAnew() {
        shift = NDArray.of(1.0, 2.0);
        Fn1<NDArray, NDArray> f = Jacobi.jit(StaticArraysTest::affine);
        same(f.apply(X), 5, 8);
        shift = NDArray.of(10.0, 20.0);
        same(f.apply(X), 14, 26);
        assertEquals(1, Jacobi.cacheInfo(f).compilations());
        shift = NDArray.of(5.0);
        same(f.apply(X), 9, 11);
        shift = NDArray.of(new double[] {1, 2}, DType.F64);
        assertEquals(DType.F64, f.apply(X).dtype());
        shift = NDArray.of(1.0, 2.0, 3.0);
        assertTrue(assertThrows(JacobiException.class, () -> f.apply(X)).getMessage().contains("(2) and (3)"));
        shift = NDArray.of(1.0, 2.0);
        same(f.apply(X), 5, 8);
    }

    @Test
    void derivativesLanesAndFunctionsInside() {
        layer = FIXED;
        shift = NDArray.of(1.0, 2.0);
        Fn1<NDArray, NDArray> slope = Jacobi.grad(StaticArraysTest::loss);
        same(slope.apply(X), 6, 14);
        layer = new Layer(W, NDArray.of(2.0, 2.0));
        same(slope.apply(X), 12, 28);
        Fn1<NDArray, NDArray> lanes = Jacobi.vmap(Jacobi.grad(StaticArraysTest::loss));
        same(lanes.apply(NDArray.of(new double[][] {{1, 1}, {2, 0}})), 12, 28, 24, 0);
        Fn1<NDArray, NDArray> nested = Jacobi.jit((NDArray x) -> Jacobi.grad(StaticArraysTest::loss).apply(x).plus(shift));
        same(nested.apply(X), 13, 30);
        shift = shift.times(2);
        same(nested.apply(X), 14, 32);
        same(Jacobi.jit(StaticArraysTest::repeated).apply(X), repeated(X).toDoubleArray());
    }

    @Test
    void oneThatIsNullIsSaid() {
        missing = null;
        Fn1<NDArray, NDArray> f = Jacobi.jit(StaticArraysTest::withMissing);
        String said = assertThrows(JacobiException.class, () -> f.apply(X)).getMessage();
        assertTrue(said.contains("static field missing of dev.jacobi.StaticArraysTest, which is null now") && said.contains("set it before the call"), said);
        missing = X;
        same(f.apply(X), 2, 2);
    }
}
