package dev.jacobi.ptx.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Which device {@code -Djacobi.gpu.tests} gives the tests. */
class EmulatedTest {
    @Test
    void theMachinesGpuOrASentence() {
        Emulated.Real cuda = Emulated.real("cuda");
        assertTrue(cuda.device() != null ? cuda.device().info().sm() >= 80 : cuda.problem().contains("NVIDIA"), cuda.toString());
    }

    @Test
    void otherNames() {
        assertNull(Emulated.real("emulated"));
        assertEquals("There is no such device; emulated and cuda are possible", Emulated.real("gpu").problem());
    }
}
