package dev.jacobi.ptx.device;

import static dev.jacobi.ptx.device.TwiceKernel.CODE;
import static dev.jacobi.ptx.device.TwiceKernel.TWICE;
import static dev.jacobi.ptx.device.TwiceKernel.code;
import static dev.jacobi.ptx.device.TwiceKernel.doubled;
import static dev.jacobi.ptx.device.TwiceKernel.numbers;
import static dev.jacobi.ptx.device.TwiceKernel.twice;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.ptx.device.DeviceException.Kind;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The CUDA device on a driver that is a table of host functions: its way through, and a sentence for everything that a driver can refuse. */
class CudaDeviceTest {
    /** Those of a machine that has nothing of CUDA's. */
    private static final CudaPresets PRESETS = new CudaPresets(Natives.inUserCache(), List.of("/nowhere/"));
    private final FakeDriver fake = new FakeDriver(Map.of("twice", TWICE));

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void aKernelRunsBetweenAnUploadAndADownload() {
        CudaDevice d = fake.device();
        assertEquals(new Device.Info("Fake GPU", 90, 132, 8_000_000_000L, 48 << 10), d.info());
        for (int n : new int[] {0, 1, 5, 1000, 262144, 262145, 3_000_000}) {
            assertArrayEquals(doubled(n), twice(d, numbers(n)));
        }
        assertEquals(3, fake.grid());
        assertEquals(1, fake.calls("cuStreamCreate"), "a queue that was closed is used again");
        assertEquals(fake.calls("cuMemAllocAsync"), fake.calls("cuMemFreeAsync"), "memory goes with the queue");
    }

    @Test
    void arraysOfEveryTypeTravel() {
        CudaDevice d = fake.device();
        Object[] all = {new boolean[] {true, false, true}, new byte[] {1, -2, 3}, new short[] {1, -2, 3}, new char[] {1, 0xffff, 3}, new int[] {1, -2, 3},
            new long[] {1, -2, 3}, new float[] {1, -0f, Float.NaN}, new double[] {1, -0.0, Double.NaN}};
        for (Object a : all) {
            try (Queue q = d.queue(false)) {
                long at = q.alloc(24);
                q.upload(at, a, 0, 3);
                Object b = Array.newInstance(a.getClass().getComponentType(), 5);
                q.download(b, 1, 3, at);
                q.finish(0);
                for (int k = 0; k < 3; k++) {
                    assertEquals(Array.get(a, k), Array.get(b, k + 1));
                }
                assertEquals(Array.get(Array.newInstance(a.getClass().getComponentType(), 1), 0), Array.get(b, 4));
            }
        }
        boolean[] many = new boolean[3 << 20];
        many[20000] = true;
        boolean[] back = new boolean[many.length];
        try (Queue q = d.queue(false)) {
            long at = q.alloc(many.length);
            q.upload(at, many, 0, many.length);
            q.download(back, 0, back.length, at);
            q.finish(0);
        }
        assertArrayEquals(many, back);
    }

    @Test
    void aFlagKeepsDownloadsFromTheirArrays() {
        CudaDevice d = fake.device();
        for (int n : new int[] {4, 1 << 20}) {
            try (Queue q = d.queue(false)) {
                long flag = q.alloc(4);
                long at = q.alloc(4L * n);
                q.zero(at, 4L * n);
                q.upload(flag, new int[] {7}, 0, 1);
                int[] mine = new int[n];
                mine[n - 1] = 5;
                q.download(mine, 0, n, at);
                assertEquals(7, q.finish(flag));
                assertEquals(5, mine[n - 1]);
                assertArrayEquals(new long[] {7, 0}, q.get(new long[] {flag, at}, new int[] {4, 8}));
                q.zero(flag, 4);
                q.download(mine, 0, n, at);
                assertEquals(0, q.finish(flag));
                assertEquals(0, mine[n - 1]);
            }
        }
    }

