package dev.jacobi;

/**
 * Five arguments as one value: what derivatives of functions of as many arguments take, as there would be no interface for them one by one.
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <C> type of the third argument
 * @param <D> type of the fourth argument
 * @param <E> type of the fifth argument
 * @param a the first argument
 * @param b the second argument
 * @param c the third argument
 * @param d the fourth argument
 * @param e the fifth argument
 */
public record Args5<A, B, C, D, E>(A a, B b, C c, D d, E e) {
}
