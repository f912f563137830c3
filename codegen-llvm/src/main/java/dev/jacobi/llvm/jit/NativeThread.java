package dev.jacobi.llvm.jit;

import java.util.concurrent.locks.LockSupport;

/**
 * Runs C functions that take long on threads that the JVM does not know, with a large stack, while the caller's thread waits in Java. When the JVM ends it waits
 * for its own threads that are in native code, 300 milliseconds or so; for these it does not.
 */
final class NativeThread {
    private static final long STACK_BYTES = 64L << 20;
    private static final long FIRST_WAIT_NANOS = 20_000;
    private static final long LONGEST_WAIT_NANOS = 1_000_000;
    /** Where a function takes long, looking each millisecond whether it has ended takes a fortieth of its time. */
    private static final long LONGEST_WAIT_FOR_LONG_NANOS = 5_000_000;
    private static final int LOOKS = 64;
    /** Words of a job for {@link Bridge#work}: the function, six arguments, its result, 1 when it is done, where the clock's function is, and the CPU time that it took, in seconds and nanoseconds. */
    private static final int WORDS = 12;
    private static final int RESULT = 7 * 8;
    private static final int DONE = 8 * 8;
    private static final int CLOCK = 9;
    private static final int SECONDS = 10 * 8;
    private static final int NANOS = 11 * 8;
    /** CLOCK_THREAD_CPUTIME_ID of C's clock_gettime. */
    private static final long THREAD_CLOCK = 3;
    private static final long NANOS_A_SECOND = 1_000_000_000;
    /** Signals of a thread's own faults (SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV); all others are for the JVM's threads. */
    private static final int[] FAULTS = {4, 5, 6, 7, 8, 11};
    private static final int ATTRIBUTE_BYTES = 256;
    private final long work;
    private final long create;
    private final long join;
    private final long attributes;
    private final long clock;
    private final ThreadLocal<Long> spent = ThreadLocal.withInitial(() -> 0L);

    NativeThread() {
        work = Bridge.work();
        create = Bridge.symbol("pthread_create");
        join = Bridge.symbol("pthread_join");
        clock = Bridge.symbol("clock_gettime");
        attributes = Bridge.call(Bridge.symbol("calloc"), 1, ATTRIBUTE_BYTES, 0, 0, 0, 0);
        Bridge.call(Bridge.symbol("pthread_attr_init"), attributes);
        Bridge.call(Bridge.symbol("pthread_attr_setstacksize"), attributes, STACK_BYTES, 0, 0, 0, 0);
        long mask = Bridge.symbol("pthread_attr_setsigmask_np"); // glibc 2.32; without it the JVM's handlers run here, which they can
        if (mask != 0) {
            long set = Bridge.call(Bridge.symbol("calloc"), 1, ATTRIBUTE_BYTES, 0, 0, 0, 0);
            Bridge.call(Bridge.symbol("sigfillset"), set);
            for (int signal : FAULTS) {
                Bridge.call(Bridge.symbol("sigdelset"), set, signal, 0, 0, 0, 0);
            }
            Bridge.call(mask, attributes, set, 0, 0, 0, 0);
            Bridge.call(Bridge.symbol("free"), set);
        }
    }

    /** What the function returns; it runs here when there can be no thread. The caller is not to be interrupted. */
    long call(long function, long... a) {
        var words = new long[WORDS];
        words[0] = function;
        words[CLOCK] = clock;
        System.arraycopy(a, 0, words, 1, a.length);
        try (var memory = new Bridge.Memory()) {
            long job = memory.longs(words);
            long id = memory.longs(0);
            if ((int) Bridge.call(create, id, attributes, work, job, 0, 0) != 0) {
                return Bridge.call(function, words[1], words[2], words[3], words[4], words[5], words[6]);
            }
            long wait = FIRST_WAIT_NANOS;
            long waited = 0;
            while (Bridge.Memory.get(job + DONE) == 0) {
                LockSupport.parkNanos(wait);
                waited += wait;
                long longest = Math.min(LONGEST_WAIT_FOR_LONG_NANOS, Math.max(LONGEST_WAIT_NANOS, waited / LOOKS));
                wait = Math.min(longest, wait + wait / 4);
            }
            spent.set(spent.get() + Bridge.Memory.get(job + SECONDS) * NANOS_A_SECOND + Bridge.Memory.get(job + NANOS));
            Bridge.call(join, Bridge.Memory.get(id), 0, 0, 0, 0, 0);
            return Bridge.Memory.get(job + RESULT);
        }
    }

    /** CPU time of all calls by the current thread, in nanoseconds. */
    long nanos() {
        return spent.get();
    }

    /** The same with what the current thread itself has taken. */
    long allNanos() {
        try (var memory = new Bridge.Memory()) {
            long time = memory.longs(0, 0);
            Bridge.call(clock, THREAD_CLOCK, time, 0, 0, 0, 0);
            return spent.get() + Bridge.Memory.get(time) * NANOS_A_SECOND + Bridge.Memory.get(time + 8);
        }
    }
}
