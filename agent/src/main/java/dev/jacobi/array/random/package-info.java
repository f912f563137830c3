/**
 * Random numbers as JAX computes them with its default generator, threefry2x32: {@link dev.jacobi.array.random.Key} makes bits of a key and a counter, and the distributions are formulas and loops over
 * them, which {@link dev.jacobi.array.random.Drawing} runs as one compiled operation.
 */
package dev.jacobi.array.random;
