package dev.jacobi.lift.jdk;

import java.util.List;
import java.util.Set;

/**
 * Methods of the JDK that do or see more than their arguments: output, clocks, threads. No code that is compiled may have them, however they are written, so
 * that is said of the very call, and what the JDK's code happens to do inside is not looked at.
 */
public final class Effects {
    /** What methods do whose names begin with one of these: internal names of classes, or a class and a method. */
    private record Effect(String what, String... prefixes) {
    }

    /** The first that fits counts. */
    private static final List<Effect> KNOWN = List.of(
        new Effect("is output", "java/io/PrintStream.", "java/io/PrintWriter.", "java/io/Console.", "java/util/logging/", "java/lang/System$Logger."),
        new Effect("is input or output", "java/io/", "java/nio/file/", "java/nio/channels/", "java/net/"),
        new Effect("reads a clock", "java/lang/System.nanoTime", "java/lang/System.currentTimeMillis", "java/time/Instant.now",
            "java/time/LocalDateTime.now", "java/time/LocalDate.now"),
        new Effect("gives another number at each call", "java/lang/Math.random", "java/util/concurrent/ThreadLocalRandom.", "java/security/SecureRandom.",
            "java/util/UUID.randomUUID"),
        new Effect("is about threads", "java/lang/Thread.", "java/lang/ThreadLocal.", "java/util/concurrent/", "java/lang/Object.wait",
            "java/lang/Object.notify"),
        new Effect("is reflection", "java/lang/reflect/", "java/lang/invoke/", "java/lang/Class.get", "java/lang/Class.for", "java/lang/Class.new"),
        new Effect("reads the settings of the process", "java/lang/System.getProperty", "java/lang/System.getenv", "java/lang/Integer.getInteger",
            "java/lang/Long.getLong", "java/lang/Boolean.getBoolean"),
        new Effect("ends the program", "java/lang/System.exit"),
        new Effect("is about the JVM", "java/lang/Runtime.", "java/lang/System.gc"),
        new Effect("loads classes or code", "java/lang/System.load"),
        new Effect("depends on where the JVM keeps the object", "java/lang/System.identityHashCode"),
        new Effect("makes text", "java/lang/String.format", "java/lang/String.valueOf(D", "java/lang/String.valueOf(F", "java/lang/Double.toString",
            "java/lang/Float.toString", "java/util/Arrays.toString", "java/util/Arrays.deepToString", "java/lang/StringBuilder.append(D",
            "java/lang/StringBuilder.append(F", "java/lang/StringBuilder.append(Ljava/lang/Object;", "java/lang/StringBuffer.", "java/util/Formatter."));
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
        for (Effect e : KNOWN) {
            for (String prefix : e.prefixes) {
                if (full.startsWith(prefix)) {
                    return e.what;
                }
            }
        }
        return null;
    }
}
