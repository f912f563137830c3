// Whether the agent, when there is one, has decided about the program's kernel.
package dev.jacobi.demo;

/** Asks the agent's class by name, so that the plain JVM needs nothing of ours on its class path. */
final class Decision {
    private Decision() {
    }

    /** True without an agent, and as soon as no method is still being compiled or measured. */
    static boolean made() {
        return true;
    }
}
