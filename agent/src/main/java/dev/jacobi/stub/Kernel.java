package dev.jacobi.stub;

import dev.jacobi.lift.request.Lifted;
import dev.jacobi.policy.Inexact;
import java.lang.invoke.MethodHandle;

/**
 * A program that is ready to run: how to call it with the Java method's own arguments.
 *
 * <p>{@code trial}, for programs whose results may differ from the original's in the last bits (see {@link Inexact}), has the method's parameters and returns
 * the nanoseconds that a call takes: nothing that the program sees is changed, and results are dropped. It is null for other programs, which can be measured
 * by running calls of the program itself.
 */
public record Kernel(Lifted lifted, MethodHandle handle, MethodHandle trial, String backend, boolean cacheHit) {
    /** The same with another handle. */
    public Kernel with(MethodHandle h) {
        return new Kernel(lifted, h, trial, backend, cacheHit);
    }

    /** The same with another handle and another trial. */
    public Kernel with(MethodHandle h, MethodHandle t) {
        return new Kernel(lifted, h, t, backend, cacheHit);
    }

    /** Whether the results are those of the original to the bit. */
    public boolean exact() {
        return trial == null;
    }

    /** A kernel that calls its program through tensors. {@code fast} as for {@link Inexact}. */
    public static Kernel boxed(Lifted lifted, CalledMethod method, BoxedProgram program, String backend, boolean fast) {
        var call = new BoxedCall(lifted, method, program);
        return new Kernel(lifted, call.handle(), Inexact.of(lifted.module(), fast) ? call.trial() : null, backend, false);
    }
}
