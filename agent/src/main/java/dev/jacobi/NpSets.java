package dev.jacobi;

import dev.jacobi.array.algorithms.Searching;
import dev.jacobi.array.algorithms.Sets;
import dev.jacobi.array.algorithms.Shapes;
import java.util.List;

/** Functions of {@link Np} that take arrays for sets. */
abstract class NpSets extends NpSorting {
    /**
     * The different elements in order, outside of compiled functions.
     *
     * @param a the array
     * @return an array of one axis
     * @throws JacobiException if a function is being compiled
     */
    public static NDArray unique(NDArray a) {
        return Sets.unique("unique", a, -1, null, true).get(0);
    }

    /**
     * The first different elements in order; missing ones are the least.
     *
     * @param a the array
     * @param size how many there are in the result
     * @return an array of one axis
     */
    public static NDArray unique(NDArray a, int size) {
        return unique(a, size, null);
    }

    /**
     * The first different elements in order.
     *
     * @param a the array
     * @param size how many there are in the result
     * @param fillValue what missing ones are; null means the least
     * @return an array of one axis
     */
    public static NDArray unique(NDArray a, int size, NDArray fillValue) {
        return Sets.unique("unique", a, size, fillValue, true).get(0);
    }

    /**
     * The different elements in order, the first place of each, for every element the number of its value, and how often each occurs, outside of compiled
     * functions; no NaN equals another.
     *
     * @param a the array
     * @return values, indices, inverse indices and counts
     * @throws JacobiException if a function is being compiled
     */
    public static List<NDArray> uniqueAll(NDArray a) {
        return Sets.unique("uniqueAll", a, -1, null, false);
    }

    /**
     * The different elements in order, the first place of each, for every element the number of its value, and how often each occurs; no NaN equals another.
     *
     * @param a the array
     * @param size how many there are in the result
     * @param fillValue what missing ones are; null means the least
     * @return values, indices, inverse indices and counts
     */
    public static List<NDArray> uniqueAll(NDArray a, int size, NDArray fillValue) {
        return Sets.unique("uniqueAll", a, size, fillValue, false);
    }

    /**
     * The different elements in order, and how often each occurs, outside of compiled functions; no NaN equals another.
     *
     * @param a the array
     * @return values and counts
     * @throws JacobiException if a function is being compiled
     */
    public static List<NDArray> uniqueCounts(NDArray a) {
        List<NDArray> u = Sets.unique("uniqueCounts", a, -1, null, false);
        return List.of(u.get(0), u.get(3));
    }

    /**
     * The different elements in order, and how often each occurs; no NaN equals another.
     *
     * @param a the array
     * @param size how many there are in the result
     * @param fillValue what missing ones are; null means the least
     * @return values and counts
     */
    public static List<NDArray> uniqueCounts(NDArray a, int size, NDArray fillValue) {
        List<NDArray> u = Sets.unique("uniqueCounts", a, size, fillValue, false);
        return List.of(u.get(0), u.get(3));
    }

    /**
     * The different elements in order, and for every element the number of its value, outside of compiled functions; no NaN equals another.
     *
     * @param a the array
     * @return values and inverse indices
     * @throws JacobiException if a function is being compiled
     */
    public static List<NDArray> uniqueInverse(NDArray a) {
        List<NDArray> u = Sets.unique("uniqueInverse", a, -1, null, false);
        return List.of(u.get(0), u.get(2));
    }

    /**
     * The different elements in order, and for every element the number of its value; no NaN equals another.
     *
     * @param a the array
     * @param size how many there are in the result
     * @param fillValue what missing ones are; null means the least
     * @return values and inverse indices
     */
    public static List<NDArray> uniqueInverse(NDArray a, int size, NDArray fillValue) {
        List<NDArray> u = Sets.unique("uniqueInverse", a, size, fillValue, false);
        return List.of(u.get(0), u.get(2));
    }

    /**
     * The different elements in order, outside of compiled functions; no NaN equals another.
     *
     * @param a the array
     * @return an array of one axis
     * @throws JacobiException if a function is being compiled
     */
    public static NDArray uniqueValues(NDArray a) {
        return Sets.unique("uniqueValues", a, -1, null, false).get(0);
    }

    /**
     * The first different elements in order; no NaN equals another.
     *
     * @param a the array
     * @param size how many there are in the result
     * @param fillValue what missing ones are; null means the least
     * @return an array of one axis
     */
    public static NDArray uniqueValues(NDArray a, int size, NDArray fillValue) {
        return Sets.unique("uniqueValues", a, size, fillValue, false).get(0);
    }

    /**
     * Which elements occur among others.
     *
     * @param element the elements
     * @param testElements those that they are looked for among
     * @return bools
     */
    public static NDArray isin(NDArray element, NDArray testElements) {
        return isin(element, testElements, false);
    }

