package dev.jacobi;

/** A function's value at a point, and what takes a cotangent of the value to the gradient there. */
public record Pullback<R, G>(R value, Fn1<R, G> pullback) {
}
