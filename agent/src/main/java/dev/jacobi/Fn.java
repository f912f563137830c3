package dev.jacobi;

import java.io.Serializable;

/**
 * A function that can be transformed: a method reference or a lambda, given where a {@link Fn1} .. {@link Fn8} is expected, or what a
 * transformation of {@code Jacobi} made of one. It is serializable so that its code can be found. Values that a lambda captures are
 * read at each call.
 */
public interface Fn extends Serializable {
}
