package dev.jacobi.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Fn;
import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Jacobi;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.Nn;
import dev.jacobi.Np;
import dev.jacobi.Options;
import dev.jacobi.Prng;
import dev.jacobi.Tree;
import dev.jacobi.ValueAndGrad;
import dev.jacobi.array.core.ArrayRuntime;
import dev.jacobi.array.core.ArrayValue;
import dev.jacobi.array.core.Block;
import dev.jacobi.options.OptionParser;
import dev.jacobi.site.Engine;
import dev.jacobi.spi.FpMode;
import dev.jacobi.spi.Transformation;
import dev.jacobi.transform.TransformEngine;
import dev.jacobi.transform.TransformedFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Arrays that stay on a device between calls: what is copied, what is read, and what becomes of them when the device fails. The device is an emulated GPU. */
class DeviceArraysTest {
    private static final String PROPERTY = "jacobi.test.device";
    private static final Options GPU = Options.DEFAULT.backend("cuda");

    record Layer(NDArray w, NDArray b) {
    }

    /** What a step of training gives. */
    record Step(List<Layer> params, NDArray loss) {
    }

    static NDArray loss(List<Layer> params, NDArray x, NDArray y) {
        NDArray h = x;
        for (int k = 0; k < params.size(); k++) {
            h = Np.matmul(h, params.get(k).w()).plus(params.get(k).b());
            h = k + 1 < params.size() ? Nn.relu(h) : h;
        }
        return h.minus(y).pow(2).mean();
    }

    static Step step(List<Layer> params, NDArray x, NDArray y) {
        ValueAndGrad<NDArray, List<Layer>> g = Jacobi.valueAndGrad(DeviceArraysTest::loss).apply(params, x, y);
        return new Step(Tree.map((p, d) -> p.minus(d.times(0.1)), params, g.grad()), g.value());
    }

    private static List<Layer> params() {
        NDArray key = Prng.key(1);
        var out = new ArrayList<Layer>();
        int[] sizes = {6, 16, 3};
        for (int k = 0; k < 2; k++) {
            out.add(new Layer(Prng.normal(Prng.foldIn(key, k), sizes[k], sizes[k + 1]).times(0.3), Np.zeros(sizes[k + 1])));
        }
        return out;
    }

    @BeforeEach
    void device() {
        System.setProperty(PROPERTY, "emulated");
    }

    @AfterEach
    void noDevice() {
        System.clearProperty(PROPERTY);
    }

    /** A function compiled anew: code that was compiled for another device is not used again. */
    private static TransformedFunction fresh(Fn f) {
        return fresh(f, "cuda");
    }

    private static TransformedFunction fresh(Fn f, String backend) {
        var options = OptionParser.parse("log=off", new Properties(), Map.of()).options();
        return new TransformedFunction(new TransformEngine(options, Engine.ofProcess().resources()), new Transformation.Jit(List.of(), backend, FpMode.DEFAULT, List.of()), List.of(f));
    }

    /** The device that holds an array. */
    private static Object device(NDArray x) {
        Block b = ((ArrayValue.Stored) x.value()).parts().get(0);
        return ArrayRuntime.ofProcess().heap().devices().devices().stream().filter(d -> b.on(d) != null).findFirst().orElseThrow();
    }

