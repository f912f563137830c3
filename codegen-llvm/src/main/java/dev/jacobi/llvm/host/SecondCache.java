package dev.jacobi.llvm.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The second level of a processor's caches, of which each processor has its own. */
public final class SecondCache {
    /** What processors with wide registers have at least. */
    private static final int LEAST = 256 << 10;
    private static final Path SIZE = Path.of("/sys/devices/system/cpu/cpu0/cache/index2/size");
    private static final Pattern UNITS = Pattern.compile("(\\d{1,6})([KM])");

    private SecondCache() {
    }

    /** Its bytes on this machine; the least that is usual where Linux does not say. */
    public static int bytes() {
        try {
            return bytes(Files.readString(SIZE));
        } catch (IOException e) {
            return LEAST;
        }
    }

    /** The bytes that a line of Linux tells, such as {@code 512K}. */
    static int bytes(String size) {
        Matcher m = UNITS.matcher(size.strip());
        if (!m.matches()) {
            return LEAST;
        }
        long bytes = Long.parseLong(m.group(1)) << (m.group(2).equals("M") ? 20 : 10);
        return (int) Math.max(LEAST, Math.min(bytes, 1 << 30));
    }
}
