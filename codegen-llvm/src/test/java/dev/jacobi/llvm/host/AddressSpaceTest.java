package dev.jacobi.llvm.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the limits of a process leave, from the texts in which Linux says so. */
class AddressSpaceTest {
    private static final List<String> USED = List.of("VmPeak:\t 1200000 kB", "VmSize:\t 1000000 kB", "VmData:\t  400000 kB");

    private static List<String> limits(String space, String data) {
        return List.of("Limit                     Soft Limit           Hard Limit           Units     ",
            "Max data size             " + data + "            unlimited            bytes     ",
            "Max address space         " + space + "            unlimited            bytes     ");
    }

    @Test
    void theSmallerOfTwoLimitsCounts() {
        assertEquals(Long.MAX_VALUE, AddressSpace.left(limits("unlimited", "unlimited"), USED));
        assertEquals(1_536_000_000L - 1024L * 1_000_000, AddressSpace.left(limits("1536000000", "unlimited"), USED));
        assertEquals(500_000_000L - 1024L * 400_000, AddressSpace.left(limits("1536000000", "500000000"), USED));
        assertEquals(Long.MAX_VALUE, AddressSpace.left(List.of(), USED));
    }

    @Test
    void threadsStart() {
        assertTrue(Background.start("jacobi-test", 0, () -> { }));
    }
}
