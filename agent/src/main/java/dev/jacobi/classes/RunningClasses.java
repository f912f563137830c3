package dev.jacobi.classes;

import dev.jacobi.boot.EngineLoader;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.woven.Bootstrap;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.Arrays;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The class files of what the JVM runs, as far as the agent can know them, and what was made of which class.
 *
 * <p>Usually a class file is what the loader has as a resource. That it is what the JVM was given is told by a fingerprint that was taken when the class was loaded. It
 * is not when a loader or an agent has changed it; nor can it be relied on when there are other agents, whose changes the JVM shows only to those behind them, or when
 * the class has been redefined or retransformed since. Then the class is retransformed once, as it is, with a transformer of ours behind all others, which sees what
 * the JVM is given. As that installs what was seen, the two are the same whatever other agents do.
 *
 * <p>Each change of a class is announced to the agent's transformer before it is made, and there to all that was made of the class ({@link Dependent}).
 */
public final class RunningClasses {
    private static final byte[] ANY = {};
    private final Instrumentation instrumentation;
    private final OtherAgents others;
    private final LastTransformer last;
    private final Redefinitions redefinitions;
    /** Classes of the JDK, by name, that were not loaded before the agent came. */
    private final Fingerprints late = new Fingerprints();
    /** Definitions that nobody can have changed after we saw them. */
    private final Fingerprints seen = new Fingerprints();
    private final boolean first;
    private final Map<ClassLoader, Map<String, byte[]>> selected = new WeakHashMap<>();
    private final ThreadLocal<Look> looks = new ThreadLocal<>();
    private final ClassValue<ClassRecord> records = new ClassValue<>() {
        @Override
        protected ClassRecord computeValue(Class<?> c) {
            return new ClassRecord(c, redefinitions);
        }
    };

    /** A retransformation of ours by which a class is looked at. */
    private static final class Look {
        final Class<?> type;
        final boolean behindAll;
        byte[] bytes;

        Look(Class<?> type, boolean behindAll) {
            this.type = type;
            this.behindAll = behindAll;
        }
    }

    /** {@code jar} is the agent's, and {@code running} says that the program runs already. */
    RunningClasses(Instrumentation instrumentation, String jar, boolean running) {
        this.instrumentation = instrumentation;
        this.others = new OtherAgents(instrumentation, jar, running);
        this.last = new LastTransformer(instrumentation, others, jar, this::last);
        this.redefinitions = Redefinitions.with(instrumentation);
        this.first = !others.arePresent();
    }

    /** The agent's. */
    Instrumentation instrumentation() {
        return instrumentation;
    }

    /** An agent's instrumentation has arrived; whether it is the one that a look behind all transformers has asked for. */
    public boolean accepts(Instrumentation arrived) {
        return last.accepts(arrived);
    }

    /** A class is being loaded. Runs for every class, so it only takes a fingerprint. */
    public void loads(ClassLoader loader, String internalName, byte[] bytes) {
        others.loads(loader, internalName, bytes);
        if (isOfJdk(loader)) {
            late.add(named(loader, internalName));
        }
        if (others.arePresent()) {
            last.loads(named(loader, internalName));
        } else {
            seen.add(Fingerprints.of(loader, internalName, bytes));
        }
    }

    /** Keeps the class file of a class that gets prologues, as it was before these: its loader need not have it. */
    public synchronized void remember(ClassLoader loader, String internalName, byte[] bytes) {
        selected.computeIfAbsent(loader, l -> new ConcurrentHashMap<>()).put(internalName, bytes);
    }

    /** Whether the class got prologues, or whatever else comes of being selected, when it was loaded. */
    public boolean wasRewritten(Class<?> c) {
        return remembered(c.getClassLoader(), internal(c)) != null;
    }

    private synchronized byte[] remembered(ClassLoader loader, String internalName) {
        Map<String, byte[]> m = selected.get(loader);
        return m == null ? null : m.get(internalName);
    }

    /**
     * The JVM has announced other code for a class. When this returns nothing that was made of the old code is used by calls that begin later. Returns the class file to
     * go on with.
     */
    public byte[] changes(Class<?> c, byte[] bytes) {
        Look look = looks.get();
        ClassRecord r = records.get(c);
        if (look != null && look.type == c) {
            byte[] now = redefined(r, c, bytes);
            look.bytes = look.behindAll ? look.bytes : now;
            return now;
        }
        boolean others = this.others.arePresent();
        if (others) {
            last.isBehindAll(); // else the class file will not be known
        }
        r.announce(bytes, others ? null : bytes).forEach(d -> d.outdated(c));
        return redefined(r, c, bytes);
    }

    /**
     * Retransformations of a class that gets prologues begin, before JDK 18 or so, from the class file that was loaded, though it was redefined since: then from what that
     * brought.
     */
    private byte[] redefined(ClassRecord r, Class<?> c, byte[] bytes) {
        byte[] newer = r.redefinedBefore();
        return newer != null && Arrays.equals(bytes, remembered(c.getClassLoader(), internal(c))) ? newer : bytes;
    }

