package dev.jacobi.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel tells of processor time, where it tells all of it and where it does not. */
class CpuTimeTest {
    @TempDir
    Path proc;

    private static String stat(String name, long user, long system) {
        return "17 (" + name + ") S 1 2 3 4 5 6 7 8 9 10 " + user + " " + system + " 0 0 20 0 1 0 99\n";
    }

    private void write(String file, String text) throws IOException {
        Path p = proc.resolve(file);
        Files.createDirectories(p.getParent());
        Files.writeString(p, text);
    }

    private static void assertTimeOfDay(long nanos) {
        assertTrue(Math.abs(System.nanoTime() - nanos) < TimeUnit.MINUTES.toNanos(10), "" + nanos);
    }

    @Test
    void aKernelWithoutStatisticsOfItsSchedulerTellsHundredthsOfASecond() throws IOException {
        write("thread-self/schedstat", "123456789 5 6\n");
        write("thread-self/stat", stat("a) b", 7, 5));
        assertEquals(123_456_789, CpuTime.thread(proc));
        write("thread-self/schedstat", "0 0 0\n");
        assertEquals(120_000_000, CpuTime.thread(proc));
        Files.delete(proc.resolve("thread-self/schedstat"));
        assertEquals(120_000_000, CpuTime.thread(proc));
        write("thread-self/stat", stat("new", 0, 0));
        assertEquals(0, CpuTime.thread(proc), "a thread that has begun a moment ago");
        write("thread-self/schedstat", "0 1116277 1\n");
        write("thread-self/stat", stat("new", 1, 0));
        assertEquals(0, CpuTime.thread(proc), "the kernel counts, and the thread has used nothing yet");
        Files.delete(proc.resolve("thread-self/schedstat"));
        write("thread-self/stat", "17 (cut off");
        assertTimeOfDay(CpuTime.thread(proc));
        assertTimeOfDay(CpuTime.thread(proc.resolve("nowhere")));
    }

    @Test
    void aClockThatStaysOpenGoesOn() {
        try (var thread = CpuTime.Clock.ofThread(); var process = CpuTime.Clock.ofProcess()) {
            long first = thread.nanos();
            long all = process.nanos();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while ((thread.nanos() <= first || process.nanos() <= all) && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertTrue(thread.nanos() > first);
            assertTrue(process.nanos() > all);
        }
    }

    private void thread(int id, String name, long ticks) throws IOException {
        write("tasks/" + id + "/stat", stat(name, ticks, 1));
    }

    @Test
    void allThreadsAreLookedThroughOnceASecond() throws IOException {
        var now = new long[] {5};
        thread(1, "java", 1000);
        thread(2, "C2 CompilerThre", 9);
        var compilers = new CompilerThreads(proc.resolve("tasks"), () -> now[0]);
        assertEquals(100_000_000, compilers.nanos());
        thread(2, "C2 CompilerThre", 19);
        thread(3, "C1 CompilerThre", 4);
        assertEquals(200_000_000, compilers.nanos(), "a thread that has come meanwhile is not known yet");
        assertEquals(1, compilers.looks());
        now[0] += TimeUnit.SECONDS.toNanos(2);
        assertEquals(250_000_000, compilers.nanos());
        Files.delete(proc.resolve("tasks/2/stat"));
        assertEquals(250_000_000, compilers.nanos(), "it has ended, and what it has used was used");
        assertEquals(2, compilers.looks());
        assertEquals(0, new CompilerThreads(proc.resolve("nowhere"), () -> 0).nanos());
    }
}
