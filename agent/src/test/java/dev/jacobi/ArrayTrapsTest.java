package dev.jacobi;

import static dev.jacobi.Jacobi.cacheInfo;
import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.jit;
import static dev.jacobi.Jacobi.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What users of array libraries with compiled functions stumble over, one test each. */
class ArrayTrapsTest {
    private static NDArray factor = NDArray.of(2.0);
    private static double rate = 0.5;

    private static void same(NDArray found, double... wanted) {
        assertArrayEquals(wanted, found.toDoubleArray(), 1e-6);
    }

    static NDArray withFirst(NDArray x) {
        NDArray before = x;
        NDArray after = x.at(0).set(9);
        return before.plus(after);
    }

    @Test
    void mutation() {
        double[] java = {1, 2};
        NDArray x = NDArray.of(java);
        java[0] = 7;
        same(x, 1, 2);
        NDArray y = x.at(1).set(5);
        same(x, 1, 2);
        same(y, 1, 5);
        x.toDoubleArray()[0] = 3;
        same(x, 1, 2);
        same(jit(ArrayTrapsTest::withFirst).apply(x), 10, 4);
        same(x, 1, 2);
        float[] source = {1, 2};
        Fn1<float[], NDArray> f = jit((float[] v) -> {
            NDArray a = NDArray.of(v);
            v[0] = 100;
            return a;
        });
        same(f.apply(source), 1, 2);
        assertEquals(100, source[0]);
    }

    static NDArray scaled(NDArray x) {
        return x.times(factor).times(rate);
    }

    @Test
    void staleGlobals() {
        factor = NDArray.of(2.0);
        rate = 0.5;
        Fn1<NDArray, NDArray> f = jit(ArrayTrapsTest::scaled);
        same(f.apply(NDArray.of(1.0, 2.0)), 1, 2);
        factor = NDArray.of(10.0);
        same(f.apply(NDArray.of(1.0, 2.0)), 5, 10);
        rate = 2;
        same(f.apply(NDArray.of(1.0, 2.0)), 20, 40);
        assertEquals(1, cacheInfo(f).compilations());
        NDArray[] box = {NDArray.of(1.0)};
        NDArray captured = box[0];
        Fn1<NDArray, NDArray> g = jit((NDArray x) -> x.plus(captured));
        box[0] = NDArray.of(5.0);
        same(g.apply(NDArray.of(1.0)), 2);
    }

