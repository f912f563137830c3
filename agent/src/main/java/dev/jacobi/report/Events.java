package dev.jacobi.report;

/** Flight-recorder events. Nothing is loaded unless the JVM has the module jdk.jfr and a recording is on. */
public final class Events {
    private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private Events() {
    }

    /** True when a recording runs in this JVM. */
    private static boolean on() {
        return PRESENT && JfrEvents.recording();
    }

    public static boolean fallbackEnabled() {
        return on();
    }

    /** A method was compiled. */
    public static void compile(String method, String backend, long nanos, boolean cacheHit) {
        if (on()) {
            JfrEvents.compile(method, backend, nanos, cacheHit);
        }
    }

    /** The original ran in place of compiled code. */
    public static void fallback(String method, String reason) {
        if (on()) {
            JfrEvents.fallback(method, reason);
        }
    }

    /** It was decided who runs a method from now on. */
    public static void dispatch(String method, String decision, String reason, long jvmNanos, long compiledNanos) {
        if (on()) {
            JfrEvents.dispatch(method, decision, reason, jvmNanos, compiledNanos);
        }
    }
}
