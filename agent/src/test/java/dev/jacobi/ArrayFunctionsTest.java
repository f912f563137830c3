package dev.jacobi;

import static dev.jacobi.Jacobi.cacheInfo;
import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.hessian;
import static dev.jacobi.Jacobi.jit;
import static dev.jacobi.Jacobi.valueAndGrad;
import static dev.jacobi.Jacobi.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Functions of arrays in transformations: they are lifted with Java's control flow, records and lists, and one program serves all lengths. */
class ArrayFunctionsTest {
    record Line(NDArray weight, NDArray bias) {
    }

    private static NDArray x(double... v) {
        return NDArray.of(v);
    }

    private static void same(NDArray found, double... wanted) {
        assertArrayEquals(wanted, found.toDoubleArray(), 1e-5);
    }

    static NDArray squares(NDArray x) {
        return x.times(x).plus(1).sum();
    }

    @Test
    void oneProgramServesAllLengths() {
        Fn1<NDArray, NDArray> f = jit(ArrayFunctionsTest::squares);
        for (int n = 2; n < 40; n++) {
            assertEquals(2.0 * n, f.apply(Np.ones(n)).item());
        }
        assertEquals(1, cacheInfo(f).compilations());
        assertEquals(List.of("cpu"), cacheInfo(f).backends());
    }

    @Test
    void derivativesHaveTheArgumentsShape() {
        Fn1<NDArray, NDArray> g = grad(ArrayFunctionsTest::squares);
        same(g.apply(x(1, 2, 3)), 2, 4, 6);
        Fn1<NDArray, NDArray> h = hessian(ArrayFunctionsTest::squares);
        same(h.apply(x(1, 2)), 2, 0, 0, 2);
        Fn1<NDArray, NDArray> lanes = vmap(grad(ArrayFunctionsTest::squares));
        same(lanes.apply(NDArray.of(new double[][] {{1, 2}, {3, 4}, {5, 6}})), 2, 4, 6, 8, 10, 12);
    }

    static NDArray loss(Line p, NDArray x, NDArray y) {
        NDArray d = x.matmul(p.weight()).plus(p.bias()).minus(y);
        return d.times(d).sum();
    }

    @Test
    void recordsOfArraysAreTakenApart() {
        Fn3<Line, NDArray, NDArray, Line> g = grad(ArrayFunctionsTest::loss);
        Line p = new Line(NDArray.of(new double[][] {{1}, {2}}), x(1));
        Line d = g.apply(p, NDArray.of(new double[][] {{1, 2}, {3, 4}}), NDArray.of(new double[2][1]));
        same(d.weight(), 2 * (6 * 1 + 12 * 3), 2 * (6 * 2 + 12 * 4));
        same(d.bias(), 36);
    }

    static NDArray either(NDArray x) {
        if (x.sum().item() > 3) {
            return x.times(2);
        }
        return x.plus(100);
    }

    @Test
    void branchesOnValuesAreJavas() {
        Fn1<NDArray, NDArray> f = jit(ArrayFunctionsTest::either);
        same(f.apply(x(1, 2, 3)), 2, 4, 6);
        same(f.apply(x(1, 1, 0)), 101, 101, 100);
        Fn1<NDArray, NDArray> lanes = vmap(ArrayFunctionsTest::either);
        same(lanes.apply(NDArray.of(new double[][] {{1, 2}, {3, 4}})), 101, 102, 6, 8);
    }

    static double mixed(double[] w, NDArray x) {
        double s = 0;
        for (double v : NDArray.of(w).times(x).toDoubleArray()) {
            s += v;
        }
        return s;
    }

    @Test
    void arraysOfJavaMeetThem() {
        Fn2<double[], NDArray, Double> f = jit(ArrayFunctionsTest::mixed);
        assertEquals(14, f.apply(new double[] {1, 2, 3}, x(1, 2, 3)));
        Fn2<double[], NDArray, double[]> g = grad(ArrayFunctionsTest::mixed);
        assertArrayEquals(new double[] {1, 2, 3}, g.apply(new double[] {4, 5, 6}, x(1, 2, 3)), 1e-6);
    }

    static Scanned<NDArray, NDArray> sums(NDArray x) {
        return Lax.scan((total, v) -> {
            NDArray t = total.plus(v);
            return new Scanned<>(t, t.times(2));
        }, NDArray.of(0f), x);
    }

    @Test
    void scansAreLoops() {
        Fn1<NDArray, Scanned<NDArray, NDArray>> f = jit(ArrayFunctionsTest::sums);
        for (NDArray x : List.of(x(1, 2, 3), x(1, 2, 3, 4))) {
            Scanned<NDArray, NDArray> wanted = sums(x);
            Scanned<NDArray, NDArray> found = f.apply(x);
            same(found.carry(), wanted.carry().item());
            same(found.y(), wanted.y().toDoubleArray());
        }
        assertEquals(1, cacheInfo(f).compilations());
        Fn1<NDArray, NDArray> g = grad(x -> sums(x).y().sum());
        same(g.apply(x(1, 2, 3)), 6, 4, 2);
    }

    @Test
    void loopsGoOnByValues() {
        Fn1<NDArray, NDArray> f = jit(x -> Lax.whileLoop(c -> c.sum().lt(100), c -> c.times(2), x));
        same(f.apply(x(1, 2, 3)), 32, 64, 96);
        Fn1<NDArray, NDArray> g = jit(x -> Lax.cond(x.sum().lt(5), v -> v.times(2), v -> v.plus(1), x));
        same(g.apply(x(1, 2, 3)), 2, 3, 4);
        same(g.apply(x(1, 2)), 2, 4);
    }

