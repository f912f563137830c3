package dev.jacobi.examples.mesh;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.Tree;

/**
 * What a step of training starts from and ends with.
 *
 * @param weights a tree of arrays
 * @param velocity the moving sum of slopes, like the weights
 * @param loss the loss before the step
 * @param <T> the weights' class
 */
record State<T>(T weights, T velocity, NDArray loss) {
    static <T> State<T> first(T weights) {
        return new State<>(weights, Tree.zerosLike(weights), Np.zeros(new int[0], DType.F64));
    }
}
