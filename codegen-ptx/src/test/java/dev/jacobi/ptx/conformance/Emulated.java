package dev.jacobi.ptx.conformance;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.harness.Way;
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
import java.util.List;

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
        Comparison comparison = (sums ? Comparison.ofLargest(tolerance) : Comparison.within(tolerance)).with(Comparison.Freedom.EXTENTS_OF_NOTHING);
        Way.check(REAL == null ? List.of(way(p, false, optimised), way(p, true, optimised)) : List.of(way(p, false, optimised)), m, entry, comparison, arguments);
    }

    private static Way way(GpuProgram p, boolean backwards, boolean optimised) {
        return new Way("kernels" + (backwards ? " backwards" : ""), (m, entry) -> {
            GpuExecutable code = load(p, backwards, optimised);
            return new Way.Code() {
                @Override
                public List<Tensor> run(List<Tensor> in) {
                    return code.run(in, false).results();
                }

                @Override
                public void close() {
                    code.release().run();
                }
            };
        });
    }
}
