package dev.jacobi;

/** A function of 8 arguments; see {@link Fn}. */
@FunctionalInterface
public interface Fn8<A, B, C, D, E, F, G, H, R> extends Fn {
    /** Calls it. */
    R apply(A a, B b, C c, D d, E e, F f, G g, H h);
}
