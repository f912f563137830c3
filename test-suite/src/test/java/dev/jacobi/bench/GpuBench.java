// What kernels take on the GPU, beside the figures of JAX 0.11 on an H200 and the bandwidth of a copy on this one.
package dev.jacobi.bench;

import dev.jacobi.gpu.DeviceCopy;
import dev.jacobi.harness.Figures;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.llvm.text.NotEmitted;
import dev.jacobi.options.Options;
import dev.jacobi.ptx.Ptx;
import dev.jacobi.ptx.device.CudaDevice;
import dev.jacobi.ptx.device.Device;
import dev.jacobi.ptx.emulate.EmulatedDevice;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.run.GpuExecutable;
import dev.jacobi.site.Compiled;
import dev.jacobi.site.OnDemandCompiler;
import dev.jacobi.woven.Deopt;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Arguments: the size as a power of two (27), the programs' names (all). {@code -Djacobi.test.device=emulated} with a small size shows that it
 * runs; its times mean nothing. Needs some gigabytes of heap at the full size.
 */
final class GpuBench {
    private static final int FULL = 27;
    private static final int RUNS = 9;
    private static final int CALLS = 3000;
    private final Llvm llvm = Llvm.open(Natives.inUserCache(), 2);
    private final Device device = System.getProperty("jacobi.test.device") != null ? new EmulatedDevice(llvm, false) : CudaDevice.open();
    private final OnDemandCompiler lifter = new OnDemandCompiler(Options.defaults().with(Options.Backend.INTERP).withFast(true), OnDemandCompiler.Stage.RAISED);

    /** {@code bytes} that the arrays of a size hold which have to be read and written; {@code jax}: microseconds at the full size; 0 bytes: not bound by memory. */
    private record Program(String name, double bytes, double jax, IntFunction<Object[]> arguments) {
    }

