package dev.jacobi;

import java.io.Serializable;

/**
 * A function's value at a point, and what takes a cotangent of the value to the gradient there.
 *
 * @param <R> type of the value
 * @param <G> type of the gradient
 * @param value the value at the point
 * @param pullback from a cotangent, of the structure of the value, to the gradient, of the structure of the argument, or an {@code Object[]} of one for each of several
 */
public record Pullback<R, G>(R value, Fn1<R, G> pullback) implements Serializable {
}
