package dev.jacobi.backend.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.spi.ArrayEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** When optimised code takes the place of what was made quickly. */
class TieredCodeTest {
    private static void spin(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(100_000);
        }
    }

    @Test
    void whatRunsLongIsOptimisedOnce() throws InterruptedException {
        var made = new ArrayList<Boolean>();
        var optimised = new CountDownLatch(1);
        var better = new AtomicInteger();
        ArrayEngine.Code code = new Optimiser().tiered(quick -> {
            made.add(quick);
            return quick ? (a, r) -> spin(4) : (a, r) -> {
                better.incrementAndGet();
                optimised.countDown();
            };
        });
        assertEquals(List.of(true), made);
        for (int k = 0; optimised.getCount() > 0 && k < 10_000; k++) {
            code.call(0, 0);
        }
        assertTrue(optimised.await(1, TimeUnit.SECONDS), "the optimised code was never called");
        int before = better.get();
        code.call(0, 0);
        assertEquals(before + 1, better.get());
        assertEquals(List.of(true, false), made);
    }

    @Test
    void whereItCannotBeOptimisedTheQuickCodeStays() {
        var calls = new AtomicInteger();
        ArrayEngine.Code code = new Optimiser().tiered(quick -> {
            if (!quick) {
                throw new IllegalStateException("LLVM fails");
            }
            return (a, r) -> {
                calls.incrementAndGet();
                spin(5);
            };
        });
        for (int k = 0; k < 10; k++) {
            code.call(0, 0);
        }
        assertEquals(10, calls.get());
    }
}
