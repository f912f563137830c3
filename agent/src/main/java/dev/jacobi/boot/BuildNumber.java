package dev.jacobi.boot;

/** Tells builds apart: a number made of all classes, which building the agent's jar puts in here ({@code JarLinker}). */
final class BuildNumber {
    private BuildNumber() {
    }

    /** That of the jar which this class comes from; 0 where it comes from none. */
    static int get() {
        return 0;
    }
}
