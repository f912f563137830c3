package dev.jacobi;

import dev.jacobi.array.numpy.Choices;
import java.util.List;

/** Functions of {@link Np} that choose elements by conditions. */
abstract class NpLogic extends NpComparisons {
    /**
     * Elements of one array where a condition holds, else of another.
     *
     * @param condition bool, or numbers of which those that are not 0 hold
     * @param x elements where it holds
     * @param y elements where it does not
     * @return an array of the shape that all have together, and the type that both have
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray where(NDArray condition, NDArray x, NDArray y) {
        return Choices.where(condition, x, y);
    }

    /**
     * Elements or numbers where a condition holds, else others; a number takes the type of the array.
     *
     * @param condition bool, or numbers of which those that are not 0 hold
     * @param x what stands where it holds
     * @param y what stands where it does not
     * @return an array of the shape that all have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray where(NDArray condition, NDArray x, double y) {
        return where(condition, x, NDArray.scalar(y));
    }

    /**
     * Elements or numbers where a condition holds, else others; a number takes the type of the array.
     *
     * @param condition bool, or numbers of which those that are not 0 hold
     * @param x what stands where it holds
     * @param y what stands where it does not
     * @return an array of the shape that all have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray where(NDArray condition, NDArray x, long y) {
        return where(condition, x, NDArray.scalar(y));
    }

    /**
     * Elements or numbers where a condition holds, else others; a number takes the type of the array.
     *
     * @param condition bool, or numbers of which those that are not 0 hold
     * @param x what stands where it holds
     * @param y what stands where it does not
     * @return an array of the shape that all have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray where(NDArray condition, double x, NDArray y) {
        return where(condition, NDArray.scalar(x), y);
    }

    /**
     * Elements or numbers where a condition holds, else others; a number takes the type of the array.
     *
     * @param condition bool, or numbers of which those that are not 0 hold
     * @param x what stands where it holds
     * @param y what stands where it does not
     * @return an array of the shape that all have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray where(NDArray condition, long x, NDArray y) {
        return where(condition, NDArray.scalar(x), y);
    }

    /**
     * Elements or numbers where a condition holds, else others; a number takes the type of the array.
     *
     * @param condition bool, or numbers of which those that are not 0 hold
     * @param x what stands where it holds
     * @param y what stands where it does not
     * @return an array of the shape that all have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray where(NDArray condition, double x, double y) {
        return where(condition, NDArray.scalar(x), NDArray.scalar(y));
    }

    /**
     * Elements or numbers where a condition holds, else others; a number takes the type of the array.
     *
     * @param condition bool, or numbers of which those that are not 0 hold
     * @param x what stands where it holds
     * @param y what stands where it does not
     * @return an array of the shape that all have together
     * @throws JacobiException if the shapes cannot be broadcast to one
     */
    public static NDArray where(NDArray condition, long x, long y) {
        return where(condition, NDArray.scalar(x), NDArray.scalar(y));
    }

    /**
     * Elements of the array that goes with the first of several conditions that holds.
     *
     * @param condlist the conditions
     * @param choicelist an array for each condition
     * @param def what stands where none holds
     * @return an array of the shape that all have together, and their common type
     * @throws JacobiException if there are no conditions or not as many arrays, or the shapes cannot be broadcast to one
     */
    public static NDArray select(List<NDArray> condlist, List<NDArray> choicelist, NDArray def) {
        return Choices.select(condlist, choicelist, def);
    }

    /**
     * Elements of the array that goes with the first of several conditions that holds.
     *
     * @param condlist the conditions
     * @param choicelist an array for each condition
     * @return an array of the shape that all have together, and their common type; 0 where none holds
     * @throws JacobiException if there are no conditions or not as many arrays, or the shapes cannot be broadcast to one
     */
    public static NDArray select(List<NDArray> condlist, List<NDArray> choicelist) {
        return Choices.select(condlist, choicelist, NDArray.scalar(0L));
    }

    /**
     * A function that is given piece by piece: each element is what the function gives that goes with the last of the conditions that hold there.
     *
     * @param x the arguments
     * @param condlist the conditions, of the same shape
     * @param funclist a function for each condition, and maybe one more for where none holds; else that is 0
     * @return an array of the shape and the type of the arguments
     * @throws JacobiException if there are not as many functions as conditions, or one more
     */
    public static NDArray piecewise(NDArray x, List<NDArray> condlist, List<Fn1<NDArray, NDArray>> funclist) {
        Choices.checkPieces(condlist.size(), funclist.size());
        NDArray y = funclist.size() > condlist.size() ? funclist.get(condlist.size()).apply(x).astype(x.dtype()) : Choices.zeros(x);
        for (int k = 0; k < condlist.size(); k++) {
            y = where(condlist.get(k), funclist.get(k).apply(x).astype(x.dtype()), y);
        }
        return y;
    }

    /**
     * Elements of the array whose number is the element of another one.
     *
     * @param a integers: which array
     * @param choices the arrays
     * @return an array of the shape that all have together, and the common type of the arrays
     * @throws JacobiException if an integer is not the number of an array; in a function that is compiled this is checked when it runs
     */
    public static NDArray choose(NDArray a, List<NDArray> choices) {
        return Choices.choose(a, choices, "raise");
    }

    /**
     * Elements of the array whose number is the element of another one.
     *
     * @param a integers: which array
     * @param choices the arrays
     * @param mode what numbers beyond mean: "clip" for the nearest array, "wrap" for counting round, "raise" for an error
     * @return an array of the shape that all have together, and the common type of the arrays
     * @throws JacobiException if there is no such mode, or it is "raise" and a number is beyond
     */
    public static NDArray choose(NDArray a, List<NDArray> choices, String mode) {
        return Choices.choose(a, choices, mode);
    }
}
