package dev.jacobi.site;

import dev.jacobi.backend.Gate;
import dev.jacobi.classes.Dependent;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.llvm.host.Background;
import dev.jacobi.options.Log;
import dev.jacobi.options.Options;
import dev.jacobi.report.Events;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.site.late.Outline;
import dev.jacobi.stub.CallObjects;
import dev.jacobi.stub.CalledMethod;
import dev.jacobi.stub.Fallbacks;
import dev.jacobi.stub.FieldAccess;
import dev.jacobi.stub.Kernel;
import dev.jacobi.woven.Bootstrap;
import dev.jacobi.woven.NotCompiled;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Where one method stands: not looked at, being compiled, compiled, or left to the JVM. The policy decides who calls what; this class switches the call sites
 * of the prologue. All of it holds for the code that the classes have; when one of them changes, another site begins anew.
 */
final class MethodSite implements Dependent {
    private static final long UNUSED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private final Dispatcher dispatcher;
    private final MethodHandles.Lookup lookup;
    private final String name;
    private final MethodType type;
    private final MethodStats stats;
    private final PrologueCallSites sites;
    private final MethodCompiler compiler;
    private final Fallbacks fallbacks;
    private final AdaptivePolicy adaptive;
    /** Null unless the policy is ADAPTIVE. */
    private final CompileCandidate candidate;
    private CountDownLatch compiling;
    private final Retries retries = new Retries();
    private volatile boolean done;
    private final CompileTimeout patience = new CompileTimeout();
    private volatile boolean closed;
    private volatile long installedAt;
    private final RecursionFallbackGuard stay;
    private final SiteCode code;
    private final SitePrologue prologue;
    /** What the guard was last set to, threads that stay in the original apart. */
    private MethodHandle decision;
    private final MethodHandle yes;

    MethodSite(Dispatcher dispatcher, PrologueCallSites sites, MethodHandles.Lookup lookup, String name, String desc, MethodStats stats) {
        this.dispatcher = dispatcher;
        this.sites = sites;
        this.lookup = lookup;
        this.name = name;
        this.stats = stats;
        this.type = sites.call().type();
        this.yes = Bootstrap.constant(type, true);
        this.fallbacks = new Fallbacks(stats, this::tooMany);
        this.compiler = new MethodCompiler(new CalledMethod(type, new FieldAccess(lookup, lookup.lookupClass(), dispatcher.initialised()), fallbacks, stats),
            dispatcher.classes(lookup.lookupClass().getClassLoader(), this), dispatcher.options(), dispatcher.pipeline(), dispatcher.backends(), dispatcher.lambdas(), this::inBackground);
        this.stay = new RecursionFallbackGuard(lookup.lookupClass().getName(), name, this::recheck);
        this.adaptive = dispatcher.options().policy() == Options.Policy.ADAPTIVE && !dispatcher.options().shadow() ? new AdaptivePolicy(this, dispatcher.watch().beacon()) : null;
        this.candidate = adaptive == null ? null : new CompileCandidate(this, adaptive, stats.qualifiedName(),
            () -> Outline.of(dispatcher.classes(lookup.lookupClass().getClassLoader(), this).bytes(stats.owner()), name, desc));
        this.code = new SiteCode(this, compiler, fallbacks, stay);
        this.prologue = new SitePrologue(dispatcher, lookup.lookupClass(), stats);
    }

    @Override
    public void outdated(Class<?> changed) {
        sites.outdated(this, changed);
    }

    /** Sets the call sites for a method that nobody has looked at. */
    void start() {
        if (ArrayMethod.takes(this, dispatcher.options(), lookup, name, fallbacks)) {
            return;
        }
        switch (adaptive == null && dispatcher.options().policy() == Options.Policy.ADAPTIVE ? Options.Policy.ALWAYS : dispatcher.options().policy()) {
            case OFF -> {
                switchOn(Bootstrap.never(type));
                install(Bootstrap.deopt(type));
            }
            case ALWAYS -> {
                install(MethodHandles.foldArguments(MethodHandles.exactInvoker(type), CallObjects.asking(MethodHandles.lookup(), type, this, "await", MethodHandle.class)));
                switchOn(yes);
            }
            case ADAPTIVE -> {
                install(Bootstrap.deopt(type));
                if (prologue.comesLate()) {
                    candidate.showsOnStacks();
                }
                idle();
                prologue.expect(candidate);
            }
        }
    }