    @Test
    void trainingCopiesParametersAndDataToTheDeviceOnce() {
        NDArray x = Prng.normal(Prng.key(2), 8, 6);
        NDArray y = Prng.normal(Prng.key(3), 8, 3);
        Fn3<List<Layer>, NDArray, NDArray, Step> cpu = Jacobi.jit(DeviceArraysTest::step);
        Fn3<List<Layer>, NDArray, NDArray, Step> gpu = Jacobi.jit(DeviceArraysTest::step, GPU);
        List<Layer> p = params();
        List<Layer> q = p;
        for (int k = 0; k < 5; k++) {
            Step want = cpu.apply(p, x, y);
            Step got = gpu.apply(q, x, y);
            assertEquals((float) want.loss().item(), (float) got.loss().item(), 1e-5f);
            p = want.params();
            q = got.params();
        }
        assertEquals(List.of("cuda"), Jacobi.cacheInfo(gpu).backends());
        assertEquals(0, Jacobi.cacheInfo(gpu).fallbacks());
        // two weights, two biases, x and y
        assertEquals(6, Jacobi.cacheInfo(gpu).uploads());
        assertEquals(0, Jacobi.cacheInfo(gpu).downloads());
        assertEquals("gpu:0", q.get(0).w().device());
        assertEquals("cpu", p.get(0).w().device());
        assertTrue(q.get(0).w().allClose(p.get(0).w()));
        assertTrue(q.get(1).b().allClose(p.get(1).b()));
        assertTrue(q.get(1).b().allClose(p.get(1).b()));
        assertEquals(2, Jacobi.cacheInfo(gpu).downloads());
    }

    static NDArray scaled(NDArray x) {
        return x.times(3);
    }

    static List<NDArray> parts(NDArray x, NDArray y) {
        NDArray s = x.plus(y);
        return List.of(x, s, s, x.at(1).get(), Np.concatenate(List.of(s, s), 0));
    }

