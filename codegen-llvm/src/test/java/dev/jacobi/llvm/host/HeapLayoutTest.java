package dev.jacobi.llvm.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layout of heaps as the JVM may have them, from what is read of a few arrays. */
class HeapLayoutTest {
    private static final int N = HeapLayout.SAMPLES;

    /** What a heap shows: arrays some hundred bytes apart. */
    private static long[] words(long data, int references, int shift, long base) {
        var words = new long[3 * N + 17];
        for (int k = 0; k < N; k++) {
            long raw = base + 0x10000000L + 160L * k * (k + 1);
            words[3 * k] = 0x7000 + 8L * k;
            words[3 * k + 1] = raw + data;
            words[3 * k + 2] = raw;
            int bytes = shift < 0 ? 8 : 4;
            int at = references + bytes * k;
            if (at + bytes <= 128) {
                long v = shift < 0 ? raw : raw - base >>> shift;
                words[3 * N + 1 + at / 8] |= shift < 0 ? v : v << at % 8 * 8;
            }
        }
        int length = (int) Math.min(data, references) - 4;
        words[3 * N + 1 + length / 8] |= 32L << length % 8 * 8;
        return words;
    }

    @ParameterizedTest
    @CsvSource({"16, 16, 0, 0", "16, 16, 3, 0", "16, 16, 3, 42949672960", "16, 16, -1, 0", "24, 24, 3, 0", "24, 24, -1, 0", "16, 12, 3, 0", "16, 20, 4, 0"})
    void found(long data, int references, int shift, long base) {
        assertEquals(new HeapLayout(data, references, shift, base, Math.min(data, references) - 4), HeapLayout.of(words(data, references, shift, base)));
    }

    @Test
    void otherHeaps() {
        long[] copied = words(16, 16, 3, 0);
        copied[3 * 5 + 1] += 64; // the JVM gave a copy
        assertNull(HeapLayout.of(copied));
        long[] strange = words(16, 16, 3, 0);
        strange[3 * N + 3] ^= 1L << 40;
        assertNull(HeapLayout.of(strange));
        long[] twice = words(24, 24, 3, 0);
        twice[3 * N + 2] |= 32; // where the length may stand, too
        assertNull(HeapLayout.of(twice));
        assertNull(HeapLayout.of(new long[3 * N + 17]));
    }
}
