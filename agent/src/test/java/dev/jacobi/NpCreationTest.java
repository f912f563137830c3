// Arrays that Np makes, compared with what JAX 0.10.2 gives.
package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers in order, matrices of diagonals and triangles, grids, bits, choices. */
class NpCreationTest {
    private static void same(NDArray x, DType dtype, int[] shape, double... values) {
        assertEquals(dtype, x.dtype());
        assertArrayEquals(shape, x.shape(), () -> Arrays.toString(x.shape()));
        double[] found = x.toDoubleArray();
        assertEquals(values.length, found.length);
        for (int i = 0; i < values.length; i++) {
            assertEquals(values[i], found[i], 1e-6 * Math.max(1, Math.abs(values[i])), () -> Arrays.toString(found));
        }
    }

    private static int[] dims(int... d) {
        return d;
    }

    @Test
    void numbersInOrder() {
        same(Np.arange(4), DType.I32, dims(4), 0, 1, 2, 3);
        same(Np.arange(7, 2, -2), DType.I32, dims(3), 7, 5, 3);
        same(Np.arange(0), DType.I32, dims(0));
        same(Np.arange(0.5, 2.4, 0.5), DType.F32, dims(4), 0.5, 1, 1.5, 2);
        same(Np.arange(1, 4, 1, DType.F16), DType.F16, dims(3), 1, 2, 3);
        same(Np.arange(2.5), DType.F32, dims(3), 0, 1, 2);
        same(Np.arange(3, 9), DType.I32, dims(6), 3, 4, 5, 6, 7, 8);
        assertThrows(JacobiException.class, () -> Np.arange(1, 2, 0));
        same(Np.linspace(0, 1, 5), DType.F32, dims(5), 0, 0.25, 0.5, 0.75, 1);
        same(Np.linspace(0, 1, 4, false), DType.F32, dims(4), 0, 0.25, 0.5, 0.75);
        same(Np.linspace(3, 1, 1), DType.F32, dims(1), 3);
        same(Np.linspace(3, 1, 0), DType.F32, dims(0));
        NDArray ends = NDArray.of(new double[] {10, 20});
        same(Np.linspace(NDArray.of(new double[] {0, 10}), ends, 3, true, DType.I32, 1), DType.I32, dims(2, 3), 0, 5, 10, 10, 15, 20);
        same(Np.linspaceWithStep(NDArray.scalar(0.0), ends, 3, true, null, 0).get(1), DType.F32, dims(2), 5, 10);
        same(Np.logspace(0, 2, 3), DType.F32, dims(3), 1, 10, 100);
        same(Np.geomspace(1, 16, 5), DType.F32, dims(5), 1, 2, 4, 8, 16);
        same(Np.geomspace(-1, -8, 4), DType.F32, dims(4), -1, -2, -4, -8);
    }

    @Test
    void filled() {
        same(Np.zeros(2, 2), DType.F32, dims(2, 2), 0, 0, 0, 0);
        same(Np.ones(dims(3), DType.U8), DType.U8, dims(3), 1, 1, 1);
        same(Np.full(dims(2), 7), DType.I32, dims(2), 7, 7);
        same(Np.full(dims(2), 1.5, DType.F16), DType.F16, dims(2), 1.5, 1.5);
        same(Np.fullLike(Np.arange(3), 2.7), DType.I32, dims(3), 2, 2, 2);
        same(Np.zerosLike(Np.ones(2, 0)), DType.F32, dims(2, 0));
        assertEquals(100_000, Np.sqrt(Np.ones(dims(100_000), DType.F64)).sum().item());
        assertThrows(JacobiException.class, () -> Np.zeros(-1));
    }

