package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Java numbers have all their 64 bits where they meet arrays of 64 bits, at once and in compiled functions, and give 32 bits where they meet no others. */
class WeakNumbersTest {
    private static final NDArray WIDE = NDArray.of(new double[] {1, 3}, DType.F64);
    private static final NDArray LONGS = NDArray.of(new long[] {1L << 40, 3}, DType.I64);
    private static final long BIG = (1L << 41) + 1;
    private static final double[] TENTHS = {0.1, 3 * 0.1};

    private static void same(double[] expected, NDArray x) {
        assertEquals(DType.F64, x.dtype());
        assertArrayEquals(expected, x.toDoubleArray(), 0);
    }

    @Test
    void atOnce() {
        same(TENTHS, WIDE.times(0.1));
        assertArrayEquals(new long[] {(1L << 40) + BIG, 3 + BIG}, LONGS.plus(BIG).toLongArray());
        same(new double[] {0.1, 3}, Np.where(WIDE.lt(2), NDArray.scalar(0.1), WIDE));
        same(new double[] {0.1, 0.1}, Np.full(new int[] {2}, 0.1, DType.F64));
        assertEquals(BIG, Np.full(new int[] {2}, BIG, DType.I64).toLongArray()[1]);
        same(new double[] {1.1, 3}, Np.maximum(WIDE, 1.1));
        same(new double[] {1 / 0.9, 3 / 0.9}, Nn.dropout(Prng.key(1), 0.1, WIDE));
        same(new double[] {1 + 2 * 0.101}, Np.percentile(WIDE, NDArray.of(new double[] {10.1}, DType.F64)));
        assertEquals(1 + 2 * 0.101, Np.percentile(WIDE, 10.1).item(), 1e-15);
        assertEquals(0.1, WIDE.times(NDArray.complex(0.1, 0.2)).real().toDoubleArray()[0], 0);
    }

    @Test
    void captured() {
        double c = 0.1;
        long n = BIG;
        same(TENTHS, Jacobi.jit((NDArray x) -> x.times(c)).apply(WIDE));
        assertArrayEquals(LONGS.plus(n).toLongArray(), Jacobi.jit((NDArray x) -> x.plus(n)).apply(LONGS).toLongArray());
        NDArray s = NDArray.scalar(0.1);
        same(TENTHS, Jacobi.jit((NDArray x) -> x.times(s)).apply(WIDE));
    }

    @Test
    void literalAndArgument() {
        same(TENTHS, Jacobi.jit((NDArray x) -> x.times(0.1)).apply(WIDE));
        same(TENTHS, Jacobi.jit((NDArray x) -> NDArray.scalar(0.1).times(x)).apply(WIDE));
        Fn2<NDArray, Double, NDArray> f = Jacobi.jit((NDArray x, Double y) -> x.times(y));
        same(TENTHS, f.apply(WIDE, 0.1));
        assertEquals(DType.F32, f.apply(NDArray.of(1.0, 3.0), 0.1).dtype());
        assertEquals(DType.F16, f.apply(NDArray.of(1.0, 3.0).astype(DType.F16), 0.1).dtype());
    }

    @Test
    void derivativesAndLanes() {
        Fn1<NDArray, NDArray> slope = Jacobi.grad((NDArray x) -> x.times(0.1).sum());
        same(new double[] {0.1, 0.1}, slope.apply(WIDE));
        Fn1<NDArray, NDArray> lanes = Jacobi.vmap((NDArray x) -> x.times(0.1));
        same(TENTHS, lanes.apply(WIDE));
        Fn1<NDArray, NDArray> both = Jacobi.vmap(Jacobi.grad((NDArray x) -> x.times(x).times(0.1)));
        same(new double[] {0.1 + 0.1, 3 * 0.1 + 3 * 0.1}, both.apply(WIDE));
    }

    static NDArray total(NDArray x) {
        NDArray s = NDArray.scalar(0);
        for (int i = 0; i < x.shape(0); i++) {
            s = s.plus(x.get(i).times(0.1));
        }
        return s;
    }

    static NDArray either(NDArray x) {
        NDArray s = NDArray.scalar(0.1);
        if (x.sum().item() > 1) {
            s = x.sum();
        }
        return s.times(2);
    }

