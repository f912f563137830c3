package dev.jacobi;

/** A function of 3 arguments; see {@link Fn}. */
@FunctionalInterface
public interface Fn3<A, B, C, R> extends Fn {
    /** Calls it. */
    R apply(A a, B b, C c);
}