    /** Nobody asks for code. */
    private void idle() {
        switchOn(candidate.saysItIsCalled() ? adaptive.unasked() : Bootstrap.never(type));
    }

    /** The code that the next call asks for is to be made. */
    synchronized void choose() {
        if (compiling == null && !prologue.isBare(candidate)) {
            switchOn(adaptive.poll());
        } else if (compiling == null && !ready()) {
            candidate.waits();
        } else if (compiling == null && CallObjects.any(type)) {
            WeakReference<MethodSite> weak = new WeakReference<>(this);
            if (!dispatcher.queue().submit(() -> Optional.ofNullable(weak.get()).ifPresent(MethodSite::examine))) {
                noThread();
            }
        } else if (compiling == null) {
            request(null);
        }
    }

    private void noThread() {
        waits(new Refusal(ReasonCode.NO_THREAD, Background.NO_THREAD + ", and compiling needs one", stats.qualifiedName()));
        later();
    }

    /** Which objects a method is called with is seen at calls only, and these need a prologue. Whether it is worth that shows as far as the classes of parameters tell. */
    private void examine() {
        try {
            new DeclaredObjects(type).examine(compiler, candidate);
            prologue.weave();
            switchOn(adaptive.poll());
        } catch (Refusal r) {
            failed(r);
        } catch (RuntimeException | Error e) {
            refuse(compiler.internal(e));
        }
    }

    /** Calls say no more that they happen. */
    synchronized void quiet() {
        if (compiling == null && candidate.isOpen()) {
            switchOn(Bootstrap.never(type));
        }
    }

    /** Whether code is being made or there is some. */
    synchronized boolean isAskedFor() {
        return compiling != null;
    }

    /** Whether there has been code for a while that no call has come to: the method may be called rarely, or not any more. */
    boolean isUnused() {
        return done && installedAt != 0 && System.nanoTime() - installedAt > UNUSED_NANOS && !adaptive.isAsked();
    }

    PrologueCallSites sites() {
        return sites;
    }

    MethodType type() {
        return type;
    }

    MethodStats stats() {
        return stats;
    }

    CompileCandidate candidate() {
        return candidate;
    }

    /** The original method with its prologue. */
    MethodHandle original() throws ReflectiveOperationException {
        return lookup.findStatic(lookup.lookupClass(), name, type);
    }

    SitePrologue prologue() {
        return prologue;
    }

    /** What it runs when there is code. */
    SiteCode code() {
        return code;
    }

    /** Most calls end in the original. The policy ALWAYS means always, but for code that asks to be left alone by itself: nothing is gained by asking it each time. */
    private void tooMany() {
        boolean few = fallbacks.ofFewElements();
        if (adaptive == null ? few && !dispatcher.options().shadow() : adaptive.mayLeave()) {
            leave(new Refusal(few ? ReasonCode.NO_GAIN : ReasonCode.FALLBACKS, stats.whyLeft(few), stats.qualifiedName()));
        }
    }

    /** Starts the compilation in the background, once; {@code args} are those of a call, or null. */
    synchronized CountDownLatch request(Object[] args) {
        if (compiling == null) {
            CountDownLatch latch = new CountDownLatch(1);
            compiling = latch;
            if (adaptive != null) {
                // Nothing to ask until there is code. A thread that comes here later must not undo what the compilation sets.
                switchOn(Bootstrap.never(type));
            }
            // a waiting task does not keep the program's classes: a method that is gone by then needs no code
            WeakReference<MethodSite> weak = new WeakReference<>(this);
            CallObjects objects = compiler.objects(args);
            if (!dispatcher.queue().submit(released(() -> Optional.ofNullable(weak.get()).ifPresent(s -> s.compile(objects)), latch))) {
                latch.countDown();
                noThread();
                return latch;
            }
        }
        return compiling;
    }

