package dev.jacobi.agent;

import dev.jacobi.classes.RunningClasses;
import dev.jacobi.options.Log;
import dev.jacobi.options.OptionParser;
import dev.jacobi.options.Options;
import dev.jacobi.report.Registry;
import dev.jacobi.site.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Entry points of the agent: {@code -javaagent}, attaching to a running JVM, and {@code Launcher-Agent-Class}. The program
 * starts whatever happens here. Little is loaded until a class is selected.
 */
public final class Agent {
    private Agent() {
    }

    /** Started with {@code -javaagent:jacobi-agent.jar=options}. */
    public static void premain(String args, Instrumentation instrumentation) {
        start(args, instrumentation, false);
    }

    /** Attached to a running JVM, or started by {@code Launcher-Agent-Class}. */
    public static void agentmain(String args, Instrumentation instrumentation) {
        start(args, instrumentation, true);
    }

    private static void start(String args, Instrumentation instrumentation, boolean running) {
        try {
            RunningClasses watched = Engine.ofProcess().classes().running();
            if (watched != null && watched.accepts(instrumentation)) {
                return;
            }
            if (isTool()) {
                return;
            }
            OptionParser.Parsed parsed = OptionParser.parse(args, System.getProperties(), System.getenv());
            if (args != null) {
                System.setProperty(OptionParser.ARGUMENTS, args);
            }
            Options options = parsed.options();
            if (options.log() != Options.Log.OFF) {
                for (String w : parsed.warnings()) {
                    Log.warn(w);
                }
            }
            boolean off = options.policy() == Options.Policy.OFF;
            if (!options.enabled() || off && !options.reportsToFile()) {
                return;
            }
            if (!Engine.ofProcess().starts()) {
                Log.say(options, Options.Log.WARN, "The agent is running already; its first options stay in force.");
                return;
            }
            Selection selection = new Selection(options);
            Registry registry = new Registry();
            Reporter reporter = new Reporter(options, selection, registry);
            if (!options.include().isEmpty() || !options.report().equals("summary")) {
                reporter.register();
            }
            // A program's own jar with Launcher-Agent-Class need not have asked for the right to change loaded classes.
            boolean loaded = instrumentation.isRetransformClassesSupported();
            RunningClasses classes = Engine.ofProcess().classes().watch(instrumentation, jar(), running);
            JitTransformer transformer = new JitTransformer(options, selection, registry, instrumentation, reporter, classes);
            instrumentation.addTransformer(transformer, loaded);
            Set<Class<?>> before = running && loaded ? selected(instrumentation, selection) : Set.of();
            if (!before.isEmpty()) {
                transformer.retransform(before);
            }
        } catch (Throwable e) {
            System.err.println("jacobi: The agent could not start and does nothing: " + e + ".");
        }
    }

    /** Classes of the program that were loaded before the agent came and are selected. */
    private static Set<Class<?>> selected(Instrumentation instrumentation, Selection selection) {
        Set<Class<?>> hit = new LinkedHashSet<>();
        for (Class<?> c : instrumentation.getAllLoadedClasses()) {
            if (c.isArray() || c.isPrimitive() || c.isHidden() || !instrumentation.isModifiableClass(c)) {
                continue;
            }
            String name = c.getName().replace('.', '/');
            if (!Selection.never(c.getClassLoader(), name) && (selection.includesClass(name) || mentionsJit(c, name))) {
                hit.add(c);
            }
        }
        return hit;
    }

    /** The file that this class was loaded from, or null. */
    private static String jar() {
        try {
            return Path.of(Agent.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException | RuntimeException e) {
            return null;
        }
    }

    private static boolean mentionsJit(Class<?> c, String name) {
        try (InputStream in = c.getClassLoader().getResourceAsStream(name + ".class")) {
            return in != null && Selection.mentionsJit(in.readAllBytes());
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** JDK and build tools that were started with the flag through JAVA_TOOL_OPTIONS; the source launcher is a program. */
    static boolean isTool() {
        return isTool(System.getProperty("jdk.module.main"), System.getProperty("sun.java.command", ""));
    }

    static boolean isTool(String mainModule, String command) {
        if (command.contains("com.sun.tools.javac.launcher.")) {
            return false;
        }
        return mainModule != null && (mainModule.startsWith("jdk.") || mainModule.startsWith("java."))
            || command.startsWith("org.codehaus.plexus.classworlds.launcher.Launcher") || command.startsWith("org.apache.maven.wrapper.")
            || command.startsWith("org.gradle.launcher.") || command.startsWith("org.gradle.wrapper.");
    }
}
