package dev.jacobi.backend;

import dev.jacobi.JacobiException;
import dev.jacobi.backend.device.PjrtDevices;
import dev.jacobi.backend.saved.CompiledAhead;
import dev.jacobi.backend.saved.CpuCode;
import dev.jacobi.backend.saved.LoadedProgram;
import dev.jacobi.backend.saved.PluginCode;
import dev.jacobi.backend.saved.SavedProgram;
import dev.jacobi.classes.Dependent;
import dev.jacobi.classes.Freshness;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.Callbacks;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.ir.simplify.Inline;
import dev.jacobi.jvm.Initialised;
import dev.jacobi.jvm.OwnCode;
import dev.jacobi.lift.StrictMathCode;
import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.llvm.Tuning;
import dev.jacobi.llvm.host.NativesUnavailable;
import dev.jacobi.llvm.lower.FloatMath;
import dev.jacobi.options.Log;
import dev.jacobi.options.Options;
import dev.jacobi.pjrt.hlo.TpuPipeline;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.client.CompileOptions;
import dev.jacobi.pjrt.hlo.HloOptions;
import dev.jacobi.pjrt.hlo.MeshSharding;
import dev.jacobi.pjrt.program.HloProgram;
import dev.jacobi.pjrt.program.HloRefusal;
import dev.jacobi.policy.CostModel;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.stub.ArrayCall;
import dev.jacobi.stub.BoxedCall;
import dev.jacobi.stub.CalledMethod;
import dev.jacobi.stub.Fallbacks;
import dev.jacobi.stub.FieldAccess;
import dev.jacobi.stub.Kernel;
import dev.jacobi.woven.Deopt;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.function.Supplier;

/** Compiles programs that are not methods of the program but were made of them: what the transformations of functions end in. */
public final class FunctionCompiler {
    /** Equations of a program from which on it is simplified and raised once only. */
    private static final int LONG = 4_000;
    private final Options options;
    private final ProcessResources resources;
    private final OwnCode own;
    private final Pipeline pipeline;
    private final Backends backends;
    private final Initialised initialised = Initialised.byForce();
    private final StrictMathCode strictMath;
    private final JvmMath jvmMath;

    /** {@code resources} are those of the process. */
    public FunctionCompiler(Options options, ProcessResources resources) {
        this.options = options;
        this.resources = resources;
        this.own = new OwnCode(resources.classes().instrumentation());
        this.pipeline = Pipeline.ofPrograms(options.check(), own);
        this.backends = new Backends(options, pipeline, Pipeline.Stage.RAISED, Tuning::host, null, resources);
        this.strictMath = new StrictMathCode(classes(null, c -> { }));
        this.jvmMath = new JvmMath(backends.cpu()::routines, classes(null, c -> { }));
    }

    /**
     * A compiled program: {@code call} takes the arguments, and throws a {@link Deopt} with the reason when it has no result. {@code ran} is what it
     * was compiled for in the end, and what its calls ran on.
     */
    public record Code(MethodHandle call, MethodStats stats, BackendUsage ran) {
    }

    /** For what is about to be made of classes as they are now. */
    public Freshness fresh() {
        return Freshness.now(resources.classes());
    }

    public Options options() {
        return options;
    }

    /** Memory and operations of arrays outside of the Java heap. */
    public ArrayPrograms arrays() {
        return new ArrayPrograms(this, backends.cpu(), new PjrtDevices(backends.tpu()::client));
    }

    /** The classes that code of a loader sees, which are initialised when they are needed; {@code made} is told when one that was asked about changes. */
    public ClassSource classes(ClassLoader loader, Dependent made) {
        return resources.classes().as(loader, initialised, made, own);
    }

    /** A dump for what is made of a function of a class, for arguments of some structure. */
    public Dump dump(Class<?> owner, String function, String arguments, String variant) {
        return Dump.of(options, owner.getName(), "jacobi$" + function, arguments, variant);
    }

    /** What runs passes on a program that this dump is about. */
    public PassManager passes(Dump dump) {
        return dump.passes(options.check());
    }

    /**
     * A program that further transformations may be made of: simplified, and its loops raised where {@code raise} says so. Where a library factors and solves, derivatives are taken of its
     * operations, as those of the loops would be loops that no library has.
     */
    public Module transformable(Module m, boolean raise, boolean fast, Options.Backend by, Dump dump) {
        Module ready = pipeline.prepare(lifted(m), false, raise ? Pipeline.Stage.TRANSFORMABLE : Pipeline.Stage.SIMPLIFIED, dump).module();
        return raise && fast && by == Options.Backend.TPU ? passes(dump).run(TpuPipeline.library(), ready) : ready;
    }