    private static <T> String printed(Supplier<T> work) {
        PrintStream before = System.out;
        var bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            work.get();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    static NDArray printing(NDArray x) {
        NDArray y = x.sum();
        Debug.print("sum {}", y);
        return y;
    }

    static NDArray shouting(NDArray x) {
        System.out.println("here");
        return x.sum();
    }

    @Test
    void printWhileTracing() {
        Fn1<NDArray, NDArray> f = jit(ArrayTrapsTest::printing);
        String said = printed(() -> {
            f.apply(NDArray.of(1.0, 2.0));
            return f.apply(NDArray.of(1.0, 4.0));
        });
        assertEquals("sum 3.0\nsum 5.0\n", said.replace("\r", ""));
        Fn1<NDArray, NDArray> g = jit(ArrayTrapsTest::shouting);
        String refused = assertThrows(JacobiException.class, () -> g.apply(NDArray.of(1.0))).getMessage();
        assertTrue(refused.contains("ArrayTrapsTest.shouting") && refused.contains("Debug.print"), refused);
    }

    static NDArray halved(NDArray x) {
        NDArray y = x;
        int steps = 0;
        while (y.sum().item() > 1) {
            y = y.times(0.5);
            steps++;
        }
        if (steps % 2 == 0) {
            y = y.neg();
        }
        return y.sum();
    }

    @Test
    void branchesAndLoopsOnValues() {
        Fn1<NDArray, NDArray> f = jit(ArrayTrapsTest::halved);
        for (double v : new double[] {0.25, 1, 2, 3.5, 100}) {
            NDArray x = NDArray.of(v, v / 2);
            same(f.apply(x), halved(x).item());
        }
        Fn1<NDArray, NDArray> slope = grad(ArrayTrapsTest::halved);
        same(slope.apply(NDArray.of(1.0, 0.5)), 0.5, 0.5);
        same(slope.apply(NDArray.of(2.0, 0.0)), 0.5, 0.5);
        same(slope.apply(NDArray.of(3.0, 0.0)), -0.25, -0.25);
        NDArray batch = NDArray.of(new double[][] {{1, 0.5}, {3, 0}, {0.25, 0.25}});
        Fn1<NDArray, NDArray> lanes = vmap(ArrayTrapsTest::halved);
        same(lanes.apply(batch), 0.75, -0.75, -0.5);
        Fn1<NDArray, NDArray> slopes = vmap(grad(ArrayTrapsTest::halved));
        same(slopes.apply(batch), 0.5, 0.5, -0.25, -0.25, -1, -1);
    }

    static NDArray spread(NDArray x) {
        NDArray d = x.minus(x.mean());
        return Np.sqrt(d.times(d).mean());
    }

    @Test
    void retracingForEachLength() {
        Fn1<NDArray, NDArray> f = jit(ArrayTrapsTest::spread);
        Fn1<NDArray, NDArray> slope = grad(ArrayTrapsTest::spread);
        for (int n = 2; n < 60; n++) {
            f.apply(Np.arange(n).astype(DType.F32));
            slope.apply(Np.arange(n).astype(DType.F32));
        }
        assertEquals(1, cacheInfo(f).compilations());
        assertEquals(1, cacheInfo(slope).compilations());
    }

    static NDArray read(NDArray x, int i) {
        return x.get(i);
    }

    static NDArray readJava(NDArray x, double[] v, int i) {
        return x.times(v[i]);
    }

    @Test
    void readsOutOfRange() {
        NDArray x = NDArray.of(1.0, 2.0, 3.0);
        Fn2<NDArray, Integer, NDArray> f = jit(ArrayTrapsTest::read);
        assertEquals(3, f.apply(x, 7).item());
        assertEquals(3, f.apply(x, -1).item());
        assertEquals(1, f.apply(x, -9).item());
        assertEquals(3, x.get(7).item());
        same(x.at(7).set(5), 1, 2, 3);
        Fn3<NDArray, double[], Integer, NDArray> g = jit(ArrayTrapsTest::readJava);
        same(g.apply(x, new double[] {2}, 0), 2, 4, 6);
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> g.apply(x, new double[] {2}, 1));
        Fn3<NDArray, double[], Integer, NDArray> slope = grad((NDArray a, double[] v, Integer i) -> a.times(v[i]).sum());
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> slope.apply(x, new double[] {2}, 1));
    }

    static NDArray logs(NDArray x) {
        NDArray y = x.minus(2);
        return Np.log(y).sum();
    }

    @Test
    void nanThatNobodySees() {
        NDArray x = NDArray.of(1.0, 3.0);
        assertTrue(Double.isNaN(logs(x).item()));
        Debug.checkNans(true);
        try {
            String atOnce = assertThrows(JacobiException.class, () -> logs(x)).getMessage();
            assertTrue(atOnce.matches("NaN: log gives it at dev.jacobi.ArrayTrapsTest.logs:\\d+ for float32\\(2\\)\\."), atOnce);
            assertEquals(atOnce, assertThrows(JacobiException.class, () -> jit(ArrayTrapsTest::logs).apply(x)).getMessage());
            Fn1<NDArray, NDArray> lanes = vmap(ArrayTrapsTest::logs);
            assertEquals(atOnce, assertThrows(JacobiException.class, () -> lanes.apply(NDArray.of(new double[][] {{3, 4}, {1, 3}}))).getMessage());
            Fn1<NDArray, NDArray> slope = grad((NDArray a) -> Np.sqrt(a.times(a).sum()));
            String derived = assertThrows(JacobiException.class, () -> slope.apply(Np.zeros(2))).getMessage();
            assertTrue(derived.contains("grad(") && derived.contains("derivative does not exist there"), derived);
            assertEquals(Math.log(2), jit(ArrayTrapsTest::logs).apply(NDArray.of(4.0)).item(), 1e-6);
            assertEquals(1.0, Np.nanmean(NDArray.of(1.0, Double.NaN)).item());
        } finally {
            Debug.checkNans(false);
        }
    }
}
