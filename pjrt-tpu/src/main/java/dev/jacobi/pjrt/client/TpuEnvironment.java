package dev.jacobi.pjrt.client;

import dev.jacobi.llvm.jit.Bridge;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Environment variables that libtpu reads when it is loaded; other plugins do not look at them. What the user has set is left as it is.
 * Java's own view of the environment is a copy, so they are set by C's {@code putenv}.
 */
final class TpuEnvironment {
    private static final String NO_HANDLERS = "--install_signal_handlers=false";
    private static final Path PCI = Path.of("/sys/bus/pci/devices");
    private static final String GOOGLE = "0x1ae0";
    private static final Set<String> TPU_CHIPS = Set.of("0x0027", "0x0056", "0x005e", "0x0062", "0x0063", "0x006f", "0x0076");

    private TpuEnvironment() {
    }

    static void prepare() {
        // Without a TPU there is mostly no metadata server either, and waiting for one takes minutes.
        if (!hasTpu(PCI)) {
            set("TPU_SKIP_MDS_QUERY", "1");
        }
        // The JVM needs its signals for itself.
        String args = System.getenv("LIBTPU_INIT_ARGS");
        if (args == null || !args.contains("install_signal_handlers")) {
            put("LIBTPU_INIT_ARGS", args == null || args.isBlank() ? NO_HANDLERS : args + " " + NO_HANDLERS);
        }
        set("ALLOW_MULTIPLE_LIBTPU_LOAD", "1");
        set("TPU_STDERR_LOG_LEVEL", "3");
        set("TPU_MIN_LOG_LEVEL", "3");
    }

    /** Whether a TPU chip is on the machine's bus. */
    static boolean hasTpu(Path devices) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(devices)) {
            for (Path d : all) {
                if (GOOGLE.equals(line(d.resolve("vendor"))) && TPU_CHIPS.contains(line(d.resolve("device")))) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false;
        }
        return false;
    }

    private static String line(Path file) {
        try {
            return Files.readString(file).trim();
        } catch (IOException e) {
            return "";
        }
    }

    private static void set(String name, String value) {
        if (System.getenv(name) == null) {
            put(name, value);
        }
    }

    private static void put(String name, String value) {
        try (var memory = new Bridge.Memory()) {
            // putenv keeps the string itself, so it is a copy that nobody frees
            Bridge.call(Bridge.symbol("putenv"), Bridge.call(Bridge.symbol("strdup"), memory.string(name + "=" + value)));
        }
    }
}
