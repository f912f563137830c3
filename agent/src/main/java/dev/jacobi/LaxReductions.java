package dev.jacobi;

import dev.jacobi.array.algorithms.Reductions;
import dev.jacobi.array.control.Control;
import dev.jacobi.array.control.Loops;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.lax.Calc;
import dev.jacobi.array.lax.Scans;
import dev.jacobi.ir.Prim;

/** Functions of {@link Lax} that combine elements: along axes, in windows and running. */
abstract class LaxReductions extends LaxShapes {
    /**
     * The sum over some axes.
     *
     * @param operand an array
     * @param axes the axes
     * @return an array without these axes
     */
    public static NDArray reduceSum(NDArray operand, int... axes) {
        return Reductions.sum(operand, axes, operand.dtype(), false, null, null);
    }

    /**
     * The product over some axes.
     *
     * @param operand an array
     * @param axes the axes
     * @return an array without these axes
     */
    public static NDArray reduceProd(NDArray operand, int... axes) {
        return Reductions.prod(operand, axes, operand.dtype(), false, null, null);
    }

    /**
     * The greatest element over some axes; where these are empty, -inf or the least integer of the type.
     *
     * @param operand an array
     * @param axes the axes
     * @return an array without these axes
     */
    public static NDArray reduceMax(NDArray operand, int... axes) {
        return Reductions.extreme("reduceMax", Prim.REDUCE_MAX, operand, axes);
    }

    /**
     * The smallest element over some axes; where these are empty, inf or the greatest integer of the type.
     *
     * @param operand an array
     * @param axes the axes
     * @return an array without these axes
     */
    public static NDArray reduceMin(NDArray operand, int... axes) {
        return Reductions.extreme("reduceMin", Prim.REDUCE_MIN, operand, axes);
    }

    /**
     * The elements along some axes combined.
     *
     * @param operand an array
     * @param init what is combined with the result
     * @param op 'add', 'mul', 'max' or 'min'
     * @param axes the axes
     * @return an array without these axes
     * @throws JacobiException if there is no such operator
     */
    public static NDArray reduce(NDArray operand, NDArray init, String op, int... axes) {
        NDArray r = switch (op) {
            case "add" -> reduceSum(operand, axes);
            case "mul" -> reduceProd(operand, axes);
            case "max" -> reduceMax(operand, axes);
            case "min" -> reduceMin(operand, axes);
            default -> throw new JacobiException("reduce: there is no operator '" + op + "'; say 'add', 'mul', 'max' or 'min'.");
        };
        return Calc.combine("reduce", op, r, Casts.to(init, operand.dtype()));
    }

    /**
     * The running sums along the first axis.
     *
     * @param operand an array
     * @return an array of the same shape
     */
    public static NDArray cumsum(NDArray operand) {
        return cumsum(operand, 0, false);
    }

    /**
     * The running sums along an axis.
     *
     * @param operand an array
     * @param axis the axis; negative ones count from the end
     * @return an array of the same shape
     */
    public static NDArray cumsum(NDArray operand, int axis) {
        return cumsum(operand, axis, false);
    }

    /**
     * The running sums along an axis, in either direction.
     *
     * @param operand an array
     * @param axis the axis; negative ones count from the end
     * @param reverse whether it goes from the last element to the first
     * @return an array of the same shape
     */
    public static NDArray cumsum(NDArray operand, int axis, boolean reverse) {
        return Scans.cumulative("cumsum", Prim.CUM_ADD, operand, axis, reverse);
    }

    /**
     * The running products along the first axis.
     *
     * @param operand an array
     * @return an array of the same shape
     */
    public static NDArray cumprod(NDArray operand) {
        return cumprod(operand, 0, false);
    }

    /**
     * The running products along an axis.
     *
     * @param operand an array
     * @param axis the axis; negative ones count from the end
     * @return an array of the same shape
     */
    public static NDArray cumprod(NDArray operand, int axis) {
        return cumprod(operand, axis, false);
    }

    /**
     * The running products along an axis, in either direction.
     *
     * @param operand an array
     * @param axis the axis; negative ones count from the end
     * @param reverse whether it goes from the last element to the first
     * @return an array of the same shape
     */
    public static NDArray cumprod(NDArray operand, int axis, boolean reverse) {
        return Scans.cumulative("cumprod", Prim.CUM_MUL, operand, axis, reverse);
    }

    /**
     * The running greatest elements along the first axis.
     *
     * @param operand an array
     * @return an array of the same shape
     */
    public static NDArray cummax(NDArray operand) {
        return cummax(operand, 0, false);
    }

    /**
     * The running greatest elements along an axis.
     *
     * @param operand an array
     * @param axis the axis; negative ones count from the end
     * @return an array of the same shape
     */
    public static NDArray cummax(NDArray operand, int axis) {
        return cummax(operand, axis, false);
    }

    /**
     * The running greatest elements along an axis, in either direction.
     *
     * @param operand an array
     * @param axis the axis; negative ones count from the end
     * @param reverse whether it goes from the last element to the first
     * @return an array of the same shape
     */
    public static NDArray cummax(NDArray operand, int axis, boolean reverse) {
        return Scans.cumulative("cummax", Prim.CUM_MAX, operand, axis, reverse);
    }