    @Test
    void matrices() {
        same(Np.eye(2, 3), DType.F32, dims(2, 3), 1, 0, 0, 0, 1, 0);
        same(Np.eye(2, 3, 1, DType.I8), DType.I8, dims(2, 3), 0, 1, 0, 0, 0, 1);
        same(Np.tri(2, 3, 1, null), DType.F32, dims(2, 3), 1, 1, 0, 1, 1, 1);
        NDArray m = NDArray.of(new int[][] {{1, 2, 3}, {4, 5, 6}});
        same(Np.tril(m), DType.I32, dims(2, 3), 1, 0, 0, 4, 5, 0);
        same(Np.triu(m, 1), DType.I32, dims(2, 3), 0, 2, 3, 0, 0, 6);
        same(Np.diag(m), DType.I32, dims(2), 1, 5);
        same(Np.diag(m, 1), DType.I32, dims(2), 2, 6);
        same(Np.diag(m, -2), DType.I32, dims(0));
        same(Np.diag(NDArray.of(new int[] {7, 8}), -1), DType.I32, dims(3, 3), 0, 0, 0, 7, 0, 0, 0, 8, 0);
        same(Np.diagflat(m, 0).sum(), DType.I32, dims(), 21);
        NDArray cube = NDArray.of(new int[][][] {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}});
        same(Np.diagonal(cube), DType.I32, dims(2, 2), 1, 7, 2, 8);
        same(Np.diagonal(cube, 1, 0, 2), DType.I32, dims(2, 1), 2, 4);
        same(Np.trilIndices(3, -1, 3).get(0), DType.I32, dims(3), 1, 2, 2);
        same(Np.triuIndices(2).get(1), DType.I32, dims(3), 0, 1, 1);
        same(Np.vander(NDArray.of(new int[] {2, 3})), DType.I32, dims(2, 2), 2, 1, 3, 1);
        same(Np.vander(NDArray.of(new double[] {2, 3}), 3, true), DType.F32, dims(2, 3), 1, 2, 4, 1, 3, 9);
    }

    @Test
    void grids() {
        NDArray a = Np.arange(3);
        NDArray b = NDArray.of(new double[] {5, 6});
        List<NDArray> xy = Np.meshgrid(a, b);
        same(xy.get(0), DType.I32, dims(2, 3), 0, 1, 2, 0, 1, 2);
        same(xy.get(1), DType.F32, dims(2, 3), 5, 5, 5, 6, 6, 6);
        same(Np.meshgrid("ij", false, a, b).get(1), DType.F32, dims(3, 2), 5, 6, 5, 6, 5, 6);
        same(Np.meshgrid("xy", true, a, b).get(0), DType.I32, dims(1, 3), 0, 1, 2);
        same(Np.indices(2, 2), DType.I32, dims(2, 2, 2), 0, 0, 1, 1, 0, 1, 0, 1);
        same(Np.ix_(a, b).get(0), DType.I32, dims(3, 1), 0, 1, 2);
        same(Np.fromfunction((x, y) -> Np.add(Np.multiply(x, 10L), y), 2, 2), DType.F32, dims(2, 2), 0, 1, 10, 11);
    }

    @Test
    void bits() {
        NDArray x = NDArray.of(new int[] {1, 0, 0, 0, 0, 0, 0, 1, 5});
        same(Np.packbits(x), DType.U8, dims(2), 129, 128);
        same(Np.packbits(x, 0, "little"), DType.U8, dims(2), 129, 1);
        NDArray bytes = NDArray.of(new int[][] {{129, 2}}, DType.U8);
        same(Np.unpackbits(bytes), DType.U8, dims(16), 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0);
        same(Np.unpackbits(bytes, 1, 10, "little"), DType.U8, dims(1, 10), 1, 0, 0, 0, 0, 0, 0, 1, 0, 1);
        same(Np.unpackbits(bytes, -1, 17, "big").sum(), DType.U32, dims(), 3);
    }

    @Test
    void choices() {
        NDArray x = NDArray.of(new int[] {-2, -1, 0, 1, 2});
        same(Np.where(Np.greater(x, 0L), x, 0.5), DType.F32, dims(5), 0.5, 0.5, 0.5, 1, 2);
        same(Np.where(x, 1L, 0L), DType.I32, dims(5), 1, 1, 0, 1, 1);
        same(Np.select(List.of(Np.less(x, 0L), Np.less(x, 2L)), List.of(Np.negative(x), Np.multiply(x, 10L))), DType.I32, dims(5), 2, 1, 0, 10, 0);
        same(Np.piecewise(x, List.of(Np.less(x, 0L), Np.greaterEqual(x, 1L)), List.of(y -> Np.negative(y), y -> Np.multiply(y, 100L), y -> Np.add(y, 7L))), DType.I32, dims(5), 2, 1, 7, 100, 200);
        NDArray at = NDArray.of(new int[] {0, 1, 2, 3, -1});
        same(Np.choose(at, List.of(x, Np.zerosLike(x)), "clip"), DType.I32, dims(5), -2, 0, 0, 0, 2);
        same(Np.choose(at, List.of(x, Np.zerosLike(x)), "wrap"), DType.I32, dims(5), -2, 0, 0, 0, 0);
        assertThrows(JacobiException.class, () -> Np.choose(at, List.of(x, x)));
        same(Np.clip(x, -1, 1), DType.I32, dims(5), -1, -1, 0, 1, 1);
        same(Np.clip(x, null, NDArray.scalar(0.5)), DType.F32, dims(5), -2, -1, 0, 0.5, 0.5);
        assertTrue(Np.arrayEqual(x, x).item() == 1 && Np.arrayEqual(x, at).item() == 0 && Np.arrayEqual(x, Np.arange(3)).item() == 0);
        assertTrue(Np.arrayEquiv(Np.ones(2, 3), NDArray.scalar(1.0)).item() == 1 && Np.arrayEquiv(Np.ones(2), Np.ones(3)).item() == 0);
        assertTrue(Np.allclose(Np.ones(2), Np.add(Np.ones(2), 1e-6)).item() == 1);
    }

    @Test
    void numbers() {
        same(Np.round(NDArray.of(new double[] {1.25, -2.675, 0.5}), 1), DType.F32, dims(3), 1.2, -2.7, 0.5);
        same(Np.ldexp(NDArray.of(new double[] {0.75, -3, 0}), NDArray.of(new int[] {4, -1, 9})), DType.F32, dims(3), 12, -1.5, 0);
        same(Np.nanToNum(NDArray.of(new double[] {Double.NaN, 1, Double.NEGATIVE_INFINITY}), 5, 6, 7), DType.F32, dims(3), 5, 1, 7);
        same(Np.add(Np.ones(dims(2), DType.F16), 1.5), DType.F16, dims(2), 2.5, 2.5);
        same(Np.add(Np.arange(2), 1.5), DType.F32, dims(2), 1.5, 2.5);
        same(Np.add(Np.ones(dims(2, 1), DType.U8), Np.ones(dims(3), DType.I8)), DType.I16, dims(2, 3), 2, 2, 2, 2, 2, 2);
        assertEquals(DType.F32, Np.promoteTypes(DType.F16, DType.BF16));
        assertEquals(Float.MAX_VALUE, Np.finfo(DType.COMPLEX64).max());
        assertEquals(-128, Np.iinfo(DType.I8).min());
        assertEquals(65535, Np.iinfo(DType.U16).max());
    }
}