    /** It could not be compiled now. It is tried again at the next call, then after 2, 6, 14, ... calls, or when it has cost twice as much. */
    private void later() {
        retries.later(adaptive == null || candidate.saysItIsCalled());
        noLonger();
        if (adaptive != null && !candidate.saysItIsCalled()) {
            candidate.waits();
            idle();
        } else if (adaptive != null) {
            switchOn(adaptive.poll());
        }
    }

    private synchronized void noLonger() {
        compiling = null;
    }

    /** Runs a task, and then lets go who waits for it. */
    private static Runnable released(Runnable task, CountDownLatch latch) {
        return () -> {
            try {
                task.run();
            } finally {
                latch.countDown();
            }
        };
    }

    /** Whether it may be compiled now: a class that is being initialised is not, as what its initialiser sets is not known yet. */
    boolean ready() {
        return retries.isDue() && dispatcher.initialised().test(lookup.lookupClass());
    }

    /** For the policy ALWAYS: the code to run, after waiting for the compilation. */
    MethodHandle await(Object[] args) {
        ClassLoader loader = lookup.lookupClass().getClassLoader();
        if (!ready() || CompileQueue.isCompiler() || loader != null && Thread.holdsLock(loader)) {
            return Bootstrap.deopt(type);
        }
        long start = System.nanoTime();
        if (!CompileTimeout.wait(request(args))) {
            giveUp();
        }
        stats.firstCall(System.nanoTime() - start);
        return done ? sites.call().getTarget() : Bootstrap.deopt(type);
    }

    /** Waiting has been too long. What the compilation still brings is not used. */
    void giveUp() {
        if (patience.ends()) {
            leave(new Refusal(ReasonCode.TIMEOUT, "compiling it took more than " + CompileTimeout.SECONDS + " seconds", stats.qualifiedName()));
        }
    }

    private void compile(CallObjects objects) {
        try {
            StaticArgVariants.check(type, stats.asked().staticArgs(), stats.qualifiedName());
            Kernel base = code.first(objects, adaptive == null ? Gate.OPEN : candidate, dispatcher.options().throwRefusals());
            Variants variants = code.begin(base, objects);
            if (isOver()) {
                done = true;
                return;
            }
            if (!patience.arrives()) {
                say(Options.Log.INFO, "was compiled too late and stays with the JVM");
                return;
            }
            code.use(variants, !dispatcher.options().shadow());
            if (adaptive == null && base.lifted() != null) {
                stats.compiled(base.backend());
            }
            if (dispatcher.options().shadow() && base.lifted() != null) {
                ShadowVerifier.Sites s = ShadowVerifier.of(stats, variants::lifted, compiler.access(), code.general(), original());
                switchOn(s.on());
                install(variants.recursive() ? stay.around(s.call(), original()) : s.call());
            } else if (adaptive == null) {
                install(code.handle());
            } else {
                adaptive.compiled(code.handle(), variants);
                installedAt = System.nanoTime();
                if (prologue.isBare(candidate)) {
                    prologue.weave();
                }
            }
            done = true;
            Events.dispatch(stats.method(), "compiled", "", 0, 0);
            say(Options.Log.INFO, "is compiled (" + Math.round(stats.compileMillis()) + " ms)");
        } catch (Refusal r) {
            failed(r);
        } catch (ReflectiveOperationException | RuntimeException | Error e) {
            refuse(compiler.internal(e));
        }
    }

    /** There is no code, for good or for now. */
    private void failed(Refusal r) {
        if (patience.isOver()) {
            return;
        }
        if (isOver()) {
            done = true;
        } else if (r.code() == ReasonCode.NOT_WORTH_IT_YET) {
            if (candidate.named()) {
                waits(r);
            } else {
                stats.left(r.reason());
                say(Options.Log.INFO, "is " + r.sentence());
            }
            noLonger();
            candidate.open();
            idle();
        } else if (r.code() == ReasonCode.ENDING) {
            waits(r);
        } else if (SiteCode.isTooEarly(r)) {
            waits(r);
            later();
        } else {
            refuse(r);
        }
    }

