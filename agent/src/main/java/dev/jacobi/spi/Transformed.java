package dev.jacobi.spi;

/** A function object of the public interface that a transformation made. */
public interface Transformed {
    /** What it calls; the engine that gave it takes it for the function when it is transformed again. */
    EngineFunction function();
}
