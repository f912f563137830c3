package dev.jacobi.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GpuTestsTest {
    @Test
    void aDeviceThatIsAskedForIsThereOrASentenceSaysWhyNot() {
        assertEquals("emulated", GpuTests.device("emulated"));
        assertEquals("-Djacobi.gpu.tests=gpu: There is no such device; emulated and cuda are possible", assertThrows(AssertionError.class, () -> GpuTests.device("gpu")).getMessage());
        try {
            assertEquals("cuda", GpuTests.device("cuda"));
        } catch (AssertionError e) {
            assertTrue(e.getMessage().startsWith("-Djacobi.gpu.tests=cuda: ") && e.getMessage().contains("NVIDIA"), e.getMessage());
        }
    }
}