    private void refuse(Refusal r) {
        if (patience.arrives()) {
            leave(r);
        }
    }

    /** Makes the handle what the prologue calls. */
    void install(MethodHandle h) {
        sites.install(this, h);
    }

    /** Sets whether the prologue calls it. */
    void switchOn(MethodHandle handle) {
        synchronized (sites) {
            decision = handle;
            sites.switchOn(this, stay.begun() ? stay.guard(handle, handle == yes) : handle);
        }
    }

    private void recheck() {
        synchronized (sites) {
            switchOn(decision);
        }
    }

    /** Whether a class that this was made for has changed: what comes out of it no longer counts. */
    boolean isOver() {
        return sites.site() != this;
    }

    /** Runs a task in the background; under the policy ALWAYS the caller waits for it. */
    boolean inBackground(Runnable task) {
        CountDownLatch latch = new CountDownLatch(1);
        boolean begun = dispatcher.queue().submit(released(task, latch));
        return begun && adaptive == null && CompileTimeout.wait(latch);
    }

    /** The code can do more than before. */
    void extended(Kernel by) throws ReflectiveOperationException {
        if (adaptive == null && by.lifted() != null) {
            stats.compiled(by.backend());
        }
        if (adaptive != null) {
            adaptive.compiled(code.handle(), code.variants());
        } else if (!dispatcher.options().shadow()) {
            install(code.handle());
        }
    }

    /** Says something about the method in the log. */
    void say(Options.Log level, String what) {
        Log.say(dispatcher.options(), level, stats.method() + " " + what + ".");
    }

    boolean isAdaptive() {
        return adaptive != null;
    }

    private void waits(Refusal r) {
        stats.waits(new MethodStats.Reason(r.code(), r.where(), "not compiled yet because " + r.getMessage() + " (" + r.code() + " at " + r.where() + ")"));
    }

    /** Measured: compiled code is worth it, at least for some sizes. */
    void settled() {
        closed = false;
        if (!code.variants().kernels().isEmpty()) {
            stats.compiled(code.variants().kernels().get(0).backend());
        }
    }

    /** The JVM is faster, by measurement or because compiled code has no result. The guard becomes a constant false, but may be opened again. */
    void close(boolean measured) {
        closed = true;
        switchOn(Bootstrap.never(type));
        Refusal why = measured ? new Refusal(ReasonCode.MEASURED, stats.comparison().jvm().median() <= stats.comparison().compiled().median()
                ? "it was measured faster on the JVM" : "compiled code was not measured faster beyond doubt", stats.qualifiedName())
            : new Refusal(ReasonCode.FALLBACKS, "too many of its calls threw an exception or ended in the original"
                + (stats.lastFallback().isEmpty() ? "" : " (last: " + stats.lastFallback() + ")"), stats.qualifiedName());
        stats.left(why.reason());
    }

    /** Whether {@link #close} was the last decision. */
    boolean closed() {
        return closed;
    }

    /** Runs a task after a while; the task must not refer to the program's classes strongly. */
    void later(Runnable task, long delay, TimeUnit unit) {
        dispatcher.queue().later(task, delay, unit);
    }

    /** Leaves the method to the JVM for good: the guard becomes a constant false. */
    void leave(Refusal r) {
        if (isOver()) {
            done = true;
            return;
        }
        closed = false;
        stats.left(r.reason());
        Events.dispatch(stats.method(), "jvm", r.code().toString(), stats.jvmNanos(), stats.compiledNanos());
        say(Options.Log.INFO, "is " + r.sentence());
        boolean fails = dispatcher.options().throwRefusals() && r.code() != ReasonCode.NO_GAIN;
        // what is called is there before it is
        MethodHandle called = fails ? NotCompiled.thrower(type, stats.method() + " is " + r.sentence()) : Bootstrap.deopt(type);
        install(called);
        switchOn(Bootstrap.constant(type, fails));
        done = true;
    }
}
