package dev.jacobi.llvm.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How much address space this process may still take. LLVM ends the process when it gets no memory, so it is asked for nothing where that may happen: where a limit
 * is set ({@code ulimit -v} or {@code -d}) and nearly reached. Linux gives memory that is not there otherwise.
 */
public final class AddressSpace {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Path USED = Path.of("/proc/self/status");
    private static final String SPACE = "Max address space";
    private static final String DATA = "Max data size";

    private AddressSpace() {
    }

    /** Bytes; the largest number when there is no limit or nobody knows. */
    static long left() {
        try {
            List<String> limits = Files.readAllLines(LIMITS);
            return isLimited(limits) ? left(limits, Files.readAllLines(USED)) : Long.MAX_VALUE;
        } catch (IOException | RuntimeException e) {
            return Long.MAX_VALUE;
        }
    }

    /** The same by the lines of the two files; the limits are in bytes, what is used is in kilobytes. */
    static long left(List<String> limits, List<String> used) {
        return Math.min(left(number(limits, SPACE), number(used, "VmSize:")), left(number(limits, DATA), number(used, "VmData:")));
    }

    /** Most processes are not, and need not ask what they use. */
    private static boolean isLimited(List<String> limits) {
        return number(limits, SPACE) != Long.MAX_VALUE || number(limits, DATA) != Long.MAX_VALUE;
    }

    private static long left(long limit, long used) {
        return limit == Long.MAX_VALUE || used == Long.MAX_VALUE ? Long.MAX_VALUE : limit - 1024 * used;
    }

    /** The number behind a name; the largest when there is none. By the spaces alone, which takes no regular expressions: this is part of every compilation. */
    private static long number(List<String> lines, String name) {
        for (String l : lines) {
            if (l.startsWith(name)) {
                String first = l.substring(name.length()).trim().split(" ")[0];
                return first.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(first);
            }
        }
        return Long.MAX_VALUE;
    }

    /** Throws when less is left. */
    public static void need(long bytes, String what) {
        long left = left();
        if (left < bytes) {
            throw new NativesUnavailable(what + " needs " + (bytes >> 20) + " MB of address space, and the limits of this process (ulimit -v, ulimit -d) leave "
                + (Math.max(0, left) >> 20) + " MB.");
        }
    }
}
