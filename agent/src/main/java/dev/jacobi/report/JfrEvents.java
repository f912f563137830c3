package dev.jacobi.report;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** The events themselves; only loaded when jdk.jfr is present. */
final class JfrEvents {
    private JfrEvents() {
    }

    static boolean recording() {
        return FlightRecorder.isInitialized();
    }

    static void compile(String method, String backend, long nanos, boolean cacheHit) {
        var e = new Compile();
        e.method = method;
        e.backend = backend;
        e.nanos = nanos;
        e.cacheHit = cacheHit;
        e.commit();
    }

    static void fallback(String method, String reason) {
        var e = new Fallback();
        e.method = method;
        e.reason = reason;
        e.commit();
    }

    static void dispatch(String method, String decision, String reason, long jvmNanos, long compiledNanos) {
        var e = new Dispatch();
        e.method = method;
        e.decision = decision;
        e.reason = reason;
        e.jvmNanos = jvmNanos;
        e.compiledNanos = compiledNanos;
        e.commit();
    }

    @Name("dev.jacobi.Compile")
    @Label("Compile")
    @Category("Jacobi")
    @StackTrace(false)
    static final class Compile extends Event {
        @Label("Method") String method;
        @Label("Back end") String backend;
        @Label("Time") @Timespan(Timespan.NANOSECONDS) long nanos;
        @Label("From cache") boolean cacheHit;
    }

    @Name("dev.jacobi.Fallback")
    @Label("Fallback")
    @Category("Jacobi")
    static final class Fallback extends Event {
        @Label("Method") String method;
        @Label("Reason") String reason;
    }

    @Name("dev.jacobi.Dispatch")
    @Label("Dispatch")
    @Category("Jacobi")
    @StackTrace(false)
    static final class Dispatch extends Event {
        @Label("Method") String method;
        @Label("Decision") String decision;
        @Label("Reason") String reason;
        @Label("JVM per call") @Timespan(Timespan.NANOSECONDS) long jvmNanos;
        @Label("Compiled per call") @Timespan(Timespan.NANOSECONDS) long compiledNanos;
    }
}
