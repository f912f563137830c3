package dev.jacobi.dispatch;

import dev.jacobi.ir.Interpreter;
import dev.jacobi.lift.Lifted;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** Makes a program callable, by the back end that the options name. */
final class Backends {
    private final Options options;
    private final Pipeline pipeline;
    private final Pipeline.Stage stage;

    /** {@code stage} is how far the passes go before the interpreter runs the program. */
    Backends(Options options, Pipeline pipeline, Pipeline.Stage stage) {
        this.options = options;
        this.pipeline = pipeline;
        this.stage = stage;
    }

    /** Loads the back end before it is needed. */
    void load() {
    }

    /** Compiles a lifted method of the given type. */
    Kernel compile(Lifted lifted, MethodType type, Access access, Fallbacks fallbacks, boolean fast, Dump dump) {
        return switch (options.backend()) {
            case INTERP -> interpreted(lifted, type, access, fallbacks, fast, dump);
            case CPU, CUDA, TPU, AUTO -> interpreted(lifted, type, access, fallbacks, fast, dump);
        };
    }

    private Kernel interpreted(Lifted lifted, MethodType type, Access access, Fallbacks fallbacks, boolean fast, Dump dump) {
        Lifted ready = pipeline.prepare(lifted, fast, stage, dump);
        MethodHandle h = BoxedCall.handle(ready, type, access, in -> Interpreter.run(ready.module(), ready.entry(), in), fallbacks);
        return new Kernel(ready, h, "interp", false);
    }
}
