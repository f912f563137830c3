package dev.jacobi.ptx.run;

import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ptx.device.Device;
import dev.jacobi.ptx.device.DeviceException;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.program.Kernel;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A program with its kernels on a device, ready to run. Several threads may run it at once; each run has a queue and memory of its own, and
 * leaves nothing behind but its results.
 */
public final class GpuExecutable {
    private final GpuProgram program;
    private final Device device;
    private final Loaded loaded;

    /**
     * The results of a run, and the inputs that it has copied to the device to stay there, by their numbers; when it was timed, what it spent in kernels and in copies
     * between host and device; what there is to know of it, or nothing.
     */
    public record Outcome(List<Tensor> results, Map<Integer, DeviceArray> uploads, long kernelNanos, long transferNanos, String note) {
        public Outcome {
            results = List.copyOf(results);
            uploads = Map.copyOf(uploads);
        }
    }

    /** The code on the device; knows nothing of the executable, so that it can be taken off when that is gone. */
    private record Loaded(Device.Loaded code, List<Device.Function> functions) implements Runnable {
        @Override
        public void run() {
            try {
                code.close();
            } catch (DeviceException e) {
                // The device is lost, and the code with it.
            }
        }
    }

    /** Loads the program's kernels; a {@link DeviceException} when the device does not take them. */
    public GpuExecutable(GpuProgram program, Device device) {
        this.program = program;
        this.device = device;
        this.loaded = program.kernels().isEmpty() ? null : load();
    }

    private Loaded load() {
        Device.Loaded code = device.load(program.code());
        try {
            return new Loaded(code, program.kernels().stream().map(Kernel::name).map(code::function).toList());
        } catch (RuntimeException e) {
            code.close();
            throw e;
        }
    }

    public GpuProgram program() {
        return program;
    }

    /** What takes the kernels off the device, once no run uses them any more. */
    public Runnable release() {
        return loaded == null ? () -> { } : loaded;
    }

    /**
     * Runs the program. Arrays are read from the tensors and not written; a result that is an input as it was may share its array.
     * Throws {@link CheckFailed} when a check failed and a {@link DeviceException} when the device did: there are no results then, and
     * nothing has been changed.
     */
    public Outcome run(List<Tensor> in, boolean timed) {
        return run(in, Set.of(), timed);
    }

    /**
     * The same; arrays with axes among the results of these numbers stay on the device as {@link DeviceArray}s, unless they are inputs that have never been there. Inputs
     * that are {@link dev.jacobi.ir.interp.OffHeap} are
     * read where they are on the device, and stay there when they had to be copied to it.
     */
    public Outcome run(List<Tensor> in, Set<Integer> stay, boolean timed) {
        try (Execution e = new Execution(program, loaded == null ? List.of() : loaded.functions, device, device.queue(timed))) {
            return e.run(in, stay);
        }
    }

    public Device device() {
        return device;
    }
}
