package dev.jacobi.classes;

import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What is known about one class: what was made of its code, and what has become of it since it was loaded. The JVM announces a change before it makes it and does not say
 * whether it has made it; that is told by the number of changes that it counts for each class ({@link Redefinitions}).
 */
final class ClassRecord {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** A debugger's change is made at once after it was announced, by a thread without Java frames. */
    private static final long NATIVE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private final Class<?> type;
    private final Redefinitions redefinitions;
    private final Set<Dependent> dependents = Collections.newSetFromMap(new WeakHashMap<>());
    private byte[] bytes;
    private byte[] redefined;
    private boolean changed;
    private boolean asLoaded;
    private Change announced;

    /** A change that was announced: when the JVM had made {@code before} of them, by a thread, with these class files before and behind other agents. */
    private static final class Change {
        final int before;
        final Thread by = Thread.currentThread();
        final long at = System.nanoTime();
        final boolean isRedefinition = !isRetransforming(by.getStackTrace());
        final byte[] first;
        byte[] last;

        Change(int before, byte[] first, byte[] last) {
            this.before = before;
            this.first = first;
            this.last = last;
        }
    }

    ClassRecord(Class<?> type, Redefinitions redefinitions) {
        this.type = type;
        this.redefinitions = redefinitions;
    }

    /** What was made of the class is told of its changes from now on, as long as somebody else keeps it. */
    synchronized void tell(Dependent d) {
        dependents.add(d);
    }

    /** The class file of its code; null when it is not known. There must be no change under way. */
    synchronized byte[] bytes() {
        return bytes;
    }

    synchronized void keep(byte[] found) {
        bytes = found;
    }

    /** Whether its file was found to be what the JVM was given when it loaded the class; it need not be read for that again. */
    synchronized boolean isAsLoaded() {
        return asLoaded;
    }

    synchronized void isAsLoaded(boolean found) {
        asLoaded = found;
    }

    /** Whether it was changed since it was loaded. There must be no change under way. */
    synchronized boolean changed() {
        return changed;
    }

    /**
     * The thread is about to give the class other code: {@code first} is its class file as it came to us, {@code last} what the JVM gets, null when that is not known
     * yet. Returns what was made of the old code. The JVM changes a class once at a time, so any change before is over.
     */
    synchronized List<Dependent> announce(byte[] first, byte[] last) {
        conclude();
        announced = new Change(redefinitions.of(type), first, last);
        var all = new ArrayList<>(dependents);
        dependents.clear();
        return all;
    }

    /** What the JVM gets by the change that this thread has under way. */
    synchronized void last(byte[] seen) {
        if (announced != null && announced.by == Thread.currentThread()) {
            announced.last = seen;
        }
    }

    /** Whether this thread is retransforming it, and what the last redefinition brought, or null. */
    synchronized byte[] redefinedBefore() {
        return announced != null && announced.isRedefinition ? null : redefined;
    }

    private void conclude() {
        if (announced != null && redefinitions.of(type) != announced.before) {
            changed = true;
            bytes = announced.last;
            redefined = announced.isRedefinition ? announced.first : redefined;
        } else if (announced != null && !redefinitions.areCounted()) {
            changed = true;
            bytes = null;
        }
        announced = null;
    }

    /** Waits until a change that is under way has been made. Throws a {@link Refusal} when that takes long, or when it is this thread's own. */
    void settle() {
        Change c;
        synchronized (this) {
            c = announced;
        }
        if (c == null) {
            return;
        }
        long end = System.nanoTime() + PATIENCE_NANOS;
        boolean interrupted = false;
        while (isUnderWay(c)) {
            if (c.by == Thread.currentThread() || System.nanoTime() - end > 0) {
                throw new Refusal(ReasonCode.CLASS_CHANGES, "the class " + type.getName() + " is being redefined", type.getName());
            }
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (announced == c) {
                conclude();
            }
        }
    }

    private boolean isUnderWay(Change c) {
        if (redefinitions.of(type) != c.before || !c.by.isAlive()) {
            return false;
        }
        StackTraceElement[] stack = c.by.getStackTrace();
        return isIn(stack, "redefineClasses") || isRetransforming(stack) || stack.length == 0 && System.nanoTime() - c.at < NATIVE_NANOS;
    }

    private static boolean isRetransforming(StackTraceElement[] stack) {
        return isIn(stack, "retransformClasses");
    }

    private static boolean isIn(StackTraceElement[] stack, String method) {
        for (StackTraceElement e : stack) {
            if (e.getClassName().equals("sun.instrument.InstrumentationImpl") && e.getMethodName().startsWith(method)) {
                return true;
            }
        }
        return false;
    }
}