    /**
     * Which elements occur among others.
     *
     * @param element the elements
     * @param testElements those that they are looked for among
     * @param invert whether those that do not occur are asked for
     * @return bools
     */
    public static NDArray isin(NDArray element, NDArray testElements, boolean invert) {
        return Searching.isin(element, testElements, invert);
    }

    /**
     * Which elements of the flattened array occur among others.
     *
     * @param element the elements
     * @param testElements those that they are looked for among
     * @return bools along one axis
     */
    public static NDArray in1d(NDArray element, NDArray testElements) {
        return Searching.isin(Shapes.ravel(element), testElements, false);
    }

    /**
     * The different elements of one array that are not in another, in order, outside of compiled functions.
     *
     * @param ar1 an array
     * @param ar2 another one
     * @return an array of one axis
     * @throws JacobiException if a function is being compiled
     */
    public static NDArray setdiff1d(NDArray ar1, NDArray ar2) {
        return Sets.difference(ar1, ar2, -1, null);
    }

    /**
     * The different elements of one array that are not in another, in order.
     *
     * @param ar1 an array
     * @param ar2 another one
     * @param size how many there are in the result
     * @return an array of one axis
     */
    public static NDArray setdiff1d(NDArray ar1, NDArray ar2, int size) {
        return setdiff1d(ar1, ar2, size, null);
    }

    /**
     * The different elements of one array that are not in another, in order.
     *
     * @param ar1 an array
     * @param ar2 another one
     * @param size how many there are in the result
     * @param fillValue what missing ones are; null means 0
     * @return an array of one axis
     */
    public static NDArray setdiff1d(NDArray ar1, NDArray ar2, int size, NDArray fillValue) {
        return Sets.difference(ar1, ar2, size, fillValue);
    }

    /**
     * The different elements of both arrays, in order, outside of compiled functions.
     *
     * @param ar1 an array
     * @param ar2 another one
     * @return an array of one axis
     * @throws JacobiException if a function is being compiled
     */
    public static NDArray union1d(NDArray ar1, NDArray ar2) {
        return Sets.union(ar1, ar2, -1, null);
    }

    /**
     * The different elements of both arrays, in order.
     *
     * @param ar1 an array
     * @param ar2 another one
     * @param size how many there are in the result
     * @return an array of one axis
     */
    public static NDArray union1d(NDArray ar1, NDArray ar2, int size) {
        return union1d(ar1, ar2, size, null);
    }

    /**
     * The different elements of both arrays, in order.
     *
     * @param ar1 an array
     * @param ar2 another one
     * @param size how many there are in the result
     * @param fillValue what missing ones are; null means the least
     * @return an array of one axis
     */
    public static NDArray union1d(NDArray ar1, NDArray ar2, int size, NDArray fillValue) {
        return Sets.union(ar1, ar2, size, fillValue);
    }

    /**
     * The different elements that are in both arrays, in order, outside of compiled functions.
     *
     * @param ar1 an array
     * @param ar2 another one
     * @return an array of one axis
     * @throws JacobiException if a function is being compiled
     */
    public static NDArray intersect1d(NDArray ar1, NDArray ar2) {
        return Sets.intersection(ar1, ar2, -1, null);
    }

    /**
     * The different elements that are in both arrays, in order.
     *
     * @param ar1 an array
     * @param ar2 another one
     * @param size how many there are in the result
     * @return an array of one axis
     */
    public static NDArray intersect1d(NDArray ar1, NDArray ar2, int size) {
        return intersect1d(ar1, ar2, size, null);
    }

    /**
     * The different elements that are in both arrays, in order.
     *
     * @param ar1 an array
     * @param ar2 another one
     * @param size how many there are in the result
     * @param fillValue what missing ones are; null means the least
     * @return an array of one axis
     */
    public static NDArray intersect1d(NDArray ar1, NDArray ar2, int size, NDArray fillValue) {
        return Sets.intersection(ar1, ar2, size, fillValue);
    }

    /**
     * The different elements that are in one of two arrays alone, in order, outside of compiled functions.
     *
     * @param ar1 an array
     * @param ar2 another one
     * @return an array of one axis
     * @throws JacobiException if a function is being compiled
     */
    public static NDArray setxor1d(NDArray ar1, NDArray ar2) {
        return Sets.exclusive(ar1, ar2, -1, null);
    }

    /**
     * The different elements that are in one of two arrays alone, in order.
     *
     * @param ar1 an array
     * @param ar2 another one
     * @param size how many there are in the result
     * @return an array of one axis
     */
    public static NDArray setxor1d(NDArray ar1, NDArray ar2, int size) {
        return setxor1d(ar1, ar2, size, null);
    }

    /**
     * The different elements that are in one of two arrays alone, in order.
     *
     * @param ar1 an array
     * @param ar2 another one
     * @param size how many there are in the result
     * @param fillValue what missing ones are; null means the least
     * @return an array of one axis
     */
    public static NDArray setxor1d(NDArray ar1, NDArray ar2, int size, NDArray fillValue) {
        return Sets.exclusive(ar1, ar2, size, fillValue);
    }
}
