package dev.jacobi.array.device;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.function.Consumer;

/** Objects that nobody reaches any more, as the garbage collector finds them by itself or because it is asked to run. */
public final class Unreachable {
    /** How long the first find is waited for. It comes at once, unless the machine is busy, or the JVM does not collect when it is asked to. */
    private static final long FIRST_MILLIS = 200;
    /** How long the next one is waited for: longer than another thread has the processor before the one that hands the finds on. */
    private static final long NEXT_MILLIS = 5;
    private final ReferenceQueue<Object> queue = new ReferenceQueue<>();
    private final Consumer<Reference<?>> found;

    /** {@code found} is given each reference of the {@link #queue} once, when its object is unreachable. */
    public Unreachable(Consumer<Reference<?>> found) {
        this.found = found;
    }

    /** The queue of references to objects that are waited for. */
    public ReferenceQueue<Object> queue() {
        return queue;
    }

    /** Hands on what has been found by now. */
    public void drain() {
        for (var r = queue.poll(); r != null; r = queue.poll()) {
            handOn(r);
        }
    }

    /** Has the collector run, and hands on what it finds. A thread that is interrupted goes on without that. */
    public void collect() {
        // there is always one find, so that waiting for the first one ends
        var sign = new Sign(new Object(), queue);
        System.gc();
        try {
            for (var r = queue.remove(FIRST_MILLIS); r != null; r = queue.remove(NEXT_MILLIS)) {
                handOn(r);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Reference.reachabilityFence(sign);
        }
    }

    /** The sign of a run that was no longer waited for comes to whoever looks next. */
    private void handOn(Reference<?> r) {
        if (!(r instanceof Sign)) {
            found.accept(r);
        }
    }

    /** Stands in the queue when the collector has run. */
    private static final class Sign extends PhantomReference<Object> {
        Sign(Object nothing, ReferenceQueue<Object> queue) {
            super(nothing, queue);
        }
    }
}
