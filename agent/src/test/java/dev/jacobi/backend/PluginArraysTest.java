package dev.jacobi.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Device;
import dev.jacobi.Fn1;
import dev.jacobi.JacobiException;
import dev.jacobi.Mesh;
import dev.jacobi.NDArray;
import dev.jacobi.NamedSharding;
import dev.jacobi.PartitionSpec;
import dev.jacobi.array.core.ArrayRuntime;
import dev.jacobi.options.OptionParser;
import dev.jacobi.pjrt.fake.FakePlugin;
import dev.jacobi.site.Engine;
import dev.jacobi.spi.FpMode;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.spi.Partition;
import dev.jacobi.spi.Sharding;
import dev.jacobi.spi.Transformation;
import dev.jacobi.transform.TransformEngine;
import dev.jacobi.transform.TransformedFunction;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Arrays on the device of a PJRT plugin, which is a table of functions here: it counts its buffers, and the result of its programs is four ones. */
class PluginArraysTest {
    static NDArray scaled(NDArray x) {
        return x.times(3);
    }

    private static TransformedFunction jit(FakePlugin plugin) {
        var options = OptionParser.parse("log=off,pjrt.plugin=" + plugin.name(), new Properties(), Map.of()).options();
        Fn1<NDArray, NDArray> f = PluginArraysTest::scaled;
        return new TransformedFunction(new TransformEngine(options, Engine.ofProcess().resources()), new Transformation.Jit(List.of(), "tpu", FpMode.DEFAULT, List.of()), List.of(f));
    }

    @Test
    void buffersStayAndAreDestroyedWithTheArrays() {
        FakePlugin plugin = new FakePlugin();
        TransformedFunction f = jit(plugin);
        NDArray x = NDArray.of(1f, 2f, 3f, 4f);
        NDArray y = (NDArray) f.call(x);
        NDArray z = (NDArray) f.call(y);
        assertEquals("fake:3", y.device());
        // x, y and z
        assertEquals(3, plugin.made(FakePlugin.Kind.BUFFER));
        assertEquals(List.of(0L), plugin.kept(), "the program must not overwrite what others see");
        assertEquals(1, f.info().uploads());
        assertEquals(0, f.info().downloads());
        assertArrayEquals(new double[] {1, 1, 1, 1}, z.toDoubleArray());
        assertArrayEquals(new double[] {1, 1, 1, 1}, z.toDoubleArray());
        assertEquals(1, f.info().downloads());
        List.of(x, y, z).forEach(NDArray::close);
        assertEquals(0L, plugin.left().getOrDefault("BUFFER", 0L), plugin.left().toString());
        Reference.reachabilityFence(plugin);
    }

    private static TransformedFunction onTwo(FakePlugin plugin) {
        var options = OptionParser.parse("log=off,pjrt.plugin=" + plugin.name(), new Properties(), Map.of()).options();
        var rows = new Partition(List.of(List.of("i")));
        var on = new Sharding(new MeshAxes(List.of("i"), List.of(2), List.of(3, 4)), List.of(rows), rows);
        Fn1<NDArray, NDArray> f = PluginArraysTest::scaled;
        return new TransformedFunction(new TransformEngine(options, Engine.ofProcess().resources()), new Transformation.Jit(List.of(), "", FpMode.DEFAULT, List.of(), on), List.of(f));
    }

