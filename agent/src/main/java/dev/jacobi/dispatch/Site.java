package dev.jacobi.dispatch;

import dev.jacobi.dispatch.classes.Dependent;
import dev.jacobi.dispatch.late.Outline;
import dev.jacobi.ir.Lit;
import dev.jacobi.lift.Refusal;
import dev.jacobi.llvm.jit.Background;
import dev.jacobi.report.Events;
import dev.jacobi.report.MethodStats;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Where one method stands: not looked at, being compiled, compiled, or left to the JVM. The policy decides who calls what; this class switches the call sites
 * of the prologue. All of it holds for the code that the classes have; when one of them changes, another site begins anew.
 */
final class Site implements Dependent {
    private static final long FIRST_RETRY_MILLIS = 50;
    /** When calls of a prologue go another way, the JVM's compilers do again one in so many parts of what they have done; when a class gets a prologue, as good as all. */
    private static final int WOVEN_PART = 4;
    private static final long UNUSED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private final Dispatcher dispatcher;
    private final MethodHandles.Lookup lookup;
    private final String name;
    private final MethodType type;
    private final MethodStats stats;
    private final PrologueCallSites sites;
    private final Unit unit;
    private final Fallbacks fallbacks;
    private final Adaptive adaptive;
    /** Null unless the policy is ADAPTIVE. */
    private final CompileCandidate candidate;
    private CountDownLatch compiling;
    private int tooEarly;
    private long skip;
    private final Set<String> requested = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> early = new ConcurrentHashMap<>();
    private volatile boolean done;
    private final Patience patience = new Patience();
    private volatile boolean closed;
    private volatile long installedAt;
    private volatile Variants variants;
    private final Stay stay;
    /** Null when no argument is named by the annotation. */
    private final Statics statics;
    /** What the guard was last set to, threads that stay in the original apart. */
    private MethodHandle decision;
    private final MethodHandle yes;

    Site(Dispatcher dispatcher, PrologueCallSites sites, MethodHandles.Lookup lookup, String name, String desc, MethodStats stats) {
        this.dispatcher = dispatcher;
        this.sites = sites;
        this.lookup = lookup;
        this.name = name;
        this.stats = stats;
        this.type = sites.call().type();
        this.yes = Bootstrap.constant(type, true);
        this.fallbacks = new Fallbacks(stats, this::tooMany);
        this.unit = new Unit(lookup, lookup.lookupClass(), dispatcher.classes(lookup.lookupClass().getClassLoader(), this), stats, type, dispatcher.options(),
            dispatcher.pipeline(), dispatcher.backends(), dispatcher.initialised(), dispatcher.lambdas(), fallbacks, this::inBackground);
        this.stay = new Stay(lookup.lookupClass().getName(), name, this::recheck);
        boolean shadow = dispatcher.options().shadow();
        this.adaptive = dispatcher.options().policy() == Options.Policy.ADAPTIVE && !shadow ? new Adaptive(this, dispatcher.watch().beacon()) : null;
        this.candidate = adaptive == null ? null : new CompileCandidate(this, adaptive, where(),
            () -> Outline.of(dispatcher.classes(lookup.lookupClass().getClassLoader(), this).bytes(stats.owner()), name, desc));
        List<Integer> fixed = stats.asked().staticArgs();
        this.statics = fixed.isEmpty() ? null
            : new Statics(type, fixed, adaptive == null, this::inBackground, this::constant, this::manyConstants);
    }

    @Override
    public void outdated(Class<?> changed) {
        sites.outdated(this, changed);
    }

    /** Sets the call sites for a method that nobody has looked at. */
    void start() {
        switch (adaptive == null && dispatcher.options().policy() == Options.Policy.ADAPTIVE ? Options.Policy.ALWAYS : dispatcher.options().policy()) {
            case OFF -> {
                switchOn(Bootstrap.never(type));
                install(Bootstrap.deopt(type));
            }
            case ALWAYS -> {
                install(MethodHandles.foldArguments(MethodHandles.exactInvoker(type), CallObjects.asking(type, this, "await", MethodHandle.class)));
                switchOn(yes);
            }
            case ADAPTIVE -> {
                install(Bootstrap.deopt(type));
                boolean late = dispatcher.watch().late().has(lookup.lookupClass());
                if (late) {
                    candidate.showsOnStacks();
                }
                idle();
                if (late) {
                    dispatcher.watch().late().link(lookup.lookupClass(), key(), candidate);
                } else {
                    dispatcher.watch().add(candidate);
                }
            }
        }
    }

    /** Nobody asks for code. */
    private void idle() {
        switchOn(candidate.saysItIsCalled() ? adaptive.unasked() : Bootstrap.never(type));
    }