    private void last(Class<?> c, byte[] bytes) {
        Look look = looks.get();
        if (look == null || look.type != c) {
            records.get(c).last(bytes);
        } else if (look.behindAll) {
            look.bytes = bytes;
        }
    }

    /**
     * The class file of what the JVM runs for a class that code of the loader means by a name; null when it cannot be known. Of later changes {@code made} is told.
     * The class is loaded, but not initialised. Throws a {@link Refusal} when the class is changing at this moment.
     */
    public byte[] bytes(ClassLoader loader, String internalName, Dependent made) {
        Class<?> c = find(loader, internalName);
        if (c == null) {
            return null;
        }
        ClassRecord r = records.get(c);
        r.tell(made);
        r.settle();
        byte[] known = r.bytes();
        if (known != null) {
            return known;
        }
        byte[] loaded = r.changed() ? null : asLoaded(c, internalName);
        return loaded != null ? loaded : look(c);
    }

    /** Whether the JVM may run other code than its file has for a class that code of the loader means by a name. */
    public boolean isChanged(ClassLoader loader, String internalName) {
        Class<?> c = find(loader, internalName);
        if (c == null) {
            return false;
        }
        ClassRecord r = records.get(c);
        r.settle();
        return r.changed() || !r.isAsLoaded() && asLoaded(c, internalName) == null;
    }

    private static Class<?> find(ClassLoader loader, String internalName) {
        if (internalName.startsWith("[")) {
            return null;
        }
        try {
            return Class.forName(internalName.replace('/', '.'), false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    /** The class file that the JVM was given when it loaded the class, which nobody has changed since; null when that is not certain. */
    private byte[] asLoaded(Class<?> c, String internalName) {
        ClassLoader l = c.getClassLoader();
        byte[] kept = remembered(l, internalName);
        if (kept != null && seen.contains(Fingerprints.of(l, internalName, kept))) {
            return kept;
        }
        boolean trusted = first && isOfJdk(l) && !late.contains(named(l, internalName)) || isOwn(c);
        String path = internalName + ".class";
        try {
            byte[] file = isOfJdk(l) ? ofJdk(c, path) : ClassFiles.direct(l.getResource(path));
            if (file == null || !trusted && !seen.contains(Fingerprints.of(l, internalName, file))) {
                file = ClassFiles.asked(l, path); // a loader may know better than what it gives as the place
            }
            boolean certain = file != null && (trusted || seen.contains(Fingerprints.of(l, internalName, file)));
            records.get(c).isAsLoaded(certain);
            return certain ? file : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** The JDK's classes are read from their modules: asking loaders for them sets up the JDK's connections to URLs. */
    private static byte[] ofJdk(Class<?> c, String path) throws IOException {
        if (!c.getModule().isNamed()) {
            return ClassFiles.asked(EngineLoader.isOwn(c.getClassLoader(), c.getName()) ? EngineLoader.ofEngine() : c.getClassLoader(), path);
        }
        try (InputStream in = c.getModule().getResourceAsStream(path)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    /** Retransforms a class for the sake of its prologues. Returns whether the JVM has done so. */
    public boolean weave(Class<?> c) {
        Look outer = looks.get();
        if (!others.arePresent()) {
            // nothing else can change by it
            looks.set(new Look(c, false));
        }
        try {
            instrumentation.retransformClasses(c);
            return true;
        } catch (UnmodifiableClassException | RuntimeException | LinkageError | InternalError e) {
            return false;
        } finally {
            looks.set(outer);
        }
    }

    /** Retransforms a class as it is, which gives it its prologues, too, and returns its class file; null when that is not possible. */
    public byte[] look(Class<?> c) {
        if (!instrumentation.isRetransformClassesSupported() || !instrumentation.isModifiableClass(c) || c.isHidden()) {
            return null;
        }
        boolean behindAll = others.arePresent();
        if (behindAll && !last.isBehind(named(c.getClassLoader(), internal(c)))) {
            return null;
        }
        Look look = new Look(c, behindAll);
        Look outer = looks.get();
        looks.set(look);
        try {
            instrumentation.retransformClasses(c);
        } catch (UnmodifiableClassException | RuntimeException | LinkageError | InternalError e) {
            return null;
        } finally {
            looks.set(outer);
        }
        records.get(c).keep(look.bytes);
        return look.bytes;
    }

    private static boolean isOfJdk(ClassLoader l) {
        return l == null || l == ClassLoader.getPlatformClassLoader();
    }

    /** Jacobi's own classes, of which those loaded before the agent's transformer was there have no fingerprint. */
    private static boolean isOwn(Class<?> c) {
        ClassLoader l = c.getClassLoader();
        return EngineLoader.isOwn(l, c.getName()) || (l == RunningClasses.class.getClassLoader() || l == Bootstrap.class.getClassLoader()) && c.getProtectionDomain().getCodeSource() != null
            && c.getProtectionDomain().getCodeSource().equals(RunningClasses.class.getProtectionDomain().getCodeSource());
    }

    private static long named(ClassLoader loader, String internalName) {
        return Fingerprints.of(loader, internalName, ANY);
    }

    private static String internal(Class<?> c) {
        return c.getName().replace('.', '/');
    }
}
