package dev.jacobi.ptx.device;

import dev.jacobi.ir.DType;
import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.natives.Natives;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** What {@link CudaPresetTest} runs in a JVM of its own: uses of a device behind the preset. The last line of its output names the functions that were called. */
final class PresetProgram {
    private PresetProgram() {
    }

    /** Notes what is called. */
    private record Noting(NativeFunctions functions, Set<String> called) implements NativeFunctions {
        @Override
        public boolean has(String function) {
            return functions.has(function);
        }

        @Override
        public long call(String function, long... a) {
            called.add(function);
            return functions.call(function, a);
        }

        @Override
        public long callWords(String function, long words) {
            called.add(function);
            return functions.callWords(function, words);
        }
    }

    /** The arguments are the libraries: the driver, and the two of cuBLAS. */
    public static void main(String[] args) {
        Natives natives = Natives.inUserCache();
        Bridge.load(natives);
        long library = Bridge.open(args[0], false);
        CudaPresets.Functions preset = new CudaPresets(natives, CudaFolders.all()).driver(f -> Bridge.symbol(library, f) != 0);
        if (preset.functions() == null) {
            throw new AssertionError(preset.problem());
        }
        var called = new ConcurrentSkipListSet<String>();
        var driver = new Driver(new Noting(preset.functions(), called));
        var device = new CudaDevice(driver, null, v -> new Cublas.Library(null, "there is none"));
        for (int n : new int[] {0, 1, 5, 1000, 262145, 3_000_000}) {
            check(Arrays.equals(TwiceKernel.doubled(n), TwiceKernel.twice(device, TwiceKernel.numbers(n))), "doubled " + n);
        }
        use(device);
        again(device);
        Bridge.open(args[1], false);
        long cublas = Bridge.open(args[2], false);
        products(device, Cublas.Library.of(f -> Bridge.symbol(cublas, f), new CudaPresets(natives, CudaFolders.all())));
        rest(driver);
        System.out.println(device.info());
        System.out.println(String.join(" ", called));
    }

    private static void use(CudaDevice device) {
        try (Queue q = device.queue(true)) {
            long a = q.alloc(1 << 20);
            long b = q.alloc(1 << 20);
            q.zero(a, 1 << 20);
            q.upload(b, new int[] {7, 8, 9}, 0, 3);
            q.copy(a, b, 8);
            check(q.get(a, 8) == (8L << 32 | 7), "a copy on the device");
            int[] back = {1, 1, 1};
            q.download(back, 0, 3, a);
            q.finish(0);
            check(Arrays.equals(new int[] {7, 8, 0}, back), Arrays.toString(back));
            check(q.kernelNanos() > 0 || q.transferNanos() > 0, "times");
        }
        device.trim();
        check(device.free().equals("1.5 of 8.0 GB are free"), device.free());
        device.load(TwiceKernel.CODE).close();
    }

    /** Work that comes again, as graphs that are given back in the end. */
    private static void again(CudaDevice device) {
        Device.Function twice = device.load(TwiceKernel.CODE).function("twice");
        for (int k = 0; k < 4; k++) {
            try (Queue q = device.queue(false)) {
                long at = q.alloc(8);
                q.upload(at, new float[] {1, 3}, 0, 2);
                for (int times = 0; times < 5; times++) {
                    q.launch(twice, new int[] {1, 1, 1}, new int[] {32, 1, 1}, new long[] {at, 2});
                }
                float[] back = new float[2];
                q.download(back, 0, 2, at);
                q.finish(0);
                check(Arrays.equals(new float[] {32, 96}, back), Arrays.toString(back));
            }
        }
        device.trim();
    }

    /** [[1, 2, 3], [4, 5, 6]] times itself transposed. */
    private static void products(CudaDevice device, Cublas.Library library) {
        check(library.functions() instanceof PresetCublas, "cuBLAS has its preset");
        check(Cublas.status(library.functions(), 3).equals("STATUS"), "a status");
        var cublas = new Cublas(() -> library);
        try (Queue q = device.queue(false)) {
            long a = q.alloc(48);
            long c = q.alloc(32);
            q.upload(a, new double[] {1, 2, 3, 4, 5, 6}, 0, 6);
            q.finish(0);
            CublasHandle handle = cublas.open(80, device::enter, device::leave).handle();
            check(handle.product(new Product(DType.F64, 1, 2, 2, 3, new Product.Side(a, 0, 3, 1), new Product.Side(a, 0, 1, 3), c)) == null, "a product");
            handle.close();
            double[] back = new double[4];
            q.download(back, 0, 4, c);
            q.finish(0);
            check(Arrays.equals(new double[] {14, 32, 32, 77}, back), Arrays.toString(back));
        }
    }

    /** What a use without failures does not call. */
    private static void rest(Driver driver) {
        try (var memory = new Bridge.Memory()) {
            long out = memory.longs(0, 0);
            check(driver.call("cuMemAllocAsync", out, 64, 0) == 0 && driver.call("cuMemFreeAsync", Bridge.Memory.get(out), 0) == 0, "memory in order");
            check(driver.call("cuMemAlloc_v2", out, 64) == 0 && driver.call("cuMemFree_v2", Bridge.Memory.get(out)) == 0, "memory");
            check(driver.call("cuMemHostAlloc", out, 64, 1) == 0 && driver.call("cuMemFreeHost", Bridge.Memory.get(out)) == 0, "memory of the host");
            check(driver.call("cuEventCreate", out, 0) == 0 && driver.call("cuEventDestroy_v2", Bridge.Memory.get(out)) == 0, "an event");
            check(driver.call("cuStreamCreate", out, 0) == 0 && driver.call("cuStreamDestroy_v2", Bridge.Memory.get(out)) == 0, "a stream");
            check(driver.call("cuCtxGetLimit", out, 0) == 0 && Bridge.Memory.get(out) == 1024, "a limit");
            check(driver.call("cuGetErrorName", 1, out) == 0 && Bridge.string(Bridge.Memory.get(out)).equals("CUDA_ERROR"), "a name");
            check(driver.call("cuGetErrorString", 1, out) == 0 && Bridge.string(Bridge.Memory.get(out)).equals("it is so."), "a description");
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
