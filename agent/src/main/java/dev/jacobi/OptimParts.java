package dev.jacobi;

import dev.jacobi.array.optim.AddDecayedWeights;
import dev.jacobi.array.optim.Backtracking;
import dev.jacobi.array.optim.Chain;
import dev.jacobi.array.optim.Clip;
import dev.jacobi.array.optim.ClipByGlobalNorm;
import dev.jacobi.array.optim.Identity;
import dev.jacobi.array.optim.Masked;
import dev.jacobi.array.optim.MultiSteps;
import dev.jacobi.array.optim.Scale;
import dev.jacobi.array.optim.ScaleBySchedule;

/** Transformations of gradients that optimisers of {@link Optim} are put together of. */
abstract class OptimParts {
    /**
     * One transformation after another.
     *
     * @param transformations each gets the updates of the one before
     * @return the transformation
     */
    public static GradientTransformation chain(GradientTransformation... transformations) {
        if (transformations.length == 0) {
            return new Identity();
        }
        GradientTransformation all = transformations[transformations.length - 1];
        for (int k = transformations.length - 2; k >= 0; k--) {
            all = new Chain(transformations[k], all);
        }
        return all;
    }

    /**
     * Keeps each element between {@code -most} and {@code most}.
     *
     * @param most the bound
     * @return the transformation
     */
    public static GradientTransformation clipByValue(double most) {
        return new Clip(most);
    }

    /**
     * Makes all elements together no longer than a norm.
     *
     * @param most the bound
     * @return the transformation
     */
    public static GradientTransformation clipByGlobalNorm(double most) {
        return new ClipByGlobalNorm(most);
    }

    /**
     * Adds the parameters times a number.
     *
     * @param weightDecay how much of the parameters is taken away, before the learning rate
     * @return the transformation
     */
    public static GradientTransformation addDecayedWeights(double weightDecay) {
        return new AddDecayedWeights(weightDecay);
    }

    /**
     * Multiplies by a number.
     *
     * @param factor the number
     * @return the transformation
     */
    public static GradientTransformation scale(double factor) {
        return new Scale(factor);
    }

    /**
     * Multiplies by a number that depends on how many steps there were.
     *
     * @param schedule the number for each step
     * @return the transformation
     */
    public static GradientTransformation scaleBySchedule(Schedule schedule) {
        return new ScaleBySchedule(schedule, 1);
    }

    /**
     * Takes a step with the average of several gradients, and none in between.
     *
     * @param inner a transformation
     * @param every how many gradients there are for a step
     * @return the transformation
     */
    public static GradientTransformation accumulate(GradientTransformation inner, int every) {
        if (every < 1) {
            throw new JacobiException("Optim.accumulate: a step is taken every " + every + " gradients; give at least 1.");
        }
        return new MultiSteps(inner, every);
    }

    /**
     * Transforms some leaves only; the others pass unchanged, and are 0 for the transformation.
     *
     * @param inner a transformation
     * @param mask a tree of the structure of the parameters with booleans, or arrays of bool, as leaves: true for what is transformed
     * @return the transformation
     */
    public static GradientTransformation masked(GradientTransformation inner, Object mask) {
        return new Masked(inner, mask);
    }

    /**
     * What a line search gives.
     *
     * @param updates the updates times the learning rate
     * @param rate the learning rate, which the next search takes
     * @param <T> the parameters' class
     */
    public record LineSearch<T>(T updates, NDArray rate) {
    }

    /**
     * Makes updates shorter until the function becomes as much smaller as Armijo's rule asks. The search begins with 1.5 times the learning rate of before, at most 1; after 15 times it ends where it is.
     *
     * @param f the function that is to become small
     * @param params where it is
     * @param updates a direction along which the function becomes smaller, such as that of {@code lbfgs}
     * @param gradients the gradient at the parameters
     * @param value the value at the parameters
     * @param rate the learning rate of the search before, 1 in the beginning
     * @param <T> the parameters' class
     * @return the updates to apply, and the learning rate
     */
    public static <T> LineSearch<T> lineSearch(Fn1<T, NDArray> f, T params, T updates, T gradients, NDArray value, NDArray rate) {
        NDArray found = Backtracking.rate(f, params, updates, gradients, value, rate);
        return new LineSearch<>(Tree.map(u -> u.times(found), updates), found);
    }
}
