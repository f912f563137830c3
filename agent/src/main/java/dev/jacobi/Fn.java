package dev.jacobi;

import java.io.Serializable;

/**
 * A function that can be transformed: a method reference or a lambda, given where a {@link Fn1} .. {@link Fn8} is expected, or what a
 * transformation of {@code Jacobi} made of one. It is serializable so that its code can be found. Values that a lambda captures are
 * read at each call.
 *
 * <p>Java's serialization writes a transformed function as the names of its transformations and functions and the values that these have captured, never as code: it is compiled where it is read and called,
 * which has to have the classes that the functions are in. Captured records need not be {@code Serializable}.
 *
 * <pre>{@code
 * Fn2<double[], Double, double[]> gradient = Jacobi.grad(Model::loss);
 * new ObjectOutputStream(to).writeObject(gradient);                // here
 * Fn2<double[], Double, double[]> same = (Fn2<double[], Double, double[]>) new ObjectInputStream(from).readObject();   // there
 * }</pre>
 */
public interface Fn extends Serializable {
}
