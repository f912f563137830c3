package dev.jacobi.transform;

/** A function object of the public interface that a transformation made. */
public interface Transformed {
    TransformedFunction function();
}
