package dev.jacobi.backend;

import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.pass.PassPipeline;
import dev.jacobi.jvm.Initialised;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.llvm.Tuning;
import dev.jacobi.llvm.host.NativesUnavailable;
import dev.jacobi.options.Options;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.stub.Fallbacks;
import dev.jacobi.stub.FieldAccess;
import dev.jacobi.stub.Kernel;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodType;
import java.util.function.Supplier;

/** Makes a program callable, by the back end that the options name. */
public final class Backends {
    private final Options options;
    private final Pipeline pipeline;
    private final Pipeline.Stage stage;
    private final NativeBackend cpu;
    private final TpuBackend tpu;
    private final GpuBackend gpu;
    private final JvmMath math;

    /** {@code stage} is how far the passes go before the interpreter runs the program. */
    public Backends(Options options, Pipeline pipeline, Pipeline.Stage stage, Supplier<Tuning> tuning, Instrumentation instrumentation, ProcessResources resources) {
        this.options = options;
        this.pipeline = pipeline;
        this.stage = stage;
        this.cpu = new NativeBackend(options, pipeline, tuning, instrumentation, resources);
        this.tpu = new TpuBackend(options, cpu, resources);
        this.gpu = new GpuBackend(options, cpu::llvm, resources);
        this.math = options.jvmMath() ? new JvmMath(cpu::routines, resources.classes().as(null, Initialised.byForce(), c -> { })) : null;
    }

    /** Loads the back end before it is needed. */
    public void load() {
        try {
            switch (options.backend()) {
                case CPU -> cpu.llvm();
                case CUDA, AUTO -> gpu.device(options.backend() == Options.Backend.CUDA);
                case TPU -> tpu.client();
                case INTERP -> {
                }
            }
        } catch (Refusal | NativesUnavailable r) {
            // Said by the back end; each method's report will say it again.
        }
    }

    /** Compiles a lifted method of the given type with a back end; {@code gate} sees the raised program first where machine code for the CPU is made of it. */
    public Kernel compile(Options.Backend backend, Lifted given, MethodType type, FieldAccess access, Fallbacks fallbacks, MethodStats stats, boolean fast, Dump dump,
            Gate gate) {
        Lifted lifted = withMath(given, backend == Options.Backend.INTERP, dump);
        return switch (backend) {
            case INTERP -> interpreted(pipeline.prepare(lifted, fast, stage, dump), type, access, fallbacks);
            case TPU -> tpu.compile(raised(lifted, fast, dump), type, access, fallbacks, stats, fast, dump);
            case CPU -> machineCode(passed(raised(lifted, fast, dump), gate), lifted, type, access, fallbacks, stats, fast, dump);
            case CUDA -> {
                Kernel k = gpu.compile(raised(lifted, fast, dump), type, access, fallbacks, stats, fast, true, dump);
                yield k.with(gpu.orDeopt(k.handle(), type, fallbacks, stats));
            }
            case AUTO -> either(lifted, type, access, fallbacks, stats, fast, dump);
        };
    }

    private static Lifted passed(Lifted ready, Gate gate) {
        gate.raised(ready);
        return ready;
    }

    /** Code for the CPU whose checks are where the method has them; see {@link dev.jacobi.vectorize.raise.Raise}. */
    public Kernel careful(Lifted given, MethodType type, FieldAccess access, Fallbacks fallbacks, MethodStats stats, boolean fast, boolean interpreted, Dump dump) {
        Lifted lifted = withMath(given, interpreted, dump);
        return interpreted ? interpreted(pipeline.prepare(lifted, fast, stage, true, dump), type, access, fallbacks)
            : machineCode(pipeline.prepare(lifted, fast, Pipeline.Stage.RAISED, true, dump), lifted, type, access, fallbacks, stats, fast, dump);
    }

    /** The program with the functions of Math that {@code math} asks for; the interpreter calls the JVM's anyway. */
    private Lifted withMath(Lifted l, boolean interpreted, Dump dump) {
        if (math == null) {
            return l;
        }
        PassPipeline stages = PassPipeline.named("math").then(JvmMath.callsPass()).when(!interpreted, math.pass());
        return new Lifted(dump.passes(options.check()).runEach(stages, l.module()), l.entry(), l.inputs(), l.result(), l.writes());
    }

    /** Of the raised program; where that cannot be emitted, of the program with its loops as they were written. */
    private Kernel machineCode(Lifted ready, Lifted lifted, MethodType type, FieldAccess access, Fallbacks fallbacks, MethodStats stats, boolean fast, Dump dump) {
        try {
            return cpu.compile(ready, type, access, fallbacks, stats, fast, dump);
        } catch (Refusal r) {
            if (r.code() != ReasonCode.NOT_EMITTED) {
                throw r;
            }
            Kernel k = cpu.compile(pipeline.prepare(lifted, fast, Pipeline.Stage.SIMPLIFIED, dump), type, access, fallbacks, stats, fast, dump);
            stats.note("its loops run one trip after the other, as they were written: " + r.getMessage());
            return k;
        }
    }

    private Lifted raised(Lifted lifted, boolean fast, Dump dump) {
        return pipeline.prepare(lifted, fast, Pipeline.Stage.RAISED, dump);
    }

    /** Code for the CPU and, where there is a device that takes it, for that: whichever is faster runs. */
    private Kernel either(Lifted lifted, MethodType type, FieldAccess access, Fallbacks fallbacks, MethodStats stats, boolean fast, Dump dump) {
        Lifted ready = raised(lifted, fast, dump);
        Kernel host = machineCode(ready, lifted, type, access, fallbacks, stats, fast, dump);
        try {
            Kernel k = gpu.compile(ready, type, access, fallbacks, stats, fast, false, dump);
            return host.with(DeviceChoice.of(type, host.handle(), gpu.orElse(k.handle(), type, stats, () -> host.handle()), stats, gpu::usable));
        } catch (Refusal r) {
            if (r.code() != ReasonCode.NO_DEVICE) {
                stats.note("it runs on the CPU only: " + r.getMessage());
            }
            return host;
        }
    }

    private static Kernel interpreted(Lifted ready, MethodType type, FieldAccess access, Fallbacks fallbacks) {
        return Kernel.boxed(ready, type, access, in -> Interpreter.run(ready.module(), ready.entry(), in), fallbacks, "interp", false);
    }
}