    /** The program as a back end takes it: simplified, and its loops raised where {@code raise} says so. */
    public Module prepare(Module m, boolean fast, boolean raise, Options.Backend by, Dump dump) {
        return pipeline.prepare(lifted(m), fast, raise ? backends.of(by).stage() : Pipeline.Stage.SIMPLIFIED, dump).module();
    }

    /**
     * The program, which is prepared, as a back end takes it: with the JDK's code of StrictMath's functions in it, simplified and raised like {@link #prepare} once more. For a long one
     * that has none of them there is nothing to gain by that. Functions that are calls only because they have a rule of their own are inlined.
     */
    public Module finish(Module m, boolean fast, boolean raise, Options.Backend by, Dump dump) {
        Module ready = passes(dump).run(options.jvmMath() ? jvmMath.pass() : strictMath.pass(), m);
        ready = withoutRules(ready, dump);
        return !fast && isSame(m, ready) && CostModel.equations(m) >= LONG ? m : prepare(ready, fast, raise, by, dump);
    }

    /** A program of which no derivative is taken any more, with the functions in place that are calls only because they have a rule of their own. */
    public Module withoutRules(Module m, Dump dump) {
        return m.funcs().keySet().stream().anyMatch(name -> name.endsWith("!jvp")) ? passes(dump).run(Inline.pass(m.funcs().keySet().iterator().next()), m) : m;
    }

    private static boolean isSame(Module a, Module b) {
        return a.funcs().size() == b.funcs().size() && a.funcs().entrySet().stream().allMatch(f -> b.funcs().get(f.getKey()) == f.getValue());
    }

    /**
     * A program that was lifted, with the functions of Math that the option {@code math} asks for. In fast mode functions of doubles between floats are functions of floats before anything is made of the
     * program: a derivative's tape and arithmetic are in floats then, too.
     */
    public Module withMath(Module m, boolean fast, Dump dump) {
        return options.jvmMath() ? JvmMath.calls(m) : fast ? passes(dump).run(FloatMath.pass(), m) : m;
    }

    private static Lifted lifted(Module m) {
        return new Lifted(m, m.funcs().keySet().iterator().next(), List.of(), new Lifted.Result.Void(), List.of());
    }

    /**
     * Compiles a prepared program whose sources are the arguments of a method of this type; members are reached with the rights of {@code owner}, and {@code callbacks} listens to its debug callbacks.
     * {@code on} says how it lies on a mesh, whose devices run it where the back end can do so; null for none.
     */
    public Code compile(Lifted ready, MethodType type, Class<?> owner, String name, boolean fast, Options.Backend backend, MeshSharding on, Dump dump, Callbacks callbacks) {
        Code code = code(ready, type, owner, name, fast, backend, on, dump, callbacks);
        dump.log(name);
        return code;
    }

    private Code code(Lifted ready, MethodType type, Class<?> owner, String name, boolean fast, Options.Backend backend, MeshSharding on, Dump dump, Callbacks callbacks) {
        MethodStats stats = new MethodStats(owner.getName().replace('.', '/'), name, type.toMethodDescriptorString());
        var method = new CalledMethod(type, new FieldAccess(MethodHandles.lookup(), owner, initialised), Fallbacks.telling(stats), stats);
        dump.write("program", "ir", dump.active() ? ready.module().toString() : "");
        var job = new Backend.Job(ready, null, method, fast, on, dump, callbacks);
        Supplier<MethodHandle> host = CpuFallback.once(() -> backends.cpu().compile(job).handle());
        Backend by = backends.of(backend);
        var ran = new BackendUsage(backend.toString());
        try {
            return new Code(by.compile(job, host, ran), stats, ran);
        } catch (Refusal r) {
            if (by.absence() == null) {
                throw r;
            }
            // there is no original to run instead; that there is no device the back end has said
            if (r.code() != ReasonCode.NO_DEVICE) {
                Log.say(options, by.absence(), stats.name() + " runs on the CPU because " + r.getMessage() + ".");
            }
            return new Code(host.get(), stats, BackendUsage.onCpu(r.getMessage()));
        }
    }

