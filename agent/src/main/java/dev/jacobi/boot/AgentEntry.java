package dev.jacobi.boot;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/** Entry points that the JVM calls: {@code -javaagent}, attaching to a running JVM, and {@code Launcher-Agent-Class}. The program starts whatever happens here. */
public final class AgentEntry {
    private static final String AGENT = "dev.jacobi.agent.Agent";

    private AgentEntry() {
    }

    /** Started with {@code -javaagent:jacobi-agent.jar=options}. */
    public static void premain(String args, Instrumentation instrumentation) {
        enter("premain", args, instrumentation);
    }

    /** Attached to a running JVM, or started by {@code Launcher-Agent-Class}. */
    public static void agentmain(String args, Instrumentation instrumentation) {
        enter("agentmain", args, instrumentation);
    }

    private static void enter(String entry, String args, Instrumentation instrumentation) {
        try {
            Class.forName(AGENT, true, EngineLoader.ofEngine()).getMethod(entry, String.class, Instrumentation.class).invoke(null, args, instrumentation);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            Throwable cause = e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
            System.err.println("jacobi: The agent could not start and does nothing: " + (cause instanceof IllegalStateException ? cause.getMessage() : cause) + ".");
        }
    }
}
