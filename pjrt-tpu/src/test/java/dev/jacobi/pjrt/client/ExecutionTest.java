package dev.jacobi.pjrt.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.OffHeap;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.pjrt.capi.ElementType;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.fake.FakePlugin;
import dev.jacobi.pjrt.program.HloProgram;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Runs that outlast the call that has begun them. */
class ExecutionTest {
    private static final Type FOUR = new Type(DType.F32, List.of(Dim.of(4)));
    private static final HloProgram PROGRAM = new HloProgram("module {}", List.of(FOUR), List.of(0), Map.of(), List.of(FOUR), -1, List.of(), List.of());
    private final FakePlugin fake = new FakePlugin();

    private static DeviceProgram.Outcome start(DeviceProgram d) {
        return d.start(List.of(Tensor.of(new float[4])), List.of(DType.F32), Set.of(0));
    }

    private static DeviceElements elements(DeviceProgram.Outcome o) {
        return (DeviceElements) o.results().get(0).elsewhere();
    }

    @Test
    void theDeviceIsWaitedForWhenAResultIsRead() {
        try (Client c = fake.open().client(Map.of()); DeviceProgram d = DeviceProgram.compile(c, PROGRAM)) {
            DeviceProgram.Outcome o = start(d);
            DeviceElements e = elements(o);
            assertNotNull(e.under());
            assertEquals(1L, fake.left().get("EVENT"));
            assertArrayEquals(new float[] {1, 1, 1, 1}, (float[]) e.array());
            assertEquals(0L, fake.left().getOrDefault("EVENT", 0L));
            assertNull(o.under().await());
            assertNull(e.under());
            e.free();
        }
        assertEquals(Map.of(), fake.left());
    }

    @Test
    void aFailureIsSeenByAllWhoRead() {
        try (Client c = fake.open().client(Map.of()); DeviceProgram d = DeviceProgram.compile(c, PROGRAM)) {
            fake.failingAt("Event_Await", 2, 14);
            DeviceElements e = elements(start(d));
            for (int k = 0; k < 2; k++) {
                assertTrue(assertThrows(PjrtException.class, e::array).getMessage().contains("could not run the program"));
            }
            e.free();
        }
        assertEquals(Map.of(), fake.left());
    }

    /** A run whose argument is not there has failed, too, whatever the plugin says of it. */
    @Test
    void aFailureGoesOnToWhatIsComputedOfTheResult() {
        try (Client c = fake.open().client(Map.of()); DeviceProgram d = DeviceProgram.compile(c, PROGRAM)) {
            fake.failingAt("Event_Await", 2, 14);
            DeviceElements first = elements(start(d));
            DeviceProgram.Outcome o = d.start(List.of(new Tensor(DType.F32, new int[] {4}, new There(first))), List.of(DType.F32), Set.of(0));
            assertTrue(o.under().await().getMessage().contains("could not run the program"));
            assertTrue(o.under().hasFailedByArguments());
            elements(o).free();
            first.free();
        }
        assertEquals(Map.of(), fake.left());
    }

    private record There(DeviceElements elements) implements OffHeap {
        @Override
        public Object array() {
            return elements.array();
        }

        @Override
        public long address() {
            throw new AssertionError();
        }

        @Override
        public Object on(Object place) {
            return elements;
        }
    }

    /** What is wrong with a result is seen before the call returns: then the run is waited for. */
    @Test
    void nothingIsLeftWhereResultsAreRefused() {
        try (Client c = fake.open().client(Map.of()); DeviceProgram d = DeviceProgram.compile(c, PROGRAM)) {
            fake.resultType(ElementType.C64.ordinal());
            assertThrows(PjrtException.class, () -> start(d));
        }
        assertEquals(Map.of(), fake.left());
    }

    /** Results that are copied to the process, or not all kept, are there when the call returns. */
    @Test
    void whatIsReadAnywayIsWaitedFor() {
        try (Client c = fake.open().client(Map.of()); DeviceProgram d = DeviceProgram.compile(c, PROGRAM)) {
            DeviceProgram.Outcome o = d.start(List.of(Tensor.of(new float[4])), List.of(DType.F32), Set.of());
            assertNull(o.under());
            assertArrayEquals(new float[] {1, 1, 1, 1}, (float[]) o.results().get(0).data());
        }
        assertEquals(Map.of(), fake.left());
    }

    @Test
    void whoDoesNotWaitIsTold() throws InterruptedException {
        try (Client c = fake.open().client(Map.of()); DeviceProgram d = DeviceProgram.compile(c, PROGRAM)) {
            var done = new CountDownLatch(100);
            for (int k = 0; k < 100; k++) {
                DeviceProgram.Outcome o = start(d);
                c.completions().add(o.under(), (failed, nanos) -> {
                    assertTrue(failed == null && nanos >= 0);
                    elements(o).free();
                    done.countDown();
                });
            }
            assertTrue(done.await(60, TimeUnit.SECONDS));
            var why = new AtomicReference<PjrtException>();
            var failed = new CountDownLatch(1);
            fake.failingAt("Event_Await", 2, 14);
            DeviceProgram.Outcome o = start(d);
            c.completions().add(o.under(), (x, nanos) -> {
                why.set(x);
                failed.countDown();
            });
            assertTrue(failed.await(60, TimeUnit.SECONDS));
            assertTrue(why.get().getMessage().contains("could not run the program"));
            elements(o).free();
        }
        assertEquals(Map.of(), fake.left());
    }
}
