package dev.jacobi.classes;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * A transformer behind those of all other agents, which changes nothing. The JVM asks agents in the order in which they came; so Jacobi's own jar is loaded as an agent
 * once more, which brings an {@link Instrumentation} behind all there are. One that was made after a class was last defined is behind everybody who had a part in that
 * definition; whoever comes later has to retransform the class to change it, and that is announced.
 */
final class LastTransformer implements ClassFileTransformer {
    /** Each costs the JVM about a kilobyte, and some nanoseconds at each class that is loaded. */
    private static final int MOST = 1024;
    /** Classes that are changed together are announced one after the other. */
    private static final long TOGETHER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private final Instrumentation instrumentation;
    private final OtherAgents others;
    private final String jar;
    private final BiConsumer<Class<?>, byte[]> seen;
    /** Classes that were loaded since the newest instrumentation was made, which it may therefore not be last for. */
    private final Fingerprints since = new Fingerprints();
    private Instrumentation newest;
    private Thread waiting;
    private int made;
    private int transformers;
    private long madeAt;

    LastTransformer(Instrumentation instrumentation, OtherAgents others, String jar, BiConsumer<Class<?>, byte[]> seen) {
        this.instrumentation = instrumentation;
        this.others = others;
        this.jar = jar;
        this.seen = seen;
    }

    /** A class is being loaded; {@code name} is a number for its loader and name. */
    void loads(long name) {
        since.add(name);
    }

    /** Makes sure that this is behind all who had a part in what a class is now; false when there is no way. */
    synchronized boolean isBehind(long name) {
        return newest != null && !since.contains(name) || renew();
    }

    /** Makes sure that this is behind all who are there now; false when there is no way. */
    synchronized boolean isBehindAll() {
        return newest != null && System.nanoTime() - madeAt < TOGETHER_NANOS && transformers == others.count() || renew();
    }

    private boolean renew() {
        if (made == MOST || jar == null) {
            return false;
        }
        made++;
        Instrumentation old = newest;
        newest = null;
        try {
            Class<?> impl = Class.forName("sun.instrument.InstrumentationImpl");
            instrumentation.redefineModule(impl.getModule(), Set.of(), Map.of("sun.instrument", Set.of(LastTransformer.class.getModule())), Map.of(), Set.of(), Map.of());
            transformers = others.count();
            madeAt = System.nanoTime();
            since.clear();
            waiting = Thread.currentThread();
            impl.getMethod("loadAgent", String.class).invoke(null, jar);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            newest = null;
        } finally {
            waiting = null;
        }
        if (newest == null) {
            newest = old;
            made = MOST;
            return false;
        }
        if (old != null) {
            old.removeTransformer(this);
        }
        return true;
    }

    /** An agent's instrumentation has come; true when it is the one that this thread has just asked for. */
    boolean accepts(Instrumentation arrived) {
        if (waiting != Thread.currentThread()) {
            return false;
        }
        newest = arrived;
        newest.addTransformer(this, true);
        return true;
    }

    @Override
    public byte[] transform(ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
        if (redefined != null) {
            seen.accept(redefined, bytes);
        }
        return null;
    }
}
