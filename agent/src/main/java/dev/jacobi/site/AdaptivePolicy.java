package dev.jacobi.site;

import dev.jacobi.lift.request.Refusal;
import dev.jacobi.policy.Beacon;
import dev.jacobi.policy.SizeClass;
import dev.jacobi.policy.SizeClassTimings;
import dev.jacobi.report.Events;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.stub.CallObjects;
import dev.jacobi.stub.OwnMethods;
import dev.jacobi.stub.Sampler;
import dev.jacobi.stub.TimedCall;
import dev.jacobi.woven.Bootstrap;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MutableCallSite;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The policy ADAPTIVE of one method. Calls run on the JVM until compiled code is there. Then calls of each size class are
 * timed, the original and the compiled code in turn, until the original is certain to be warm; the faster one is kept for
 * that size. When the JVM wins for every size seen, the guard becomes a constant false and costs nothing; now and then
 * it is opened again for a moment, in case larger calls have come up.
 *
 * <p>Code whose results may differ from the original's in the last bits ({@link dev.jacobi.stub.Kernel#trial}) is not run by turns, as a caller would see the results change
 * to and fro. Before some calls of the original the compiled code runs on copies, and its results are dropped. When the sizes that most of the time goes into
 * are decided, all sizes are, in one moment and for good: then the method's results change, and never again.
 */
final class AdaptivePolicy implements Sampler {
    private static final int KIND_BITS = 3;
    private static final int KINDS = 1 << KIND_BITS;
    private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int LOOK = 256;
    /** A decision is asked whether it wants to be checked when these bits of the number of calls are zero. */
    private static final int CHECK = 31;
    private static final long[] REOPEN_SECONDS = {2, 20};
    /** Inexact code is installed when at most this part of the time was spent in calls of sizes that are not decided. */
    private static final double UNDECIDED = 0.25;
    /** Calls of a size that was never measured run like those of the nearest size, unless they are smaller by this many powers of two. */
    private static final int MUCH_SMALLER = 6;

    private final MethodSite site;
    private final Beacon beacon;
    /**
     * Per size of the call; for calls with objects also per class of these, as other code runs for other classes. Most methods never have
     * code to measure, so that those of a class are only made when a call asks for them.
     */
    private final SizeClassTimings[][] buckets;
    private final AtomicReference<Timing> sampler = new AtomicReference<>();
    /** Null before there is compiled code, and code that can only be tried. */
    private MutableCallSite inner;
    private MutableCallSite innerTrial;
    private TimedCall harness;
    /** Whether some variant's results may differ from the original's. */
    private volatile boolean inexact;
    /** Which sizes inexact code is used for, once and for all: true for those it won; null before. */
    private volatile Map<Integer, Boolean> installed;
    /** Counts calls that find another call being timed. A plain field: it only thins out looking at the clock. */
    private int busy;
    private int reopened;

    /** One call that is being timed. Its own thread alone changes it. */
    private static final class Timing {
        private final Thread thread = Thread.currentThread();
        private final long since = System.nanoTime();
        private final SizeClassTimings bucket;
        private final boolean compiled;
        private boolean armed = true;
        private boolean inOriginal;

        Timing(SizeClassTimings bucket, boolean compiled) {
            this.bucket = bucket;
            this.compiled = compiled;
        }

        /** Its end will not come, or is not worth waiting for: a stack overflow can strike before it or in the middle of it. */
        boolean lost() {
            return !thread.isAlive() || System.nanoTime() - since > LOST_NANOS;
        }
    }

    AdaptivePolicy(MethodSite site, Beacon beacon) {
        this.site = site;
        this.beacon = beacon;
        this.buckets = new SizeClassTimings[CallObjects.any(site.type()) ? KINDS : 1][];
    }

    /** The guard while nobody asks for compiled code: says no, and where the program is. */
    MethodHandle unasked() {
        return MethodHandles.dropArguments(OwnMethods.of(MethodHandles.lookup(), this, "enters", boolean.class), 0, site.type().parameterList());
    }

    boolean enters() {
        if (++site.stats().calls >= beacon.calls()) {
            site.quiet();
        }
        beacon.enters(site.candidate());
        return false;
    }

    /** The guard of a method that has been chosen: starts the compilation at the next call and says no. */
    MethodHandle poll() {
        return CallObjects.asking(MethodHandles.lookup(), site.type(), this, "waiting", boolean.class);
    }

    boolean waiting(Object[] args) {
        site.stats().calls++;
        if (site.ready()) {
            site.request(args);
        }
        return false;
    }

    /** There is compiled code (or another variant of it): from now on calls are measured. */
    synchronized void compiled(MethodHandle handle, Variants variants) throws Refusal {
        boolean differs = !inexact && !variants.exact();
        inner = set(inner, handle);
        innerTrial = variants.exact() ? innerTrial : set(innerTrial, variants.trial());
        if (harness == null || differs) {
            try {
                harness = TimedCall.of(this, site.type(), site.original(), inner.dynamicInvoker(), variants.exact() ? null : innerTrial.dynamicInvoker());
            } catch (ReflectiveOperationException e) {
                throw new Refusal(ReasonCode.NO_ACCESS, "it cannot be called for measuring (" + e.getMessage() + ")", site.stats().method());
            }
        }
        if (differs) {
            inexact = true;
            asked().forEach(SizeClassTimings::onlyWhenWarm);
            if (asked().stream().anyMatch(b -> b.decision == SizeClassTimings.COMPILED)) {
                // Exact code was in use, and stays so for its sizes.
                freeze();
            }
        }
        install(handle);
        site.switchOn(harness.poll());
    }

