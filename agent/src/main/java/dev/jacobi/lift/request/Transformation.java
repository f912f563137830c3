package dev.jacobi.lift.request;

/** A function transformation, as far as the lifter needs to know it: it hands it to {@link Programs}. */
public interface Transformation {
    /** Whether the transformed function is the same function, as far as calls of it inside of other functions go. */
    boolean isTransparent();
}
