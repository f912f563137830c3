package dev.jacobi;

/** A function's value at a point, and the linear function of tangents that approximates it there. */
public record Linearized<R, F extends Fn>(R value, F tangent) {
}
