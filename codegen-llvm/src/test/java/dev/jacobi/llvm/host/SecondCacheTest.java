package dev.jacobi.llvm.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes of the second cache as Linux tells them. */
class SecondCacheTest {
    @ParameterizedTest
    @CsvSource({"512K, 524288", "1024K, 1048576", "2M, 2097152", "'512K\n', 524288", "'', 262144", "64K, 262144", "many, 262144", "999999M, 1073741824"})
    void sizes(String line, int bytes) {
        assertEquals(bytes, SecondCache.bytes(line));
    }

    @Test
    void thisMachineHasOne() {
        assertTrue(SecondCache.bytes() >= 256 << 10);
    }
}
