package dev.jacobi.llvm.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the limits of a process leave, from the texts in which Linux says so. */
class AddressSpaceTest {
    private static final String USED = "250000 2000 1000 1 0 100000 0\n";

    private static List<String> limits(String space, String data) {
        return List.of("Limit                     Soft Limit           Hard Limit           Units     ",
            "Max data size             " + data + "            unlimited            bytes     ",
            "Max address space         " + space + "            unlimited            bytes     ");
    }

    @Test
    void theSmallerOfTwoLimitsCounts() {
        assertEquals(Long.MAX_VALUE, AddressSpace.left(limits("unlimited", "unlimited"), USED));
        assertEquals(1_536_000_000L - 4096L * 250_000, AddressSpace.left(limits("1536000000", "unlimited"), USED));
        assertEquals(500_000_000L - 4096L * 100_000, AddressSpace.left(limits("1536000000", "500000000"), USED));
        assertEquals(Long.MAX_VALUE, AddressSpace.left(List.of(), USED));
    }

    @Test
    void threadsStart() {
        assertTrue(Background.start("jacobi-test", 0, () -> { }));
    }
}
