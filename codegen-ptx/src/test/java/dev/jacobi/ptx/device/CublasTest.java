package dev.jacobi.ptx.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ptx.emulate.EmulatedDevice;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.program.Step;
import dev.jacobi.ptx.run.GpuExecutable;
import dev.jacobi.ptx.schedule.Plan;
import dev.jacobi.ptx.schedule.Sizes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Large products of matrices by cuBLAS, on a library that is a table of host functions; and by our own kernel whenever that fails. */
class CublasTest {
    private static final long LEAST = 60;
    private static final String GEMM = "cublasGemmStridedBatchedEx";
    private final FakeCublas fake = new FakeCublas();

    @AfterEach
    void close() {
        fake.close();
    }

    /** The emulated device, whose products are the library's. */
    private static Device device(Cublas cublas) {
        var emulated = new EmulatedDevice(FakeDriver.LLVM, true);
        return new Device() {
            @Override
            public Info info() {
                return emulated.info();
            }

            @Override
            public Loaded load(Code code) {
                return emulated.load(code);
            }

            @Override
            public void free(long address) {
                emulated.free(address);
            }

            @Override
            public Queue queue(boolean timed) {
                Queue q = emulated.queue(timed);
                return (Queue) Proxy.newProxyInstance(Queue.class.getClassLoader(), new Class<?>[] {Queue.class}, (self, method, args) -> {
                    try {
                        return method.getName().equals("product") ? product(cublas, (Product) args[0]) : method.invoke(q, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
            }
        };
    }

    private static String product(Cublas cublas, Product p) {
        Cublas.Opened o = cublas.open(80, () -> { }, () -> { });
        return o.handle() == null ? o.problem() : o.handle().product(p);
    }

    private static Module dot(DType t, String a, String b, String params, String out) {
        return Parser.parseModule(("f(a:R[" + a + "], b:R[" + b + "]) { c:R[" + out + "] = dot_general[" + params + "] a b; return c }").replace("R", t.text()));
    }

    /** Small whole numbers, whose sums are the same in any order. */
    private static Tensor numbers(DType t, Random random, int... dims) {
        return Tensors.made(t, dims, i -> random.nextInt(19) - 9);
    }

    private static GpuExecutable.Outcome run(Device device, Module m, boolean fast, List<Tensor> in) {
        return run(device, m, fast, LEAST, in);
    }

    private static GpuExecutable.Outcome run(Device device, Module m, boolean fast, long least, List<Tensor> in) {
        GpuProgram p = Plan.of(m, "f", fast, Arch.SM_80, () -> FakeDriver.LLVM, new Sizes(4096, 1024, 4096, 1 << 17, 64, 256, 2048, 32, 16384, 1, least));
        assertEquals(fast, multiplies(p.steps()));
        var code = new GpuExecutable(p, device);
        try {
            GpuExecutable.Outcome o = code.run(in, false);
            Tensor want = Interpreter.run(m, "f", in).get(0);
            assertArrayEquals(want.bits(), o.results().get(0).bits());
            assertArrayEquals(want.dims(), o.results().get(0).dims());
            return o;
        } finally {
            code.release().run();
        }
    }

    private static boolean multiplies(List<Step> steps) {
        return steps.stream().anyMatch(s -> s instanceof Step.Multiply || s instanceof Step.Choose c && c.branches().stream().anyMatch(b -> multiplies(b.body())));
    }

    private Device device() {
        return device(new Cublas(fake::library));
    }

    /** With rows or columns contracted, of one matrix or of several, of which each is behind the other or they alternate; with one element along some axis. */
    @Test
    void everyOrderOfAxesIsTheRightProduct() {
        var random = new Random(1);
        int products = 0;
        for (DType t : List.of(DType.F32, DType.F64)) {
            for (String[] p : new String[][] {
                {"m,k", "k,n", "1; 0; ; ", "m,n"}, {"k,m", "k,n", "0; 0; ; ", "m,n"}, {"m,k", "n,k", "1; 1; ; ", "m,n"}, {"k,m", "n,k", "0; 1; ; ", "m,n"},
                {"b,m,k", "b,k,n", "2; 1; 0; 0", "b,m,n"}, {"m,b,k", "k,b,n", "2; 0; 1; 1", "b,m,n"}, {"b,k,m", "n,b,k", "1; 2; 0; 1", "b,m,n"}}) {
                Module m = dot(t, p[0], p[1], p[2], p[3]);
                for (String one : List.of("", "m", "n", "k", "b", "mn", "mk", "nk", "mnkb")) {
                    var sizes = new HashMap<>(Map.of("m", 5, "n", 7, "k", 6, "b", 3));
                    one.chars().forEach(c -> sizes.put(Character.toString(c), 1));
                    List<Tensor> in = List.of(numbers(t, random, dims(p[0], sizes)), numbers(t, random, dims(p[1], sizes)));
                    assertEquals("", run(device(), m, true, 1, in).note(), p[2] + " " + one);
                    assertEquals(++products, fake.calls(GEMM), p[2]);
                }
            }
        }
        assertEquals(80, fake.stream());
    }

    private static int[] dims(String names, Map<String, Integer> sizes) {
        return List.of(names.split(",")).stream().mapToInt(sizes::get).toArray();
    }

    @Test
    void smallProductsAndExactOnesAreOurs() {
        Module m = dot(DType.F64, "m,k", "k,n", "1; 0; ; ", "m,n");
        var random = new Random(2);
        List<Tensor> small = List.of(numbers(DType.F64, random, 3, 4), numbers(DType.F64, random, 4, 4));
        List<Tensor> large = List.of(numbers(DType.F64, random, 30, 4), numbers(DType.F64, random, 4, 4));
        run(device(), m, true, small);
        run(device(), m, false, large);
        run(device(), dot(DType.I32, "m,k", "k,n", "1; 0; ; ", "m,n"), false, List.of(new Tensor(DType.I32, new int[] {1, 2}, new int[] {1, 2}), new Tensor(DType.I32, new int[] {2, 1}, new int[] {3, 4})));
        assertEquals(0, fake.calls(GEMM));
        run(device(), m, true, large);
        assertEquals(1, fake.calls(GEMM));
    }

    /** Whatever the library refuses, the result is right and the sentence says why. */
    @Test
    void whereItFailsOurKernelRuns() {
        Module m = dot(DType.F32, "m,k", "k,n", "1; 0; ; ", "m,n");
        var random = new Random(3);
        List<Tensor> in = List.of(numbers(DType.F32, random, 9, 8), numbers(DType.F32, random, 8, 5));
        String ours = "large products of matrices are made by its own kernel: ";
        assertEquals(ours + "it is not there", run(device(new Cublas(() -> new Cublas.Library(null, "it is not there"))), m, true, in).note());
        for (String f : FakeCublas.NEEDED) {
            assertEquals(ours + "cuBLAS cannot be used: it has no function " + f, run(device(new Cublas(() -> fake.without(f))), m, true, in).note());
        }
        assertEquals(0, fake.calls("cublasCreate_v2"));
        fake.fails("cublasSetStream_v2", 7);
        assertEquals(ours + "cuBLAS cannot be used: giving it a stream gave STATUS", run(device(), m, true, in).note());
        assertEquals(1, fake.calls("cublasDestroy_v2"));
        fake.fails("cublasSetStream_v2", 0);
        fake.fails(GEMM, 13);
        assertEquals(ours + "cuBLAS gave STATUS", run(device(), m, true, in).note());
        Cublas.Library nameless = fake.without("cublasGetStatusName");
        assertEquals(ours + "cuBLAS gave the status 13", run(device(new Cublas(() -> nameless)), m, true, in).note());
        fake.fails(GEMM, 0);
        assertEquals("", run(device(), m, true, in).note());
    }

    @Test
    void whatFailsForGoodIsNotTriedAgain() {
        var cublas = new Cublas(fake::library);
        var p = new Product(DType.F32, 1, 1, 1, 1, new Product.Side(0, 0, 1, 1), new Product.Side(0, 0, 1, 1), 0);
        fake.fails("cublasCreate_v2", 3);
        assertEquals("cuBLAS cannot be used: starting it gave STATUS", product(cublas, p));
        fake.fails("cublasCreate_v2", 1);
        assertEquals("cuBLAS cannot be used: starting it gave STATUS", product(cublas, p));
        fake.fails("cublasCreate_v2", 0);
        assertEquals("cuBLAS cannot be used: starting it gave STATUS", product(cublas, p));
        assertEquals(2, fake.calls("cublasCreate_v2"), "memory may be there later, a working library not");
    }

    @Test
    void thatThereIsNoneNamesThosePossible() {
        String both = Cublas.installed(13010, List.of("/nowhere/"), null).problem();
        assertTrue(both.startsWith("libcublas.so.13 or libcublas.so.12 cannot be loaded (install cuBLAS, or name its folder in LD_LIBRARY_PATH); the loader says: ")
            && both.contains("/nowhere/libcublas.so.13"), both);
        String older = Cublas.installed(12080, List.of("/nowhere/"), null).problem();
        assertTrue(older.startsWith("libcublas.so.12 cannot be loaded"), older);
    }

    /** Where there is little memory the library has none either: it is not asked again in the same use, and idle queues give theirs back. */
    @Test
    void librariesGiveTheirMemoryBack() {
        try (var driver = new FakeDriver(Map.of())) {
            var device = new CudaDevice(driver.driver(), null, v -> fake.library());
            var p = new Product(DType.F32, 1, 1, 1, 1, new Product.Side(0, 0, 1, 1), new Product.Side(0, 0, 1, 1), 0);
            fake.fails("cublasCreate_v2", 3);
            try (Queue q = device.queue(false)) {
                assertEquals("cuBLAS cannot be used: starting it gave STATUS", q.product(p));
                assertEquals("cuBLAS cannot be used: starting it gave STATUS", q.product(p));
                assertEquals(1, fake.calls("cublasCreate_v2"));
            }
            fake.fails("cublasCreate_v2", 0);
            fake.fails(GEMM, 14);
            try (Queue q = device.queue(false)) {
                assertEquals("cuBLAS gave STATUS", q.product(p));
                assertEquals(2, fake.calls("cublasCreate_v2"));
            }
            device.trim();
            assertEquals(1, fake.calls("cublasDestroy_v2"));
            device.trim();
            assertEquals(1, fake.calls("cublasDestroy_v2"));
            try (Queue q = device.queue(false)) {
                assertEquals("cuBLAS gave STATUS", q.product(p));
                assertEquals(3, fake.calls("cublasCreate_v2"));
            }
            assertEquals(1, driver.calls("cuStreamCreate"), "the queue is used again");
        }
    }

    /** Through the driver: the queue's stream, its time and one handle for all its products. */
    @Test
    void aQueueHasItsOwnHandle() {
        try (var driver = new FakeDriver(Map.of())) {
            var device = new CudaDevice(driver.driver(), null, v -> v == 12040 ? fake.library() : null);
            for (int k = 1; k <= 3; k++) {
                try (Queue q = device.queue(true)) {
                    long a = q.alloc(24);
                    long b = q.alloc(24);
                    long c = q.alloc(16);
                    q.upload(a, new float[] {1, 2, 3, 4, 5, 6}, 0, 6);
                    q.upload(b, new float[] {1, 0, 0, 1, 1, 1}, 0, 6);
                    assertNull(q.product(new Product(DType.F32, 1, 2, 2, 3, new Product.Side(a, 0, 3, 1), new Product.Side(b, 0, 2, 1), c)));
                    float[] out = new float[4];
                    q.download(out, 0, 4, c);
                    q.finish(0);
                    assertArrayEquals(new float[] {4, 5, 10, 11}, out);
                    assertTrue(q.kernelNanos() > 0);
                    assertEquals("cuBLAS has no such product", q.product(new Product(DType.F32, 1, 2, 2, 3, new Product.Side(a, 0, 6, 2), new Product.Side(b, 0, 2, 1), c)));
                    assertEquals("cuBLAS has no such product", q.product(new Product(DType.F32, 1, 2, 2, 1L << 31, new Product.Side(a, 0, 6, 1), new Product.Side(b, 0, 2, 1), c)));
                    assertEquals(k, fake.calls(GEMM));
                }
            }
            assertEquals(80, fake.stream());
            assertEquals(1, fake.calls("cublasCreate_v2"));
            assertEquals(driver.calls("cuCtxPushCurrent_v2"), driver.calls("cuCtxPopCurrent_v2"));
        }
    }
}
