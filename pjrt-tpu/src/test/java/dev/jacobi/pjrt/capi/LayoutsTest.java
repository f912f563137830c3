// The table of layouts against C's rule for 64-bit machines: each field at the next multiple of its width, the size where the last one ends.
package dev.jacobi.pjrt.capi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayoutsTest {
    private static final int FIRST = 16;

    @Test
    void fieldsStandWhereACompilerPutsThem() {
        for (Struct s : new Layouts().all().values()) {
            int end = FIRST;
            for (var f : s.fields().entrySet()) {
                int width = f.getValue().width();
                assertTrue(Set.of(1, 4, 8).contains(width), s.name() + "." + f.getKey());
                int at = (end + width - 1) / width * width;
                assertEquals(at, f.getValue().offset(), s.name() + "." + f.getKey());
                end = at + width;
            }
            assertEquals(s.size(), end, s.name());
        }
    }

    @Test
    void functionsHaveNumbersOfTheirOwn() {
        var seen = new HashSet<Integer>();
        var all = new Layouts().all().values();
        all.stream().filter(s -> s.index() >= 0).forEach(s -> assertTrue(seen.add(s.index()), s.name()));
        assertEquals(List.of("Buffer_MemoryLayout", "ExecuteOptions", "NamedValue", "Program"),
            all.stream().filter(s -> s.index() < 0).map(Struct::name).sorted().toList());
        assertTrue(seen.stream().allMatch(i -> i < 135), "of version 0.104, which has 135");
    }

    /** Sizes that the interface states with a last field of less than 8 bytes: not the size that C gives the structure. */
    @Test
    void sizesEndWithTheLastField() {
        Layouts l = new Layouts();
        assertEquals(28, l.get("Error_GetCode").size());
        assertEquals(32, l.get("Error_GetCode").allocated());
        assertEquals(185, l.get("Device_MemoryStats").size());
        assertEquals(192, l.get("Device_MemoryStats").allocated());
        assertThrows(IllegalArgumentException.class, () -> l.get("Client_Nonesuch"));
        assertThrows(IllegalArgumentException.class, () -> l.get("Client_Create").field("nonesuch"));
    }
}
