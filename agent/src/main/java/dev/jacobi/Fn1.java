package dev.jacobi;

/** A function of one argument; see {@link Fn}. */
@FunctionalInterface
public interface Fn1<A, R> extends Fn {
    /** Calls it. */
    R apply(A a);
}
