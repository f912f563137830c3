package dev.jacobi;

/** A function's value and its gradient, which has the structure of the argument it is taken by. */
public record ValueAndGrad<V, G>(V value, G grad) {
}
