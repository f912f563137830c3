package dev.jacobi;

/** A function of 6 arguments; see {@link Fn}. */
@FunctionalInterface
public interface Fn6<A, B, C, D, E, F, R> extends Fn {
    /** Calls it. */
    R apply(A a, B b, C c, D d, E e, F f);
}
