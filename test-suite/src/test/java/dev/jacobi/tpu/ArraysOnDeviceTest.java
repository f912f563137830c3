// NDArrays on a device of a PJRT plugin stay there between the calls of a training loop.
package dev.jacobi.tpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArraysOnDeviceTest {
    @TempDir
    private Path folder;

    private static List<String> cpu() throws IOException {
        Fork.Result r = Fork.java(List.of(), System.getProperty("java.class.path"), 120, List.of(ArraysOnDeviceMain.class.getName(), "cpu"));
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        return r.out().lines().toList();
    }

    /** Six arrays go to the device; five losses and a bias come back, when they are read. */
    @Test
    void trainingCopiesParametersAndDataOnce() throws IOException {
        Fork.Result r = Hosted.run(folder, List.of(), ArraysOnDeviceMain.class, "tpu");
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        List<String> lines = r.out().lines().toList();
        List<String> want = cpu();
        assertEquals("[tpu] pjrt-cpu:0 uploads 6 downloads 0", lines.get(0), r.err());
        assertEquals("[cpu] cpu uploads 0 downloads 0", want.get(0));
        Lines.same(want.subList(1, 7), lines.subList(1, 7), 1e-5, r.err());
        assertEquals("read 6", lines.get(7));
        assertEquals(want.get(8), lines.get(8));
    }

    /** The device has no room for the third array of the first call: what it holds besides is given up, and the call is made again. */
    @Test
    void aDeviceThatIsFullIsClearedOnce() throws IOException {
        Fork.Result r = Hosted.run(folder, List.of(), Map.of("JACOBI_TEST_FAIL", "Client_BufferFromHostBuffer:8:injected", "JACOBI_TEST_FAIL_AT", "3"), ArraysOnDeviceMain.class, "tpu");
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        assertTrue(r.out().startsWith("[tpu] pjrt-cpu:0 uploads 6 downloads 0"), () -> r.out() + r.err());
        assertFalse(r.err().contains("injected"), r.err());
    }
}
