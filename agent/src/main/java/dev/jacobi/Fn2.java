package dev.jacobi;

/** A function of 2 arguments; see {@link Fn}. */
@FunctionalInterface
public interface Fn2<A, B, R> extends Fn {
    /** Calls it. */
    R apply(A a, B b);
}
