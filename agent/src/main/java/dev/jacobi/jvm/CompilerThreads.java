// How much processor time the JVM's own compilers have used.
package dev.jacobi.jvm;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The compiler threads of this JVM. The system lists all threads of a process, of which a program may have thousands, so that they are not looked through each time: HotSpot makes and
 * ends compiler threads as it has work for them, but seldom.
 */
public final class CompilerThreads {
    /** In the names of HotSpot's compiler threads, which the kernel cuts off. */
    private static final String NAME = "CompilerThre";
    private static final long LISTED_NANOS = TimeUnit.SECONDS.toNanos(1);
    private final Path tasks;
    private final LongSupplier clock;
    /** What each has used when it was last asked: it may have ended since. */
    private final Map<Path, Long> known = new LinkedHashMap<>();
    private long listed;
    private boolean ever;
    private int looks;

    public CompilerThreads() {
        this(Path.of("/proc/self/task"), System::nanoTime);
    }

    /** {@code tasks} has a folder for each thread; {@code clock} tells nanoseconds. */
    public CompilerThreads(Path tasks, LongSupplier clock) {
        this.tasks = tasks;
        this.clock = clock;
    }

    /** What they have used, in nanoseconds; 0 where the kernel does not tell. */
    public synchronized long nanos() {
        long now = clock.getAsLong();
        if (!ever || now - listed > LISTED_NANOS) {
            ever = true;
            listed = now;
            list();
        }
        known.replaceAll((thread, before) -> Math.max(before, CpuTime.nanosOf(thread)));
        return known.values().stream().mapToLong(t -> t).sum();
    }

    /** For tests: how often all threads were looked through. */
    synchronized int looks() {
        return looks;
    }

    private void list() {
        looks++;
        String[] threads = tasks.toFile().list();
        for (String thread : threads == null ? new String[0] : threads) {
            Path stat = tasks.resolve(thread).resolve("stat");
            if (CpuTime.read(stat).contains(NAME)) {
                known.putIfAbsent(stat, 0L);
            }
        }
    }
}
