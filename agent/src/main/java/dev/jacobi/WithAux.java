package dev.jacobi;

/** A value to be differentiated, and something beside it that is only handed through. */
public record WithAux<R, X>(R value, X aux) {
}
