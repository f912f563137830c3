package dev.jacobi;

/**
 * A step of an optimiser: what it makes of gradients, with a state that it hands on. {@link Optim} has the usual ones. Objects are immutable and hold numbers only; all arrays are in the state, so that
 * parameters and states can be arguments and results of compiled functions. Implementations are records whose methods are code that can be compiled.
 */
public interface GradientTransformation {
    /**
     * The result of a step.
     *
     * @param updates what is to be added to the parameters, or given to the next transformation
     * @param state what the next step takes
     * @param <T> the parameters' class
     */
    record Updates<T>(T updates, Object state) {
    }

    /**
     * The state before the first step.
     *
     * @param params a tree of arrays
     * @return a tree of arrays; null where there is no state
     */
    Object init(Object params);

    /**
     * Takes a step.
     *
     * @param gradients a tree of gradients, or of updates of the transformation before
     * @param state what the last step gave, or {@link #init}
     * @param params the parameters
     * @param <T> the parameters' class
     * @return the updates and the next state
     */
    <T> Updates<T> update(T gradients, Object state, Object params);
}
