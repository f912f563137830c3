package dev.jacobi.jvm;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which garbage collector the JVM runs. */
public final class Collector {
    /** The last JDK whose G1 collects nothing while a thread has pinned an array; the next ones pin regions. */
    private static final int LAST_LOCKING_G1 = 21;

    private Collector() {
    }

    /** Looked up once, as it stays the same. */
    private static final class Known {
        private static final List<String> NAMES = lookUp();

        private Known() {
        }
    }

    /**
     * Names that begin with G1, ZGC, Shenandoah or Epsilon for these; others, or none, for collectors that stop the program. The collectors' threads are looked at
     * first: setting up the management beans takes a JVM that has just started longer than all else that is done for a call stub.
     */
    public static List<String> names() {
        return Known.NAMES;
    }

    private static List<String> lookUp() {
        List<String> known = ofThreads(Path.of("/proc/self/task"));
        if (!known.isEmpty()) {
            return known;
        }
        try {
            return Beans.names();
        } catch (LinkageError e) { // the JVM was put together without the module java.management
            return known;
        }
    }

    /** Whether no array moves while a thread has pinned any one: HotSpot's collectors that stop the program, and G1 until it learnt to leave single regions alone. */
    public static boolean movesNothing() {
        String vm = System.getProperty("java.vm.name", "");
        return (vm.contains("OpenJDK") || vm.contains("HotSpot")) && movesNothing(names(), Runtime.version().feature());
    }

    static boolean movesNothing(List<String> names, int feature) {
        return !names.isEmpty() && names.stream().allMatch(n -> n.startsWith("G1") && feature <= LAST_LOCKING_G1 || n.equals("Copy") || n.equals("MarkSweepCompact") || n.startsWith("PS "));
    }

    /** Whether compiled code can be stopped inside of short counted loops, which the JVM arranges for collectors that work beside the program. */
    public static boolean stopsLoops() {
        return names().stream().anyMatch(n -> n.startsWith("G1") || n.startsWith("ZGC") || n.startsWith("Shenandoah"));
    }

    /** Loaded only when it is asked. */
    private static final class Beans {
        private Beans() {
        }

        public static List<String> names() {
            return ManagementFactory.getGarbageCollectorMXBeans().stream().map(b -> b.getName()).toList();
        }
    }

    /**
     * The collectors that work beside the program have threads of their own, which the system knows by the first 15 characters of their names. None for the others, and
     * for a JVM that makes these threads when they are needed.
     */
    static List<String> ofThreads(Path tasks) {
        List<String> out = new ArrayList<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path t : threads) {
                switch (name(t)) {
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

    /** Empty for a thread that has ended meanwhile. */
    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
