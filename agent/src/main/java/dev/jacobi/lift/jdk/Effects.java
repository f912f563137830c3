package dev.jacobi.lift.jdk;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Methods of the JDK that do or see more than their arguments: output, clocks, threads. No code that is compiled may have them, however they are written, so
 * that is said of the very call, and what the JDK's code happens to do inside is not looked at.
 */
public final class Effects {
    private static final String OUTPUT = "is output";
    private static final String FILES = "is input or output";
    private static final String CLOCK = "reads a clock";
    private static final String CHANCE = "gives another number at each call";
    private static final String THREADS = "is about threads";
    private static final String REFLECTION = "is reflection";
    private static final String SETTINGS = "reads the settings of the process";
    private static final String LOADING = "loads classes or code";
    private static final String TEXT = "makes text";
    /** What begins with these: internal names of classes, or a class and a method. The first that fits counts. */
    private static final List<Map.Entry<String, String>> KNOWN = List.of(
        Map.entry("java/io/PrintStream.", OUTPUT), Map.entry("java/io/PrintWriter.", OUTPUT), Map.entry("java/io/Console.", OUTPUT),
        Map.entry("java/util/logging/", OUTPUT), Map.entry("java/lang/System$Logger.", OUTPUT),
        Map.entry("java/io/", FILES), Map.entry("java/nio/file/", FILES), Map.entry("java/nio/channels/", FILES), Map.entry("java/net/", FILES),
        Map.entry("java/lang/System.nanoTime", CLOCK), Map.entry("java/lang/System.currentTimeMillis", CLOCK), Map.entry("java/time/Instant.now", CLOCK),
        Map.entry("java/time/LocalDateTime.now", CLOCK), Map.entry("java/time/LocalDate.now", CLOCK),
        Map.entry("java/lang/Math.random", CHANCE), Map.entry("java/util/concurrent/ThreadLocalRandom.", CHANCE),
        Map.entry("java/security/SecureRandom.", CHANCE), Map.entry("java/util/UUID.randomUUID", CHANCE),
        Map.entry("java/lang/Thread.", THREADS), Map.entry("java/lang/ThreadLocal.", THREADS), Map.entry("java/util/concurrent/", THREADS),
        Map.entry("java/lang/Object.wait", THREADS), Map.entry("java/lang/Object.notify", THREADS),
        Map.entry("java/lang/reflect/", REFLECTION), Map.entry("java/lang/invoke/", REFLECTION), Map.entry("java/lang/Class.get", REFLECTION),
        Map.entry("java/lang/Class.for", REFLECTION), Map.entry("java/lang/Class.new", REFLECTION),
        Map.entry("java/lang/System.getProperty", SETTINGS), Map.entry("java/lang/System.getenv", SETTINGS), Map.entry("java/lang/Integer.getInteger", SETTINGS),
        Map.entry("java/lang/Long.getLong", SETTINGS), Map.entry("java/lang/Boolean.getBoolean", SETTINGS),
        Map.entry("java/lang/System.exit", "ends the program"), Map.entry("java/lang/Runtime.", "is about the JVM"), Map.entry("java/lang/System.gc", "is about the JVM"),
        Map.entry("java/lang/System.load", LOADING), Map.entry("java/lang/System.identityHashCode", "depends on where the JVM keeps the object"),
        Map.entry("java/lang/String.format", TEXT), Map.entry("java/lang/String.valueOf(D", TEXT), Map.entry("java/lang/String.valueOf(F", TEXT),
        Map.entry("java/lang/Double.toString", TEXT), Map.entry("java/lang/Float.toString", TEXT), Map.entry("java/util/Arrays.toString", TEXT),
        Map.entry("java/util/Arrays.deepToString", TEXT), Map.entry("java/lang/StringBuilder.append(D", TEXT), Map.entry("java/lang/StringBuilder.append(F", TEXT),
        Map.entry("java/lang/StringBuilder.append(Ljava/lang/Object;", TEXT), Map.entry("java/lang/StringBuffer.", TEXT), Map.entry("java/util/Formatter.", TEXT));
    /** What these say of whole packages is not so of these. */
    private static final Set<String> PURE = Set.of("java/util/concurrent/TimeUnit", "java/lang/Thread.onSpinWait");

    private Effects() {
    }

    /** What a method does that compiled code cannot, as in "it calls java.io.PrintStream.println, which is output"; null for other methods. */
    public static String of(String owner, String name, String desc) {
        if (!owner.startsWith("java/") || name.equals("<init>") || PURE.contains(owner) || PURE.contains(owner + "." + name)) {
            return null;
        }
        String full = owner + "." + name + desc;
        for (Map.Entry<String, String> e : KNOWN) {
            if (full.startsWith(e.getKey())) {
                return e.getValue();
            }
        }
        return null;
    }
}