    /**
     * The running smallest elements along the first axis.
     *
     * @param operand an array
     * @return an array of the same shape
     */
    public static NDArray cummin(NDArray operand) {
        return cummin(operand, 0, false);
    }

    /**
     * The running smallest elements along an axis.
     *
     * @param operand an array
     * @param axis the axis; negative ones count from the end
     * @return an array of the same shape
     */
    public static NDArray cummin(NDArray operand, int axis) {
        return cummin(operand, axis, false);
    }

    /**
     * The running smallest elements along an axis, in either direction.
     *
     * @param operand an array
     * @param axis the axis; negative ones count from the end
     * @param reverse whether it goes from the last element to the first
     * @return an array of the same shape
     */
    public static NDArray cummin(NDArray operand, int axis, boolean reverse) {
        return Scans.cumulative("cummin", Prim.CUM_MIN, operand, axis, reverse);
    }

    /**
     * The running logarithms of sums of exponentials along the first axis.
     *
     * @param operand an array
     * @return an array of the same shape
     */
    public static NDArray cumlogsumexp(NDArray operand) {
        return cumlogsumexp(operand, 0, false);
    }

    /**
     * The running logarithms of sums of exponentials along an axis.
     *
     * @param operand an array
     * @param axis the axis; negative ones count from the end
     * @return an array of the same shape
     */
    public static NDArray cumlogsumexp(NDArray operand, int axis) {
        return cumlogsumexp(operand, axis, false);
    }

    /**
     * The running logarithms of sums of exponentials along an axis, in either direction.
     *
     * @param operand an array
     * @param axis the axis; negative ones count from the end
     * @param reverse whether it goes from the last element to the first
     * @return an array of the same shape
     */
    public static NDArray cumlogsumexp(NDArray operand, int axis, boolean reverse) {
        return Scans.logSumExp(operand, axis, reverse);
    }

    /**
     * The running combinations along the first axis.
     *
     * @param op 'add', 'mul', 'max' or 'min'
     * @param operand an array
     * @return an array of the same shape
     */
    public static NDArray associativeScan(String op, NDArray operand) {
        return Scans.named(op, operand, false, 0);
    }

    /**
     * The running combinations along the first axis, in either direction.
     *
     * @param op 'add', 'mul', 'max' or 'min'
     * @param operand an array
     * @param reverse whether it goes from the last element to the first
     * @return an array of the same shape
     */
    public static NDArray associativeScan(String op, NDArray operand, boolean reverse) {
        return Scans.named(op, operand, reverse, 0);
    }

    /**
     * The running combinations along an axis, in either direction.
     *
     * @param op 'add', 'mul', 'max' or 'min'
     * @param operand an array
     * @param reverse whether it goes from the last element to the first
     * @param axis the axis; negative ones count from the end
     * @return an array of the same shape
     */
    public static NDArray associativeScan(String op, NDArray operand, boolean reverse, int axis) {
        return Scans.named(op, operand, reverse, axis);
    }

    /**
     * The running combinations along the first axis by a function, which is called on arrays of many elements a few times.
     *
     * @param f an associative function, which combines the elements of two trees of arrays pairwise
     * @param elems an array, or a tree of arrays with axes of one length
     * @param <T> the type of the array or tree
     * @return a tree of the same structure and shapes
     */
    public static <T> T associativeScan(Fn2<T, T, T> f, T elems) {
        return associativeScan(f, elems, false, 0);
    }

    /**
     * The running combinations along an axis by a function, which is called on arrays of many elements a few times.
     *
     * @param f an associative function, which combines the elements of two trees of arrays pairwise
     * @param elems an array, or a tree of arrays with axes of one length
     * @param reverse whether it goes from the last element to the first
     * @param axis the axis; negative ones count from the end
     * @param <T> the type of the array or tree
     * @return a tree of the same structure and shapes
     * @throws JacobiException if lengths differ
     */
    @SuppressWarnings("unchecked")
    public static <T> T associativeScan(Fn2<T, T, T> f, T elems, boolean reverse, int axis) {
        if (!Control.isLifted()) {
            return (T) Scans.associative((a, b) -> f.apply((T) a, (T) b), elems, reverse, axis);
        }
        // the function's bytecode becomes part of the program, in which one loop is what remains of it; the function is given slices that have the axis, with a length of 1
        T rows = (T) Loops.axisFirst(elems, axis);
        int n = Loops.length(rows);
        T carry = (T) Loops.withAxis(Loops.slice(rows, reverse ? n - 1 : 0), elems, axis);
        T out = (T) Loops.copy(rows);
        for (int i = 1; i < n; i++) {
            int at = reverse ? n - 1 - i : i;
            carry = f.apply(carry, (T) Loops.withAxis(Loops.slice(rows, at), elems, axis));
            out = (T) Loops.put(out, at, Loops.withoutAxis(carry, axis));
        }
        return (T) Loops.axisBack(out, axis);
    }
}
