package dev.jacobi.ptx.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ptx.device.DeviceException.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work that comes again is given to the driver as a graph; what it computes, and in which order, is what single pieces compute. */
class CudaGraphsTest {
    private static final List<String> FUNCTIONS = List.of("cuStreamBeginCapture_v2", "cuStreamEndCapture", "cuGraphInstantiateWithFlags", "cuGraphLaunch", "cuGraphExecDestroy", "cuGraphDestroy");
    private static final int[] ONE = {1, 1, 1};
    private final FakeDriver fake = new FakeDriver(Map.of("twice", TwiceKernel.TWICE));

    @AfterEach
    void close() {
        fake.close();
    }

    private static void twice(Queue q, Device.Function f, long at, int n) {
        q.launch(f, ONE, new int[] {32, 1, 1}, new long[] {at, n});
    }

    /** Trips of a loop that double one array, copy it to another, clear half of the first and change their places: 1, 2 to 2, 0 to 2, 0 ... */
    private static float[] loop(CudaDevice d, int trips) {
        Device.Function f = d.load(TwiceKernel.CODE).function("twice");
        float[] back = new float[4];
        try (Queue q = d.queue(true)) {
            long a = q.alloc(16);
            long b = q.alloc(16);
            q.upload(a, new float[] {0x1p-100f, 0x3p-100f, 1, 7}, 0, 4);
            for (int k = 0; k < trips; k++) {
                twice(q, f, a, 3);
                q.copy(b, a, 16);
                q.zero(a + 8, 4);
                long c = a;
                a = b;
                b = c;
                q.trip();
            }
            q.download(back, 0, 4, a);
            assertEquals(0, q.finish(0));
        }
        return back;
    }

    @Test
    void tripsOfALoopComeAgain() {
        CudaDevice d = fake.device();
        assertArrayEquals(new float[] {1, 3, 0x1p100f, 7}, loop(d, 100));
        // eleven trips are enough for a sequence; their arrays change places, so there are two, and each is recorded when it comes for the third time
        assertEquals(2, fake.calls("cuGraphInstantiateWithFlags"));
        assertEquals(5, fake.calls("cuGraphLaunch"));
        assertEquals(4 * 11 + 1 + 2 * 11, fake.calls("cuLaunchKernel"), "four sequences as they are, one trip that is left, two recordings");
        for (int trips : new int[] {0, 1, 10, 11, 12, 76, 77, 78}) {
            assertArrayEquals(loop(new CudaDevice(fake.without("cuGraphLaunch")), trips), loop(d, trips));
        }
    }

    @Test
    void runsComeAgainBetweenUploadsAndDownloads() {
        CudaDevice d = fake.device();
        Device.Function f = d.load(TwiceKernel.CODE).function("twice");
        for (int k = 1; k <= 6; k++) {
            try (Queue q = d.queue(false)) {
                long a = q.alloc(8);
                long b = q.alloc(8);
                q.upload(a, new float[] {k, 1}, 0, 2);
                twice(q, f, a, 1);
                twice(q, f, a, 2);
                twice(q, f, a, 1);
                twice(q, f, a, 1);
                // this has to come behind the four kernels
                q.upload(b, new float[] {5, 5}, 0, 2);
                q.copy(b, a, 4);
                assertEquals(Float.floatToRawIntBits(16f * k), (int) q.get(a, 4));
                float[] back = new float[2];
                q.download(back, 0, 2, b);
                assertEquals(0, q.finish(0));
                assertArrayEquals(new float[] {16 * k, 5}, back);
            }
        }
        assertEquals(4, fake.calls("cuGraphLaunch"), "the third time and later ones");
        d.trim();
        assertEquals(1, fake.calls("cuGraphExecDestroy"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuStreamBeginCapture_v2", "cuStreamEndCapture", "cuGraphInstantiateWithFlags", "cuGraphLaunch"})
    void withoutGraphsPiecesAreGivenOneByOne(String function) {
        CudaDevice d = fake.device();
        fake.fails(function, 801);
        assertArrayEquals(new float[] {1, 3, 0x1p100f, 7}, loop(d, 100));
        assertEquals(1, fake.calls(function), "it is not tried again");
        assertArrayEquals(new float[] {1, 3, 0x1p100f, 7}, loop(new CudaDevice(fake.without(function)), 100));
    }

    /** A refusal while the stream records is none of the device's: 900 and the like are results that only recording has. */
    @Test
    void whatCannotBeRecordedIsDoneAsItIs() {
        CudaDevice d = fake.device();
        Device.Function f = d.load(TwiceKernel.CODE).function("twice");
        for (int k = 0; k < 4; k++) {
            if (k == 2) {
                fake.fails("cuLaunchKernel", 900, 1);
            }
            try (Queue q = d.queue(false)) {
                long a = q.alloc(4);
                q.upload(a, new float[] {1}, 0, 1);
                for (int times = 0; times < 5; times++) {
                    twice(q, f, a, 1);
                }
                assertEquals(Float.floatToRawIntBits(32f), (int) q.get(a, 4));
            }
        }
        assertEquals(1, fake.calls("cuStreamEndCapture"));
        assertEquals(0, fake.calls("cuGraphLaunch"));
    }

    @Test
    void aKernelThatIsRefusedHasItsSentence() {
        CudaDevice d = fake.device();
        Device.Function f = d.load(TwiceKernel.CODE).function("twice");
        for (int k = 0; k < 3; k++) {
            fake.fails("cuLaunchKernel", 701);
            try (Queue q = d.queue(false)) {
                long a = q.alloc(4);
                for (int times = 0; times < 5; times++) {
                    twice(q, f, a, 1);
                }
                DeviceException e = assertThrows(DeviceException.class, () -> q.finish(0));
                assertEquals(Kind.CODE, e.kind());
                assertTrue(e.getMessage().startsWith("The GPU failed while starting the kernel twice on 1 blocks of 32 threads (CUDA_ERROR: it is so.)"), e.getMessage());
            }
        }
    }

    /** A loop whose work is another one in each trip is neither remembered nor recorded, and a kernel that is loaded later is not taken for one that is gone. */
    @Test
    void workThatChangesIsNotRecorded() {
        CudaDevice d = fake.device();
        for (int k = 0; k < 5; k++) {
            Device.Loaded code = d.load(TwiceKernel.CODE);
            try (Queue q = d.queue(false)) {
                long a = q.alloc(4096);
                for (int n = 0; n < 1000; n++) {
                    for (int times = 0; times < 40; times++) {
                        twice(q, code.function("twice"), a, n);
                    }
                    q.trip();
                }
                q.finish(0);
            }
            code.close();
        }
        assertEquals(0, fake.calls("cuStreamBeginCapture_v2"));
        assertEquals(5 * 40_000, fake.calls("cuLaunchKernel"));
        FUNCTIONS.forEach(f -> assertEquals(0, fake.calls(f), f));
    }

    /** A use that ends before anything was sent leaves the flag as it was, and the next one clears it. */
    @Test
    void aFlagIsClearedThoughAUseWasGivenUp() {
        CudaDevice d = fake.device();
        try (Queue q = d.queue(false)) {
            long flag = q.flag();
            q.upload(flag, new int[] {5}, 0, 1);
            assertEquals(5, q.finish(flag));
        }
        try (Queue q = d.queue(false)) {
            q.flag();
        }
        try (Queue q = d.queue(false)) {
            assertEquals(0, q.finish(q.flag()));
        }
    }
}
