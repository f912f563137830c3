package dev.jacobi;

import java.io.Serializable;

/**
 * What {@link Optimize#minimize} has found, as jax.scipy.optimize says it.
 *
 * @param x the place
 * @param success whether the method has converged
 * @param status 0 for success, 1 where the most iterations were made, 3 where no step in a bracket is good enough, 5 where there is no bracket of good steps
 * @param fun the function's value there
 * @param jac the gradient there; null for methods that need none
 * @param hessInv the estimate of the inverse Hessian; null for methods that have none
 * @param nfev how often the function was evaluated
 * @param njev how often its gradient was
 * @param nit the number of iterations
 */
public record Minimum(NDArray x, boolean success, int status, NDArray fun, NDArray jac, NDArray hessInv, int nfev, int njev, int nit) implements Serializable {
    /**
     * What the status says, as a sentence.
     *
     * @return such as "The method has converged."
     */
    public String message() {
        return switch (status) {
            case 0 -> "The method has converged.";
            case 1 -> "The most iterations were made before the method had converged.";
            case 3 -> "No step along a direction satisfies the conditions of Wolfe; the precision of the type may be exhausted.";
            default -> "Steps along a direction become longer and longer; the function may have no minimum there.";
        };
    }
}