    /** The code that the next call asks for is to be made. */
    synchronized void choose() {
        if (compiling == null && !isBare()) {
            switchOn(adaptive.poll());
        } else if (compiling == null && !ready()) {
            candidate.waits();
        } else if (compiling == null && CallObjects.any(type)) {
            WeakReference<Site> weak = new WeakReference<>(this);
            if (!dispatcher.queue().submit(() -> Optional.ofNullable(weak.get()).ifPresent(Site::examine))) {
                noThread();
            }
        } else if (compiling == null) {
            request(null);
        }
    }

    private void noThread() {
        stats.waits(new MethodStats.Reason("NO-THREAD", where(), "not compiled yet because " + Background.NO_THREAD + ", and compiling needs one (NO-THREAD at "
            + where() + ")"));
        later();
    }

    /** Which objects a method is called with is seen at calls only, and these need a prologue. Whether it is worth that shows as far as the classes of parameters tell. */
    private void examine() {
        try {
            new DeclaredObjects(type).examine(unit, candidate);
            weave();
            switchOn(adaptive.poll());
        } catch (Refusal r) {
            failed(r);
        } catch (RuntimeException | Error e) {
            refuse(unit.internal(e));
        }
    }

    private void weave() {
        if (!dispatcher.watch().late().weave(lookup.lookupClass(), key())) {
            throw new Refusal("CLASS-STAYS", "the JVM does not let its class be changed", where());
        }
    }

    /** How much processor time the JVM takes to make its own code anew, because a prologue comes or what it does changes. */
    long reweavingNanos() {
        return CpuTime.jit() / (isBare() ? 1 : WOVEN_PART);
    }

    /** Its name and descriptor. */
    private String key() {
        return name + type.toMethodDescriptorString();
    }

