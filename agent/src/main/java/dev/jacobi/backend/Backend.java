package dev.jacobi.backend;

import dev.jacobi.ir.interp.Callbacks;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.options.Options;
import dev.jacobi.pjrt.hlo.MeshSharding;
import dev.jacobi.stub.BoxedProgram;
import dev.jacobi.stub.CalledMethod;
import dev.jacobi.stub.Kernel;
import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;

/** Who makes code of programs. There is one for each value of the option {@code backend}; {@link Backends} lists them. */
interface Backend {
    /**
     * A program that is to run the calls of a method. {@code ready} has been through the passes; {@code asWritten} gives the same program with its loops as
     * they were written, and is null where there is no such thing. {@code fast} is the option {@code fp}; {@code mesh} says how the program lies on a mesh, and is null where it does not;
     * {@code callbacks} listens to its debug callbacks.
     */
    record Job(Lifted ready, Supplier<Lifted> asWritten, CalledMethod method, boolean fast, MeshSharding mesh, Dump dump, Callbacks callbacks) {
        /** The same job with its loops as they were written. */
        Job plain() {
            return new Job(asWritten.get(), null, method, fast, mesh, dump, callbacks);
        }

        /** Calls the program through tensors; {@code rounds} says whether who runs it decides how reals are rounded. */
        Kernel boxed(BoxedProgram program, Options.Backend by, boolean rounds) {
            return Kernel.boxed(ready, method, program, by.toString(), rounds);
        }
    }

    /** Opens what it stands on, ahead of who will need it. A {@link dev.jacobi.lift.request.Refusal} says why that cannot be had. */
    default void open() {
    }

    /** Code for the program, or a {@link dev.jacobi.lift.request.Refusal}. A call that has no result throws a {@link dev.jacobi.woven.Deopt}, and nothing has been changed then. */
    Kernel compile(Job job);

    /**
     * The same for a program that has no original to run instead: {@code host} gives code for the CPU, which is made when it is first asked for, and {@code ran} is told
     * who has run a call.
     */
    default MethodHandle compile(Job job, Supplier<MethodHandle> host, BackendUsage ran) {
        return compile(job).handle();
    }

    /** How loudly it is said that code for the CPU runs what this back end refuses and no original can run; null where there is nothing else to run it. */
    default Options.Log absence() {
        return null;
    }

    /** Who makes the code that runs where a check in front of a loop has failed, whose checks are in the loops; null where such calls go on in Java. */
    default Backend careful() {
        return null;
    }

    /** Whether what its code will gain can be foreseen from the program. */
    default boolean isForeseen() {
        return false;
    }

    /** How far the passes go before it compiles a program. */
    default Pipeline.Stage stage() {
        return Pipeline.Stage.RAISED;
    }

    /** Whether it runs the program itself, so that functions of Math are the JVM's, and tests say how far the passes go before. */
    default boolean interprets() {
        return false;
    }
}
