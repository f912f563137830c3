package dev.jacobi;

/** A number that depends on how many steps there were, such as a learning rate. {@link Schedules} has the usual ones. */
public interface Schedule {
    /**
     * The number for a step.
     *
     * @param count how many steps there were before, an integer array without axes
     * @return an array without axes
     */
    NDArray at(NDArray count);
}
