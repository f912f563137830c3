package dev.jacobi;

/**
 * What {@link Optimize#minimize} has found.
 *
 * @param x the place
 * @param fun the function's value there
 * @param jac the gradient there; null for methods that need none
 * @param success whether the method has converged
 * @param status 0 for success, 1 where the most iterations were made, 2 where no step along a direction was small enough or large enough
 * @param nit the number of iterations
 * @param nfev how often the function was evaluated
 * @param message what the status says, as a sentence
 */
public record Minimum(NDArray x, NDArray fun, NDArray jac, boolean success, int status, int nit, int nfev, String message) {
}
