package dev.jacobi.site;

import dev.jacobi.classes.ClassBytes;
import dev.jacobi.jvm.Collector;
import dev.jacobi.jvm.CpuTime;
import dev.jacobi.llvm.host.Background;
import dev.jacobi.options.Log;
import dev.jacobi.options.Options;
import dev.jacobi.policy.Beacon;
import dev.jacobi.policy.Budget;
import dev.jacobi.policy.Candidate;
import dev.jacobi.policy.CompileScheduler;
import dev.jacobi.policy.Heat;
import dev.jacobi.site.late.LatePrologues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The thread that watches what the program is doing and has the {@link CompileScheduler} choose what to compile. It begins with the first method. */
final class StackWatch {
    private static final String OURS = "jacobi-";
    private static final int MOST_FAILURES = 10;
    /** What a compilation has in the heap at a time. */
    private static final long COMPILATION_BYTES = 8L << 20;
    private final Options options;
    private final CompileQueue queue;
    private final Heat heat = new Heat();
    private final Beacon beacon = new Beacon();
    private final Budget budget;
    private final LatePrologues late;
    private final AtomicBoolean begun = new AtomicBoolean();

    /** {@code linker} makes call sites of methods without prologues. */
    StackWatch(Options options, CompileQueue queue, Budget budget, LatePrologues.Linker linker, ClassBytes classes) {
        this.late = new LatePrologues(linker, classes);
        this.options = options;
        this.queue = queue;
        this.budget = budget;
    }

    Beacon beacon() {
        return beacon;
    }

    /** Classes whose methods get prologues when they are chosen. */
    LatePrologues late() {
        return late;
    }

    /** A method that may be chosen from now on. */
    void add(Candidate c) {
        heat.add(c);
        begin();
    }

    /** There are classes of which methods may be found to be worth choosing. */
    void expectLate() {
        heat.expectMore();
        begin();
    }

    private void begin() {
        // The JDK's own collections load this sooner or later, and then the JVM throws away code that counts on random numbers coming from Random itself. So far there is none.
        ThreadLocalRandom.current();
        if (begun.compareAndSet(false, true) && !Background.start(OURS + "watch", 0, this::run)) {
            // The next method tries again; without this thread everything runs on the JVM.
            begun.set(false);
        }
    }

    private void run() {
        try (var own = CpuTime.Clock.ofThread(); var process = CpuTime.Clock.ofProcess()) {
            if (!CpuTime.isKnown()) {
                Log.say(options, Options.Log.INFO, "The system does not tell how much processor time a thread has used (/proc/thread-self). What is spent on compiling is told by the clock.");
            }
            run(own, new CompileScheduler(new CompileScheduler.View(System::nanoTime, process::nanos, own::nanos, StackWatch::stacks, () -> queue.isIdle() && hasRoom()), heat, beacon, budget, late::seen));
        }
    }

    /** Whether the heap has room for a compilation: a program whose heap is nearly full would run out of memory meanwhile. */
    private static boolean hasRoom() {
        Runtime r = Runtime.getRuntime();
        return r.maxMemory() - r.totalMemory() + r.freeMemory() > COMPILATION_BYTES;
    }

    /** {@code own} is this thread's time. */
    private void run(CpuTime.Clock own, CompileScheduler scheduler) {
        boolean loopsStop = Collector.stopsLoops();
        beacon.loopsStop(loopsStop);
        if (!loopsStop) {
            late.end();
        }
        int failures = 0;
        while (failures < MOST_FAILURES) {
            try {
                // not from the end of one look to that of the next: where there is only the clock, the pause between would count
                long start = own.nanos();
                long pause = scheduler.tick();
                budget.spend(own.nanos() - start);
                failures = 0;
                TimeUnit.NANOSECONDS.sleep(pause);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
                // Short of memory, or a class file that cannot be read: the program goes on as it is, and there may be more to see later.
                failures++;
            }
        }
    }

    /** Stacks of the program's threads that are not waiting. */
    private static Collection<StackTraceElement[]> stacks() {
        var all = new ArrayList<StackTraceElement[]>();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (stack.length > 0 && thread.getState() == Thread.State.RUNNABLE && !thread.getName().startsWith(OURS)) {
                all.add(stack);
            }
        });
        return all;
    }
}
