package dev.jacobi;

/** A function's value and its derivative in a direction, which has the value's structure. */
public record ValueAndTangent<R>(R value, R tangent) {
}
