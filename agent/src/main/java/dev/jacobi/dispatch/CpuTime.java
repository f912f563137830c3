package dev.jacobi.dispatch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time, as the kernel counts it: the JDK's management beans are not in every Java image, and take long to load. */
final class CpuTime {
    private static final Path THREAD = Path.of("/proc/thread-self/schedstat");
    private static final Path PROCESS = Path.of("/proc/self/stat");
    private static final Path TASKS = Path.of("/proc/self/task");
    /** In the names of HotSpot's compiler threads, which the kernel cuts off. */
    private static final String COMPILER = "CompilerThre";
    /** The kernel gives the times of a process in hundredths of a second, whatever it counts in. */
    private static final long TICK_NANOS = 10_000_000;
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private CpuTime() {
    }

    /** Of the current thread, in nanoseconds; the time of day where the kernel does not tell. */
    static long thread() {
        try {
            String s = Files.readString(THREAD, StandardCharsets.US_ASCII);
            return Long.parseLong(s.substring(0, s.indexOf(' ')));
        } catch (IOException | RuntimeException e) {
            return System.nanoTime();
        }
    }

    /** Of all threads of the process, in nanoseconds; the time of day where the kernel does not tell. */
    static long process() {
        try {
            return ticks(Files.readString(PROCESS, StandardCharsets.ISO_8859_1)) * TICK_NANOS;
        } catch (IOException | RuntimeException e) {
            return System.nanoTime();
        }
    }

    /** Of the JVM's compiler threads, in nanoseconds; 0 where the kernel does not tell. */
    static long jit() {
        String[] threads = TASKS.toFile().list();
        long ticks = 0;
        for (String thread : threads == null ? new String[0] : threads) {
            try {
                String s = Files.readString(TASKS.resolve(thread).resolve("stat"), StandardCharsets.ISO_8859_1);
                ticks += s.contains(COMPILER) ? ticks(s) : 0;
            } catch (IOException | RuntimeException e) {
                // It has ended meanwhile.
            }
        }
        return ticks * TICK_NANOS;
    }

    private static long ticks(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", SYSTEM + 2);
        return Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
    }
}
