// How long the demo measures.
package dev.jacobi.demo;

import java.util.Locale;

/** The two forms of the demo: one that is soon over, and one whose figures are steady. */
enum Form {
    /** One JVM each way. The kernel is named to the agent, which then need not find out first where the program spends its time; compiling it takes up to two seconds beside a program that uses all processors. */
    SHORT(20, 500, 2500, 900, 3300, 150, 300, 3, 1, 1, true),
    /** Programs that gain little are measured in several JVMs; the agent is told of the kernel's class only, so that it sees first where the time goes: which takes some seconds. */
    FULL(26, 2000, 12000, 8000, 15000, 300, 1200, 7, 3, 7, false);

    /** The agent decides after some ten calls of each kind: this many runs leave room for that. */
    private final int warmRuns;
    private final long plainMillis;
    private final long agentMillis;
    private final long plainLimitMillis;
    private final long agentLimitMillis;
    private final long windowMillis;
    private final long measureMillis;
    private final int leastRuns;
    private final int forks;
    private final int forksWhenSame;
    private final boolean named;

    Form(int warmRuns, long plainMillis, long agentMillis, long plainLimitMillis, long agentLimitMillis, long windowMillis, long measureMillis, int leastRuns, int forks,
            int forksWhenSame, boolean named) {
        this.warmRuns = warmRuns;
        this.plainMillis = plainMillis;
        this.agentMillis = agentMillis;
        this.plainLimitMillis = plainLimitMillis;
        this.agentLimitMillis = agentLimitMillis;
        this.windowMillis = windowMillis;
        this.measureMillis = measureMillis;
        this.leastRuns = leastRuns;
        this.forks = forks;
        this.forksWhenSame = forksWhenSame;
        this.named = named;
    }

    /** By the property {@code demo}, {@code full} or anything else for the short form. */
    static Form asked() {
        return "full".equals(System.getProperty("demo", "short").toLowerCase(Locale.ROOT)) ? FULL : SHORT;
    }

    /** How many runs warm-up takes at least. */
    int warmRuns(boolean agent) {
        return this == FULL || agent ? warmRuns : 2;
    }

    /** How long warm-up takes at least, in nanoseconds. */
    long warmNanos(boolean agent) {
        return (agent ? agentMillis : plainMillis) * 1_000_000;
    }

    /** How long warm-up takes at most once it has had its runs, in nanoseconds. */
    long limitNanos(boolean agent) {
        return (agent ? agentLimitMillis : plainLimitMillis) * 1_000_000;
    }

    /** Warm-up ends when the medians of two of these windows in a row agree; in nanoseconds. */
    long windowNanos() {
        return windowMillis * 1_000_000;
    }

    /** How long is measured at least, in nanoseconds. */
    long measureNanos() {
        return measureMillis * 1_000_000;
    }

    /** How many runs the median is of, at least. */
    int leastRuns() {
        return leastRuns;
    }

    /** JVMs each way for programs that gain little. */
    int forks() {
        return forks;
    }

    /** JVMs each way for programs that are about as fast either way. */
    int forksWhenSame() {
        return forksWhenSame;
    }

    /** What the agent is told of a program's kernel. */
    String include(Program program) {
        return program.kernel().getName() + (named ? "::" + program.method() : "");
    }
}