    private static MutableCallSite set(MutableCallSite site, MethodHandle target) {
        if (site == null) {
            return new MutableCallSite(target);
        }
        site.setTarget(target);
        return site;
    }

    private void install(MethodHandle handle) {
        MethodHandle otherwise = inexact && installed == null ? Bootstrap.deopt(site.type()) : handle;
        site.install(installed != null ? handle : MethodHandles.guardWithTest(OwnMethods.of(MethodHandles.lookup(), this, "sampling", boolean.class), harness.timed(), otherwise));
    }

    /** Decides for all sizes, once and for all. */
    private synchronized void freeze() {
        var chosen = new HashMap<Integer, Boolean>();
        synchronized (buckets) {
            for (SizeClassTimings[] kept : buckets) {
                for (int at = 0; kept != null && at < kept.length; at++) {
                    if (kept[at] != null && kept[at].decision != SizeClassTimings.OPEN) {
                        chosen.merge(at, kept[at].decision == SizeClassTimings.COMPILED, Boolean::logicalOr);
                    }
                }
            }
        }
        installed = Map.copyOf(chosen);
    }

    /** Whether calls of this size run inexact code that has been installed. */
    private boolean isInstalled(int of, int at, Map<Integer, Boolean> chosen) {
        SizeClassTimings[] kept = buckets[of];
        SizeClassTimings b = kept == null ? null : kept[at];
        if (b == null || b.decision == SizeClassTimings.OPEN) {
            b = bucket(of, at);
            int nearest = chosen.keySet().stream().min(Comparator.comparingInt((Integer k) -> SizeClass.distance(k, at)).thenComparing(k -> k)).orElse(at);
            b.decide(chosen.getOrDefault(nearest, false) && SizeClass.below(at, nearest) < MUCH_SMALLER ? SizeClassTimings.COMPILED : SizeClassTimings.JVM);
        }
        b.seen++;
        return b.decision == SizeClassTimings.COMPILED;
    }

    /** Whether the method may still be left to the JVM: not when that would change results for the second time. */
    boolean mayLeave() {
        return !inexact || installed == null;
    }

    /** How much time compiled code has saved so far. */
    long savedNanos() {
        return asked().stream().mapToLong(SizeClassTimings::saved).sum();
    }

    /** Who runs a call of this size, with objects of this {@link dev.jacobi.stub.CallSize#kind}: true for the compiled code, or for the timed call that {@link #sampling} announces. */
    @Override
    public boolean poll(long elements, long scalar, int kind) {
        int of = kind * 0x9E3779B9 >>> 32 - KIND_BITS;
        int at = SizeClass.of(elements, scalar);
        Map<Integer, Boolean> chosen = installed;
        if (chosen != null) {
            return isInstalled(of, at, chosen);
        }
        SizeClassTimings[] kept = buckets[of];
        SizeClassTimings b = kept == null ? null : kept[at];
        if (b != null && b.decision != SizeClassTimings.OPEN) {
            if (++b.seen == b.recheck) {
                b.reopen();
            } else if ((b.seen & CHECK) == 0 && !inexact && b.wantsCheck()) {
                return sample(of, at);
            }
            return b.decision == SizeClassTimings.COMPILED && !inexact && !inTimedOriginal();
        }
        return sample(of, at);
    }

    /** Whether this thread is in a call of the original that is being timed: a decision that is checked must not have compiled code take its place. */
    private boolean inTimedOriginal() {
        Timing t = sampler.getPlain();
        return t != null && t.thread == Thread.currentThread() && t.inOriginal;
    }

    private boolean sample(int of, int at) {
        Timing other = sampler.get();
        boolean mine = other != null && other.thread == Thread.currentThread();
        if (other != null && !(mine && !other.inOriginal) && !((++busy & LOOK - 1) == 0 && other.lost())) {
            return !mine && !inexact && bucket(of, at).prefersCompiled();
        }
        SizeClassTimings b = bucket(of, at);
        return sampler.compareAndSet(other, new Timing(b, !inexact && b.nextIsCompiled())) || !inexact && b.prefersCompiled();
    }

    private SizeClassTimings bucket(int of, int at) {
        synchronized (buckets) {
            if (buckets[of] == null) {
                buckets[of] = new SizeClassTimings[SizeClass.COUNT];
            }
            if (buckets[of][at] == null) {
                buckets[of][at] = new SizeClassTimings();
                if (inexact) {
                    buckets[of][at].onlyWhenWarm();
                }
            }
            return buckets[of][at];
        }
    }

    /** Whether any call has asked for code. */
    boolean isAsked() {
        return !asked().isEmpty();
    }

