package dev.jacobi.backend;

import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.options.Options;
import dev.jacobi.stub.Kernel;

/** The reference interpreter: slow, and right. */
final class InterpreterBackend implements Backend {
    @Override
    public Kernel compile(Job job) {
        return job.boxed(in -> Interpreter.run(job.ready().module(), job.ready().entry(), in, job.callbacks()), Options.Backend.INTERP, false);
    }

    @Override
    public Backend careful() {
        return this;
    }

    @Override
    public boolean interprets() {
        return true;
    }
}
