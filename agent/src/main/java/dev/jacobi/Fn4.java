package dev.jacobi;

/** A function of 4 arguments; see {@link Fn}. */
@FunctionalInterface
public interface Fn4<A, B, C, D, R> extends Fn {
    /** Calls it. */
    R apply(A a, B b, C c, D d);
}
