// The bytes of compile options against messages that libtpu and XLA's CPU client are known to read.
package dev.jacobi.pjrt.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompileOptionsTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1, false, 1a1a 08ffffffffffffffffff01 2001 2801 4a09 0801 1001 1a030a0100",
        "4, 1, false, 1a1d 08ffffffffffffffffff01 2004 2801 4a0c 0804 1001 1a060a0400010203",
        "1, 4, false, 1a2b 08ffffffffffffffffff01 2001 2804 3001 4a18 0801 1004 1a030a0100 1a030a0101 1a030a0102 1a030a0103",
        "1, 4, true, 1a2e 08ffffffffffffffffff01 2001 2804 3001 4a18 0801 1004 1a030a0100 1a030a0101 1a030a0102 1a030a0103 980101",
    })
    void areTheKnownMessages(int replicas, int partitions, boolean shardy, String hex) {
        assertEquals(hex.replace(" ", ""), HexFormat.of().formatHex(new CompileOptions(replicas, partitions, shardy).bytes()));
    }
}
