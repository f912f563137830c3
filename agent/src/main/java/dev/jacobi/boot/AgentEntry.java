package dev.jacobi.boot;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.security.CodeSource;
import java.util.List;

/** Entry points that the JVM calls: {@code -javaagent}, attaching to a running JVM, and {@code Launcher-Agent-Class}. The program starts whatever happens here. */
public final class AgentEntry {
    private static final String AGENT = "dev.jacobi.agent.Agent";
    private static final String ENGINE_LOADER = "dev.jacobi.boot.EngineLoader";

    private AgentEntry() {
    }

    /** Started with {@code -javaagent:jacobi-agent.jar=options}. */
    public static void premain(String args, Instrumentation instrumentation) {
        enter("premain", args, instrumentation);
    }

    /** Attached to a running JVM, or started by {@code Launcher-Agent-Class}. */
    public static void agentmain(String args, Instrumentation instrumentation) {
        if (AgentEntry.class.getClassLoader() != null || isThere(instrumentation)) {
            enter("agentmain", args, instrumentation);
        } else {
            enterTheProgramsOwn(args, instrumentation);
        }
    }

    /** Whether the boot loader has the engine, because the JVM was started with the agent. */
    private static boolean isThere(Instrumentation instrumentation) {
        for (Class<?> c : instrumentation.getAllLoadedClasses()) {
            if (c.getName().equals(ENGINE_LOADER)) {
                return c.getClassLoader() == null;
            }
        }
        return false;
    }

    /**
     * The program may have loaded some of the classes that it shares with the engine before the boot loader had any, so it has the others from the same jar, too. {@code jacobi-engine.jar} is used only by
     * a JVM that is started with the agent.
     */
    private static void enterTheProgramsOwn(String args, Instrumentation instrumentation) {
        try {
            ClassLoader loader = ClassLoader.getSystemClassLoader();
            List<CodeSource> sources = EngineLoader.sources();
            if (sources.isEmpty() || !JarPackages.tellAll(instrumentation, loader, sources.get(0))) {
                throw new IllegalStateException("this JVM cannot be attached to while jacobi-engine.jar lies beside the agent's jar; take it away, or start the program with -javaagent");
            }
            Class.forName(AgentEntry.class.getName(), true, loader).getMethod("agentmain", String.class, Instrumentation.class).invoke(null, args, instrumentation);
        } catch (ReflectiveOperationException | IOException | RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    private static void enter(String entry, String args, Instrumentation instrumentation) {
        try {
            Class.forName(AGENT, true, EngineLoader.ofEngine()).getMethod(entry, String.class, Instrumentation.class).invoke(null, args, instrumentation);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    private static void failed(Throwable e) {
        Throwable cause = e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
        System.err.println("jacobi: The agent could not start and does nothing: " + (cause instanceof IllegalStateException ? cause.getMessage() : cause) + ".");
    }
}
