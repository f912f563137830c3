package dev.jacobi;

/**
 * A function of one argument; see {@link Fn}.
 *
 * @param <A> type of the first argument
 * @param <R> type of the result
 */
@FunctionalInterface
public interface Fn1<A, R> extends Fn {
    /**
     * Calls it.
     *
     * @param a the first argument
     * @return what the function gives
     * @throws JacobiException if it is a transformed function that cannot be made or has no result: see {@link Jacobi}
     */
    R apply(A a);
}
