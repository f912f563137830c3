package dev.jacobi.dispatch;

import dev.jacobi.lift.Lifted;
import java.lang.invoke.MethodHandle;

/** A program that is ready to run: how to call it with the Java method's own arguments. */
record Kernel(Lifted lifted, MethodHandle handle, String backend, boolean cacheHit) {
    /** The same with another handle. */
    Kernel with(MethodHandle h) {
        return new Kernel(lifted, h, backend, cacheHit);
    }
}
