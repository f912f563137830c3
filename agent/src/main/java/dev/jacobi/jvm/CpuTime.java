package dev.jacobi.jvm;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Processor time, as the kernel counts it: the JDK's management beans are not in every Java image, and take long to load. */
public final class CpuTime {
    private static final Path PROC = Path.of("/proc");
    private static final String PROCESS = "self/stat";
    private static final String THREAD = "thread-self/schedstat";
    private static final String FIRST_THREAD = "self/schedstat";
    /** The same in hundredths of a second, for kernels without statistics of their scheduler, some of which give zeros there. */
    private static final String THREAD_TICKS = "thread-self/stat";
    /** The kernel gives the times of a process in hundredths of a second, whatever it counts in. */
    private static final long TICK_NANOS = 10_000_000;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int LONGEST = 1_024;

    private CpuTime() {
    }

    /** Of the current thread, in nanoseconds; the time of day where the kernel does not tell ({@link #isKnown}). */
    public static long thread() {
        return thread(PROC);
    }

    /** Of all threads of the process, in nanoseconds; the time of day where the kernel does not tell. */
    public static long process() {
        return or(nanosOf(PROC.resolve(PROCESS)));
    }

    /** Whether the kernel tells a thread's time. */
    public static boolean isKnown() {
        return known(PROC) >= 0;
    }

    /** {@code proc} stands for /proc. */
    public static long thread(Path proc) {
        return or(known(proc));
    }

    private static long or(long known) {
        return known >= 0 ? known : System.nanoTime();
    }

    /** Negative where it is not known. */
    private static long known(Path proc) {
        String statistics = read(proc.resolve(THREAD));
        return counts(statistics) ? first(statistics) : nanosOf(proc.resolve(THREAD_TICKS));
    }

    /** Whether a kernel that tells this counts what its scheduler does: a thread that runs has at least waited, or been chosen. */
    private static boolean counts(String statistics) {
        boolean any = false;
        for (int i = 0; i < statistics.length(); i++) {
            any |= statistics.charAt(i) >= '1' && statistics.charAt(i) <= '9';
        }
        return any && first(statistics) >= 0;
    }

    /** What a file of the kernel tells of a process or a thread, in nanoseconds, counted in hundredths of a second; negative when it does not. */
    static long nanosOf(Path stat) {
        return ticks(read(stat)) * TICK_NANOS;
    }

    /** A clock of one process or thread that is read often: its file stays open. For one thread. */
    public static final class Clock implements AutoCloseable {
        private final RandomAccessFile file;
        private final boolean inTicks;
        private final byte[] buffer = new byte[LONGEST];

        private Clock(RandomAccessFile file, boolean inTicks) {
            this.file = file;
            this.inTicks = inTicks;
        }

        /** As {@link CpuTime#thread} for the thread that calls this. */
        public static Clock ofThread() {
            // the first thread of the process has run for long, this one need not have
            boolean precise = counts(read(PROC.resolve(FIRST_THREAD)));
            return new Clock(open(PROC.resolve(precise ? THREAD : THREAD_TICKS)), !precise);
        }

        /** As {@link CpuTime#process}. */
        public static Clock ofProcess() {
            return new Clock(open(PROC.resolve(PROCESS)), true);
        }

        private static RandomAccessFile open(Path path) {
            try {
                return new RandomAccessFile(path.toFile(), "r");
            } catch (IOException | SecurityException e) {
                return null;
            }
        }

        /** In nanoseconds; the time of day where the kernel does not tell. */
        public long nanos() {
            try {
                if (file == null) {
                    return System.nanoTime();
                }
                file.seek(0);
                String s = text(buffer, file.read(buffer));
                return or(inTicks ? ticks(s) * TICK_NANOS : first(s));
            } catch (IOException e) {
                return System.nanoTime();
            }
        }

        @Override
        public void close() {
            try {
                if (file != null) {
                    file.close();
                }
            } catch (IOException e) {
                // It was only read.
                return;
            }
        }
    }

    /** The beginning of a file; empty when it cannot be read. */
    static String read(Path file) {
        byte[] buffer = new byte[LONGEST];
        try (var in = new FileInputStream(file.toFile())) {
            return text(buffer, in.read(buffer));
        } catch (IOException | SecurityException e) {
            return "";
        }
    }

    private static String text(byte[] buffer, int length) {
        return new String(buffer, 0, Math.max(0, length), StandardCharsets.ISO_8859_1);
    }

    private static long first(String schedstat) {
        int end = schedstat.indexOf(' ');
        return end < 0 ? -1 : number(schedstat.substring(0, end));
    }

    private static long ticks(String stat) {
        int end = stat.lastIndexOf(')');
        String[] fields = end < 0 ? new String[0] : stat.substring(Math.min(stat.length(), end + 2)).split(" ", SYSTEM + 2);
        return fields.length <= SYSTEM ? -1 : number(fields[USER]) + number(fields[SYSTEM]);
    }

    private static long number(String s) {
        try {
            return Long.parseLong(s);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
