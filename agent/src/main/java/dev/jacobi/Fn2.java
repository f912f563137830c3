package dev.jacobi;

/**
 * A function of two arguments; see {@link Fn}.
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <R> type of the result
 */
@FunctionalInterface
public interface Fn2<A, B, R> extends Fn {
    /**
     * Calls it.
     *
     * @param a the first argument
     * @param b the second argument
     * @return what the function gives
     * @throws JacobiException if it is a transformed function that cannot be made or has no result: see {@link Jacobi}
     */
    R apply(A a, B b);
}
