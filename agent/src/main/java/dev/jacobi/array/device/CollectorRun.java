package dev.jacobi.array.device;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.function.Consumer;

/** A run of the garbage collector that is asked for, and what it finds that nobody reaches. */
public final class CollectorRun {
    /** How long the first find is waited for. It comes at once, unless the machine is busy, or the JVM does not collect when it is asked to. */
    private static final long FIRST_MILLIS = 200;
    /** How long the next one is waited for: longer than another thread has the processor before the one that hands the finds on. */
    private static final long NEXT_MILLIS = 5;

    private CollectorRun() {
    }

    /** Has the collector run, and hands on the references of this queue whose objects are unreachable. A thread that is interrupted goes on without them. */
    public static void of(ReferenceQueue<Object> queue, Consumer<Reference<?>> found) {
        // there is always one find, so that waiting for the first one ends
        var sign = new PhantomReference<Object>(new Object(), queue);
        System.gc();
        try {
            for (var r = queue.remove(FIRST_MILLIS); r != null; r = queue.remove(NEXT_MILLIS)) {
                if (r != sign) {
                    found.accept(r);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
