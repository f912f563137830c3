package dev.jacobi.array.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How often the collector is asked to run. */
class CollectionThresholdTest {
    private static final long MB = 1 << 20;

    /** Collections while so many blocks are made that are garbage at once, beside {@code live} bytes that stay. */
    private static int collections(long all, long live, int blocks, long block) {
        var threshold = new CollectionThreshold(all);
        long used = live;
        int n = 0;
        for (int k = 0; k < blocks; k++) {
            if (threshold.isPassed(used + block)) {
                used = live;
                n++;
                threshold.collected(used + block);
            }
            used += block;
        }
        return n;
    }

    @Test
    void memoryThatIsNearlyAllInUseIsNotCollectedEachTime() {
        assertEquals(0, collections(8192 * MB, 0, 100, MB));
        assertEquals(3, collections(8192 * MB, 0, 1000, MB));
        assertTrue(collections(8192 * MB, 7000 * MB, 1000, MB) <= 3);
        assertTrue(collections(8192 * MB, 6100 * MB, 1000, MB) <= 11);
        assertTrue(collections(Long.MAX_VALUE, 1L << 40, 1000, MB) <= 1);
    }
}
