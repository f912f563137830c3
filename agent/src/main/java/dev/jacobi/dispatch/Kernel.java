package dev.jacobi.dispatch;

import dev.jacobi.lift.Lifted;
import java.lang.invoke.MethodHandle;

/** A program that is ready to run: how to call it with the Java method's own arguments. */
record Kernel(Lifted lifted, MethodHandle handle, String backend, boolean cacheHit) {
}
