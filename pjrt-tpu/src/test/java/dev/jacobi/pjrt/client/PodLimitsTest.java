package dev.jacobi.pjrt.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodLimitsTest {
    /** The last of so many chips. */
    private static String problem(String kind, long x, long y, long z) {
        return PodLimits.problem(List.of(new PluginDevice.Description(0, kind, "", Map.of("coords", List.of(0L, 0L, 0L))),
            new PluginDevice.Description(1, kind, "", Map.of("coords", List.of(x - 1, y - 1, z - 1)))));
    }

    @Test
    void theLargestIsTaken() {
        assertNull(problem("TPU v2", 16, 16, 1));
        assertNull(problem("TPU v3", 32, 32, 1));
        assertNull(problem("TPU v4", 16, 16, 16));
        assertNull(problem("TPU v4", 4, 4, 256));
        assertNull(problem("TPU v5 lite", 16, 16, 1));
        assertNull(problem("TPU v5", 16, 20, 28));
        assertNull(problem("TPU v6 lite", 16, 16, 1));
        assertNull(problem("TPU7x", 16, 24, 24));
    }

    @Test
    void whatIsLargerIsASentence() {
        assertEquals("it has 18x2 chips, and the largest topology of TPU v5 lite is 16x16; name one such as v5e:2x2", problem("TPU v5 lite", 18, 2, 1));
        assertEquals("it has 2x2x2 chips, and the largest topology of TPU v6 lite is 16x16; name one such as v6e:2x2", problem("TPU v6 lite", 2, 2, 2));
        assertEquals("it has 16x16x20 chips, and the largest topology of TPU v4 is 16x16x16; name one such as v4:2x2x1", problem("TPU v4", 16, 16, 20));
    }

    @Test
    void whatIsNotKnownOfIsTaken() {
        assertNull(problem("TPU v99", 99, 99, 99));
        assertNull(PodLimits.problem(List.of()));
        assertNull(PodLimits.problem(List.of(new PluginDevice.Description(0, "TPU v5 lite", "", Map.of()))));
    }
}
