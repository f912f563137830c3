// Memory that LLVM has used and does not need while it has nothing to do.
package dev.jacobi.llvm.jit;

import dev.jacobi.llvm.host.Background;
import dev.jacobi.llvm.host.ProcessMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Gives memory back to the system when LLVM has had nothing to do for a while: programs compile in bursts and run for long. What LLVM has freed stays with the C library, in pieces
 * between what is still used, until that is told to look for whole pages; tens of megabytes after some methods. The pages of LLVM's machine code count as the process's, too, about as
 * many; they are read from the file again when they are next run.
 */
final class IdleMemory {
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** The C library looks through all that the process has allocated with it, the JVM and other libraries included, so that it is not asked more often. */
    private static final long BETWEEN_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** MADV_DONTNEED of madvise(2). */
    private static final long NOT_NEEDED = 4;
    private final Ending ending;
    private final String library;
    private final long idle;
    private final long between;
    private final long trim;
    private final long advise;
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final AtomicInteger returned = new AtomicInteger();
    private volatile long last;
    private volatile long returnedAt;

    /** {@code library} is LLVM's file. The bridge to C must be there. */
    IdleMemory(Ending ending, Path library) {
        this(ending, library, IDLE_NANOS, BETWEEN_NANOS);
    }

    /** Memory is given back after {@code idle}, and not again within {@code between}, in nanoseconds. */
    IdleMemory(Ending ending, Path library, long idle, long between) {
        this.ending = ending;
        this.idle = idle;
        this.between = between;
        this.library = real(library).toString();
        this.trim = Bridge.symbol("malloc_trim"); // GNU's only
        this.advise = Bridge.symbol("madvise");
    }

    /** As the system names it in the list of mappings. */
    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file;
        }
    }

    /** Does work that needs LLVM. */
    <R> R during(Supplier<R> work) {
        working.incrementAndGet();
        try {
            return work.get();
        } finally {
            last = System.nanoTime();
            if (working.decrementAndGet() == 0 && waiting.compareAndSet(false, true) && !Background.start("jacobi-idle", 0, this::await)) {
                waiting.set(false); // no memory is given back, as there is no thread for it
            }
        }
    }

    /** How often memory was given back. */
    int returned() {
        return returned.get();
    }

    private void await() {
        try {
            for (long left = idle; left > 0; left = working.get() > 0 ? idle : due() - System.nanoTime()) {
                TimeUnit.NANOSECONDS.sleep(left);
            }
        } catch (InterruptedException e) {
            return;
        } finally {
            waiting.set(false); // work that ends from now on has a thread of its own wait
        }
        try {
            giveBack();
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            // The system lists its mappings in a way of its own, the JVM is short of memory itself, or the loader of these classes was closed meanwhile. The program is not to hear of it.
            return;
        }
    }

    private long due() {
        return returned.get() == 0 ? last + idle : Math.max(last + idle, returnedAt + between);
    }

    /** Not when the JVM is ending: the C library is then being torn down. */
    void giveBack() {
        if (!ending.begin()) {
            return;
        }
        try {
            if (trim != 0) {
                Bridge.call(trim, 0);
            }
            dropCode();
            returnedAt = System.nanoTime();
            returned.incrementAndGet();
        } finally {
            ending.done();
        }
    }

    /** Only what can be run and not written is as the file has it. */
    private void dropCode() {
        try (var memory = new ProcessMemory()) {
            for (ProcessMemory.Range r : memory.ranges()) {
                if (advise != 0 && r.isExecutable() && !r.isWritable() && r.file().equals(library)) {
                    Bridge.call(advise, r.from(), r.to() - r.from(), NOT_NEEDED, 0, 0, 0);
                }
            }
        } catch (IOException e) {
            // The system does not let the process look at its own mappings; only the pages stay.
            return;
        }
    }
}