    /** Each array has a buffer on each device, which goes with the array; what the program makes of an array that is there already is not copied. */
    @Test
    void arraysOfTwoDevicesAreDestroyedWithTheArrays() {
        FakePlugin plugin = new FakePlugin().devices(2);
        TransformedFunction f = onTwo(plugin);
        NDArray x = NDArray.of(1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f);
        NDArray y = (NDArray) f.call(x);
        NDArray z = (NDArray) f.call(y);
        assertEquals("fake:3,4", y.device());
        assertEquals(new NamedSharding(new Mesh(List.of(new Device("tpu", 3), new Device("tpu", 4)), List.of("i"), List.of(2)), PartitionSpec.of("i")), y.sharding());
        assertEquals(6, plugin.made(FakePlugin.Kind.BUFFER));
        assertEquals(1, f.info().uploads());
        assertEquals(0, f.info().downloads());
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1, 1, 1}, z.toDoubleArray());
        NDArray gathered = y.get();
        y.close();
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1, 1, 1}, gathered.toDoubleArray());
        assertEquals(List.of("tpu"), f.info().backends());
        List.of(x, z).forEach(NDArray::close);
        assertEquals(0L, plugin.left().getOrDefault("BUFFER", 0L), plugin.left().toString());
        Reference.reachabilityFence(plugin);
    }

    /** Whichever device cannot take its block, or fails while it runs: the process has the result, and no buffer is left. */
    @Test
    void aDeviceOfTwoThatFailsCostsNoResult() {
        for (String function : List.of("Client_BufferFromHostBuffer", "Event_Await", "LoadedExecutable_Execute")) {
            for (int call = 1; call <= (function.equals("LoadedExecutable_Execute") ? 1 : function.equals("Event_Await") ? 4 : 2); call++) {
                FakePlugin plugin = new FakePlugin().devices(2);
                TransformedFunction f = onTwo(plugin);
                plugin.failingAt(function, call, 14);
                NDArray x = NDArray.of(1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f);
                NDArray y = (NDArray) f.call(x);
                assertArrayEquals(new double[] {3, 6, 9, 12, 15, 18, 21, 24}, y.toDoubleArray(), function + call);
                assertEquals(List.of("cpu"), f.info().backends());
                assertTrue(f.info().reasons().get(0).contains("It ran on the CPU because the device failed: The plugin in this process could not "), f.info().reasons().get(0));
                List.of(x, y).forEach(NDArray::close);
                assertEquals(0L, plugin.left().getOrDefault("BUFFER", 0L), function + call + plugin.left());
                assertEquals(0L, plugin.left().getOrDefault("EVENT", 0L), function + call + plugin.left());
                Reference.reachabilityFence(plugin);
            }
        }
    }

    /** Where the plugin cannot give an array any more, a sentence says so; calls go on without the device. */
    @Test
    void aPluginThatFailsIsASentence() {
        FakePlugin plugin = new FakePlugin();
        TransformedFunction f = jit(plugin);
        NDArray x = NDArray.of(1f, 2f, 3f, 4f);
        NDArray y = (NDArray) f.call(x);
        plugin.failing("Buffer_ToHostBuffer", 14);
        try {
            y.toString();
        } catch (JacobiException e) {
            assertTrue(e.getMessage().contains("the device fake:3 cannot be read: The plugin in this process could not tell the size of a result: injected; for the test (UNAVAILABLE);"), e.getMessage());
        }
        plugin.failing("LoadedExecutable_Execute", 14);
        assertArrayEquals(new double[] {3, 6, 9, 12}, ((NDArray) f.call(x)).toDoubleArray());
        assertEquals(List.of("tpu, cpu"), f.info().backends());
        assertTrue(ArrayRuntime.ofProcess().heap().devices().devices().size() > 0);
        // the plugin goes with this test: nothing on it must be freed later
        List.of(x, y).forEach(NDArray::close);
        Reference.reachabilityFence(plugin);
    }

    /** A call returns before the device has ended. That it has failed is seen when somebody waits, and the process computes what it has not. */
    @Test
    void aDeviceThatFailsAfterTheCallCostsNoResult() {
        FakePlugin plugin = new FakePlugin();
        TransformedFunction f = jit(plugin);
        NDArray x = NDArray.of(1f, 2f, 3f, 4f).blockUntilReady();
        // the first event is that of the copy of x
        plugin.failingAt("Event_Await", 2, 14);
        NDArray y = (NDArray) f.call(x);
        var chain = new ArrayList<NDArray>(List.of(y));
        for (int k = 0; k < 7; k++) {
            chain.add((NDArray) f.call(chain.get(k)));
        }
        assertEquals("fake:3", y.device());
        chain.get(7).blockUntilReady();
        assertArrayEquals(new double[] {3, 6, 9, 12}, y.toDoubleArray());
        for (int k = 1; k < 8; k++) {
            // the process computes what was to be computed of what is not there; where that was known before the call, the device got it from the process, and gives its ones
            double[] now = chain.get(k).toDoubleArray();
            double[] before = chain.get(k - 1).toDoubleArray();
            assertTrue(Arrays.equals(new double[] {1, 1, 1, 1}, now) || Arrays.equals(Arrays.stream(before).map(v -> 3 * v).toArray(), now), k + Arrays.toString(now));
        }
        NDArray again = (NDArray) f.call(y);
        assertArrayEquals(new double[] {1, 1, 1, 1}, again.blockUntilReady().toDoubleArray(), "the device has got a copy of it now, and is asked again as one failure is not many");
        assertEquals(List.of("tpu, cpu"), f.info().backends());
        assertTrue(f.info().reasons().get(0).contains("Some calls ran on the CPU because the device failed: The plugin in this process could not run the program"), f.info().reasons().get(0));
        chain.addAll(List.of(x, again));
        chain.forEach(NDArray::close);
        assertEquals(0L, plugin.left().getOrDefault("EVENT", 0L), plugin.left().toString());
        Reference.reachabilityFence(plugin);
    }

    @Test
    void argumentsThatAreClosedAreNotThereToComputeAgain() {
        FakePlugin plugin = new FakePlugin();
        TransformedFunction f = jit(plugin);
        NDArray x = NDArray.of(1f, 2f, 3f, 4f);
        plugin.failingAt("Event_Await", 2, 14);
        NDArray y = (NDArray) f.call(x);
        x.close();
        String said = assertThrows(JacobiException.class, y::blockUntilReady).getMessage();
        assertTrue(said.contains("could not run the program: injected; for the test (UNAVAILABLE), and the process cannot compute it again: The array has been closed;"), said);
        y.close();
        Reference.reachabilityFence(plugin);
    }

    /** More calls than may be under way at a time, of which nobody keeps the results between. */
    @Test
    void callsFollowOneAnother() {
        FakePlugin plugin = new FakePlugin();
        TransformedFunction f = jit(plugin);
        NDArray x = NDArray.of(1f, 2f, 3f, 4f);
        for (int k = 0; k < 200; k++) {
            NDArray next = (NDArray) f.call(x);
            x.close();
            x = next;
        }
        assertArrayEquals(new double[] {1, 1, 1, 1}, x.blockUntilReady().toDoubleArray());
        assertEquals(List.of("tpu"), f.info().backends());
        x.close();
        Reference.reachabilityFence(plugin);
    }
}
