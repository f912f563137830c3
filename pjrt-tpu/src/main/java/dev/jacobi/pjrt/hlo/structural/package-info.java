/**
 * Primitives on whole arrays, with lanes as more axes in front.
 *
 * <p>The entries are the rules of three groups of primitives: {@link dev.jacobi.pjrt.hlo.structural.StructuralOps} makes arrays and moves their elements (its slices are in {@code Slices}),
 * {@link dev.jacobi.pjrt.hlo.structural.AxisReductions} folds along axes, and {@link dev.jacobi.pjrt.hlo.structural.LibraryOps} has contraction, convolution, sort, Fourier transform, triangular factors and
 * random bits.
 */
package dev.jacobi.pjrt.hlo.structural;