    /** Small arrays that lie one behind the other, and the flag with them, take one copy each way. */
    @Test
    void smallArraysTravelTogether() {
        CudaDevice d = fake.device();
        try (Queue q = d.queue(false)) {
            long flag = q.flag();
            long[] at = new long[4];
            for (int k = 0; k < 4; k++) {
                at[k] = q.alloc(4L * (70 * k + 1));
                q.upload(at[k], numbers(70 * k + 1), 0, 70 * k + 1);
            }
            assertEquals(0, fake.calls("cuMemcpyHtoDAsync_v2"));
            float[][] back = new float[4][];
            for (int k = 0; k < 4; k++) {
                back[k] = new float[70 * k + 1];
                q.download(back[k], 0, back[k].length, at[k]);
            }
            assertEquals(0, q.finish(flag));
            for (int k = 0; k < 4; k++) {
                assertArrayEquals(numbers(70 * k + 1), back[k]);
            }
            assertEquals(1, fake.calls("cuMemcpyHtoDAsync_v2"));
            assertEquals(1, fake.calls("cuMemcpyDtoHAsync_v2"));
            q.upload(flag, new int[] {9}, 0, 1);
            q.download(back[0], 0, 1, at[1]);
            assertEquals(9, q.finish(flag));
            assertArrayEquals(numbers(1), back[0]);
        }
    }

    /** Between parts of an array lies what is not to be overwritten. */
    @Test
    void partsOfAnArrayTravelAlone() {
        CudaDevice d = fake.device();
        try (Queue q = d.queue(false)) {
            long at = q.alloc(4 * 256);
            q.upload(at, numbers(256), 0, 256);
            float[] part = {-1};
            q.upload(at, part, 0, 1);
            q.upload(at + 256, part, 0, 1);
            q.upload(at + 512, part, 0, 1);
            long next = q.alloc(4);
            q.upload(next, part, 0, 1);
            float[] back = new float[256];
            q.download(back, 0, 256, at);
            q.finish(0);
            float[] want = numbers(256);
            want[0] = want[64] = want[128] = -1;
            assertArrayEquals(want, back);
        }
    }

