// The ways in which a generated program is run besides the JVM's own.
package dev.jacobi.fuzz;

import dev.jacobi.dispatch.Engine;

/** Interpreter on the IR as lifted and as raised, and machine code. */
public enum Mode {
    LIFTED, RAISED, NATIVE;

    public Engine engine() {
        return switch (this) {
            case LIFTED -> Engine.interpreter(Engine.Stage.LIFTED);
            case RAISED -> Engine.interpreter(Engine.Stage.RAISED);
            case NATIVE -> Engine.cpu();
        };
    }
}
