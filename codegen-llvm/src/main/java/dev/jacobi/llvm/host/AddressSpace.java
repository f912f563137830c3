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
    private static final Path USED = Path.of("/proc/self/statm");
    private static final long PAGE = 4096;

    private AddressSpace() {
    }

    /** Bytes; the largest number when there is no limit or nobody knows. */
    static long left() {
        try {
            return left(Files.readAllLines(LIMITS), Files.readString(USED));
        } catch (IOException | RuntimeException e) {
            return Long.MAX_VALUE;
        }
    }

    /** The same by the texts of the two files. */
    static long left(List<String> limits, String used) {
        // by the space alone, which takes no regular expressions: this is part of every compilation
        String[] pages = used.trim().split(" ");
        long space = limit(limits, "Max address space");
        long data = limit(limits, "Max data size");
        return Math.min(space == Long.MAX_VALUE ? space : space - PAGE * Long.parseLong(pages[0]),
            data == Long.MAX_VALUE ? data : data - PAGE * Long.parseLong(pages[5]));
    }

    private static long limit(List<String> limits, String name) {
        for (String l : limits) {
            if (l.startsWith(name)) {
                String soft = l.substring(name.length()).trim().split(" ")[0];
                return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
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
