package dev.jacobi.site;

import dev.jacobi.report.MethodStats;
import dev.jacobi.woven.Bootstrap;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.function.Function;

/**
 * The two call sites of one method's prologue, which last as long as its class, and the {@link MethodSite} that sets them at present. When a class that its code was made of
 * changes, another one begins from the start; what the one before still has under way then reaches no call.
 */
final class PrologueCallSites {
    private final MethodStats stats;
    private final MutableCallSite on;
    private final MutableCallSite call;
    private final Function<PrologueCallSites, MethodSite> make;
    private volatile MethodSite current;

    PrologueCallSites(MethodStats stats, MethodType type, Function<PrologueCallSites, MethodSite> make) {
        this.stats = stats;
        // With nothing to call the JVM makes code that throws, for each type of a method.
        this.on = new MutableCallSite(Bootstrap.never(type));
        this.call = new MutableCallSite(Bootstrap.deopt(type));
        this.make = make;
        begin();
    }

    private synchronized void begin() {
        current = make.apply(this);
        current.start();
    }

    /** Whether the compiled code is to be tried. */
    MutableCallSite on() {
        return on;
    }

    /** The compiled code. */
    MutableCallSite call() {
        return call;
    }

    MethodSite site() {
        return current;
    }

    /** Makes the handle what the prologue calls, unless another site has begun. */
    synchronized void install(MethodSite by, MethodHandle h) {
        set(by, call, h);
    }

    /** Makes the handle what decides whether the prologue calls it, unless another site has begun. */
    synchronized void switchOn(MethodSite by, MethodHandle h) {
        set(by, on, h);
    }

    private void set(MethodSite by, MutableCallSite site, MethodHandle h) {
        if (by == current) {
            site.setTarget(h);
            MutableCallSite.syncAll(new MutableCallSite[] {site});
        }
    }

    /** A class that the code of a site was made of changes. */
    synchronized void outdated(MethodSite s, Class<?> changed) {
        if (s == current) {
            stats.outdated(changed.getName());
            begin();
        }
    }
}