    @Test
    void eachThreadHasAQueueOfItsOwn() throws Exception {
        CudaDevice d = fake.device();
        var threads = Executors.newFixedThreadPool(4);
        try {
            var all = threads.invokeAll(IntStream.range(0, 24).mapToObj(k -> (Callable<float[]>) () -> twice(d, numbers(1000 * k))).toList());
            for (int k = 0; k < all.size(); k++) {
                assertArrayEquals(doubled(1000 * k), all.get(k).get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    static void says(Kind kind, String part, org.junit.jupiter.api.function.Executable what) {
        DeviceException e = assertThrows(DeviceException.class, what);
        assertEquals(kind, e.kind(), e.getMessage());
        assertTrue(e.getMessage().contains(part), e.getMessage());
        assertTrue(!e.getMessage().contains("\n"), e.getMessage());
    }

    @Test
    void aDriverThatCannotBeUsedIsASentence() {
        says(Kind.NONE, "There is no NVIDIA driver on this machine (libnone.so.1 cannot be loaded); where there is an NVIDIA GPU, install its driver, version 530",
            () -> Driver.installed(List.of("libnone.so.1"), PRESETS));
        says(Kind.NONE, "no function cuInit", () -> new CudaDevice(new Driver(new AddressedFunctions(f -> 0))));
        says(Kind.NONE, "too old or incomplete", () -> new CudaDevice(fake.without("cuDevicePrimaryCtxRetain")));
        fake.version(11040);
        says(Kind.NONE, "it knows CUDA 11.4, needed is 12.1; install driver version 530", fake::device);
        fake.version(13000);
        fake.attribute(75, 7);
        fake.attribute(76, 5);
        says(Kind.NONE, "The GPU Fake GPU has compute capability 7.5, needed is 8.0", fake::device);
        fake.attribute(75, 9);
        fake.fails("cuDeviceGet", 100, 1);
        says(Kind.NONE, "CUDA_VISIBLE_DEVICES", fake::device);
        fake.fails("cuInit", 803, 1);
        says(Kind.NONE, "restart the machine", fake::device);
        fake.attribute(115, 0);
        assertArrayEquals(doubled(100000), twice(fake.device(), numbers(100000)), "without a memory pool");
        assertEquals(0, fake.calls("cuMemAllocAsync"));
    }

    @Test
    void theDriverIsLookedForWhereContainersHaveIt(@TempDir Path folder) throws IOException {
        says(Kind.NONE, "; the loader says: libnone.so.1: cannot open shared object file", () -> Driver.installed(List.of("libnone.so.1", folder.resolve("libnone.so.2").toString()), PRESETS));
        Path broken = Files.writeString(folder.resolve("libcuda.so.1"), "no library");
        says(Kind.NONE, "; the loader says: " + broken, () -> Driver.installed(List.of("libnone.so.1", broken.toString(), "libnone.so.2"), PRESETS));
        Driver found = Driver.installed(List.of("libnone.so.1", broken.toString(), "libc.so.6"), PRESETS);
        assertTrue(found.has("strlen"));
        assertFalse(found.has("cuInit"));
    }

    /** Whatever is refused at the start: there is no device then, and another try may find one. */
    @Test
    void aDeviceThatDoesNotOpenIsNoLostDevice() {
        says(Kind.NONE, "compute mode", () -> refused("cuDevicePrimaryCtxRetain", 46));
        says(Kind.NONE, "/dev/nvidia*", () -> refused("cuInit", 304));
        says(Kind.NONE, "nvidia-fabricmanager", () -> refused("cuInit", 802));
        says(Kind.NONE, "cuda-compat", () -> refused("cuInit", 804));
        says(Kind.NONE, "nvidia-cuda-mps-control", () -> refused("cuDevicePrimaryCtxRetain", 805));
        says(Kind.NONE, "end other programs", () -> refused("cuDevicePrimaryCtxRetain", 2));
        says(Kind.NONE, "while starting the NVIDIA driver", () -> refused("cuInit", 999));
        says(Kind.NONE, "whether nvidia-smi finds the GPU", () -> refused("cuCtxPushCurrent_v2", 700));
        says(Kind.NONE, "asking for attribute", () -> refused("cuDeviceGetAttribute", 1));
        says(Kind.ENDED, "the process ends", () -> refused("cuInit", 4));
        assertArrayEquals(doubled(10), twice(fake.device(), numbers(10)));
    }

    private CudaDevice refused(String function, int result) {
        fake.fails(function, result, 1);
        return fake.device();
    }

    @Test
    void aPoolThatRefusesIsDoneWithout() {
        for (String function : new String[] {"cuDeviceGetDefaultMemPool", "cuMemPoolSetAttribute", "cuMemAllocAsync", "cuMemFreeAsync", "cuStreamSynchronize"}) {
            CudaDevice d = refused(function, 801);
            long before = fake.calls("cuMemAllocAsync");
            assertArrayEquals(doubled(100000), twice(d, numbers(100000)), function);
            assertEquals(before, fake.calls("cuMemAllocAsync"), function);
        }
        CudaDevice d = fake.device();
        long before = fake.calls("cuMemAllocAsync");
        twice(d, numbers(100000));
        assertEquals(before + 1, fake.calls("cuMemAllocAsync"));
        assertEquals(fake.calls("cuCtxPushCurrent_v2"), fake.calls("cuCtxPopCurrent_v2"));
    }

    @Test
    void lockedMemoryThatTheSystemRefusesEndsOneCallOnly() {
        CudaDevice d = fake.device();
        fake.fails("cuMemHostAlloc", 304, 1);
        says(Kind.MEMORY, "ulimit -l", () -> d.queue(false));
        assertArrayEquals(doubled(10), twice(d, numbers(10)));
    }

    @Test
    void memoryThatRunsOutIsASentenceAndTheNextCallGoesOn() {
        CudaDevice d = fake.device();
        fake.fails("cuMemAllocAsync", 2, 1);
        assertArrayEquals(doubled(100000), twice(d, numbers(100000)), "what the pool keeps is given back first");
        assertEquals(1, fake.calls("cuMemPoolTrimTo"));
        fake.fails("cuMemAllocAsync", 2, 2);
        says(Kind.MEMORY, "while taking 400000 bytes of memory (CUDA_ERROR: it is so.; 1.5 of 8.0 GB are free); use smaller arrays", () -> twice(d, numbers(100000)));
        assertArrayEquals(doubled(100000), twice(d, numbers(100000)));
        fake.fails("cuMemHostAlloc", 2, 1);
        try (Queue held = d.queue(false)) {
            says(Kind.MEMORY, "page-locked memory", () -> d.queue(false));
            assertEquals(1, fake.calls("cuStreamDestroy_v2"));
            fake.fails("cuMemAlloc_v2", 2, 1);
            assertArrayEquals(doubled(10), twice(d, numbers(10)), "small pieces come from the pool then");
        }
    }

    @Test
    void codeThatTheDriverRefusesComesWithItsLog() {
        CudaDevice d = fake.device();
        fake.fails("cuModuleLoadDataEx", 218, 1);
        says(Kind.CODE, "compiling PTX (CUDA_ERROR: it is so.; line 3: sorry.); this method cannot run on it", () -> d.load(CODE));
        fake.fails("cuModuleLoadDataEx", 222, 1);
        says(Kind.CODE, "update the NVIDIA driver", () -> d.load(CODE));
        says(Kind.CODE, "looking for the kernel thrice", () -> d.load(CODE).function("thrice"));
        fake.fails("cuLaunchKernel", 701, 1);
        says(Kind.CODE, "starting the kernel twice on 3 blocks of 32 threads", () -> twice(d, numbers(5)));
        Device.Function f = d.load(CODE).function("twice");
        try (Queue q = d.queue(false)) {
            says(Kind.CODE, "has 513 parameters", () -> q.launch(f, new int[] {1, 1, 1}, new int[] {1, 1, 1}, new long[513]));
        }
        assertArrayEquals(doubled(5), twice(d, numbers(5)));
    }

    /** A driver without a compiler, or with one that is too old, loads what the toolkit's assembler makes. */
    @Test
    void codeThatTheDriverCannotCompileIsAssembled(@TempDir Path folder) throws IOException {
        Path program = Files.writeString(folder.resolve("ptxas"), "#!/bin/sh\necho $* > " + folder + "/asked; grep -q version $2 && echo code > $4\n");
        assertTrue(program.toFile().setExecutable(true));
        CudaDevice d = new CudaDevice(fake.driver(), Assembler.find("/nowhere::" + folder), FakeDriver::none);
        for (int refused : new int[] {218, 221, 222}) {
            fake.fails("cuModuleLoadDataEx", refused, 1);
            assertArrayEquals(doubled(5), twice(d, numbers(5)));
            assertTrue(Files.readString(folder.resolve("asked")).startsWith("-arch=sm_90 "));
            assertTrue(Files.readString(folder.resolve("asked")).endsWith(" -v\n"));
        }
        fake.fails("cuModuleLoadDataEx", 221, 2);
        says(Kind.CODE, "compiling PTX", () -> d.load(CODE));
        fake.fails("cuModuleLoadDataEx", 221, 1);
        says(Kind.CODE, "compiling PTX", () -> d.load(code("nothing that it takes")));
        fake.fails("cuModuleLoadDataEx", 221, 1);
        says(Kind.CODE, "compiling PTX", () -> new CudaDevice(fake.driver(), null, FakeDriver::none).load(CODE));
        Files.delete(program);
        fake.fails("cuModuleLoadDataEx", 221, 1);
        says(Kind.CODE, "compiling PTX", () -> d.load(CODE));
    }

    @Test
    void aThreadKeepsItsOwnContextWhateverHappens() {
        CudaDevice d = fake.device();
        twice(d, numbers(10));
        fake.fails("cuModuleLoadDataEx", 218, 1);
        assertThrows(DeviceException.class, () -> d.load(CODE));
        assertThrows(DeviceException.class, () -> d.load(CODE).function("thrice"));
        try (Queue held = d.queue(false)) {
            fake.fails("cuEventCreate", 2, 1);
            assertThrows(DeviceException.class, () -> d.queue(false));
            assertEquals(1, fake.calls("cuMemFreeHost"), "page-locked memory goes when its events cannot be had");
        }
        fake.fails("cuMemFreeAsync", 1, 1);
        int streams = (int) fake.calls("cuStreamCreate");
        try (Queue q = d.queue(false)) {
            q.alloc(1 << 20);
        }
        twice(d, numbers(10));
        assertEquals(streams, fake.calls("cuStreamCreate"), "a queue stays whole when memory cannot be freed");
        fake.fails("cuStreamSynchronize", 700, 1);
        try (Queue q = d.queue(false)) {
            assertThrows(DeviceException.class, () -> q.finish(0));
        }
        assertThrows(DeviceException.class, () -> d.queue(false));
        assertEquals(fake.calls("cuCtxPushCurrent_v2"), fake.calls("cuCtxPopCurrent_v2"));
    }

    /** The driver compiles on another thread; an interrupt of the caller does not end it. */
    @Test
    void anInterruptDoesNotEndTheLoadingOfCode() {
        CudaDevice d = fake.device();
        String[] on = {""};
        Thread.currentThread().interrupt();
        d.load(new Device.Code() {
            @Override
            public String llvm() {
                return "";
            }

            @Override
            public String ptx() {
                on[0] = Thread.currentThread().getName();
                return "";
            }
        });
        assertTrue(Thread.interrupted());
        assertEquals(Thread.currentThread().getName(), on[0], "PTX is made by the caller, who may have to wait for LLVM");
        assertEquals(1, fake.calls("cuModuleLoadDataEx"));
    }

    @Test
    void aLostDeviceStaysLost() {
        CudaDevice d = fake.device();
        float[] mine = {1, 2, 3};
        try (Queue q = d.queue(false)) {
            long at = q.alloc(12);
            q.download(mine, 0, 3, at);
            fake.fails("cuStreamSynchronize", 700, 1);
            says(Kind.LOST, "while running kernels (CUDA_ERROR: it is so.); this process cannot use the GPU any more", () -> q.finish(0));
        }
        assertArrayEquals(new float[] {1, 2, 3}, mine);
        says(Kind.LOST, "while running kernels", () -> d.queue(false));
        says(Kind.LOST, "while running kernels", () -> d.load(CODE));
    }

    @Test
    void aDriverThatEndsWithTheProcessIsNoLostDevice() {
        CudaDevice d = fake.device();
        try (Queue q = d.queue(false)) {
            fake.fails("cuStreamSynchronize", 4, 1);
            says(Kind.ENDED, "while running kernels", () -> q.finish(0));
        }
        says(Kind.ENDED, "while running kernels", () -> d.queue(false));
    }

    /** Its code may be taken off the device, and its memory given to others. */
    @Test
    void aQueueThatIsClosedEarlyWaitsForItsKernels() {
        CudaDevice d = fake.device();
        Device.Loaded code = d.load(CODE);
        long before = fake.calls("cuStreamSynchronize");
        Queue q = d.queue(false);
        q.launch(code.function("twice"), new int[] {1, 1, 1}, new int[] {32, 1, 1}, new long[] {q.alloc(4), 0});
        assertEquals(before, fake.calls("cuStreamSynchronize"));
        q.close();
        assertEquals(before + 1, fake.calls("cuStreamSynchronize"));
    }

    @Test
    void withoutMemoryForArraysOfThreadsOtherCodeRuns() {
        fake.fails("cuCtxSetLimit", 215, 1);
        CudaDevice again = fake.device();
        says(Kind.CODE, "taking memory for arrays that threads make", () -> again.load(code("malloc")));
        assertArrayEquals(doubled(10), twice(again, numbers(10)), "code without such arrays runs");
        assertEquals(fake.calls("cuCtxPushCurrent_v2"), fake.calls("cuCtxPopCurrent_v2"));
    }
}
