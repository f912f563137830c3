package dev.jacobi.backend;

import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.llvm.text.NotEmitted;
import dev.jacobi.options.Log;
import dev.jacobi.options.Options;
import dev.jacobi.ptx.Ptx;
import dev.jacobi.ptx.device.CudaDevice;
import dev.jacobi.ptx.device.Device;
import dev.jacobi.ptx.device.DeviceException;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.run.GpuExecutable;
import dev.jacobi.report.Defects;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.stub.Kernel;
import dev.jacobi.woven.Deopt;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/** Code for an NVIDIA GPU. The driver is opened once per process, when it is first needed; a device that was lost is not used again. */
public final class GpuBackend implements Backend {
    private final Options options;
    private final Supplier<Llvm> llvm;
    private final ProcessResources resources;

    /** The device, or why it cannot be had (any more); {@code test} is what {@link TestDevice} was asked for. */
    record Opened(String test, Device device, String problem) {
        boolean current() {
            return Objects.equals(test, TestDevice.asked());
        }
    }

    /** {@code llvm} also brings the bridge to native functions. */
    public GpuBackend(Options options, Supplier<Llvm> llvm, ProcessResources resources) {
        this.options = options;
        this.llvm = llvm;
        this.resources = resources;
    }

    /** The device; a {@link Refusal} when there is none. {@code wanted}: that there is none is worth a warning. */
    Device device(boolean wanted) {
        Opened o = opened();
        if (o == null) {
            synchronized (resources.gpu) {
                o = opened();
                if (o == null) {
                    o = open(wanted);
                    resources.gpu.set(o);
                }
            }
        }
        if (o.device == null) {
            throw new Refusal(ReasonCode.NO_DEVICE, "there is no GPU to run it: " + o.problem, "jacobi");
        }
        return o.device;
    }

    /** What has been opened, or null. */
    private Opened opened() {
        Opened o = resources.gpu.get();
        return o != null && o.current() ? o : null;
    }

    private Opened open(boolean wanted) {
        Llvm loaded = llvm.get();
        String test = TestDevice.asked();
        try {
            return new Opened(test, test != null ? TestDevice.open(test, loaded) : CudaDevice.open(loaded.natives()), null);
        } catch (DeviceException e) {
            Log.say(options, wanted ? Options.Log.WARN : Options.Log.INFO, e.getMessage() + ". " + instead());
            return new Opened(test, null, e.getMessage());
        }
    }

    private String instead() {
        return "What was to run on the GPU runs on the " + (options.backend() == Options.Backend.CUDA ? "JVM." : "CPU.");
    }

    /** Whether the device is there and in order, as far as known. */
    boolean usable() {
        Opened o = opened();
        return o != null && o.device != null;
    }

    /** The device has failed in a call: what that means for it and for the method. */
    public void failed(DeviceException e, MethodStats stats) {
        switch (e.kind()) {
            case LOST, NONE -> {
                Opened before = gone(e);
                if (before != null && before.device != null) {
                    Log.say(options, Options.Log.WARN, e.getMessage() + ". " + instead());
                }
                stats.note(e.getMessage());
            }
            // a thread that is still at it when the JVM ends has nothing to tell
            case ENDED -> gone(e);
            case MEMORY, CODE -> once(Options.Log.INFO, e, stats);
            case DEFECT -> once(Options.Log.WARN, e, stats);
        }
    }

    private Opened gone(DeviceException e) {
        return resources.gpu.getAndSet(new Opened(TestDevice.asked(), null, e.getMessage()));
    }

    private void once(Options.Log level, DeviceException e, MethodStats stats) {
        if (!stats.note().equals(e.getMessage())) {
            Log.say(options, level, stats.method() + ": " + e.getMessage() + ".");
            stats.note(e.getMessage());
        }
    }

    /** The program for a GPU of this architecture; needs no device. */
    GpuProgram program(Lifted ready, boolean fast, Arch arch) {
        return program(ready, fast, arch, PassManager.quiet());
    }

    private GpuProgram program(Lifted ready, boolean fast, Arch arch, PassManager passes) {
        try {
            return Ptx.compile(ready.module(), ready.entry(), fast, arch, llvm, passes);
        } catch (NotEmitted e) {
            throw new Refusal(ReasonCode.NOT_EMITTED, "it cannot be compiled for a GPU: " + e.getMessage(), ready.entry());
        }
    }

