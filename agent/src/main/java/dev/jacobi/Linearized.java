package dev.jacobi;

import java.io.Serializable;

/**
 * A function's value at a point, and the linear function of tangents that approximates it there.
 *
 * @param <R> type of the value
 * @param <F> type of the linear function
 * @param value the value at the point
 * @param tangent from one tangent for each argument, of its structure, to the derivative in that direction, of the structure of the value
 */
public record Linearized<R, F extends Fn>(R value, F tangent) implements Serializable {
}
