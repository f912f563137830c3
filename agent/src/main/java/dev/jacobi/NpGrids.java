package dev.jacobi;

import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.numpy.Grids;
import dev.jacobi.array.numpy.Made;
import java.util.List;

/** Functions of {@link Np} that make coordinates of grids and indices. */
abstract class NpGrids extends NpDiagonals {
    /**
     * The coordinates of the points of a grid, the first array along the second axis.
     *
     * @param xi arrays of one axis
     * @return an array for each
     * @throws JacobiException if an array has not one axis
     */
    public static List<NDArray> meshgrid(NDArray... xi) {
        return Grids.mesh("xy", false, xi);
    }

    /**
     * The coordinates of the points of a grid.
     *
     * @param indexing "xy" if the first array goes along the second axis, "ij" if along the first
     * @param sparse whether the other axes have one element each
     * @param xi arrays of one axis
     * @return an array for each
     * @throws JacobiException if an array has not one axis, or there is no such indexing
     */
    public static List<NDArray> meshgrid(String indexing, boolean sparse, NDArray... xi) {
        return Grids.mesh(indexing, sparse, xi);
    }

    /**
     * Arrays of indices along one axis each, which together choose the elements of a grid.
     *
     * @param args arrays of one axis
     * @return an array for each, with as many axes as there are
     * @throws JacobiException if an array has not one axis, or is of bool
     */
    public static List<NDArray> ix_(NDArray... args) {
        return Grids.open(args);
    }

    /**
     * The places along each axis of all elements of an array.
     *
     * @param dimensions the extents of the array
     * @return the places along the first axis, along the second, and so on, one after another along a new first axis
     * @throws JacobiException if an extent is negative
     */
    public static NDArray indices(int... dimensions) {
        return Grids.stacked(dimensions, JavaArrays.standard(DType.I64));
    }

    /**
     * The places along each axis of all elements of an array.
     *
     * @param dimensions the extents of the array
     * @param dtype the type of elements
     * @return the places along the first axis, along the second, and so on, one after another along a new first axis
     * @throws JacobiException if an extent is negative
     */
    public static NDArray indices(int[] dimensions, DType dtype) {
        return Grids.stacked(dimensions, dtype);
    }

    /**
     * The places along each axis, each as an array of its own.
     *
     * @param dimensions the extents of an array
     * @param sparse whether the places along an axis have one element along the others; otherwise each has the shape of the array
     * @return an array of integers for each axis
     * @throws JacobiException if an extent is negative
     */
    public static List<NDArray> indices(int[] dimensions, boolean sparse) {
        return Grids.places(dimensions, JavaArrays.standard(DType.I64), sparse);
    }

    /**
     * The places along each axis, with one element along the others.
     *
     * @param dimensions the extents of an array
     * @param dtype the type of elements
     * @return an array for each axis
     * @throws JacobiException if an extent is negative
     */
    public static List<NDArray> sparseIndices(int[] dimensions, DType dtype) {
        return Grids.places(dimensions, dtype, true);
    }

    /**
     * What a function gives for the places of the elements of an array.
     *
     * @param function takes the places along the axis, as reals
     * @param n the extent
     * @return what it gives
     */
    public static NDArray fromfunction(Fn1<NDArray, NDArray> function, int n) {
        return function.apply(Made.line(JavaArrays.standard(DType.F64), n));
    }

    /**
     * What a function gives for the places of the elements of a matrix.
     *
     * @param function takes the places along the first axis and along the second, as reals
     * @param n the rows
     * @param m the columns
     * @return what it gives
     */
    public static NDArray fromfunction(Fn2<NDArray, NDArray, NDArray> function, int n, int m) {
        List<NDArray> at = Grids.places(new int[] {n, m}, JavaArrays.standard(DType.F64), false);
        return function.apply(at.get(0), at.get(1));
    }

    /**
     * The powers of numbers as rows, the highest one first.
     *
     * @param x an array of one axis
     * @return a square matrix
     * @throws JacobiException if it has not one axis
     */
    public static NDArray vander(NDArray x) {
        return Grids.powers(x, x.shape(0), false);
    }

    /**
     * The powers of numbers as rows.
     *
     * @param x an array of one axis
     * @param n how many powers, from 0 on
     * @param increasing whether the lowest one comes first
     * @return a matrix with n columns
     * @throws JacobiException if it has not one axis, or n is negative
     */
    public static NDArray vander(NDArray x, int n, boolean increasing) {
        return Grids.powers(x, n, increasing);
    }
}
