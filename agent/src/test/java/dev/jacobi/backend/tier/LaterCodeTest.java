package dev.jacobi.backend.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Better code is made beside the program's calls, one after the other, whatever becomes of those before. */
class LaterCodeTest {
    private static int depth(int n) {
        return n == 0 ? 0 : 1 + depth(n - 1);
    }

    @Test
    void nobodyWaits() throws InterruptedException {
        var optimiser = new Optimiser();
        var told = new CountDownLatch(1);
        var done = new CountDownLatch(3);
        List<Object> order = new CopyOnWriteArrayList<>();
        optimiser.later(() -> {
            try {
                assertTrue(told.await(60, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            order.add("first");
            done.countDown();
            throw new IllegalStateException("no code");
        });
        optimiser.later(() -> {
            order.add(depth(100_000)); // more than a thread's usual stack has room for
            done.countDown();
        });
        optimiser.later(() -> {
            order.add(Thread.currentThread().isDaemon());
            done.countDown();
        });
        assertEquals(List.of(), order);
        told.countDown();
        assertTrue(done.await(60, TimeUnit.SECONDS));
        assertEquals(List.of("first", 100_000, true), order);
    }
}
