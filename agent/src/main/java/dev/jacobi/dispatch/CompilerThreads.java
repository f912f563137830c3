// How much processor time the JVM's own compilers have used.
package dev.jacobi.dispatch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The compiler threads of this JVM. The system lists all threads of a process, of which a program may have thousands, so that they are not looked through each time: HotSpot makes and
 * ends compiler threads as it has work for them, but seldom.
 */
final class CompilerThreads {
    /** In the names of HotSpot's compiler threads, which the kernel cuts off. */
    private static final String NAME = "CompilerThre";
    private static final long TICK_NANOS = 10_000_000;
    private static final long LISTED_NANOS = TimeUnit.SECONDS.toNanos(1);
    private final Path tasks;
    private final LongSupplier clock;
    private List<Path> known = List.of();
    private long listed;
    private boolean ever;
    private int looks;

    CompilerThreads() {
        this(Path.of("/proc/self/task"), System::nanoTime);
    }

    /** {@code tasks} has a folder for each thread; {@code clock} tells nanoseconds. */
    CompilerThreads(Path tasks, LongSupplier clock) {
        this.tasks = tasks;
        this.clock = clock;
    }

    /** What those that are there now have used, in nanoseconds; 0 where the kernel does not tell. */
    synchronized long nanos() {
        long now = clock.getAsLong();
        if (!ever || now - listed > LISTED_NANOS) {
            ever = true;
            listed = now;
            list();
        }
        long ticks = 0;
        for (Path t : known) {
            ticks += Math.max(0, CpuTime.ticksOf(t)); // it may have ended meanwhile
        }
        return ticks * TICK_NANOS;
    }

    /** For tests: how often all threads were looked through. */
    synchronized int looks() {
        return looks;
    }

    private void list() {
        looks++;
        String[] threads = tasks.toFile().list();
        var found = new ArrayList<Path>();
        for (String thread : threads == null ? new String[0] : threads) {
            Path stat = tasks.resolve(thread).resolve("stat");
            if (CpuTime.read(stat).contains(NAME)) {
                found.add(stat);
            }
        }
        known = found;
    }
}
