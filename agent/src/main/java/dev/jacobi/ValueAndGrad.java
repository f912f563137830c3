package dev.jacobi;

import java.io.Serializable;

/**
 * A function's value and its gradient.
 *
 * @param <V> type of the value
 * @param <G> type of the gradient
 * @param value what the function gives
 * @param grad the gradient, of the structure of the argument it is taken by, or an {@code Object[]} of several
 */
public record ValueAndGrad<V, G>(V value, G grad) implements Serializable {
}
