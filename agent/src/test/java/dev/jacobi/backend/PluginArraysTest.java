package dev.jacobi.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Fn1;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.ArrayRuntime;
import dev.jacobi.options.OptionParser;
import dev.jacobi.pjrt.fake.FakePlugin;
import dev.jacobi.site.Engine;
import dev.jacobi.spi.FpMode;
import dev.jacobi.spi.Transformation;
import dev.jacobi.transform.TransformEngine;
import dev.jacobi.transform.TransformedFunction;
import java.lang.ref.Reference;
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
}