    /** Those that calls have asked for. */
    private List<SizeClassTimings> asked() {
        synchronized (buckets) {
            return Arrays.stream(buckets).filter(Objects::nonNull).flatMap(Arrays::stream).filter(Objects::nonNull).toList();
        }
    }

    /** The timing of this thread's call; null when there is none, or another thread has taken it for lost. */
    private Timing mine() {
        Timing t = sampler.get();
        return t != null && t.thread == Thread.currentThread() ? t : null;
    }

    /** True for the call that is to be timed. */
    boolean sampling() {
        Timing t = sampler.getPlain();
        return t != null && t.thread == Thread.currentThread() && t.armed;
    }

    /** Before a timed call of inexact code's original: this thread's calls inside of it are not timed. */
    @Override
    public boolean trying() {
        Timing t = mine();
        if (t == null) {
            return false;
        }
        t.armed = false;
        return !t.compiled && t.bucket.wantsTrial();
    }

    @Override
    public void tried(long nanos) {
        Timing t = mine();
        if (t == null) {
            return;
        }
        if (nanos < 0 ? t.bucket.failed() : t.bucket.add(true, nanos)) {
            settle(t.bucket);
        } else if (nanos >= 0) {
            site.stats().firstCall(nanos);
        }
    }

    /** A timed call starts; true for the compiled code. */
    @Override
    public boolean begin() {
        Timing t = mine();
        if (t == null) {
            return false;
        }
        t.armed = false;
        t.inOriginal = !t.compiled;
        return t.compiled;
    }

    /** A timed call has ended. */
    @Override
    public void end(long nanos) {
        Timing t = mine();
        if (t == null) {
            return;
        }
        boolean decided = t.bucket.add(t.compiled, nanos);
        if (t.compiled) {
            site.stats().firstCall(nanos);
        } else {
            site.stats().calls++;
        }
        sampler.compareAndSet(t, null);
        if (decided) {
            settle(t.bucket);
        }
    }

    /** A timed call has thrown. */
    @Override
    public Throwable failed(Throwable e) {
        Timing t = mine();
        if (t != null && sampler.compareAndSet(t, null) && t.bucket.failed()) {
            settle(t.bucket);
        }
        return e;
    }

    /** After a decision: the report's figures are those of the size that costs most; the guard closes when the JVM wins everywhere. */
    private void settle(SizeClassTimings last) {
        SizeClassTimings top = last;
        boolean anyCompiled = false;
        boolean anyOpen = false;
        double open = 0;
        double all = 0;
        for (SizeClassTimings b : asked()) {
            anyCompiled |= b.decision == SizeClassTimings.COMPILED;
            anyOpen |= b.decision == SizeClassTimings.OPEN;
            open += b.decision == SizeClassTimings.OPEN ? b.weight() : 0;
            all += b.weight();
        }
        for (SizeClassTimings b : asked()) {
            boolean counts = !anyCompiled || b.decision == SizeClassTimings.COMPILED;
            boolean counted = !anyCompiled || top.decision == SizeClassTimings.COMPILED;
            top = counts && (!counted || b.weight() > top.weight()) ? b : top;
        }
        if (inexact && anyCompiled) {
            if (installed != null || open > UNDECIDED * all) {
                return;
            }
            freeze();
            install(inner.dynamicInvoker());
        }
        site.stats().compared(top.comparison());
        String decision = last.decision == SizeClassTimings.COMPILED ? "compiled" : "jvm";
        Events.dispatch(site.stats().method(), decision, "MEASURED", last.originalMedian(), last.compiledMedian());
        if (anyCompiled) {
            site.settled();
        } else if (!anyOpen) {
            site.close(top.measured());
            reopenLater();
        }
    }

    private void reopenLater() {
        if (reopened == 0 && site.candidate() != null && !site.candidate().named()) {
            // Each change of the guard has the JVM compile the callers anew: for what nobody has named, once more is enough.
            reopened = 1;
        }
        if (reopened >= REOPEN_SECONDS.length || asked().stream().noneMatch(SizeClassTimings::isClose)) {
            return;
        }
        var weak = new WeakReference<>(this);
        site.later(() -> {
            AdaptivePolicy a = weak.get();
            if (a != null && a.site.closed()) {
                a.measureAgain();
                a.site.switchOn(a.harness.poll());
                a.site.later(() -> {
                    AdaptivePolicy again = weak.get();
                    if (again != null) {
                        again.closeIfIdle();
                    }
                }, 200, TimeUnit.MILLISECONDS);
            }
        }, REOPEN_SECONDS[reopened++], TimeUnit.SECONDS);
    }

    /** A decision for the JVM may have been made while the machine was busy with something else. */
    private void measureAgain() {
        asked().forEach(SizeClassTimings::reopen);
    }

    private void closeIfIdle() {
        boolean any = false;
        boolean measured = false;
        for (SizeClassTimings b : asked()) {
            any |= b.decision != SizeClassTimings.JVM;
            measured |= b.measured();
        }
        if (!any) {
            site.close(measured);
            reopenLater();
        }
    }
}