    private static List<Program> programs() {
        return List.of(
                new Program("saxpy", 12, 620, n -> new Object[] {1.5f, floats(1, 1 << n), floats(2, 1 << n)}),
                new Program("sum", 4, 290, n -> new Object[] {floats(1, 1 << n)}),
                new Program("sinCos", 8, 398, n -> new Object[] {floats(1, 1 << n), new float[1 << n]}),
                new Program("blackScholes", 20, 1381, n -> new Object[] {positive(1, 1 << n), positive(2, 1 << n), positive(3, 1 << n), 0.02f, 0.3f, new float[1 << n],
                    new float[1 << n]}),
                new Program("mandelbrot", 0, 13_100, n -> new Object[] {1 << (n - 3) / 2, 1 << (n - 3) / 2, 100, new int[1 << (n - 3) / 2 * 2]}),
                new Program("nBody", 0, 334, n -> new Object[] {floats(1, bodies(n)), floats(2, bodies(n)), floats(3, bodies(n)), positive(4, bodies(n)),
                    new float[bodies(n)], new float[bodies(n)], new float[bodies(n)]}),
                new Program("softmaxRows", 4, 327, n -> new Object[] {rows(1, n), rows(0, n)}),
                new Program("layerNorm", 4, 613, n -> new Object[] {rows(1, n), floats(2, columns(n)), floats(3, columns(n)), rows(0, n)}),
                new Program("columnSum", 2, 205, n -> new Object[] {rows(1, n), new float[columns(n)]}),
                new Program("cumsum", 8, 1080, n -> new Object[] {floats(1, 1 << n), new float[1 << n]}));
    }

    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ROOT);
        int size = args.length > 0 ? Integer.parseInt(args[0]) : FULL;
        List<String> names = List.of(args).subList(Math.min(1, args.length), args.length);
        GpuBench bench = new GpuBench();
        System.out.println(bench.device.info());
        double copy = DeviceCopy.bandwidth(bench.device, 4L << size);
        System.out.printf("copy within the device: %.0f GB/s%n", copy);
        System.out.printf("%-14s %6s %12s %9s %8s %12s %8s %10s %12s%n", "program", "equal", "kernels us", "GB/s", "of copy", "JAX us", "JAX/ours", "launches", "copies us");
        for (Program p : programs()) {
            if (names.isEmpty() || names.contains(p.name)) {
                bench.run(p, size, copy);
            }
        }
        bench.callOverhead();
    }

    private static Method method(String name) {
        return Stream.of(GpuKernels.class.getDeclaredMethods()).filter(m -> m.getName().equals(name)).findFirst().orElseThrow();
    }

    private void run(Program p, int size, double copy) throws Exception {
        Lifted lifted = lifter.compile(method(p.name)).lifted();
        GpuExecutable e;
        try {
            GpuProgram g = Ptx.compile(lifted.module(), lifted.entry(), true, Arch.of(device.info().sm()), () -> llvm);
            e = new GpuExecutable(g, device);
        } catch (NotEmitted why) {
            System.out.printf("%-14s has no kernel: %s%n", p.name, why.getMessage());
            return;
        }
        boolean equal = equal(p, Math.min(size, 14));
        List<Tensor> in = tensors(p.arguments.apply(size), lifted);
        var kernels = new ArrayList<Long>();
        var copies = new ArrayList<Long>();
        for (int k = 0; k < RUNS; k++) {
            GpuExecutable.Outcome o = e.run(in, true);
            kernels.add(o.kernelNanos());
            copies.add(o.transferNanos());
        }
        double micros = median(kernels) / 1e3;
        double rate = p.bytes * (1L << size) / Math.max(1, median(kernels));
        double jax = size == FULL ? p.jax : Double.NaN;
        System.out.printf("%-14s %6s %12.1f %9s %8s %12.0f %8.2f %10d %12.0f%n", p.name, equal ? "yes" : "NO", micros, p.bytes == 0 ? "-" : String.format("%.0f", rate),
                p.bytes == 0 ? "-" : String.format("%.0f %%", 100 * rate / copy), jax, jax / micros, e.program().kernels().size(), median(copies) / 1e3);
    }

    /** Whether the device's results are the JVM's, up to the order of sums. */
    private boolean equal(Program p, int size) throws Exception {
        Object[] want = p.arguments.apply(size);
        Object[] got = p.arguments.apply(size);
        Object result = method(p.name).invoke(null, want);
        try {
            Object r = new OnDemandCompiler(Options.defaults().with(Options.Backend.CUDA).withFast(true), OnDemandCompiler.Stage.RAISED).compile(method(p.name)).invoke(got);
            return near(result, r) && near(want, got);
        } catch (Deopt d) {
            return false;
        }
    }

    private static boolean near(Object a, Object b) {
        if (a == null || !a.getClass().isArray()) {
            return a == null || Math.abs(((Number) a).doubleValue() - ((Number) b).doubleValue()) <= 2e-3 * Math.max(1, Math.abs(((Number) a).doubleValue()));
        }
        for (int i = 0; i < Array.getLength(a); i++) {
            if (!near(Array.get(a, i), Array.get(b, i))) {
                return false;
            }
        }
        return true;
    }

    /** A call with sixteen elements: with boxing, copies to the device and back, one kernel. */
    private void callOverhead() throws Exception {
        Compiled c = new OnDemandCompiler(Options.defaults().with(Options.Backend.CUDA), OnDemandCompiler.Stage.RAISED).compile(method("saxpy"));
        float[] x = new float[16];
        float[] y = new float[16];
        var times = new ArrayList<Long>();
        for (int k = 0; k < CALLS; k++) {
            long start = System.nanoTime();
            c.invoke(1f, x, y);
            times.add(System.nanoTime() - start);
        }
        System.out.printf("a call with 16 elements: %.1f us%n", median(times.subList(CALLS / 2, CALLS)) / 1e3);
    }

    private static double median(List<Long> times) {
        return Figures.median(times.stream().mapToDouble(Long::doubleValue));
    }

    /** Arguments as the program takes them: rows packed. */
    private static List<Tensor> tensors(Object[] args, Lifted lifted) {
        var out = new ArrayList<Tensor>();
        for (Lifted.Source s : lifted.inputs()) {
            Object v = args[((Lifted.Source.Arg) s).index()];
            if (v instanceof float[][] rows) {
                float[] flat = new float[rows.length * rows[0].length];
                for (int i = 0; i < rows.length; i++) {
                    System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
                }
                out.add(new Tensor(DType.F32, new int[] {rows.length, rows[0].length}, flat));
            } else {
                out.add(v instanceof Float f ? Tensor.of(Lit.f32(f)) : v instanceof Integer i ? Tensor.of(Lit.i32(i)) : Tensor.of(v));
            }
        }
        return out;
    }

    private static int bodies(int n) {
        return n >= FULL ? 8192 : 1 << n / 2;
    }

    private static int columns(int n) {
        return 1 << (n - 3) / 2;
    }

    /** Half as many elements as the size says, 16384 x 4096 at the full one; {@code seed} 0: zeros. */
    private static float[][] rows(int seed, int n) {
        float[][] a = new float[1 << n - 1 - (n - 3) / 2][];
        for (int i = 0; i < a.length; i++) {
            a[i] = seed == 0 ? new float[columns(n)] : floats(seed + 31 * i, columns(n));
        }
        return a;
    }

    private static float[] floats(int seed, int n) {
        Random random = new Random(seed);
        float[] a = new float[n];
        for (int i = 0; i < n; i++) {
            a[i] = 2 * random.nextFloat() - 1;
        }
        return a;
    }

    private static float[] positive(int seed, int n) {
        float[] a = floats(seed, n);
        for (int i = 0; i < n; i++) {
            a[i] = 2 + a[i];
        }
        return a;
    }
}
