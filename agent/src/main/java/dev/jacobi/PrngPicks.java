package dev.jacobi;

import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.random.Picks;

/** Functions of {@link Prng} that draw orders and choices. */
abstract class PrngPicks extends PrngVectors {
    /**
     * The numbers from 0 up in a random order.
     *
     * @param key the key, two u32
     * @param n how many
     * @return them
     * @throws JacobiException if the key is none
     */
    public static NDArray permutation(NDArray key, int n) {
        return Picks.permutation(key, Extent.of(n));
    }

    /**
     * The elements of an array, or its slices along the first axis, in a random order.
     *
     * @param key the key, two u32
     * @param x the array
     * @return an array of the same shape
     * @throws JacobiException if the key is none, or there is no such axis
     */
    public static NDArray permutation(NDArray key, NDArray x) {
        return Picks.permutation(key, x, 0, false);
    }

    /**
     * The slices of an array along an axis in a random order.
     *
     * @param key the key, two u32
     * @param x the array
     * @param axis the axis
     * @return an array of the same shape
     * @throws JacobiException if the key is none, or there is no such axis
     */
    public static NDArray permutation(NDArray key, NDArray x, int axis) {
        return Picks.permutation(key, x, axis, false);
    }

    /**
     * The slices of an array along an axis in a random order, or each line along the axis in an order of its own.
     *
     * @param key the key, two u32
     * @param x the array
     * @param axis the axis
     * @param independent whether each line has an order of its own
     * @return an array of the same shape
     * @throws JacobiException if the key is none, or there is no such axis
     */
    public static NDArray permutation(NDArray key, NDArray x, int axis, boolean independent) {
        return Picks.permutation(key, x, axis, independent);
    }

    /**
     * Draws one of the numbers from 0 up.
     *
     * @param key the key, two u32
     * @param n what numbers are below
     * @return the number
     * @throws JacobiException if the key is none, or so many different ones cannot be taken
     */
    public static NDArray choice(NDArray key, int n) {
        return Picks.choice(key, Extent.of(n), Shape.SCALAR, true, null);
    }

    /**
     * Draws some of the numbers from 0 up, which are equally likely.
     *
     * @param key the key, two u32
     * @param n what numbers are below
     * @param shape the shape of the result
     * @return the numbers
     * @throws JacobiException if the key is none, or so many different ones cannot be taken
     */
    public static NDArray choice(NDArray key, int n, int... shape) {
        return Picks.choice(key, Extent.of(n), Shape.of(shape), true, null);
    }

    /**
     * Draws some of the numbers from 0 up, which are equally likely.
     *
     * @param key the key, two u32
     * @param n what numbers are below
     * @param shape the shape of the result
     * @param replace whether one may be taken twice
     * @return the numbers
     * @throws JacobiException if the key is none, or so many different ones cannot be taken
     */
    public static NDArray choice(NDArray key, int n, int[] shape, boolean replace) {
        return Picks.choice(key, Extent.of(n), Shape.of(shape), replace, null);
    }

    /**
     * Draws some of the numbers from 0 up.
     *
     * @param key the key, two u32
     * @param n what numbers are below
     * @param shape the shape of the result
     * @param replace whether one may be taken twice
     * @param p how likely each is, along one axis; null where all are equally likely
     * @return the numbers
     * @throws JacobiException if the key is none, or so many different ones cannot be taken
     */
    public static NDArray choice(NDArray key, int n, int[] shape, boolean replace, NDArray p) {
        return Picks.choice(key, Extent.of(n), Shape.of(shape), replace, p);
    }

    /**
     * Draws one of the elements of an array, or of its slices along the first axis.
     *
     * @param key the key, two u32
     * @param a the array
     * @return the element or slice
     * @throws JacobiException if the key is none, or so many different ones cannot be taken
     */
    public static NDArray choice(NDArray key, NDArray a) {
        return Picks.choice(key, a, Shape.SCALAR, true, null, 0);
    }

