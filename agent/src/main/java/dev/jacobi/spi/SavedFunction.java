package dev.jacobi.spi;

/** A compiled program that was read from a file. May be called from many threads. */
public interface SavedFunction {
    /** Calls it with arguments of the structure that it was saved for. */
    Object call(Object... args);

    /** What a run on the arguments that it was saved for costs. */
    EngineProgram.Count count();

    /** The bytes that it was read from. */
    byte[] bytes();
}