    @Test
    void partsAreReplaced() {
        Fn1<NDArray, NDArray> f = jit(x -> x.at(0).set(5).at(1).add(x.sum()));
        same(f.apply(x(1, 2, 3)), 5, 8, 3);
        Fn1<NDArray, ValueAndGrad<NDArray, NDArray>> g = valueAndGrad(x -> Np.take(x, NDArray.of(0)).times(2));
        same(g.apply(x(3, 4, 5)).grad(), 2, 0, 0);
    }

    @Test
    void shapesThatDoNotFitAreSaid() {
        Fn2<NDArray, NDArray, NDArray> f = jit((a, b) -> a.plus(b));
        String said = assertThrows(JacobiException.class, () -> f.apply(x(1, 2, 3), x(1, 2))).getMessage();
        assertTrue(said.contains("add: arrays of the shapes") && said.contains("cannot be combined"), said);
    }

    /** Extents that are lengths of arguments, numbers that are captured, and what is left open, in one shape. */
    @Test
    void shapesAreMadeOfLengths() {
        Fn1<NDArray, NDArray> column = jit((NDArray a) -> {
            int n = a.shape(0);
            return a.reshape(n, 1).plus(Np.zeros(n, 3)).reshape(n, -1).times(Np.ones(3)).sum(1);
        });
        for (int n = 2; n < 6; n++) {
            same(column.apply(Np.arange(n).astype(DType.F32)), IntStream.range(0, n).mapToDouble(k -> 3 * k).toArray());
        }
        assertEquals(1, cacheInfo(column).compilations());
        int rows = 2;
        Fn1<NDArray, NDArray> folded = jit((NDArray a) -> a.reshape(rows, -1).sum(0));
        same(folded.apply(x(1, 2, 3, 4)), 4, 6);
        String told = assertThrows(JacobiException.class, () -> jit((NDArray a) -> a.reshape(a.shape(0), -1, -1)).apply(x(1, 2))).getMessage();
        assertTrue(told.contains("is no shape"), told);
    }

    /** More arrays than code that runs at once joins. */
    @Test
    void manyArraysAreJoined() {
        var parts = new ArrayList<NDArray>();
        for (int k = 0; k < 37; k++) {
            parts.add(x(k, -k));
        }
        NDArray all = Np.stack(parts, 0);
        assertArrayEquals(new int[] {37, 2}, all.shape());
        for (int k = 0; k < 37; k++) {
            same(all.get(k), k, -k);
        }
    }

    /** A shape as numbers one after another, or as an array. */
    @Test
    void drawsTakeNumbersAsShape() {
        assertEquals(Prng.bernoulli(Prng.key(1), 0.5, new int[] {2, 3}), Prng.bernoulli(Prng.key(1), 0.5, 2, 3));
        assertEquals(Prng.gamma(Prng.key(1), 2, new int[] {4}), Prng.gamma(Prng.key(1), 2, 4));
    }

    /** What begins as a Java number and is an array in the next call is compiled for twice, and it is said why. */
    @Test
    void compiledAgainForANumbersWeakType() {
        Fn1<NDArray, NDArray> f = jit((NDArray a) -> a.plus(Np.ones()));
        same(f.apply(f.apply(NDArray.scalar(1.0))), 3);
        String why = cacheInfo(f).reasons().get(1);
        assertTrue(why.contains("argument 0 was float32[] instead of weak float"), why);
    }

    @Test
    void rowsOfNumbersAreKnownToFunctions() {
        Fn1<NDArray, NDArray> f = jit(x -> Np.pad(x, new int[][] {{1, 2}}));
        same(f.apply(x(1, 2, 3)), 0, 1, 2, 3, 0, 0);
        Fn1<NDArray, NDArray> g = grad(x -> Np.pad(Np.reshape(x, 1, 3), new int[][] {{0, 1}, {0, 2}}, "edge").sum());
        same(g.apply(x(1, 2, 3)), 2, 2, 6);
    }

    @Test
    void valuesAreFoundInSortedArrays() {
        Fn2<NDArray, NDArray, NDArray> f = jit((a, v) -> Np.searchsorted(a, v, "right"));
        same(f.apply(x(1, 2, 2, 5), x(0, 2, 9, Double.NaN)), 0, 3, 4, 4);
        assertEquals(DType.I32, f.apply(x(1, 2), x(1)).dtype());
        same(f.apply(x(), x(1, 2)), 0, 0);
        same(Np.partition(x(5, 1, 4, 2, 3), 1), 1, 2, 5, 4, 3);
        same(Np.argpartition(x(5, 1, 4, 2, 3), 1), 1, 3, 0, 2, 4);
    }

    @Test
    void bitsAreSeenAsOtherTypes() {
        NDArray bytes = NDArray.of(new int[] {0x01020304, -1}).view(DType.U8);
        same(bytes, 4, 3, 2, 1, 255, 255, 255, 255);
        same(bytes.view(DType.I32), 0x01020304, -1);
        assertArrayEquals(new int[] {2, 4}, Lax.bitcastConvertType(NDArray.of(new int[] {1, 2}), DType.U8).shape());
        assertThrows(JacobiException.class, () -> Np.take(bytes, Np.arange(3L)).view(DType.I32));
    }
}
