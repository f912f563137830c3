package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Numbers and constants that functions of arrays take beside arrays, in code that is compiled: lengths that the code computes, and parts of indices. */
class ArrayNumbersTest {
    private static final NDArray X = NDArray.of(new double[][] {{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}});

    private static int side = 2;

    @Test
    void constantsOfIndices() {
        assertEquals(X.get(Slice.ALL, 1), Jacobi.jit((NDArray x) -> x.get(Slice.ALL, 1)).apply(X));
        assertEquals(X.get(NDArray.ELLIPSIS, 0), Jacobi.jit((NDArray x) -> x.get(NDArray.ELLIPSIS, 0)).apply(X));
        assertEquals(X.get(0, NDArray.NEW_AXIS), Jacobi.jit((NDArray x) -> x.get(0, NDArray.NEW_AXIS)).apply(X));
        assertEquals(X.at(Slice.ALL, 0).set(0), Jacobi.jit((NDArray x) -> x.at(Slice.ALL, 0).set(0)).apply(X));
    }

    @Test
    void shapesOfLengths() {
        assertArrayEquals(new int[] {3, 2, 2}, Jacobi.jit((NDArray x) -> x.reshape(x.shape(0), 2, -1)).apply(X).shape());
        assertArrayEquals(new int[] {3, 2, 2}, Jacobi.jit((NDArray x) -> x.reshape(x.shape(0), x.shape(1) / 2, 2)).apply(X).shape());
        Fn1<NDArray, NDArray> there = Jacobi.jit((NDArray x) -> x.reshape(x.shape(0), 2, -1).reshape(x.shape(0), x.shape(1)).plus(x));
        assertEquals(X.times(2), there.apply(X));
        assertEquals(Np.ones(3, 4).times(2), Jacobi.grad((NDArray x) -> x.reshape(x.shape(0), 2, -1).times(2).sum()).apply(X));
        Fn1<NDArray, NDArray> each = Jacobi.<NDArray, NDArray, NDArray, NDArray>vmap((NDArray x) -> x.reshape(2, x.shape(0) / 2));
        assertArrayEquals(new int[] {3, 2, 2}, each.apply(X).shape());
    }

    @Test
    void shapesOfNumbers() {
        int rows = side;
        assertArrayEquals(new int[] {2, 6}, Jacobi.jit((NDArray x) -> x.reshape(rows, -1)).apply(X).shape());
        assertArrayEquals(new int[] {2, 6}, Jacobi.jit((NDArray x) -> x.reshape(side, 6)).apply(X).shape());
        JacobiException e = assertThrows(JacobiException.class, () -> Jacobi.jit((NDArray x) -> x.reshape(x.shape(0), 5)).apply(X));
        assertEquals("NDArray.reshape: an array of shape (3, 4) cannot have the shape (3, 5): they have 12 and 15 elements.", e.getMessage());
    }

    @Test
    void functionsThatNeedANumberAreMadeForIt() {
        Fn1<NDArray, NDArray> f = Jacobi.jit((NDArray x) -> Np.eye(x.shape(0)).matmul(x));
        assertEquals(X, f.apply(X));
        assertEquals(X.transpose(), f.apply(X.transpose()));
        assertEquals(2, Jacobi.cacheInfo(f).compilations());
    }

    @Test
    void lengthsAreEndsOfRangesAndPlacesOfParts() {
        assertEquals(X.plus(Np.arange(4)), Jacobi.jit((NDArray x) -> x.plus(Np.arange(x.shape(1)))).apply(X));
        assertEquals(X.plus(Np.arange(1, 5)), Jacobi.jit((NDArray x) -> x.plus(Np.arange(1, x.shape(1) + 1))).apply(X));
        assertEquals(X.get(0).get(Slice.of(0, 2)), Jacobi.jit((NDArray x) -> x.get(0).get(Slice.of(0, x.shape(1) / 2))).apply(X));
        assertEquals(X.get(0).get(Slice.of(2, 4)), Jacobi.jit((NDArray x) -> Lax.dynamicSlice(x.get(0), new int[] {x.shape(1) - 2}, 2)).apply(X));
    }

    static double ofRows(double[] x) {
        int[][] w = new int[2][2];
        int[] row = w[0].clone();
        System.arraycopy(new int[] {1}, 0, w[1], 0, 1);
        return x[row[1]] + 10 * x[w[1][0]];
    }

    @Test
    void rowsOfSmallArraysAreArrays() {
        Fn1<double[], Double> f = Jacobi.jit(ArrayNumbersTest::ofRows);
        assertEquals(87, f.apply(new double[] {7, 8}));
    }

    static NDArray chosen(NDArray x) {
        NDArray s = NDArray.scalar(1L << 40);
        if (x.sum().item() < 0) {
            s = Np.sum(Np.ones(new int[] {2}, DType.I32));
        }
        return s.plus(x);
    }

    @Test
    void numbersThatDoNotFitTheOtherWaysTypeAreRefused() {
        JacobiException e = assertThrows(JacobiException.class, () -> Jacobi.jit(ArrayNumbersTest::chosen).apply(X));
        assertTrue(e.getMessage().contains("int64[] on one way through the program and int32[] on another"), e.getMessage());
    }
}
