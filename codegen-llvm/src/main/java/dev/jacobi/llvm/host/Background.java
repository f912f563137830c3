package dev.jacobi.llvm.host;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

/**
 * Threads of Jacobi's own. A process may not be allowed to have another thread (the limits of a user or a container, address space), and the JVM says so by
 * an OutOfMemoryError in whoever starts one. That may be a thread of the program, which has not asked for anything; so nothing here throws it.
 */
public final class Background {
    /** For sentences: what to look at when there is no thread. */
    public static final String NO_THREAD = "the system lets this process start no more threads (ulimit -u, ulimit -v, or the limits of its container)";

    /** Bytes of the stack of a thread that compiles: lifting, passes and LLVM go as deep into it as programs are nested. */
    public static final long DEEP_STACK = 256L << 20;

    /** Address space that is left to the JVM, which ends the process when it gets none for itself. */
    private static final long SPARE = 256L << 20;

    private Background() {
    }

    /** Whether a thread with a stack of so many bytes leaves the JVM enough address space. */
    public static boolean hasRoom(long stack) {
        return AddressSpace.left() - SPARE >= stack;
    }

    /**
     * Starts a daemon that inherits nothing from the program's threads; {@code stack} is in bytes, 0 for the usual. False when there cannot be another
     * thread.
     */
    public static boolean start(String name, long stack, Runnable task) {
        if (!hasRoom(stack)) {
            return false;
        }
        try {
            var thread = new Thread(null, task, name, stack, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            thread.start();
            return true;
        } catch (OutOfMemoryError | InternalError e) {
            return false;
        }
    }

    /**
     * Runs a task when the JVM ends; throws IllegalStateException when it is ending already. Where no thread can be started then, the task runs in the one
     * that ends the JVM, so that the program's own hooks run all the same.
     */
    public static void atEnd(String name, Runnable task) {
        Runtime.getRuntime().addShutdownHook(new Thread(null, task, name, 0, false) {
            @Override
            public void start() {
                try {
                    super.start();
                } catch (OutOfMemoryError | InternalError e) {
                    task.run();
                }
            }
        });
    }

    /**
     * Registers what is to run once when an object has become unreachable, or when the result is told to. Where there cannot be a thread for it only the
     * latter happens, and what the task would free stays.
     */
    public static BiFunction<Object, Runnable, Cleaner.Cleanable> cleaner() {
        try {
            return Cleaner.create()::register;
        } catch (OutOfMemoryError | InternalError e) {
            return (object, task) -> {
                var done = new AtomicBoolean();
                return () -> {
                    if (done.compareAndSet(false, true)) {
                        task.run();
                    }
                };
            };
        }
    }
}
