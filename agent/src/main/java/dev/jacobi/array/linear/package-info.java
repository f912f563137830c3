/**
 * What {@code dev.jacobi.Linalg} and {@code dev.jacobi.Fft} are made of: factors of matrices and discrete Fourier transforms, as the compiler's operations give them.
 *
 * <p>Matrices are the last two axes, and lengths stay symbols wherever they can. Complex matrices are two arrays each; for what the compiler has for real ones only
 * (cholesky, triangular_solve) they
 * are real ones with a block of two rows and two columns for each element.
 */
package dev.jacobi.array.linear;
