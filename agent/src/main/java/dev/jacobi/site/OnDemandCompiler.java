package dev.jacobi.site;

import dev.jacobi.backend.Backends;
import dev.jacobi.backend.Dump;
import dev.jacobi.backend.Pipeline;
import dev.jacobi.backend.PipelineCache;
import dev.jacobi.jvm.Initialised;
import dev.jacobi.jvm.Lambdas;
import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.LiftRequest;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.llvm.Tuning;
import dev.jacobi.options.Options;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.Registry;
import dev.jacobi.stub.Aliasing;
import dev.jacobi.stub.CallObjects;
import dev.jacobi.stub.CalledMethod;
import dev.jacobi.stub.Fallbacks;
import dev.jacobi.stub.FieldAccess;
import dev.jacobi.stub.Kernel;
import dev.jacobi.stub.OwnMethods;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Supplier;

/**
 * The compiler without the agent: lifts, compiles and calls static methods on demand. Classes are initialised when a
 * method of theirs is compiled. Instances are independent of one another and may be used by several threads.
 */
public final class OnDemandCompiler {
    /** How far the IR is taken before the interpreter runs it; machine code is always made from the last stage. */
    public enum Stage { LIFTED, SIMPLIFIED, RAISED }

    private final Options options;
    private final Pipeline pipeline;
    private final Backends backends;
    private final Initialised initialised = Initialised.byForce();
    private final Registry registry = new Registry();

    /** An engine whose back end, floating-point rule, threads and dump folder are those of the options. The verifier runs after each pass. */
    public OnDemandCompiler(Options options, Stage stage) {
        this(options, stage, Tuning::host, new Pipeline(true, new PipelineCache()));
    }

    private OnDemandCompiler(Options options, Stage stage, Supplier<Tuning> tuning, Pipeline pipeline) {
        this.options = options;
        this.pipeline = pipeline;
        this.backends = new Backends(options, pipeline, Pipeline.Stage.valueOf(stage.name()), tuning, null, Engine.ofProcess().resources());
    }

    /**
     * An engine that makes machine code in the given way. Methods that this engine has just compiled from the same {@link ClassSource} are
     * not lifted again.
     */
    public OnDemandCompiler with(Tuning tuning) {
        return new OnDemandCompiler(options.with(Options.Backend.CPU), Stage.RAISED, () -> tuning, pipeline);
    }

    /** An engine that interprets the IR of the given stage; as above, nothing is lifted again. */
    public OnDemandCompiler with(Stage stage) {
        return new OnDemandCompiler(options.with(Options.Backend.INTERP), stage, Tuning::host, pipeline);
    }

    /** An engine that interprets the IR of the given stage. */
    public static OnDemandCompiler interpreter(Stage stage) {
        return new OnDemandCompiler(Options.defaults().with(Options.Backend.INTERP), stage);
    }

    /** An engine that makes machine code. */
    public static OnDemandCompiler cpu() {
        return new OnDemandCompiler(Options.defaults(), Stage.RAISED);
    }

    /** Class files as resources of a loader; constants of classes that it has loaded. */
    public ClassSource classes(ClassLoader loader) {
        return Engine.ofProcess().classes().as(loader, initialised, c -> { });
    }

    /** The IR of a static method for distinct arguments; throws {@link Refusal} when it cannot be lifted. */
    public Lifted lift(Method m) {
        String desc = MethodType.methodType(m.getReturnType(), m.getParameterTypes()).toMethodDescriptorString();
        return lift(classes(m.getDeclaringClass().getClassLoader()), internal(m.getDeclaringClass()), m.getName(), desc,
            Aliasing.distinct(m.getParameterCount()));
    }

    /** The IR of a method found by name; see {@link LiftRequest} for {@code aliases}. */
    public Lifted lift(ClassSource classes, String owner, String name, String desc, List<Integer> aliases) {
        return pipeline.lift(new LiftRequest(classes, owner, name, desc, aliases), Dump.of(options, owner, name, desc, ""));
    }

    /** Compiles a static method of a loaded class; throws {@link Refusal} when it cannot be lifted. */
    public Compiled compile(Method m) {
        return compile(m, classes(m.getDeclaringClass().getClassLoader()));
    }

    /** Compiles a static method of a loaded class whose class files come from {@code classes}. */
    public Compiled compile(Method m, ClassSource classes) {
        initialised.test(m.getDeclaringClass());
        MethodType type = MethodType.methodType(m.getReturnType(), m.getParameterTypes());
        MethodStats stats = registry.method(internal(m.getDeclaringClass()), m.getName(), type.toMethodDescriptorString());
        Fallbacks fallbacks = new Fallbacks(stats, () -> { });
        MethodCompiler compiler = new MethodCompiler(new CalledMethod(type, new FieldAccess(MethodHandles.lookup(), m.getDeclaringClass(), initialised), fallbacks, stats), classes, options,
            pipeline, backends, Lambdas.withAgent(null), OnDemandCompiler::atOnce);
        CallObjects nothing = compiler.objects(null);
        Kernel base = compiler.compile(Aliasing.distinct(m.getParameterCount()), nothing, 0);
        var variants = new Variants[1];
        variants[0] = new Variants(type, compiler, base, nothing, fallbacks, w -> {
            Kernel k = compiler.compile(w.pattern(), w.objects(), w.number());
            variants[0].add(w.pattern(), w.objects(), k);
            return k;
        });
        MethodHandle h = OwnMethods.spreading(variants[0].handle());
        return new Compiled() {
            @Override
            public Object invoke(Object... args) {
                try {
                    return (Object) h.invokeExact(args);
                } catch (RuntimeException | Error e) {
                    throw e;
                } catch (Throwable e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public Lifted lifted() {
                return base.lifted();
            }
        };
    }

    private static boolean atOnce(Runnable task) {
        task.run();
        return true;
    }

    /** Why calls of methods compiled here had no result; for messages of tests. */
    public String lastFallback(Method m) {
        return stats(m).lastFallback();
    }

    /** What is known of a method that was compiled here. */
    public MethodStats stats(Method m) {
        return registry.method(internal(m.getDeclaringClass()), m.getName(), MethodType.methodType(m.getReturnType(), m.getParameterTypes()).toMethodDescriptorString());
    }

    private static String internal(Class<?> c) {
        return c.getName().replace('.', '/');
    }
}