    /** The program's PTX for an architecture; 0: for the device found, or for the oldest architecture when none has been looked for or found. */
    String ptx(Lifted ready, boolean fast, int sm) {
        Opened o = opened();
        return program(ready, fast, sm != 0 ? Arch.of(sm) : o == null || o.device == null ? Arch.SM_80 : Arch.of(o.device.info().sm())).code().ptx();
    }

    @Override
    public void open() {
        device(true);
    }

    @Override
    public Options.Log absence() {
        return Options.Log.WARN;
    }

    /** Where the device fails, the original runs. */
    @Override
    public Kernel compile(Job job) {
        Kernel k = compile(job, true);
        return k.with(caught(k.handle(), job.method().type(), MethodHandles.throwException(job.method().type().returnType(), Deopt.class), e -> {
            failed(e, job.method().stats());
            return job.method().fallbacks().other(e.getMessage());
        }));
    }

    @Override
    public MethodHandle compile(Job job, Supplier<MethodHandle> host, BackendUsage ran) {
        return compile(job, true, host, ran);
    }

    /** Checks that fail on a device may be the device's own, such as its depth of calls: then, and where it fails, code for the CPU runs. */
    MethodHandle compile(Job job, boolean wanted, Supplier<MethodHandle> host, BackendUsage ran) {
        return orElse(CpuFallback.call(compile(job, wanted).handle(), host, ran), job, () -> {
            // what it was the method's note says
            ran.instead("the device failed" + (job.method().stats().note().isEmpty() ? "" : ": " + job.method().stats().note()));
            return host.get();
        });
    }

    /**
     * Compiles a prepared program for the device. The handle throws a {@link DeviceException} when the device fails: nothing has been
     * changed then.
     */
    Kernel compile(Job job, boolean wanted) {
        Device device = device(wanted);
        try {
            return compile(job, device);
        } catch (DeviceException e) {
            failed(e, job.method().stats());
            throw new Refusal(ReasonCode.DEVICE, e.getMessage(), job.ready().entry());
        } catch (Refusal r) {
            throw r;
        } catch (RuntimeException e) {
            // a defect of ours is no reason to do without code for the CPU, where the caller has that
            String what = "compiling it for a GPU failed: " + e + Defects.at(e);
            Log.say(options, Options.Log.WARN, job.method().stats().method() + ": " + what + ".");
            throw new Refusal(ReasonCode.INTERNAL_ERROR, what, job.ready().entry());
        }
    }

    private Kernel compile(Job job, Device device) {
        Dump dump = job.dump();
        dump.stage("passes");
        GpuProgram program = program(job.ready(), job.fast(), Arch.of(device.info().sm()), dump.passes(options.check()));
        dump.stage("emit");
        if (dump.active()) {
            dump.write("plan", "txt", String.join("\n", program.steps().stream().map(Object::toString).toList()));
            dump.write("kernels", "ll", program.code().llvm());
            dump.write("kernels", "ptx", program.code().ptx());
        }
        var executable = new GpuExecutable(program, device);
        dump.stage("load");
        var call = new GpuCall(executable, job.method().stats());
        resources.cleaner().apply(call, executable.release());
        return job.boxed(call, Options.Backend.CUDA, job.fast());
    }

    /** Where the device fails, other code runs, which is made when it is first needed. */
    MethodHandle orElse(MethodHandle gpu, Job job, Supplier<MethodHandle> other) {
        return caught(gpu, job.method().type(), MethodHandles.exactInvoker(job.method().type()), e -> {
            failed(e, job.method().stats());
            return other.get();
        });
    }

    /** {@code then} gets what {@code with} makes of the exception, and the arguments where it takes them. */
    private static MethodHandle caught(MethodHandle gpu, MethodType type, MethodHandle then, Function<DeviceException, Object> with) {
        try {
            MethodHandle made = MethodHandles.publicLookup().findVirtual(Function.class, "apply", MethodType.methodType(Object.class, Object.class)).bindTo(with)
                .asType(MethodType.methodType(then.type().parameterType(0), DeviceException.class));
            MethodHandle handler = MethodHandles.filterArguments(then, 0, made);
            return MethodHandles.catchException(gpu, DeviceException.class,
                then.type().parameterCount() > 1 ? handler : MethodHandles.dropArguments(handler, 1, type.parameterList()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