    /** An input that comes back, a result that comes twice, a row of an input: each result is an array of its own. */
    @Test
    void resultsShareNoMemory() {
        Fn2<NDArray, NDArray, List<NDArray>> f = Jacobi.jit(DeviceArraysTest::parts, GPU);
        NDArray x = Np.arange(12).reshape(3, 4).times(1.0);
        NDArray y = Np.ones(3, 4);
        List<NDArray> r = f.apply(x, y);
        x.close();
        r.get(1).close();
        assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, r.get(0).ravel().toDoubleArray());
        assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, r.get(2).ravel().toDoubleArray());
        assertArrayEquals(new double[] {4, 5, 6, 7}, r.get(3).toDoubleArray());
        assertEquals(24, r.get(4).size());
        assertTrue(r.stream().allMatch(a -> a.device().equals("gpu:0")));
        assertTrue(assertThrows(JacobiException.class, () -> r.get(1).toDoubleArray()).getMessage().contains("has been closed"));
        assertTrue(assertThrows(JacobiException.class, () -> f.apply(x, y)).getMessage().contains("has been closed"));
        List<NDArray> again = f.apply(r.get(0), y);
        assertArrayEquals(r.get(2).ravel().toDoubleArray(), again.get(1).ravel().toDoubleArray());
        assertEquals(2, Jacobi.cacheInfo(f).uploads());
    }

    static List<NDArray> types(NDArray flags, NDArray z, NDArray small, NDArray none) {
        return List.of(Np.logicalNot(flags), z.times(z), small.plus(1), none.plus(1));
    }

    /** Truth values, complex numbers (two parts each), bytes, and an array without elements. */
    @Test
    void allTypesStay() {
        Fn1<NDArray, NDArray> twice = Jacobi.jit(DeviceArraysTest::scaled, GPU);
        var f = Jacobi.jit(DeviceArraysTest::types, GPU);
        NDArray flags = NDArray.of(true, false, true);
        NDArray z = NDArray.complex(NDArray.of(1, 2, 3), NDArray.of(-1, 0, 1));
        NDArray small = NDArray.of(new byte[] {1, 2, 127});
        NDArray none = Np.zeros(0, 4);
        List<NDArray> r = f.apply(flags, z, small, none);
        List<NDArray> want = types(flags, z, small, none);
        List<NDArray> second = f.apply(r.get(0), r.get(1), r.get(2), r.get(3));
        List<NDArray> wanted = types(want.get(0), want.get(1), want.get(2), want.get(3));
        for (int k = 0; k < 4; k++) {
            assertTrue(r.get(k).equals(want.get(k)), r.get(k) + " " + want.get(k));
            assertTrue(second.get(k).equals(wanted.get(k)), second.get(k) + " " + wanted.get(k));
            assertEquals(want.get(k).dtype(), second.get(k).dtype());
        }
        assertEquals(0, Jacobi.cacheInfo(f).fallbacks());
        assertArrayEquals(new double[] {9, 18}, twice.apply(twice.apply(NDArray.of(1.0, 2.0))).toDoubleArray());
    }

    /** What is read is copied once; operations outside of jit, printing and conversions read. */
    @Test
    void whatIsReadIsCopiedOnce() {
        TransformedFunction f = fresh((Fn1<NDArray, NDArray>) DeviceArraysTest::scaled);
        NDArray y = (NDArray) f.call(NDArray.of(1.0, 2.0, 3.0));
        assertEquals(0, f.info().downloads());
        assertEquals("[3. 6. 9.]", y.toString());
        assertEquals(6.0f, (float) y.at(1).get().item());
        assertArrayEquals(new double[] {4, 7, 10}, y.plus(1).toDoubleArray());
        assertEquals(1, f.info().downloads());
        Fn1<NDArray, NDArray> g = Jacobi.jit(DeviceArraysTest::scaled);
        assertArrayEquals(new double[] {9, 18, 27}, g.apply(y).toDoubleArray());
        assertEquals("cpu", g.apply(y).device());
        f.call(y);
        assertEquals(1, f.info().uploads());
    }

    /** What the device holds is counted, and freed when arrays are closed or nobody reaches them. */
    @Test
    void memoryOfTheDeviceIsFreed() throws InterruptedException {
        Fn1<NDArray, NDArray> f = Jacobi.jit(DeviceArraysTest::scaled, GPU);
        NDArray x = Np.ones(1000, 1000);
        NDArray y = f.apply(x);
        Object device = device(y);
        var heap = ArrayRuntime.ofProcess().heap().devices();
        long before = heap.bytes(device);
        assertTrue(before >= 8_000_000, "" + before);
        x.close();
        y.close();
        assertEquals(before - 8_000_000, heap.bytes(device));
        NDArray z = Np.ones(1000, 1000);
        for (int k = 0; k < 200; k++) {
            z = f.apply(z);
        }
        // 800 MB in all
        assertTrue(heap.bytes(device) < 600_000_000, "" + heap.bytes(device));
        for (int k = 0; k < 50 && heap.bytes(device) > before + 8_000_000; k++) {
            System.gc();
            Thread.sleep(20);
        }
        assertTrue(heap.bytes(device) <= before + 8_000_000, "" + heap.bytes(device));
    }

    /** A device without memory gives up what the process has as well, and the call is made again; if that does not help it runs on the CPU. */
    @Test
    void aDeviceThatIsFullIsClearedOnceAndThenLeft() {
        NDArray x = Np.ones(100, 100);
        NDArray y = Np.ones(100, 100);
        for (int n = 1; n < 12; n++) {
            System.setProperty(PROPERTY, "emulated,MEMORY," + n);
            TransformedFunction f = fresh((Fn2<NDArray, NDArray, List<NDArray>>) DeviceArraysTest::parts);
            NDArray first = (NDArray) ((List<?>) f.call(x, y)).get(0);
            NDArray sum = (NDArray) ((List<?>) f.call(first, y)).get(2);
            assertEquals(2.0f, (float) sum.at(5, 5).get().item());
            assertEquals(List.of(n == 1 ? "cpu" : "cuda"), f.info().backends(), n + " " + f.info().reasons());
        }
    }

    static NDArray made(double[] x) {
        return Np.ones(50, 50).times(x[0]);
    }

    /** A call that takes no array makes room as well. */
    @Test
    void aCallWithoutArraysMakesRoom() {
        for (int n = 2; n < 6; n++) {
            System.setProperty(PROPERTY, "emulated,MEMORY," + n);
            TransformedFunction f = fresh((Fn1<double[], NDArray>) DeviceArraysTest::made);
            for (int k = 1; k < 4; k++) {
                assertEquals(k, ((NDArray) f.call((Object) new double[] {k})).at(5, 5).get().item(), 0.0);
            }
            assertEquals(List.of("cuda"), f.info().backends(), n + " " + f.info().reasons());
        }
    }

    /** An array that is closed while a call may use it has its memory on the device until the call has ended. */
    @Test
    void whatACallUsesIsFreedBehindIt() throws InterruptedException {
        Fn1<NDArray, NDArray> f = Jacobi.jit(DeviceArraysTest::scaled, GPU);
        NDArray x = Np.ones(1000);
        NDArray y = f.apply(x);
        Object device = device(y);
        var heap = ArrayRuntime.ofProcess().heap().devices();
        long before = heap.bytes(device);
        heap.using().lock();
        x.close();
        var other = new Thread(y::close);
        other.start();
        other.join();
        assertEquals(before, heap.bytes(device));
        assertThrows(JacobiException.class, () -> f.apply(x));
        heap.using().unlock();
        heap.freeClosed();
        assertEquals(before - 8000, heap.bytes(device));
    }

    /** What was on a lost device only is gone, which a sentence says; all else goes on without it. */
    @Test
    void aLostDeviceTakesOnlyWhatNobodyHasRead() {
        System.setProperty(PROPERTY, "emulated,LOST,80");
        TransformedFunction jitted = fresh((Fn1<NDArray, NDArray>) DeviceArraysTest::scaled);
        Fn1<NDArray, NDArray> f = a -> (NDArray) jitted.call(a);
        NDArray x = NDArray.of(1.0, 2.0);
        NDArray read = f.apply(x);
        assertArrayEquals(new double[] {3, 6}, read.toDoubleArray());
        NDArray unread = f.apply(read);
        for (int k = 0; k < 20; k++) {
            NDArray y = f.apply(x);
            try {
                assertArrayEquals(new double[] {3, 6}, y.toDoubleArray());
            } catch (JacobiException e) {
                assertTrue(e.getMessage().contains("The device was told to fail"), e.getMessage());
            }
        }
        assertArrayEquals(new double[] {3, 6}, f.apply(x).toDoubleArray());
        assertArrayEquals(new double[] {9, 18}, f.apply(read).toDoubleArray());
        assertEquals(List.of("cuda, cpu"), jitted.info().backends(), jitted.info().reasons().toString());
        String said = assertThrows(JacobiException.class, () -> unread.toDoubleArray()).getMessage();
        assertTrue(said.matches("NDArray.toDoubleArray: the elements of an array on the device gpu:0 cannot be read: The device was told to fail while .*; arrays that have been read before .*"), said);
        said = assertThrows(JacobiException.class, () -> f.apply(unread)).getMessage();
        assertTrue(said.startsWith("The elements of an array on the device gpu:0 cannot be read"), said);
    }

    /** With backend=auto each size of arrays is measured by itself; arrays go on wherever they are. */
    @Test
    void autoMovesArraysAsItChooses() {
        TransformedFunction f = fresh((Fn1<NDArray, NDArray>) DeviceArraysTest::scaled, "auto");
        for (int n : new int[] {3, 100_000}) {
            NDArray x = Np.ones(n);
            for (int k = 0; k < 20; k++) {
                x = ((NDArray) f.call(x)).times(1 / 3.0);
            }
            assertEquals(n, x.sum().item(), 1e-3 * n);
        }
        assertEquals(List.of("auto"), f.info().backends());
        assertEquals(0, f.info().fallbacks());
    }

    /** Calls from several threads share what is on the device. */
    @Test
    void threadsShareArrays() throws Exception {
        TransformedFunction f = fresh((Fn1<NDArray, NDArray>) DeviceArraysTest::scaled);
        NDArray x = Np.ones(1000);
        NDArray y = (NDArray) f.call(x);
        var threads = Executors.newFixedThreadPool(4);
        try {
            var all = new ArrayList<Callable<Double>>();
            for (int k = 0; k < 40; k++) {
                NDArray from = k % 2 == 0 ? x : y;
                all.add(() -> ((NDArray) f.call(from)).sum().item());
            }
            int k = 0;
            for (var r : threads.invokeAll(all)) {
                assertEquals(k++ % 2 == 0 ? 3000 : 9000, r.get());
            }
        } finally {
            threads.shutdown();
        }
        assertEquals(1, f.info().uploads());
    }
}
