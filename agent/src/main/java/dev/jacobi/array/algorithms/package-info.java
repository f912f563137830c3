/**
 * What the functions of {@code dev.jacobi.Np} share: rules of NumPy for axes, types and results, written over the operations of {@link dev.jacobi.array.core}.
 *
 * <p>Each class is one subject. Most functions are several operations that {@link dev.jacobi.array.core.Operation#fused} makes one program of, under a key of their settings; lengths stay symbols in it
 * wherever they can.
 */
package dev.jacobi.array.algorithms;
