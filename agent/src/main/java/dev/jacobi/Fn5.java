package dev.jacobi;

/** A function of 5 arguments; see {@link Fn}. */
@FunctionalInterface
public interface Fn5<A, B, C, D, E, R> extends Fn {
    /** Calls it. */
    R apply(A a, B b, C c, D d, E e);
}
