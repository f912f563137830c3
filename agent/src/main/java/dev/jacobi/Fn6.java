package dev.jacobi;

/**
 * A function of six arguments; see {@link Fn}.
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <C> type of the third argument
 * @param <D> type of the fourth argument
 * @param <E> type of the fifth argument
 * @param <F> type of the sixth argument
 * @param <R> type of the result
 */
@FunctionalInterface
public interface Fn6<A, B, C, D, E, F, R> extends Fn {
    /**
     * Calls it.
     *
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @param d the fourth argument
     * @param e the fifth argument
     * @param f the sixth argument
     * @return what the function gives
     * @throws JacobiException if it is a transformed function that cannot be made or has no result: see {@link Jacobi}
     */
    R apply(A a, B b, C c, D d, E e, F f);
}