    /** The values of a program's inputs for arguments of a call of this type. */
    public List<Tensor> inputs(Lifted ready, MethodType type, Class<?> owner, Object[] args) {
        try {
            return BoxedCall.inputs(ready, type, new FieldAccess(MethodHandles.lookup(), owner, initialised), args);
        } catch (Deopt d) {
            throw new JacobiException("The program has no form for these arguments: " + d.getMessage() + ".", d);
        }
    }

    /** The program as StableHLO for inputs of these shapes, with how they lie on a mesh, or null; needs neither plugin nor device. */
    public HloProgram stableHlo(Lifted ready, List<Tensor> inputs, boolean fast, MeshSharding sharding) {
        return stableHlo(ready, inputs, StableHloText.options(options, options.pjrt().f64AsF32(), fast).withSharding(sharding), false);
    }

    private HloProgram stableHlo(Lifted ready, List<Tensor> inputs, HloOptions how, boolean withoutF64) {
        try {
            return StableHloText.of(ready, inputs, how, withoutF64);
        } catch (HloRefusal r) {
            throw new JacobiException("There is no StableHLO text because " + r.getMessage() + ".", r);
        }
    }

    /** The program compiled for the devices of a topology, which need not be there: the first one, or all those of a mesh; {@code look} sees it before it is closed. */
    public <R> R ahead(Lifted ready, List<Tensor> inputs, boolean fast, MeshSharding sharding, String topology, boolean f64AsF32, CompiledAhead<R> look) {
        HloOptions how = StableHloText.options(options, f64AsF32, fast).withSharding(sharding);
        HloProgram p = stableHlo(ready, inputs, how, false);
        try {
            return backends.tpu().ahead(p, () -> stableHlo(ready, inputs, how, true), sharding == null ? CompileOptions.ONE_DEVICE : new CompileOptions(1, sharding.count(), true), topology, look);
        } catch (PjrtException | NativesUnavailable e) {
            throw new JacobiException("The program cannot be compiled for " + topology + ": " + e.getMessage() + ".", e);
        }
    }

    /** Machine code to keep in a file, of prepared programs of which the first is the one to call. */
    public CpuCode kept(List<Lifted> ready, boolean fast) {
        if (options.jvmMath()) {
            throw new JacobiException("With the option math=jvm programs call functions of this JVM and cannot be saved; leave the option out.");
        }
        return backends.cpu().kept(ready, fast);
    }

    /** The same for the devices of the plugin, for inputs like these, with how it lies on a mesh, or null. */
    public PluginCode kept(Lifted ready, List<Tensor> inputs, boolean fast, MeshSharding sharding) {
        try {
            return backends.tpu().kept(ready, inputs, fast, sharding);
        } catch (PjrtException | NativesUnavailable | HloRefusal e) {
            throw new JacobiException("The program cannot be saved: " + e.getMessage() + ".", e);
        }
    }

    /** The program of a file, for calls of this type; nothing is compiled. */
    public Code loaded(SavedProgram p, MethodType type) {
        MethodStats stats = new MethodStats("dev/jacobi/Compiled", "call", type.toMethodDescriptorString());
        var method = new CalledMethod(type, new FieldAccess(MethodHandles.lookup(), FunctionCompiler.class, initialised), Fallbacks.telling(stats), stats);
        boolean onCpu = p.code() instanceof CpuCode;
        var ran = new BackendUsage((onCpu ? Options.Backend.CPU : Options.Backend.TPU).toString());
        if (p.code() instanceof CpuCode c) {
            List<MethodHandle> all = backends.cpu().loaded(c).stream().map(code -> ArrayCall.handle(p.lifted(), method, code)).toList();
            return new Code(all.size() == 1 ? all.get(0) : CpuFallback.call(all.get(0), () -> all.get(1), ran), stats, ran);
        }
        var program = new LoadedProgram((PluginCode) p.code(), backends.tpu().client(), p.outputs().stream().map(Type::dtype).toList(), stats);
        return new Code(Kernel.boxed(p.lifted(), method, program, ran.backend(), false).handle(), stats, ran);
    }

    /** The program's LLVM IR as emitted, as optimised, and its assembly. */
    public List<String> texts(Lifted ready, boolean fast) {
        return backends.cpu().texts(ready, fast);
    }

    /** The program's PTX for GPUs of this compute capability (80, 90, ...), 0: for the one that is there; needs neither a GPU nor NVIDIA's software. */
    public String ptx(Lifted ready, boolean fast, int sm) {
        try {
            return backends.gpu().ptx(ready, fast, sm);
        } catch (Refusal r) {
            throw new JacobiException("There is no PTX for it: " + r.getMessage() + ".", r);
        }
    }
}
