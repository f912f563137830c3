// What has not been used for longest is dropped first.
package dev.jacobi.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A cache of at most 16 values. */
class LruCacheTest {
    @Test
    void theLeastRecentlyUsedGo() {
        var kept = new LruCache<Integer, String>(16);
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
        var kept = new LruCache<String, String>(16);
        assertEquals("first", kept.keep("key", "first"));
        assertEquals("first", kept.keep("key", "second"));
    }

    /** Uses that change while the oldest are looked for must not disturb that. */
    @Test
    void otherThreadsMayUseValuesWhileSomeAreDropped() throws InterruptedException {
        var kept = new LruCache<Integer, Integer>(512);
        var running = new AtomicBoolean(true);
        var users = new Thread[2];
        for (int t = 0; t < users.length; t++) {
            users[t] = new Thread(() -> {
                for (int k = 0; running.get(); k = (k * 31 + 7) & 1023) {
                    kept.get(k);
                }
            });
            users[t].start();
        }
        try {
            for (int k = 0; k < 20_000; k++) {
                assertEquals(k, kept.keep(k, k));
            }
        } finally {
            running.set(false);
            for (Thread t : users) {
                t.join();
            }
        }
    }
}
