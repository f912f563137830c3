/** A diffusion model of points in the plane: {@code Diffusion} trains it, draws points and checks them. */
package dev.jacobi.examples.diffusion;
