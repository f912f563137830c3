package dev.jacobi.array.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class UnreachableTest {
    @Test
    void whatNobodyReachesIsHandedOn() {
        var found = new ArrayList<Reference<?>>();
        var unreachable = new Unreachable(found::add);
        var gone = new PhantomReference<Object>(new Object(), unreachable.queue());
        var kept = new Object();
        var reference = new PhantomReference<Object>(kept, unreachable.queue());
        for (int i = 0; i < 50 && found.isEmpty(); i++) {
            unreachable.collect();
        }
        assertEquals(1, found.size());
        assertSame(gone, found.get(0));
        Reference.reachabilityFence(kept);
        Reference.reachabilityFence(reference);
    }

    /** Who looks while another thread has the collector run sees the sign of that, which is nobody's. */
    @Test
    void nothingElseIsHandedOn() throws InterruptedException {
        List<Reference<?>> found = new CopyOnWriteArrayList<>();
        var unreachable = new Unreachable(found::add);
        var ends = new AtomicBoolean();
        var other = new Thread(() -> {
            while (!ends.get()) {
                unreachable.drain();
            }
        });
        other.start();
        for (int i = 0; i < 10; i++) {
            unreachable.collect();
        }
        ends.set(true);
        other.join();
        assertEquals(List.of(), found);
    }
}
