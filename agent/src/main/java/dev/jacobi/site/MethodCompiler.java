package dev.jacobi.site;

import dev.jacobi.backend.Backends;
import dev.jacobi.backend.Dump;
import dev.jacobi.backend.Gate;
import dev.jacobi.backend.Pipeline;
import dev.jacobi.classes.BytecodeListing;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Regions;
import dev.jacobi.jvm.CpuTime;
import dev.jacobi.jvm.Lambdas;
import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.LiftRequest;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Receiver;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.lift.request.TooMuch;
import dev.jacobi.llvm.host.NativesUnavailable;
import dev.jacobi.options.Log;
import dev.jacobi.options.Options;
import dev.jacobi.policy.CostModel;
import dev.jacobi.policy.Inexact;
import dev.jacobi.report.Defects;
import dev.jacobi.report.Events;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.stub.Aliasing;
import dev.jacobi.stub.CallObjects;
import dev.jacobi.stub.CalledMethod;
import dev.jacobi.stub.FieldAccess;
import dev.jacobi.stub.Kernel;
import dev.jacobi.vectorize.raise.SerialLoops;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Compiles variants of one method: lift, prepare, back end. What goes wrong comes out as a {@link Refusal}. */
final class MethodCompiler {
    private final ClassSource classes;
    private final String owner;
    private final String name;
    private final String desc;
    private final CalledMethod method;
    private final Options options;
    private final Pipeline pipeline;
    private final Backends backends;
    private final MethodStats stats;
    private final Lambdas lambdas;
    private final Predicate<Runnable> background;

    /** {@code background} runs what can be done later; true when it is done. */
    MethodCompiler(CalledMethod method, ClassSource classes, Options options, Pipeline pipeline, Backends backends, Lambdas lambdas, Predicate<Runnable> background) {
        this.method = method;
        this.stats = method.stats();
        this.classes = classes;
        this.owner = stats.owner();
        this.name = stats.name();
        this.desc = stats.desc();
        this.options = options;
        this.pipeline = pipeline;
        this.backends = backends;
        this.lambdas = lambdas;
        this.background = background;
    }

    FieldAccess access() {
        return method.access();
    }

    /** Whether the method's class compares references somewhere. */
    boolean compares() {
        return Aliasing.compares(classes.bytes(owner));
    }

    /** The objects of a call with these arguments, which may be null. */
    CallObjects objects(Object[] args) {
        return new CallObjects(method.access(), method.type(), lambdas, args);
    }

    /** Compiles the variant for a pattern of same arguments and for objects like those of a call; {@code number} tells variants apart. */
    Kernel compile(List<Integer> pattern, CallObjects objects, int number) {
        return compile(pattern, objects, number, Map.of(), Gate.OPEN);
    }

    /** The same for constant values of some arguments; {@code gate} sees the program. */
    Kernel compile(List<Integer> pattern, CallObjects objects, int number, Map<Integer, Lit> constants, Gate gate) {
        return compile(pattern, objects, number, constants, gate, null, "");
    }

    /** The variant for distinct arguments in which {@code fix} has put constants in place of numbers that calls show; {@code numbers} tells it apart. */
    Kernel compile(UnaryOperator<Module> fix, String numbers) {
        return compile(Aliasing.distinct(method.type().parameterCount()), objects(null), 0, Map.of(), Gate.OPEN, fix, "-with " + numbers);
    }

    private Kernel compile(List<Integer> pattern, CallObjects objects, int number, Map<Integer, Lit> constants, Gate gate, UnaryOperator<Module> fix, String numbers) {
        long start = System.nanoTime();
        long cpu = CpuTime.thread();
        Options.Backend backend = backend();
        String suffix = numbers + (constants.isEmpty() ? "" : "-static-" + new TreeMap<>(constants)) + (pattern.equals(Aliasing.distinct(pattern.size())) ? "" : "-same-" + pattern) + (number > 0 && CallObjects.any(method.type()) ? "-" + number : "");
        Dump dump = Dump.of(options, owner, name, desc, suffix);
        try {
            if (dump.active()) {
                dump.write("bytecode", "txt", BytecodeListing.of(classes.bytes(owner), name, desc));
            }
            Lifted lifted = pipeline.lift(new LiftRequest(classes, owner, name, desc, pattern, objects, constants, gate.mostLifted()), dump);
            dump.stage("lift");
            gate.lifted(lifted);
            if (fix != null) {
                lifted = lifted.with(fix.apply(pipeline.prepare(lifted, fast(), Pipeline.Stage.SIMPLIFIED, Dump.none()).module()));
            }
            Kernel k = careful(backends.compile(backend, lifted, method, fast(), dump, gate), backend, lifted, suffix);
            if (Inexact.of(k.lifted().module(), false)) {
                stats.roundsOtherwise();
            }
            Func raised = k.lifted().module().funcs().get(k.lifted().entry()); // and not the kernel, which holds machine code
            boolean fast = fast();
            stats.serialLoops(() -> SerialLoops.of(raised, fast));
            long nanos = System.nanoTime() - start;
            long used = CpuTime.thread() - cpu + dump.apart();
            stats.compileMillis(nanos / 1e6, used / 1e6, k.cacheHit());
            Log.say(options, Options.Log.DEBUG, stats.method() + suffix + ": " + dump.times() + ", " + CostModel.equations(k.lifted().module()) + " equations, "
                + used / 1_000_000 + " ms of processor time, " + dump.apart() / 1_000_000 + " of them in LLVM.");
            stats.passes(dump.passes());
            dump.log(stats.method() + suffix);
            Events.compile(stats.method(), k.backend(), nanos, k.cacheHit());
            return k;
        } catch (Refusal r) {
            throw ended(r, cpu, suffix + ": " + dump.times());
        } catch (TooMuch e) {
            throw ended(gate.tooMuch(), cpu, suffix);
        } catch (NativesUnavailable e) {
            throw new Refusal(e.isEnding() ? ReasonCode.ENDING : ReasonCode.NO_NATIVES, e.isEnding() ? "the JVM is ending" : "native code is not available: " + e.getMessage(), "jacobi");
        } catch (RuntimeException | Error e) {
            dump.write("error", "txt", trace(e));
            Log.say(options, Options.Log.DEBUG, "compiling " + stats.method() + " failed: " + trace(e));
            throw internal(e);
        }
    }

