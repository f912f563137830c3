/**
 * What functions on arrays are made of: arithmetic with JAX's rules for types, unsigned and complex numbers ({@link dev.jacobi.array.numpy.Arithmetic}), which the methods of
 * {@link dev.jacobi.NDArray} and the functions of {@link dev.jacobi.Np} call.
 */
package dev.jacobi.array.numpy;
