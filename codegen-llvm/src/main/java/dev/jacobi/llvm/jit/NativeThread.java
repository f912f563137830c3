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
    /** Words of a job for {@link Bridge#work}: the function, six arguments, its result, and 1 when it is done. */
    private static final int RESULT = 7 * 8;
    private static final int DONE = 8 * 8;
    /** Signals of a thread's own faults (SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV); all others are for the JVM's threads. */
    private static final int[] FAULTS = {4, 5, 6, 7, 8, 11};
    private static final int ATTRIBUTE_BYTES = 256;
    private final long work;
    private final long create;
    private final long join;
    private final long attributes;
    private final long clockOf;
    private final long clockGet;
    private final ThreadLocal<Long> spent = ThreadLocal.withInitial(() -> 0L);

    NativeThread() {
        work = Bridge.work();
        create = Bridge.symbol("pthread_create");
        join = Bridge.symbol("pthread_join");
        clockOf = Bridge.symbol("pthread_getcpuclockid");
        clockGet = Bridge.symbol("clock_gettime");
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
        var words = new long[9];
        words[0] = function;
        System.arraycopy(a, 0, words, 1, a.length);
        try (var memory = new Bridge.Memory()) {
            long job = memory.longs(words);
            long id = memory.longs(0);
            if ((int) Bridge.call(create, id, attributes, work, job, 0, 0) != 0) {
                return Bridge.call(function, words[1], words[2], words[3], words[4], words[5], words[6]);
            }
            long wait = FIRST_WAIT_NANOS;
            long waited = 0;
            long cpu = 0;
            while (Bridge.Memory.get(job + DONE) == 0) {
                cpu = Math.max(cpu, nanos(Bridge.Memory.get(id)));
                LockSupport.parkNanos(wait);
                waited += wait;
                long longest = Math.min(LONGEST_WAIT_FOR_LONG_NANOS, Math.max(LONGEST_WAIT_NANOS, waited / LOOKS));
                wait = Math.min(longest, wait + wait / 4);
            }
            spent.set(spent.get() + cpu);
            Bridge.call(join, Bridge.Memory.get(id), 0, 0, 0, 0, 0);
            return Bridge.Memory.get(job + RESULT);
        }
    }

    /** CPU time of a thread that has not been joined yet; 0 when it has ended. */
    private long nanos(long id) {
        try (var memory = new Bridge.Memory()) {
            long out = memory.longs(0, 0, 0);
            if ((int) Bridge.call(clockOf, id, out, 0, 0, 0, 0) != 0) {
                return 0;
            }
            Bridge.call(clockGet, Bridge.Memory.get(out) & 0xFFFFFFFFL, out + 8, 0, 0, 0, 0);
            return Bridge.Memory.get(out + 8) * 1_000_000_000L + Bridge.Memory.get(out + 16);
        }
    }

    /** CPU time of all calls by the current thread, in nanoseconds and to a millisecond or two. */
    long nanos() {
        return spent.get();
    }
}
