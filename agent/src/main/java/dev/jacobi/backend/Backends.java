package dev.jacobi.backend;

import dev.jacobi.ir.interp.Callbacks;
import dev.jacobi.ir.pass.PassPipeline;
import dev.jacobi.jvm.Initialised;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.llvm.Tuning;
import dev.jacobi.llvm.host.NativesUnavailable;
import dev.jacobi.options.Options;
import dev.jacobi.stub.CalledMethod;
import dev.jacobi.stub.Kernel;
import java.lang.instrument.Instrumentation;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** All back ends, and the way to them: a program that was lifted from a method is prepared as its back end asks for, and made callable by it. */
public final class Backends {
    private final Options options;
    private final Pipeline pipeline;
    private final Pipeline.Stage stage;
    private final NativeBackend cpu;
    private final TpuBackend tpu;
    private final GpuBackend gpu;
    private final Map<Options.Backend, Backend> all = new EnumMap<>(Options.Backend.class);
    private final JvmMath math;

    /** {@code stage} is how far the passes go before the interpreter runs the program. */
    public Backends(Options options, Pipeline pipeline, Pipeline.Stage stage, Supplier<Tuning> tuning, Instrumentation instrumentation, ProcessResources resources) {
        this.options = options;
        this.pipeline = pipeline;
        this.stage = stage;
        this.cpu = new NativeBackend(options, pipeline, tuning, instrumentation, resources);
        this.tpu = new TpuBackend(options, cpu, resources);
        this.gpu = new GpuBackend(options, cpu::llvm, resources);
        for (Options.Backend name : Options.Backend.values()) {
            all.put(name, made(name));
        }
        this.math = options.jvmMath() ? new JvmMath(cpu::routines, resources.classes().as(null, Initialised.byForce(), c -> { })) : null;
    }

    /** All that there are. A new one has its line here, which its name among {@link Options.Backend} asks for. */
    private Backend made(Options.Backend name) {
        return switch (name) {
            case CPU -> cpu;
            case CUDA -> gpu;
            case TPU -> tpu;
            case AUTO -> new AutoBackend(cpu, gpu);
            case INTERP -> new InterpreterBackend();
        };
    }

    Backend of(Options.Backend name) {
        return all.get(name);
    }

    NativeBackend cpu() {
        return cpu;
    }

    TpuBackend tpu() {
        return tpu;
    }

    GpuBackend gpu() {
        return gpu;
    }

    /** Loads the back end that the options name before it is needed. */
    public void load() {
        try {
            of(options.backend()).open();
        } catch (Refusal | NativesUnavailable r) {
            // Said by the back end; each method's report will say it again.
        }
    }

    /** Whether a back end's gain can be foreseen from a raised program, which {@link #compile} shows to the gate then. */
    public boolean isForeseen(Options.Backend name) {
        return of(name).isForeseen();
    }

    /** Compiles a lifted method with a back end. */
    public Kernel compile(Options.Backend name, Lifted lifted, CalledMethod method, boolean fast, Dump dump, Gate gate) {
        return compile(of(name), false, lifted, method, fast, dump, gate);
    }

    /** Whether there is code that takes calls for which a check in front of a loop has failed. */
    public boolean hasCareful(Options.Backend name) {
        return of(name).careful() != null;
    }

    /** That code, whose checks are where the method has them; see {@link dev.jacobi.vectorize.raise.Raise}. */
    public Kernel careful(Options.Backend name, Lifted lifted, CalledMethod method, boolean fast, Dump dump) {
        return compile(of(name).careful(), true, lifted, method, fast, dump, Gate.OPEN);
    }

    private Kernel compile(Backend by, boolean careful, Lifted given, CalledMethod method, boolean fast, Dump dump, Gate gate) {
        Lifted lifted = withMath(given, by.interprets(), dump);
        Lifted ready = pipeline.prepare(lifted, fast, by.interprets() ? stage : by.stage(), careful, dump);
        if (by.isForeseen()) {
            gate.raised(ready, fast);
        }
        return by.compile(new Backend.Job(ready, () -> pipeline.prepare(lifted, fast, Pipeline.Stage.SIMPLIFIED, dump), method, fast, null, dump, Callbacks.NONE));
    }

    /** The program with the functions of Math that {@code math} asks for; the interpreter calls the JVM's anyway. */
    private Lifted withMath(Lifted l, boolean interpreted, Dump dump) {
        if (math == null) {
            return l;
        }
        PassPipeline stages = PassPipeline.named("math").then(JvmMath.callsPass()).when(!interpreted, math.pass());
        return l.with(dump.passes(options.check()).runEach(stages, l.module()));
    }
}
