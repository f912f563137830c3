package dev.jacobi.site;

import dev.jacobi.backend.Gate;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.options.Options;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.stub.Aliasing;
import dev.jacobi.stub.CallObjects;
import dev.jacobi.stub.Fallbacks;
import dev.jacobi.stub.Kernel;
import dev.jacobi.stub.extent.ExtentCode;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** The code of one {@link MethodSite}: the first variant, further ones when calls need them, and in front of these the code for constant arguments or for few elements. */
final class SiteCode {
    private static final long FIRST_RETRY_MILLIS = 50;
    private final MethodSite site;
    private final MethodType type;
    private final MethodStats stats;
    private final MethodCompiler compiler;
    private final Fallbacks fallbacks;
    private final RecursionFallbackGuard stay;
    /** Null when no argument is named by the annotation. */
    private final StaticArgVariants statics;
    private final Set<String> requested = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> early = new ConcurrentHashMap<>();
    private volatile Variants variants;
    /** Null where no loop's trips are counted by a number that calls show. */
    private volatile ExtentCode few;

    SiteCode(MethodSite site, MethodCompiler compiler, Fallbacks fallbacks, RecursionFallbackGuard stay) {
        this.site = site;
        this.type = site.type();
        this.stats = site.stats();
        this.compiler = compiler;
        this.fallbacks = fallbacks;
        this.stay = stay;
        List<Integer> fixed = stats.asked().staticArgs();
        this.statics = fixed.isEmpty() ? null : new StaticArgVariants(type, fixed, !site.isAdaptive(), site::inBackground, this::constant, this::manyConstants);
    }

    /**
     * The first variant. When it cannot be had for objects like these, there may still be others: only calls with such objects are left
     * to the JVM, until they have become too many; with {@code strict} this is refused, too.
     */
    Kernel first(CallObjects objects, Gate gate, boolean strict) {
        try {
            return compiler.compile(Aliasing.distinct(type.parameterCount()), objects, 0, Map.of(), gate);
        } catch (Refusal r) {
            if (objects.tests().isEmpty() || isForTheMoment(r) || strict) {
                throw r;
            }
            stats.left(r.reason());
            return without(r, "with objects like these");
        }
    }

    /** Whether a refusal says nothing of objects like these, as there may be code for them later or the JVM ends. */
    private static boolean isForTheMoment(Refusal r) {
        return isTooEarly(r) || r.code() == ReasonCode.NOT_WORTH_IT_YET || r.code() == ReasonCode.ENDING;
    }

    /** Whether a refusal holds for a moment only. */
    static boolean isTooEarly(Refusal r) {
        return r.code() == ReasonCode.CLASS_NOT_INITIALISED || r.code() == ReasonCode.CLASS_CHANGES;
    }

    /** The variants that begin with {@code base}, which is for objects like these; {@link #use} makes them the site's. */
    Variants begin(Kernel base, CallObjects objects) {
        return new Variants(type, compiler, base, objects, fallbacks, this::variant);
    }

    /** {@code special}: there may be code for particular numbers of elements in front of them. */
    void use(Variants made, boolean special) {
        variants = made;
        Kernel base = made.kernels().isEmpty() ? null : made.kernels().get(0);
        if (base != null && base.backend().equals(Options.Backend.CPU.toString()) && !CallObjects.any(type) && !made.recursive() && special) {
            few = ExtentCode.of(type, base.lifted(), compiler.fast(), this::inBackground, this::ofFew);
        }
    }

    Variants variants() {
        return variants;
    }

    /** What a call runs. Code of a method that calls itself keeps a thread in the original where it gives up. */
    MethodHandle handle() throws ReflectiveOperationException {
        return variants.recursive() ? stay.around(general(), site.original()) : general();
    }

    /** The variants, and in front of them those for constant arguments. */
    MethodHandle general() {
        if (statics != null && site.isAdaptive() && !variants.exact()) {
            stats.note("its results may differ in the last bits from the JVM's and shall change only once: calls with static arguments run the general code");
            return variants.handle();
        }
        return statics != null ? statics.over(variants.handle()) : few != null ? few.over(variants.handle()) : variants.handle();
    }

