package dev.jacobi.ir.pass;

/** Is told of each pass when it has run. */
@FunctionalInterface
public interface PassObserver {
    /** A pass has run, after its result was verified; passes within a pipeline come before the pipeline. */
    void ran(PassRun run);
}
