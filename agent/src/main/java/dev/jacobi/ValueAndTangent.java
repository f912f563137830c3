package dev.jacobi;

import java.io.Serializable;

/**
 * A function's value and its derivative in a direction.
 *
 * @param <R> type of the value
 * @param value what the function gives
 * @param tangent the derivative, of the structure of the value
 */
public record ValueAndTangent<R>(R value, R tangent) implements Serializable {
}