    /** Runs a task where a call may wait for it. */
    private boolean inBackground(Runnable task) {
        ClassLoader loader = compiler.access().loader();
        return !CompileQueue.isCompiler() && !(loader != null && Thread.holdsLock(loader)) && site.inBackground(task);
    }

    /** The code for calls that show the same few elements each time. */
    private MethodHandle ofFew(UnaryOperator<Module> fix, String numbers, MethodHandle general) {
        try {
            Kernel k = compiler.compile(fix, numbers);
            stats.note("calls with " + numbers + " run code in which that is a constant");
            return Aliasing.guard(Aliasing.selectors(k.lifted(), compiler.compares()), Aliasing.distinct(type.parameterCount()), k.handle(), general);
        } catch (RuntimeException | Error e) {
            Refusal r = e instanceof Refusal known ? known : compiler.internal(e);
            stats.note("it runs the general code for few elements because " + r.getMessage() + " (" + r.code() + " at " + r.where() + ")");
            return null;
        }
    }

    /** The code for constant arguments; calls that it does not fit otherwise take the general way. */
    private MethodHandle constant(Map<Integer, Lit> constants, Object[] args, MethodHandle general) {
        try {
            CallObjects objects = compiler.objects(args);
            Kernel k = compiler.compile(Aliasing.distinct(type.parameterCount()), objects, 0, constants, Gate.OPEN);
            MethodHandle h = Aliasing.guard(Aliasing.selectors(k.lifted(), compiler.compares()), Aliasing.distinct(type.parameterCount()), k.handle(), general);
            return CallObjects.guard(compiler.access(), type, objects.tests(), h, general);
        } catch (RuntimeException | Error e) {
            Refusal r = e instanceof Refusal known ? known : compiler.internal(e);
            stats.note("for some values of its static arguments it runs the general code because " + r.getMessage() + " (" + r.code() + " at " + r.where() + ")");
            return null;
        }
    }

    private void manyConstants() {
        stats.note("its static arguments have had many different values: calls with other ones run the general code");
    }

    /** Another variant, when a call needs it: the policy ALWAYS waits for it, else the original runs meanwhile. */
    private Kernel variant(Variants.Wanted wanted) {
        var made = new Kernel[1];
        if (CompileQueue.isCompiler() || !requested.add(wanted.pattern() + wanted.key())) {
            return null;
        }
        return site.inBackground(() -> made[0] = make(wanted)) ? made[0] : null;
    }

    /** A class that the variant needs is not initialised: after a while, longer each time, a call may ask for it again. */
    private void askAgainLater(Variants.Wanted w) {
        var weak = new WeakReference<>(this);
        String key = w.pattern() + w.key();
        int before = early.merge(key, 1, Integer::sum) - 1;
        site.later(() -> {
            SiteCode code = weak.get();
            if (code != null) {
                code.requested.remove(key);
            }
        }, FIRST_RETRY_MILLIS << Math.min(before, 10), TimeUnit.MILLISECONDS);
    }

    /** Compiles a variant and puts it where calls find it; null when that is too early; one that cannot be had is a fallback at each call. */
    Kernel make(Variants.Wanted w) {
        String which = w.pattern().equals(Aliasing.distinct(type.parameterCount())) ? "with objects like these" : "with the same array twice";
        Kernel k;
        try {
            k = compiler.compile(w.pattern(), w.objects(), w.number());
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
        site.extended(k);
    }

    /** What stands for a variant that cannot be had. */
    Kernel without(Throwable e, String which) {
        Refusal r = e instanceof Refusal known ? known : compiler.internal(e);
        site.say(r.code() == ReasonCode.INTERNAL_ERROR ? Options.Log.WARN : Options.Log.INFO, which + " is " + r.sentence());
        String what = r.code() + " at " + r.where() + ", " + which + ": " + r.getMessage();
        return new Kernel(null, fallbacks.always(type, what), null, "jvm", false);
    }
}
