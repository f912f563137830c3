package dev.jacobi;

import java.io.Serializable;

/**
 * A value to be differentiated, and something beside it that is only handed through.
 *
 * @param <R> type of the value
 * @param <X> type of what is handed through
 * @param value what is differentiated
 * @param aux what is handed through
 */
public record WithAux<R, X>(R value, X aux) implements Serializable {
}
