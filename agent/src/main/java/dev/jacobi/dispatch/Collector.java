package dev.jacobi.dispatch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which garbage collector the JVM runs. */
final class Collector {
    private Collector() {
    }

    /** Names that begin with G1, ZGC, Shenandoah or Epsilon for these; others, or none, for collectors that stop the program. */
    static List<String> names() {
        try {
            return Beans.names();
        } catch (LinkageError e) { // the JVM was put together without the module java.management
            return ofThreads(Path.of("/proc/self/task"));
        }
    }

    /** Whether compiled code can be stopped inside of short counted loops, which the JVM arranges for collectors that work beside the program. */
    static boolean stopsLoops() {
        return names().stream().anyMatch(n -> n.startsWith("G1") || n.startsWith("ZGC") || n.startsWith("Shenandoah"));
    }

    /** Loaded only when it is asked. */
    private static final class Beans {
        private Beans() {
        }

        static List<String> names() {
            return ManagementFactory.getGarbageCollectorMXBeans().stream().map(b -> b.getName()).toList();
        }
    }

    /** The collectors that work beside the program have threads of their own, which the system knows by the first 15 characters of their names. */
    static List<String> ofThreads(Path tasks) {
        List<String> out = new ArrayList<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path t : threads) {
                switch (Files.readString(t.resolve("comm")).strip()) {
                    case "G1 Main Marker" -> out.add("G1");
                    case "ZDirector" -> out.add("ZGC");
                    case "Shenandoah Cont" -> out.add("Shenandoah");
                    default -> {
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
        return out;
    }
}