    /** Has a gate see the program that would be made for objects of which only what is asked is known. Throws what stands against code of it. */
    void examine(Function<Lifted.Source, Receiver> objects, Gate gate) {
        Dump none = Dump.none();
        long cpu = CpuTime.thread();
        try {
            Lifted lifted = pipeline.lift(new LiftRequest(classes, owner, name, desc, Aliasing.distinct(method.type().parameterCount()), objects, Map.of(), gate.mostLifted()), none);
            gate.lifted(lifted);
            if (backends.isForeseen(backend())) {
                gate.raised(pipeline.prepare(lifted, fast(), Pipeline.Stage.RAISED, none), fast());
            }
        } catch (Refusal r) {
            throw ended(r, cpu, " for the classes that it declares");
        } catch (TooMuch e) {
            throw ended(gate.tooMuch(), cpu, " for the classes that it declares");
        } catch (RuntimeException | Error e) {
            throw internal(e);
        }
    }

    private Refusal ended(Refusal r, long cpu, String what) {
        Log.say(options, Options.Log.DEBUG, stats.method() + what + ": no code (" + r.code() + "), " + (CpuTime.thread() - cpu) / 1_000_000 + " ms of processor time.");
        return r;
    }

    /** The kernel with code behind it that takes the calls for which it has no result although nothing is wrong. */
    private Kernel careful(Kernel k, Options.Backend backend, Lifted lifted, String suffix) {
        if (!hasEarly(k.lifted())) {
            return k;
        }
        Dump dump = Dump.of(options, owner, name, desc, suffix + "-careful");
        return UnhoistedVariant.after(k, method.fallbacks(), backends.hasCareful(backend) ? background : task -> false, // what a device has no result for goes on in Java, and counts
            () -> backends.careful(backend, lifted, method, fast(), dump),
            () -> stats.note("calls for which a check in front of a loop fails run code whose checks are in the loops (last: " + stats.lastFallback() + ")"));
    }

    private static boolean hasEarly(Lifted ready) {
        return ready.module().funcs().values().stream().anyMatch(f -> hasEarly(f.body()));
    }

    private static boolean hasEarly(List<Eqn> body) {
        return body.stream().anyMatch(e -> e.params() instanceof Params.Check c && c.early() || Regions.of(e).stream().anyMatch(r -> hasEarly(r.body())));
    }

    /** A defect of ours, as a reason that names the place in our code. */
    Refusal internal(Throwable e) {
        String first = e.toString().lines().findFirst().orElse("");
        return new Refusal(ReasonCode.INTERNAL_ERROR, "the compiler failed on it: " + first + Defects.at(e), owner.replace('/', '.') + "." + name);
    }

    /** The annotation's back end, else the option's. */
    private Options.Backend backend() {
        String wish = stats.asked().backend();
        Options.Backend b = wish.isEmpty() ? options.backend() : Options.Backend.named(wish);
        if (b == null) {
            throw new Refusal(ReasonCode.BACKEND, "its @Jit names the back end '" + wish + "', which does not exist; there are " + Options.Backend.names(), owner.replace('/', '.') + "." + name);
        }
        return b;
    }

    /** Whether reals may be rounded otherwise. */
    boolean fast() {
        return stats.asked().fp().isFast(options.fast());
    }

    private static String trace(Throwable e) {
        var out = new StringWriter();
        e.printStackTrace(new PrintWriter(out));
        return out.toString();
    }
}
