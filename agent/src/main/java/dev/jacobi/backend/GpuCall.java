package dev.jacobi.backend;

import dev.jacobi.JacobiException;
import dev.jacobi.backend.device.DeviceCalls;
import dev.jacobi.backend.device.GpuMemory;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ptx.device.DeviceException;
import dev.jacobi.ptx.run.DeviceArray;
import dev.jacobi.ptx.run.GpuExecutable;
import dev.jacobi.report.Defects;
import dev.jacobi.report.MethodStats;
import dev.jacobi.stub.BoxedProgram;
import dev.jacobi.stub.CallTimes;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Set;

/** Calls of a program on a device. Some of them are timed: in kernels, in copies between host and device, and as a whole. */
final class GpuCall implements BoxedProgram {
    private static final int TIMED_AT_FIRST = 16;
    private static final int SELDOM = 64;
    private final GpuExecutable executable;
    private final CallTimes times;
    private final MethodStats stats;
    private final DeviceCalls arrays;
    private int calls;

    GpuCall(GpuExecutable executable, MethodStats stats) {
        this.executable = executable;
        this.stats = stats;
        this.arrays = new DeviceCalls(stats);
        this.times = new CallTimes(stats);
    }

    @Override
    public boolean borrows() {
        return true;
    }

    @Override
    public List<Tensor> run(List<Tensor> in) {
        return run(in, Set.of());
    }

    @Override
    public List<Tensor> run(List<Tensor> in, Set<Integer> stay) {
        boolean timed = timed();
        GpuExecutable.Outcome o = arrays.run(in, executable.device(), () -> attempt(in, stay, timed),
            e -> e instanceof DeviceException d && d.kind() == DeviceException.Kind.MEMORY);
        if (timed) {
            stats.device(o.transferNanos(), o.kernelNanos());
        }
        if (!o.note().isEmpty() && !stats.note().contains(o.note())) {
            stats.note(stats.note().isEmpty() ? o.note() : stats.note() + "; " + o.note());
        }
        return arrays.settle(in, o.uploads(), o.results(), DeviceArray.class, a -> new GpuMemory(a, stats));
    }

    /** A defect of ours is no reason for the program to end: it is said, and other code runs. */
    private GpuExecutable.Outcome attempt(List<Tensor> in, Set<Integer> stay, boolean timed) {
        try {
            return executable.run(in, stay, timed);
        } catch (CheckFailed | DeviceException | JacobiException e) {
            throw e;
        } catch (RuntimeException e) {
            if (TestDevice.asked() != null) {
                // of another type than a null argument's, which is an ordinary fallback
                throw new AssertionError("Running it on the device failed", e);
            }
            throw new DeviceException(DeviceException.Kind.DEFECT, "Running it on the GPU failed (INTERNAL-ERROR: " + e + Defects.at(e) + ")");
        } finally {
            // when this is forgotten the kernels are taken off the device
            Reference.reachabilityFence(this);
        }
    }

    private synchronized boolean timed() {
        calls++;
        return calls <= TIMED_AT_FIRST || calls % SELDOM == 0;
    }

    @Override
    public void ended(long start) {
        times.ended(start);
    }
}
