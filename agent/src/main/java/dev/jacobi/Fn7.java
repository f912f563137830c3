package dev.jacobi;

/** A function of 7 arguments; see {@link Fn}. */
@FunctionalInterface
public interface Fn7<A, B, C, D, E, F, G, R> extends Fn {
    /** Calls it. */
    R apply(A a, B b, C c, D d, E e, F f, G g);
}
