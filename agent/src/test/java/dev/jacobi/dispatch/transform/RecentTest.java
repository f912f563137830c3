// What has not been used for longest is dropped first.
package dev.jacobi.dispatch.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

/** A cache of at most 16 values. */
class RecentTest {
    @Test
    void theLeastRecentlyUsedGo() {
        var kept = new Recent<Integer, String>(16);
        for (int k = 0; k < 16; k++) {
            kept.keep(k, "value " + k);
        }
        assertEquals("value 0", kept.get(0));
        kept.keep(16, "one more");
        assertEquals("value 0", kept.get(0));
        assertNull(kept.get(1));
        assertNull(kept.get(2));
        assertEquals("value 3", kept.get(3));
        assertEquals("one more", kept.get(16));
    }

    @Test
    void theFirstValueStays() {
        var kept = new Recent<String, String>(16);
        assertEquals("first", kept.keep("key", "first"));
        assertEquals("first", kept.keep("key", "second"));
    }
}