    @Test
    void variablesThatStartAsNumbers() {
        assertEquals(total(WIDE).item(), Jacobi.jit(WeakNumbersTest::total).apply(WIDE).item(), 0);
        assertEquals(DType.F32, Jacobi.jit(WeakNumbersTest::total).apply(NDArray.of(1.0, 3.0)).dtype());
        Fn1<NDArray, NDArray> slope = Jacobi.grad(WeakNumbersTest::total);
        same(new double[] {0.1, 0.1}, slope.apply(WIDE));
        assertEquals(0.2, Jacobi.jit(WeakNumbersTest::either).apply(WIDE.times(0.1)).item(), 0);
        assertEquals(8.0, Jacobi.jit(WeakNumbersTest::either).apply(WIDE).item(), 0);
        Fn1<NDArray, NDArray> loop = Jacobi.jit((NDArray q) -> Lax.foriLoop(0, 3, (i, x) -> x.times(0.5).plus(q.sum()), NDArray.scalar(1.0)));
        assertEquals(7.125, loop.apply(WIDE).item(), 0);
        Fn1<NDArray, NDArray> sums = Jacobi.vmap((NDArray q) -> Lax.foriLoop(0, 3, (i, x) -> x.times(0.5).plus(q), NDArray.scalar(1.0)));
        same(new double[] {1.875, 5.375}, sums.apply(WIDE));
    }

    @Test
    void numbersAloneHave32Bits() {
        NDArray product = NDArray.scalar(0.1).times(NDArray.scalar(0.2));
        assertEquals(DType.F32, product.dtype());
        assertEquals(DType.F32, Np.full(new int[] {2}, 0.1).dtype());
        assertEquals(DType.I32, NDArray.scalar(3).plus(4).dtype());
        assertEquals(DType.F32, Np.sin(NDArray.scalar(0.5)).dtype());
        assertArrayEquals(new long[] {0, 0xFFFFFFFFL}, Prng.key(-1).toLongArray());
        assertFalse(Prng.bernoulli(Prng.key(0), 0.0, new int[] {3}).any().toBoolean());
    }

    @Test
    void hyperparameters() {
        // Adam's first step has the size of the rate, to all digits of 64 bits; the second one's averages lack 1 - b^2
        var adam = Optim.adam(0.1, 0.9, 0.999, 0);
        var first = adam.update(WIDE, adam.init(WIDE), WIDE);
        assertEquals(-0.1, first.updates().toDoubleArray()[0], 1e-15);
        var second = adam.update(WIDE, first.state(), WIDE);
        assertEquals(-0.1, second.updates().toDoubleArray()[1], 1e-15);
        var sgd = Optim.sgd(0.1);
        same(new double[] {-0.1, -0.1 * 3}, sgd.update(WIDE, sgd.init(WIDE), WIDE).updates());
        assertEquals(DType.BF16, sgd.update(WIDE.astype(DType.BF16), sgd.init(WIDE), WIDE).updates().dtype());
        assertEquals(0.1, Schedules.constant(0.1).at(NDArray.of(3, DType.I32)).times(WIDE).toDoubleArray()[0], 0);
    }

    private static void refused(Fn1<NDArray, NDArray> f) {
        String said = assertThrows(JacobiException.class, () -> f.apply(NDArray.of(1, 2))).getMessage();
        assertTrue(said.contains("does not fit int32") && said.contains("Jacobi.x64(true)"), said);
    }

    /** As JAX has an OverflowError. */
    @Test
    void numbersThatNeed64BitsAreNotCut() {
        refused(x -> Np.array(1L << 40));
        refused(x -> NDArray.of(1L << 31, 1));
        refused(x -> x.plus(1L << 40));
        refused(x -> Np.maximum(x, -(1L << 31) - 1));
        refused(Jacobi.jit((NDArray x) -> x.plus(1L << 40)));
        refused(Jacobi.jit((NDArray x) -> x.plus(Np.array(1L << 40))));
        assertEquals(Integer.MIN_VALUE, Np.array(-(1L << 31)).itemLong());
        assertEquals(1L << 40, NDArray.of((Object) (1L << 40), DType.I64).itemLong());
        assertEquals(0x1p40, NDArray.of(0f).plus(1L << 40).item(), 0);
        assertEquals(4294967295L, NDArray.of((Object) 0, DType.U32).plus(4294967295L).itemLong());
        assertEquals(44, NDArray.of((Object) 0, DType.U8).plus(300).itemLong());
    }
}
