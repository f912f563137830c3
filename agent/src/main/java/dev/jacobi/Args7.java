package dev.jacobi;

/**
 * Seven arguments as one value: what derivatives of functions of as many arguments take, as there would be no interface for them one by one.
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <C> type of the third argument
 * @param <D> type of the fourth argument
 * @param <E> type of the fifth argument
 * @param <F> type of the sixth argument
 * @param <G> type of the seventh argument
 * @param a the first argument
 * @param b the second argument
 * @param c the third argument
 * @param d the fourth argument
 * @param e the fifth argument
 * @param f the sixth argument
 * @param g the seventh argument
 */
public record Args7<A, B, C, D, E, F, G>(A a, B b, C c, D d, E e, F f, G g) {
}
