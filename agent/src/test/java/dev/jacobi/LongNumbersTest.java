package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Java's long numbers among arrays of 32 bits: those that do not fit are refused, in compiled functions as in calls by themselves, also where they are not known before the call. */
class LongNumbersTest {
    private static final NDArray X = NDArray.of(1, 2, 3);
    private static final NDArray F = NDArray.of(1f, 2f);
    private static final String DOES_NOT_FIT = "the number 3000000000 does not fit int32, which it becomes here; give it a type, as in NDArray.of(value, DType.I64), or make 64 bits the default by "
        + "Jacobi.x64(true).";
    private static long global = 3_000_000_000L;

    record Pair(long number, NDArray array) {
    }

    private static void refused(String function, Fn1<NDArray, NDArray> f) {
        assertEquals(function + ": " + DOES_NOT_FIT, assertThrows(JacobiException.class, () -> f.apply(X)).getMessage());
        Fn1<NDArray, NDArray> jitted = Jacobi.jit(f);
        assertEquals(function + ": " + DOES_NOT_FIT, assertThrows(JacobiException.class, () -> jitted.apply(X)).getMessage());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        long big = 3_000_000_000L + X.rank() - 1;
        Long boxed = big;
        refused("NDArray.plus", x -> x.plus(big));
        refused("NDArray.plus", x -> x.plus(boxed));
        refused("NDArray.plus", x -> x.plus(global));
        refused("NDArray.lt", x -> x.lt(big));
        refused("Np.where", x -> Np.where(x.gt(1), x, big));
        refused("NDArray.of", x -> NDArray.of(big).plus(x));
        refused("NDArray.of", x -> NDArray.of(new long[] {1, big, 2}).plus(x));
        refused("IndexedArray.set", x -> x.at(0).set(big));
        refused("NDArray.plus", x -> Lax.foriLoop(0, 2, (i, v) -> v.plus(big), x));
        Fn1<Pair, NDArray> f = Jacobi.jit((Pair p) -> p.array().plus(p.number()));
        assertEquals(NDArray.of(6, 7, 8), f.apply(new Pair(5, X)));
        assertEquals("NDArray.plus: " + DOES_NOT_FIT, assertThrows(JacobiException.class, () -> f.apply(new Pair(big, X))).getMessage());
        Fn1<NDArray, NDArray> slope = Jacobi.grad((NDArray x) -> Np.sum(x.times(x.astype(DType.I32).plus(big))));
        assertEquals("NDArray.plus: " + DOES_NOT_FIT, assertThrows(JacobiException.class, () -> slope.apply(F)).getMessage());
        Fn2<NDArray, Long, NDArray> lanes = Jacobi.vmap((NDArray x, Long n) -> x.plus(n), 0, null);
        assertEquals(NDArray.of(6, 7, 8), lanes.apply(X, 5L));
        assertEquals("NDArray.plus: " + DOES_NOT_FIT, assertThrows(JacobiException.class, () -> lanes.apply(X, big)).getMessage());
    }

    @Test
    void whatFitsIsNot() {
        long big = 3_000_000_000L + X.rank() - 1;
        long small = X.rank();
        for (Fn1<NDArray, NDArray> f : List.<Fn1<NDArray, NDArray>>of(x -> x.plus(small), x -> x.astype(DType.F32).plus(big), x -> x.astype(DType.U32).plus(big), x -> x.astype(DType.U8).plus(small + 300),
            x -> NDArray.of(big, DType.I64).plus(x.astype(DType.I64)), x -> Np.full(new int[] {2}, big, DType.I64))) {
            assertEquals(f.apply(X), Jacobi.jit(f).apply(X));
        }
    }

    /** Numbers that are not known before the call are put into parts of arrays. */
    @Test
    void partsAreSetToNumbers() {
        double d = X.rank() + 0.5;
        int n = X.rank() + 6;
        Fn1<NDArray, NDArray> f = Jacobi.jit((NDArray x) -> x.at(0).set(d).at(1).add(n).at(1).mul(x.at(0).get().item()));
        assertArrayEquals(new double[] {1.5, 9}, f.apply(F).toDoubleArray());
        Fn1<NDArray, NDArray> slope = Jacobi.grad((NDArray x) -> Np.sum(x.at(0).mul(d).at(1).set(n)));
        assertArrayEquals(new double[] {1.5, 0}, slope.apply(F).toDoubleArray());
    }
}
