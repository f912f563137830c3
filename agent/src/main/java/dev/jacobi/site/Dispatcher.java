package dev.jacobi.site;

import dev.jacobi.backend.Backends;
import dev.jacobi.backend.Pipeline;
import dev.jacobi.backend.ProcessResources;
import dev.jacobi.classes.ClassBytes;
import dev.jacobi.classes.Dependent;
import dev.jacobi.jvm.CompilerThreads;
import dev.jacobi.jvm.CpuTime;
import dev.jacobi.jvm.FullLookups;
import dev.jacobi.jvm.Initialised;
import dev.jacobi.jvm.Lambdas;
import dev.jacobi.jvm.OwnCode;
import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.llvm.Tuning;
import dev.jacobi.llvm.host.Background;
import dev.jacobi.options.Options;
import dev.jacobi.policy.Budget;
import dev.jacobi.policy.Candidate;
import dev.jacobi.policy.CostModel;
import dev.jacobi.policy.Payback;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.Registry;
import dev.jacobi.site.late.LatePrologues;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the call sites of this process share: options, the report's entries, class files and the compile threads. The
 * agent has one in the {@link Engine}; call sites of a class are kept by the class itself, so nothing here keeps a class alive.
 */
public final class Dispatcher {
    private final Options options;
    private final Registry registry;
    private final CompileQueue queue;
    private final StackWatch watch;
    private final CompilerThreads compilers = new CompilerThreads();
    private final Instrumentation instrumentation;
    private final OwnCode own;
    private final Initialised initialised;
    private final Lambdas lambdas;
    private final Pipeline pipeline;
    private final Backends backends;
    private final ClassBytes classes;
    private final ClassValue<ConcurrentHashMap<String, PrologueCallSites>> sites = new ClassValue<>() {
        @Override
        protected ConcurrentHashMap<String, PrologueCallSites> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    /** {@code instrumentation} may be null. */
    Dispatcher(Options options, Registry registry, Instrumentation instrumentation, Initialised initialised, ProcessResources resources) {
        this.options = options;
        Budget budget = new Budget();
        this.queue = new CompileQueue(budget, options.policy() == Options.Policy.ADAPTIVE && !options.shadow());
        this.watch = new StackWatch(options, queue, budget, new Linker(), resources.classes());
        this.registry = registry;
        this.classes = resources.classes();
        this.instrumentation = instrumentation;
        this.own = new OwnCode(instrumentation);
        this.initialised = initialised;
        this.lambdas = Lambdas.withAgent(instrumentation);
        this.pipeline = new Pipeline(options.check(), own);
        this.backends = new Backends(options, pipeline, Pipeline.Stage.RAISED, Tuning::host, instrumentation, resources);
    }

    /** Loads what compiling needs, in the background, if the first method's first call will wait for it. */
    public void warmUp() {
        if (options.policy() == Options.Policy.ADAPTIVE && !options.shadow()) {
            return;
        }
        Background.start("jacobi-load", 0, backends::load);
    }

    /** A class file of this length is going to be rewritten. Where it is long, C2 would else begin with what reads and writes class files. */
    public void rewrites(String internalName, int bytes) {
        own.parses(internalName, bytes);
    }

    /** A selected class is being loaded. Returns whether it is to stay as it is until the program is seen to spend time in it. */
    public boolean comesLate(ClassLoader loader, String internalName, LatePrologues.Weaver weaver) {
        if (options.policy() != Options.Policy.ADAPTIVE || options.shadow() || options.throwRefusals() || !watch.late().add(loader, internalName, weaver)) {
            return false;
        }
        watch.expectLate();
        return true;
    }

    /** Whether a method of a class that is being transformed gets its prologue now. */
    public boolean wants(ClassLoader loader, String internalName, String nameAndDescriptor) {
        return watch.late().wants(loader, internalName, nameAndDescriptor);
    }

    /** The call sites of a method's prologue, made on first use. */
    PrologueCallSites sites(MethodHandles.Lookup lookup, String name, String desc) {
        return sites.get(lookup.lookupClass()).computeIfAbsent(name + desc, k -> {
            Class<?> c = lookup.lookupClass();
            MethodStats stats = registry.method(c.getName().replace('.', '/'), name, desc);
            return new PrologueCallSites(stats, MethodType.fromMethodDescriptorString(desc, c.getClassLoader()), own -> new MethodSite(this, own, lookup, name, desc, stats));
        });
    }

    /** For methods without prologues. */
    private final class Linker implements LatePrologues.Linker {
        private static final long LOOK_NANOS = 200_000_000;
        private FullLookups lookups;
        private long lookedAt;
        private long reweaving;
        private long process;

        @Override
        public LatePrologues.Undecided seen(Candidate candidate, String owner, String name, String desc) {
            own.staysUnoptimised();
            MethodStats stats = registry.method(owner, name, desc);
            watch.add(candidate);
            return why -> stats.left(CompileCandidate.notYet(stats, why));
        }

        @Override
        public synchronized long leastNanos(int bytes) {
            long now = System.nanoTime();
            if (lookedAt == 0 || now - lookedAt > LOOK_NANOS) {
                lookedAt = now;
                reweaving = compilers.nanos();
                process = CpuTime.process();
            }
            return Payback.least(reweaving + CostModel.compileNanos(bytes), process);
        }

        @Override
        public boolean link(Class<?> c, String name, String desc) {
            MethodHandles.Lookup lookup = lookups().in(c);
            if (lookup == null) {
                return false;
            }
            sites(lookup, name, desc);
            return true;
        }

        /** Made when the first method is chosen, and kept: it opens a package of the JDK. */
        private synchronized FullLookups lookups() {
            lookups = lookups == null ? FullLookups.with(instrumentation) : lookups;
            return lookups;
        }
    }

    /** Where a method stands at present. */
    MethodSite site(MethodHandles.Lookup lookup, String name, String desc) {
        return sites(lookup, name, desc).site();
    }

    Options options() {
        return options;
    }

    StackWatch watch() {
        return watch;
    }

    /** The JVM's own compilers. */
    CompilerThreads compilers() {
        return compilers;
    }

    CompileQueue queue() {
        return queue;
    }

    Initialised initialised() {
        return initialised;
    }

    Lambdas lambdas() {
        return lambdas;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    Backends backends() {
        return backends;
    }

    /** The classes that code of a loader sees; {@code made} is told when one that was asked about changes. */
    ClassSource classes(ClassLoader loader, Dependent made) {
        return classes.as(loader, initialised, made, own);
    }
}
