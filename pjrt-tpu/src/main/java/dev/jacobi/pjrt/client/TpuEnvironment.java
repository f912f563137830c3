package dev.jacobi.pjrt.client;

import dev.jacobi.llvm.jit.Bridge;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Environment variables that libtpu reads when it is loaded; other plugins do not look at them. What the user has set is left as it is, or added to.
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
        missing(System.getenv(), hasTpu(PCI)).forEach(TpuEnvironment::put);
    }

    /** What is to be set beside what the user has set. */
    static Map<String, String> missing(Map<String, String> user, boolean tpu) {
        var out = new HashMap<>(Map.of("ALLOW_MULTIPLE_LIBTPU_LOAD", "1", "TPU_STDERR_LOG_LEVEL", "3", "TPU_MIN_LOG_LEVEL", "3"));
        // Without a TPU there is mostly no metadata server either, and waiting for one takes minutes.
        if (!tpu) {
            out.put("TPU_SKIP_MDS_QUERY", "1");
        }
        out.keySet().removeAll(user.keySet());
        // The JVM needs its signals for itself.
        String args = user.getOrDefault("LIBTPU_INIT_ARGS", "");
        if (!args.contains("install_signal_handlers")) {
            out.put("LIBTPU_INIT_ARGS", (args + " " + NO_HANDLERS).strip());
        }
        return out;
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

    private static void put(String name, String value) {
        try (var memory = new Bridge.Memory()) {
            // putenv keeps the string itself, so it is a copy that nobody frees
            Bridge.call(Bridge.symbol("putenv"), Bridge.call(Bridge.symbol("strdup"), memory.string(name + "=" + value)));
        }
    }
}
