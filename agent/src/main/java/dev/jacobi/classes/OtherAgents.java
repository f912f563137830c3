package dev.jacobi.classes;

import dev.jacobi.boot.EngineLoader;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells whether anybody else in this JVM may change classes behind our back. The JVM runs the transformers of one agent after those of another, in the order in
 * which they came, and shows none of them what those behind it do. Nobody keeps a list of them; but a transformer needs a class that names the interface, which is
 * seen when it is loaded, before there can be an object of it.
 */
final class OtherAgents {
    private static final byte[] TRANSFORMER = "java/lang/instrument/ClassFileTransformer".getBytes(StandardCharsets.US_ASCII);
    private final AtomicInteger classes = new AtomicInteger();

    /** {@code running}: the program runs already, so that any class of it may be such a one; else only agents in front of {@code jar} were there before. */
    OtherAgents(Instrumentation instrumentation, String jar, boolean running) {
        if (wereInFront(instrumentation, jar)) {
            classes.incrementAndGet();
        }
        if (running) {
            for (Class<?> c : instrumentation.getAllLoadedClasses()) {
                if (ClassFileTransformer.class.isAssignableFrom(c) && c != ClassFileTransformer.class && !isOurs(c.getClassLoader(), c.getName().replace('.', '/'))) {
                    classes.incrementAndGet();
                }
            }
        }
    }

    /** Whether there are any; from then on it is true. */
    boolean arePresent() {
        return classes.get() > 0;
    }

    /** A number that grows with the classes of transformers. */
    int count() {
        return classes.get();
    }

    /** A class is being loaded. */
    void loads(ClassLoader loader, String internalName, byte[] bytes) {
        // most classes by far are the JDK's, so their names are looked at first
        if (!internalName.startsWith("java/") && !internalName.startsWith("sun/instrument/") && mentions(bytes) && !isOurs(loader, internalName)) {
            classes.incrementAndGet();
        }
    }

    private static boolean isOurs(ClassLoader loader, String internalName) {
        return (loader == OtherAgents.class.getClassLoader() || EngineLoader.isOwn(loader, internalName))
            && (internalName.startsWith("dev/jacobi/agent/") || internalName.startsWith("dev/jacobi/classes/"));
    }

    /** Whether the constant pool names the interface: as itself, or at the begin or the end of a descriptor. */
    static boolean mentions(byte[] b) {
        return ConstantPool.anyText(b, TRANSFORMER.length, (pool, from, end) ->
            is(pool, from) || is(pool, from + 2) || is(pool, end - TRANSFORMER.length) || is(pool, end - TRANSFORMER.length - 1));
    }

    private static boolean is(byte[] b, int from) {
        if (from < 0 || from + TRANSFORMER.length > b.length || b[from] != 'j' || b[from + TRANSFORMER.length - 1] != 'r') {
            return false;
        }
        for (int i = 0; i < TRANSFORMER.length; i++) {
            if (b[from + i] != TRANSFORMER[i]) {
                return false;
            }
        }
        return true;
    }


    /**
     * Whether the JVM was started with an agent in front of ours, or with one that is not written in Java, of which no class can be seen. A debugger only redefines
     * classes, which is announced.
     */
    private static boolean wereInFront(Instrumentation instrumentation, String jar) {
        try {
            Module own = OtherAgents.class.getModule();
            instrumentation.redefineModule(Object.class.getModule(), Set.of(), Map.of("jdk.internal.misc", Set.of(own)), Map.of(), Set.of(), Map.of());
            boolean isFirst = true;
            for (String a : (String[]) Class.forName("jdk.internal.misc.VM").getMethod("getRuntimeArguments").invoke(null)) {
                if (a.startsWith("-javaagent:")) {
                    String file = a.substring("-javaagent:".length()).replaceFirst("=.*", "");
                    if (isFirst && (jar == null || !Path.of(file).toRealPath().equals(Path.of(jar).toRealPath()))) {
                        return true;
                    }
                    isFirst = false;
                } else if (a.startsWith("-agentpath:") || a.startsWith("-agentlib:") && !a.startsWith("-agentlib:jdwp")) {
                    return true;
                }
            }
            return false;
        } catch (ReflectiveOperationException | IOException | RuntimeException | LinkageError e) {
            return true; // another JDK may not tell
        }
    }
}
