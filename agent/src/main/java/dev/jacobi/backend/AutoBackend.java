package dev.jacobi.backend;

import dev.jacobi.lift.request.Refusal;
import dev.jacobi.options.Options;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.stub.Kernel;
import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;

/** Code for the CPU and, where there is a device that takes the program, for that: whichever is faster runs. */
final class AutoBackend implements Backend {
    private final NativeBackend cpu;
    private final GpuBackend gpu;

    AutoBackend(NativeBackend cpu, GpuBackend gpu) {
        this.cpu = cpu;
        this.gpu = gpu;
    }

    @Override
    public void open() {
        gpu.device(false);
    }

    @Override
    public Kernel compile(Job job) {
        Kernel host = cpu.compile(job);
        try {
            return host.with(faster(job, host.handle(), gpu.orElse(gpu.compile(job, false).handle(), job, host::handle)));
        } catch (Refusal r) {
            if (r.code() != ReasonCode.NO_DEVICE) {
                job.method().stats().note("it runs on the CPU only: " + r.getMessage());
            }
            return host;
        }
    }

    @Override
    public MethodHandle compile(Job job, Supplier<MethodHandle> host, BackendUsage ran) {
        MethodHandle device = gpu.compile(job, false, host, ran);
        return faster(job, host.get(), device);
    }

    private MethodHandle faster(Job job, MethodHandle host, MethodHandle device) {
        return DeviceChoice.of(job.method().type(), host, device, job.method().stats(), gpu::usable);
    }

    @Override
    public Options.Log absence() {
        return Options.Log.INFO;
    }

    @Override
    public Backend careful() {
        return cpu;
    }
}