    /** Whether the method has no prologue yet: it gets one when there is code, or when calls have to be seen to make it. */
    private boolean isBare() {
        return !candidate.saysItIsCalled() && !dispatcher.wants(lookup.lookupClass().getClassLoader(), stats.owner(), key());
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

    MutableCallSite on() {
        return sites.on();
    }

    MutableCallSite call() {
        return sites.call();
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

    /** For tests: {@link Variants#trial}. */
    MethodHandle trial() {
        return variants.trial();
    }

    private String where() {
        return lookup.lookupClass().getName() + "." + name;
    }

    /** Most calls end in the original. The policy ALWAYS means always. */
    private void tooMany() {
        if (adaptive != null && adaptive.mayLeave()) {
            leave(new Refusal("FALLBACKS", "too many of its calls ended in the original (last: " + stats.lastFallback() + ")", where()));
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
            if (!dispatcher.queue().submit(task(new WeakReference<>(this), unit.objects(args), latch))) {
                latch.countDown();
                noThread();
                return latch;
            }
        }
        return compiling;
    }

    /** It could not be compiled now. It is tried again at the next call, then after 2, 6, 14, ... calls, or when it has cost twice as much. */
    private void later() {
        synchronized (this) {
            compiling = null;
            tooEarly = Math.min(tooEarly + 1, 20);
            skip = adaptive == null || candidate.saysItIsCalled() ? (1L << tooEarly) - 2 : 0;
        }
        if (adaptive != null && !candidate.saysItIsCalled()) {
            candidate.waits();
            idle();
        } else if (adaptive != null) {
            switchOn(adaptive.poll());
        }
    }

    /** A waiting task does not keep the program's classes: a method that is gone by then needs no code. */
    private static Runnable task(WeakReference<Site> weak, CallObjects objects, CountDownLatch latch) {
        return () -> {
            try {
                Site site = weak.get();
                if (site != null) {
                    site.compile(objects);
                }
            } finally {
                latch.countDown();
            }
        };
    }

    /**
     * A class that is being initialised is not compiled: what its initialiser sets is not known yet. When a class that the method
     * needs was not initialised, it is tried again at the next call, then after 2, 6, 14, ... calls.
     */
    boolean ready() {
        synchronized (this) {
            if (skip > 0) {
                skip--;
                return false;
            }
        }
        return dispatcher.initialised().test(lookup.lookupClass());
    }

    /** For the policy ALWAYS: the code to run, after waiting for the compilation. */
    MethodHandle await(Object[] args) {
        ClassLoader loader = lookup.lookupClass().getClassLoader();
        if (!ready() || CompileQueue.isCompiler() || loader != null && Thread.holdsLock(loader)) {
            return Bootstrap.deopt(type);
        }
        long start = System.nanoTime();
        if (!Patience.wait(request(args))) {
            giveUp();
        }
        stats.firstCall(System.nanoTime() - start);
        return done ? sites.call().getTarget() : Bootstrap.deopt(type);
    }

    /** Waiting has been too long. What the compilation still brings is not used. */
    void giveUp() {
        if (patience.ends()) {
            leave(new Refusal("TIMEOUT", "compiling it took more than " + Patience.SECONDS + " seconds", where()));
        }
    }

    private void compile(CallObjects objects) {
        try {
            Statics.check(type, stats.asked().staticArgs(), where());
            Kernel base = base(objects);
            Variants v = new Variants(type, unit, base, objects, fallbacks, this::variant);
            if (isOver()) {
                done = true;
                return;
            }
            if (!patience.arrives()) {
                Log.say(dispatcher.options(), Options.Log.INFO, stats.method() + " was compiled too late and stays with the JVM.");
                return;
            }
            variants = v;
            if (adaptive == null && base.lifted() != null) {
                stats.compiled(base.backend());
            }
            if (dispatcher.options().shadow() && base.lifted() != null) {
                Shadow.Sites s = Shadow.of(stats, v::lifted, unit.access(), code(), original());
                switchOn(s.on());
                install(staying(s.call()));
            } else if (adaptive == null) {
                install(staying(code()));
            } else {
                adaptive.compiled(staying(code()), variants);
                installedAt = System.nanoTime();
                if (isBare()) {
                    weave();
                }
            }
            done = true;
            Events.dispatch(stats.method(), "compiled", "", 0, 0);
            Log.say(dispatcher.options(), Options.Log.INFO, stats.method() + " is compiled (" + Math.round(stats.compileMillis()) + " ms).");
        } catch (Refusal r) {
            failed(r);
        } catch (ReflectiveOperationException | RuntimeException | Error e) {
            refuse(unit.internal(e));
        }
    }

    /** There is no code, for good or for now. */
    private void failed(Refusal r) {
        if (patience.isOver()) {
            return;
        }
        if (isOver()) {
            done = true;
        } else if (r.code().equals(CompileCandidate.NOT_YET)) {
            if (candidate.named()) {
                waits(r);
            } else {
                stats.left(new MethodStats.Reason(r.code(), r.where(), r.sentence()));
                Log.say(dispatcher.options(), Options.Log.INFO, stats.method() + " is " + r.sentence() + ".");
            }
            synchronized (this) {
                compiling = null;
            }
            candidate.open();
            idle();
        } else if (isTooEarly(r)) {
            waits(r);
            later();
        } else {
            refuse(r);
        }
    }

    /**
     * The first variant. When it cannot be had for objects like these, there may still be others: only calls with such objects are left
     * to the JVM, until they have become too many.
     */
    private Kernel base(CallObjects objects) {
        try {
            return unit.compile(Aliasing.distinct(type.parameterCount()), objects, 0, Map.of(), adaptive == null ? Gate.OPEN : candidate);
        } catch (Refusal r) {
            if (objects.tests().isEmpty() || isTooEarly(r) || r.code().equals(CompileCandidate.NOT_YET) || dispatcher.options().throwRefusals()) {
                throw r;
            }
            stats.left(new MethodStats.Reason(r.code(), r.where(), r.sentence()));
            return without(r, "with objects like these");
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

    /** The variants, and in front of them those for constant arguments. */
    private MethodHandle code() {
        if (statics != null && adaptive != null && !variants.exact()) {
            stats.note("its results may differ in the last bits from the JVM's and shall change only once: calls with static arguments run the general code");
            return variants.handle();
        }
        return statics == null ? variants.handle() : statics.over(variants.handle());
    }

    /** The code for constant arguments; calls that it does not fit otherwise take the general way. */
    private MethodHandle constant(Map<Integer, Lit> constants, Object[] args, MethodHandle general) {
        try {
            CallObjects objects = unit.objects(args);
            Kernel k = unit.compile(Aliasing.distinct(type.parameterCount()), objects, 0, constants, Gate.OPEN);
            MethodHandle h = Aliasing.guard(Aliasing.selectors(k.lifted(), unit.compares()), Aliasing.distinct(type.parameterCount()), k.handle(), general);
            return CallObjects.guard(unit.access(), type, objects.tests(), h, general);
        } catch (RuntimeException | Error e) {
            Refusal r = e instanceof Refusal known ? known : unit.internal(e);
            stats.note("for some values of its static arguments it runs the general code because " + r.getMessage() + " (" + r.code() + " at " + r.where() + ")");
            return null;
        }
    }

    private void manyConstants() {
        stats.note("its static arguments have had many different values: calls with other ones run the general code");
    }

    /** Runs a task in the background; under the policy ALWAYS the caller waits for it. */
    private boolean inBackground(Runnable task) {
        CountDownLatch latch = new CountDownLatch(1);
        boolean begun = dispatcher.queue().submit(() -> {
            try {
                task.run();
            } finally {
                latch.countDown();
            }
        });
        return begun && adaptive == null && Patience.wait(latch);
    }

    /** Code of a method that calls itself keeps a thread in the original where it gives up. */
    private MethodHandle staying(MethodHandle code) throws ReflectiveOperationException {
        return variants.recursive() ? stay.around(code, original()) : code;
    }

    /** Another variant, when a call needs it: the policy ALWAYS waits for it, else the original runs meanwhile. */
    private Kernel variant(Variants.Wanted wanted) {
        var made = new Kernel[1];
        if (CompileQueue.isCompiler() || !requested.add(wanted.pattern() + wanted.key())) {
            return null;
        }
        return inBackground(() -> made[0] = make(wanted)) ? made[0] : null;
    }

    private void waits(Refusal r) {
        stats.waits(new MethodStats.Reason(r.code(), r.where(), "not compiled yet because " + r.getMessage() + " (" + r.code() + " at " + r.where() + ")"));
    }

    static boolean isTooEarly(Refusal r) {
        return r.code().equals("CLASS-NOT-INITIALISED") || r.code().equals("CLASS-CHANGES");
    }

    /** A class that the variant needs is not initialised: after a while, longer each time, a call may ask for it again. */
    private void askAgainLater(Variants.Wanted w) {
        var weak = new WeakReference<>(this);
        String key = w.pattern() + w.key();
        int before = early.merge(key, 1, Integer::sum) - 1;
        later(() -> {
            Site site = weak.get();
            if (site != null) {
                site.requested.remove(key);
            }
        }, FIRST_RETRY_MILLIS << Math.min(before, 10), TimeUnit.MILLISECONDS);
    }

    /** Compiles a variant and puts it where calls find it; null when that is too early; one that cannot be had is a fallback at each call. */
    Kernel make(Variants.Wanted w) {
        String which = w.pattern().equals(Aliasing.distinct(type.parameterCount())) ? "with objects like these" : "with the same array twice";
        Kernel k;
        try {
            k = unit.compile(w.pattern(), w.objects(), w.number());
        } catch (Refusal r) {
            if (isTooEarly(r)) {
                askAgainLater(w);
                return null;
            }
            k = without(r, which);
        } catch (RuntimeException | Error e) {
            k = without(e, which);
        }
        try {
            add(w, k);
        } catch (ReflectiveOperationException | RuntimeException | Error e) {
            k = without(e, which);
            variants.add(w.pattern(), w.objects(), k);
        }
        return k;
    }

    private void add(Variants.Wanted w, Kernel k) throws ReflectiveOperationException {
        variants.add(w.pattern(), w.objects(), k);
        if (adaptive == null && k.lifted() != null) {
            stats.compiled(k.backend());
        }
        if (dispatcher.options().shadow()) {
            return;
        }
        if (adaptive == null) {
            install(staying(code()));
        } else {
            adaptive.compiled(staying(code()), variants);
        }
    }

    private Kernel without(Throwable e, String which) {
        Refusal r = e instanceof Refusal known ? known : unit.internal(e);
        Options.Log level = r.code().equals("INTERNAL-ERROR") ? Options.Log.WARN : Options.Log.INFO;
        Log.say(dispatcher.options(), level, stats.method() + " " + which + " is " + r.sentence() + ".");
        String what = r.code() + " at " + r.where() + ", " + which + ": " + r.getMessage();
        return new Kernel(null, fallbacks.always(type, what), null, "jvm", false);
    }

    /** Measured: compiled code is worth it, at least for some sizes. */
    void settled() {
        closed = false;
        if (!variants.kernels().isEmpty()) {
            stats.compiled(variants.kernels().get(0).backend());
        }
    }

    /** The JVM is faster, by measurement or because compiled code has no result. The guard becomes a constant false, but may be opened again. */
    void close(boolean measured) {
        closed = true;
        switchOn(Bootstrap.never(type));
        Refusal why = measured ? new Refusal("MEASURED", stats.comparison().jvm().median() <= stats.comparison().compiled().median()
                ? "it was measured faster on the JVM" : "compiled code was not measured faster beyond doubt", where())
            : new Refusal("FALLBACKS", "too many of its calls threw an exception or ended in the original"
                + (stats.lastFallback().isEmpty() ? "" : " (last: " + stats.lastFallback() + ")"), where());
        stats.left(new MethodStats.Reason(why.code(), why.where(), why.sentence()));
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
        stats.left(new MethodStats.Reason(r.code(), r.where(), r.sentence()));
        Events.dispatch(stats.method(), "jvm", r.code(), stats.jvmNanos(), stats.compiledNanos());
        Log.say(dispatcher.options(), Options.Log.INFO, stats.method() + " is " + r.sentence() + ".");
        if (dispatcher.options().throwRefusals() && !r.code().equals("NO-GAIN")) {
            install(NotCompiled.thrower(type, stats.method() + " is " + r.sentence()));
            switchOn(Bootstrap.constant(type, true));
        } else {
            switchOn(Bootstrap.never(type));
            install(Bootstrap.deopt(type));
        }
        done = true;
    }
}
