package dev.jacobi.ptx.conformance;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.ptx.Ptx;
import dev.jacobi.ptx.device.CudaDevice;
import dev.jacobi.ptx.device.Device;
import dev.jacobi.ptx.device.DeviceException;
import dev.jacobi.ptx.emulate.EmulatedDevice;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.program.Kernel;
import dev.jacobi.ptx.run.GpuExecutable;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One device for all tests of a JVM, and comparison with the interpreter. It is an emulated one, or with {@code -Djacobi.gpu.tests=cuda} the machine's GPU:
 * who asks for that hears of it when there is none.
 */
final class Emulated {
    static final Llvm LLVM = Llvm.open(Natives.inUserCache(), 1);
    private static final EmulatedDevice FORWARDS = new EmulatedDevice(LLVM, true);
    private static final EmulatedDevice BACKWARDS = new EmulatedDevice(LLVM, true, true);
    /** Shows what LLVM makes of the meetings of threads. */
    private static final EmulatedDevice OPTIMISED = new EmulatedDevice(LLVM, false, true);
    private static final Real REAL = real(System.getProperty("jacobi.gpu.tests", "emulated"));

    /** A device that is not emulated, or why it cannot be had. */
    record Real(Device device, String problem) {
    }

    private Emulated() {
    }

    /** The device of this name; null for the emulated one. */
    static Real real(String name) {
        return switch (name) {
            case "emulated" -> null;
            case "cuda" -> {
                try {
                    yield new Real(CudaDevice.open(), null);
                } catch (DeviceException e) {
                    yield new Real(null, e.getMessage());
                }
            }
            default -> new Real(null, "There is no such device; emulated and cuda are possible");
        };
    }

    private static Device device(boolean backwards, boolean optimised) {
        if (REAL == null) {
            return !backwards ? FORWARDS : optimised ? OPTIMISED : BACKWARDS;
        }
        if (REAL.device == null) {
            // no exception, nor an assertion's error: nothing that a test collects
            throw new Error("-Djacobi.gpu.tests=" + System.getProperty("jacobi.gpu.tests") + ": " + REAL.problem);
        }
        return REAL.device;
    }

    /** The architecture of the device. */
    static Arch arch() {
        return REAL == null ? Arch.SM_80 : Arch.of(device(false, false).info().sm());
    }

    static GpuProgram compile(Module m, String entry, boolean fast, Arch arch) {
        return Ptx.compile(m, entry, fast, arch, () -> LLVM, new PassManager(true, null));
    }

    private static GpuExecutable load(GpuProgram p, boolean backwards, boolean optimised) {
        return new GpuExecutable(p, device(backwards, optimised && p.kernels().stream().anyMatch(Kernel::cooperative)));
    }

    /** Runs a program on the device, on an emulated one with threads and blocks in order or in the opposite order, the latter optimised where threads meet. */
    static List<Tensor> run(GpuProgram p, List<Tensor> in, boolean backwards) {
        GpuExecutable code = load(p, backwards, true);
        try {
            return code.run(in, false).results();
        } finally {
            code.release().run();
        }
    }

    /**
     * Fails unless the device gives what the interpreter does: bit for bit, any NaN for NaN; with a tolerance other than 0 each float may differ by that part of
     * its size (for transcendental functions), with {@code sums} by that part of the largest one's (for sums in another order).
     */
    static void same(Module m, String entry, List<Tensor> in, boolean fast, double tolerance, boolean sums) {
        same(compile(m, entry, fast, arch()), m, entry, in, tolerance, sums);
    }

    /** The same for a program that has been compiled. */
    static void same(GpuProgram p, Module m, String entry, List<Tensor> in, double tolerance, boolean sums) {
        each(p, m, entry, List.of(in), tolerance, sums);
    }

    /** The same for several lists of arguments. */
    static void each(GpuProgram p, Module m, String entry, List<List<Tensor>> arguments, double tolerance, boolean sums) {
        each(p, m, entry, arguments, tolerance, sums, true);
    }

    /** The same; without {@code optimised} no code is, which is made faster. */
    static void each(GpuProgram p, Module m, String entry, List<List<Tensor>> arguments, double tolerance, boolean sums, boolean optimised) {
        List<List<Tensor>> wanted = arguments.stream().map(in -> Interpreter.run(m, entry, copies(in))).toList();
        for (int way = 0; way < (REAL == null ? 2 : 1); way++) {
            GpuExecutable code = load(p, way == 1, optimised);
            try {
                for (int k = 0; k < arguments.size(); k++) {
                    same(arguments.get(k), wanted.get(k), code.run(copies(arguments.get(k)), false).results(), tolerance, sums);
                }
            } finally {
                code.release().run();
            }
        }
    }

    private static void same(List<Tensor> in, List<Tensor> want, List<Tensor> have, double tolerance, boolean sums) {
        try {
            same(want, have, tolerance, sums);
        } catch (AssertionError e) {
            throw new AssertionError("for arguments of " + in.stream().map(t -> Arrays.toString(t.dims())).toList() + ": " + e.getMessage(), e);
        }
    }

    private static void same(List<Tensor> want, List<Tensor> have, double tolerance, boolean sums) {
        if (want.size() != have.size()) {
            throw new AssertionError(want.size() + " results became " + have.size());
        }
        for (int k = 0; k < want.size(); k++) {
            same(k, want.get(k), have.get(k), tolerance, sums);
        }
    }

    /** Those up to the first 0: where there are no rows, the interpreter has seen none whose length it could tell. */
    private static int[] extents(Tensor t) {
        int[] d = t.dims();
        int zero = IntStream.range(0, d.length).filter(i -> d[i] == 0).findFirst().orElse(d.length);
        return Arrays.copyOf(d, Math.min(zero + 1, d.length));
    }

    private static void same(int k, Tensor want, Tensor have, double tolerance, boolean sums) {
        if (want.dtype() != have.dtype() || !Arrays.equals(extents(want), extents(have))) {
            throw new AssertionError("result " + k + " is " + have.dtype() + Arrays.toString(have.dims()) + " in place of " + want.dtype() + Arrays.toString(want.dims()));
        }
        long[] a = want.bits();
        long[] b = have.bits();
        double size = 0;
        for (int i = 0; i < a.length && sums && want.dtype().isFloat(); i++) {
            double x = Math.abs(want.get(i).asDouble());
            size = x <= Double.MAX_VALUE ? Math.max(size, x) : size;
        }
        for (int i = 0; i < a.length; i++) {
            if (a[i] == b[i]) {
                continue;
            }
            double x = want.dtype().isFloat() ? want.get(i).asDouble() : 0;
            double y = want.dtype().isFloat() ? have.get(i).asDouble() : 1;
            if (!(x != x && y != y || Math.abs(x - y) <= tolerance * Math.max(Math.abs(x), size))) {
                throw new AssertionError("result " + k + ", element " + i + ": " + want.get(i) + " became " + have.get(i) + " (" + x + ", " + y + ")");
            }
        }
    }

    static List<Tensor> copies(List<Tensor> in) {
        return in.stream().map(t -> {
            int n = Array.getLength(t.data());
            Object c = Array.newInstance(t.data().getClass().getComponentType(), n);
            System.arraycopy(t.data(), 0, c, 0, n);
            return new Tensor(t.dtype(), t.dims(), c);
        }).toList();
    }
}