    /**
     * Draws some of the elements of an array, or of its slices along the first axis.
     *
     * @param key the key, two u32
     * @param a the array
     * @param shape how many: what comes in place of the first axis
     * @return them
     * @throws JacobiException if the key is none, or so many different ones cannot be taken
     */
    public static NDArray choice(NDArray key, NDArray a, int... shape) {
        return Picks.choice(key, a, Shape.of(shape), true, null, 0);
    }

    /**
     * Draws some of the elements of an array, or of its slices along the first axis.
     *
     * @param key the key, two u32
     * @param a the array
     * @param shape how many: what comes in place of the first axis
     * @param replace whether one may be taken twice
     * @return them
     * @throws JacobiException if the key is none, or so many different ones cannot be taken
     */
    public static NDArray choice(NDArray key, NDArray a, int[] shape, boolean replace) {
        return Picks.choice(key, a, Shape.of(shape), replace, null, 0);
    }

    /**
     * Draws some of the elements of an array, or of its slices along the first axis.
     *
     * @param key the key, two u32
     * @param a the array
     * @param shape how many: what comes in place of the first axis
     * @param replace whether one may be taken twice
     * @param p how likely each is, along one axis; null where all are equally likely
     * @return them
     * @throws JacobiException if the key is none, or so many different ones cannot be taken
     */
    public static NDArray choice(NDArray key, NDArray a, int[] shape, boolean replace, NDArray p) {
        return Picks.choice(key, a, Shape.of(shape), replace, p, 0);
    }

    /**
     * Draws some of the slices of an array along an axis.
     *
     * @param key the key, two u32
     * @param a the array
     * @param shape how many: what comes in place of the axis
     * @param replace whether one may be taken twice
     * @param p how likely each is, along one axis; null where all are equally likely
     * @param axis the axis
     * @return them
     * @throws JacobiException if the key is none, or so many different ones cannot be taken
     */
    public static NDArray choice(NDArray key, NDArray a, int[] shape, boolean replace, NDArray p, int axis) {
        return Picks.choice(key, a, Shape.of(shape), replace, p, axis);
    }

    /**
     * Draws numbers of categories, which lie along the last axis of an array.
     *
     * @param key the key, two u32
     * @param logits logarithms of how likely categories are, up to a constant
     * @return an array of integers without that axis
     * @throws JacobiException if the key is none, or there is no such axis
     */
    public static NDArray categorical(NDArray key, NDArray logits) {
        return Picks.categorical(key, logits, -1, null, true);
    }

    /**
     * Draws numbers of categories, which lie along an axis of an array.
     *
     * @param key the key, two u32
     * @param logits logarithms of how likely categories are, up to a constant
     * @param axis where the categories lie
     * @return an array of integers without that axis
     * @throws JacobiException if the key is none, or there is no such axis
     */
    public static NDArray categorical(NDArray key, NDArray logits, int axis) {
        return Picks.categorical(key, logits, axis, null, true);
    }

    /**
     * Draws numbers of categories, which lie along an axis of an array.
     *
     * @param key the key, two u32
     * @param logits logarithms of how likely categories are, up to a constant
     * @param axis where the categories lie
     * @param shape the shape of the result: any axes, and then those of the logits without that of the categories
     * @return an array of integers
     * @throws JacobiException if the key is none, or there is no such axis, or the shapes do not fit
     */
    public static NDArray categorical(NDArray key, NDArray logits, int axis, int... shape) {
        return Picks.categorical(key, logits, axis, Shape.of(shape), true);
    }

    /**
     * Draws numbers of categories, which lie along an axis of an array.
     *
     * @param key the key, two u32
     * @param logits logarithms of how likely categories are, up to a constant
     * @param axis where the categories lie
     * @param shape the shape of the result: any axes, and then those of the logits without that of the categories
     * @param replace whether one category may be taken twice along the first axes
     * @return an array of integers
     * @throws JacobiException if the key is none, or there is no such axis, or the shapes do not fit
     */
    public static NDArray categorical(NDArray key, NDArray logits, int axis, int[] shape, boolean replace) {
        return Picks.categorical(key, logits, axis, Shape.of(shape), replace);
    }
}
