// Calls of functions of arrays that do not fit: types, numbers of elements, modes and names.
package dev.jacobi;

import static dev.jacobi.WrongCalls.eager;
import static dev.jacobi.WrongCalls.i;
import static dev.jacobi.WrongCalls.jitToo;
import static dev.jacobi.WrongCalls.of;
import static dev.jacobi.WrongCalls.z;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each row: two arrays, a call, and the whole sentence; where it says jitToo, the compiled call says the same within its own sentence. */
class WrongNpValuesTest {
    @Test
    void ofNp() {
        jitToo(z(3), z(4), (a, b) -> Np.partition(a, 5),
            "Np.partition: an array of shape (3) has no element 5 along axis -1; there are 3.");
        jitToo(z(3, 4), z(4), (a, b) -> Np.searchsorted(a, b),
            "Np.searchsorted: an array of shape (3, 4) cannot be searched; give a sorted one of one axis.");
        eager(z(3), z(4), (a, b) -> Np.searchsorted(a, b, "middle"),
            "Np.searchsorted: there is no side 'middle'; say 'left' or 'right'.");
        eager(z(3), z(4, 4), (a, b) -> Np.digitize(a, b),
            "Np.digitize: bins of shape (4, 4) have no order; give an array of one axis.");
        eager(z(3), z(4), (a, b) -> Np.take(a, b),
            "Np.take: indices are integers, but here is an array of float32; convert it with astype().");
        eager(z(3), i(4), (a, b) -> Np.take(a, b, 1),
            "Np.take: there is no axis 1 where there is one axis; give 0 or -1.");
        jitToo(z(3), i(4), (a, b) -> Np.take(a, b, 0, "bounce"),
            "Np.take: there is no mode 'bounce'; there are fill, clip and wrap.");
        eager(z(3, 4), i(4), (a, b) -> Np.takeAlongAxis(a, b, 0),
            "Np.takeAlongAxis: indices of shape (4) do not go with an array of shape (3, 4); give as many axes.");
        eager(z(3, 4), i(2, 4), (a, b) -> Np.takeAlongAxis(a, b, 1),
            "Np.takeAlongAxis: an array of shape (2, 4) cannot be broadcast to the shape (3, 4): where that has 3 elements, the array has 2, which is neither as "
            + "many nor 1.");
        eager(z(3, 4), z(3, 4), (a, b) -> Np.takeAlongAxis(a, b, 1),
            "Np.takeAlongAxis: indices are integers, but here is an array of float32; convert it with astype().");
        eager(z(3), z(), (a, b) -> Np.fillDiagonal(a, b),
            "Np.fillDiagonal: an array of shape (3) has no diagonal; give one of at least two axes.");
        jitToo(z(3), z(), (a, b) -> Np.diagonal(a),
            "Np.diagonal: there is no axis 1 where there is one axis; give 0 or -1.");
        eager(z(3, 3, 3), z(), (a, b) -> Np.diag(a),
            "Np.diag: takes an array of one or two axes, but this one has the shape (3, 3, 3).");
        eager(z(3), z(), (a, b) -> Np.trace(a),
            "Np.trace, in diagonal: there is no axis 1 where there is one axis; give 0 or -1.");
        eager(z(3), z(), (a, b) -> Np.tril(a),
            "Np.tril: takes an array of two axes or more, but this one has the shape (3).");
        eager(z(3), z(3), (a, b) -> Np.bitwiseAnd(a, b),
            "Np.bitwiseAnd, in and: an array of float32 has no bits to work on; give integers or bool.");
        jitToo(z(3), i(3), (a, b) -> Np.leftShift(a, b),
            "Np.leftShift: an array of float32 has no bits to work on; give integers or bool.");
        eager(z(3), z(3), (a, b) -> Np.gcd(a, b),
            "Np.gcd: works on integers, but an array has elements of float32; convert it with astype().");
        jitToo(of(DType.COMPLEX64, 3), z(3), (a, b) -> Np.floor(a),
            "Np.floor: there is no such function of complex numbers, but an array has elements of complex64; give its real or imaginary part, or its absolute "
            + "value.");
        eager(of(DType.COMPLEX64, 3), z(3), (a, b) -> Np.arctan2(a, b),
            "Np.arctan2: there is no such function of complex numbers, but an array has elements of complex64; give its real or imaginary part, or its absolute "
            + "value.");
        eager(i(3), i(3), (a, b) -> Np.power(a, -2),
            "Np.power, in pow: integers cannot be raised to the negative power -2; convert them to reals with astype().");
        eager(i(3), i(3), (a, b) -> Np.round(a, -2),
            "Np.round: integers are not rounded to -2 decimals; convert the array to a type of reals with astype().");
        eager(z(3), i(3), (a, b) -> Np.bincount(a),
            "Np.bincount: an array of float32 of shape (3) cannot be counted; give integers along one axis.");
        jitToo(z(3), i(3), (a, b) -> Np.histogram(a, 0).get(0),
            "Np.histogram: elements cannot be counted in 0 bins; give at least one.");
        jitToo(z(3), z(4), (a, b) -> Np.histogram(a, 5, b, b, false).get(0),
            "Np.histogram: there are 4 weights for 3 elements; give one for each.");
        eager(z(3, 4), z(3, 5), (a, b) -> Np.cov(a, b, true),
            "Np.cov: arrays of the shapes (3, 4) and (3, 5) cannot be joined along axis 0: their other axes differ.");
    }

    @Test
    void ofNp2() {
        eager(z(3, 4, 5), z(3, 5), (a, b) -> Np.cov(a),
            "Np.cov: an array of shape (3, 4, 5) has more than two axes; give variables and observations.");
        jitToo(z(3), z(4), (a, b) -> Np.interp(a, a, b),
            "Np.interp: there are 3 coordinates and 4 values of points; give as many of each.");
        eager(z(3), z(4), (a, b) -> Np.polyfit(a, b, 1),
            "Np.polyfit: points of shape (3) have values of shape (4); give one value, or one row, for each point.");
        jitToo(z(3, 3), z(4), (a, b) -> Np.convolve(a, b),
            "Np.convolve: arrays of the shapes (3, 3) and (4) are given; it takes two of one axis that are not empty.");
        jitToo(z(0), z(4), (a, b) -> Np.convolve(a, b),
            "Np.convolve: arrays of the shapes (0) and (4) are given; it takes two of one axis that are not empty.");
        jitToo(z(3), z(4), (a, b) -> Np.convolve(a, b, "whole"),
            "Np.convolve: there is no mode 'whole'; there are full, same and valid.");
        jitToo(z(3), z(4), (a, b) -> Np.percentile(a, 50, 2),
            "Np.percentile, in quantile: there is no axis 2 where there is one axis; give 0 or -1.");
        eager(z(3), z(4), (a, b) -> Np.quantile(a, b, new int[] {0}, "best", false),
            "Np.quantile: there is no method 'best'; there are linear, lower, higher, midpoint, nearest.");
        eager(z(3, 4), z(3), (a, b) -> Np.average(a, 1, b),
            "Np.average: an array of shape (1, 3) cannot be broadcast to the shape (3, 4): where that has 4 elements, the array has 3, which is neither as many "
            + "nor 1.");
        eager(z(3), z(4), (a, b) -> Np.select(List.of(a.gt(0.0)), List.of(a, b)),
            "Np.select: there are 1 conditions and 2 arrays; give one array for each of at least one condition.");
        eager(z(3), z(3), (a, b) -> Np.choose(a, List.of(a, b)),
            "Np.choose: works on integers, but an array has elements of float32; convert it with astype().");
        eager(z(3, 3), z(4), (a, b) -> Np.meshgrid(a, b).get(0),
            "Np.meshgrid: takes arrays of one axis, but one has the shape (3, 3).");
        eager(z(3, 3), z(4), (a, b) -> Np.vander(a),
            "Np.vander: takes arrays of one axis, but one has the shape (3, 3).");
        jitToo(z(3), z(4), (a, b) -> Np.trapezoid(a, b),
            "Np.trapezoid, in mul: arrays of the shapes (2) and (3) cannot be combined: counted from the last axis, extents have to be equal or 1.");
        eager(z(1), z(4), (a, b) -> Np.gradient(a, 0),
            "Np.gradient: axis 0 of an array of shape (1) has less than two elements, between which there could be a slope.");
        eager(z(3), z(4), (a, b) -> Np.gradient(a, 1),
            "Np.gradient: there is no axis 1 where there is one axis; give 0 or -1.");
        eager(i(3), i(3), (a, b) -> Np.ravelMultiIndex(List.of(a, b), 3),
            "Np.ravelMultiIndex: there are 2 arrays of indices for 1 axes; give one for each.");
        eager(z(3), i(3), (a, b) -> Np.unravelIndex(a, 3, 4).get(0),
            "Np.unravelIndex: indices are integers, but here is an array of float32; convert it with astype().");
        eager(z(3), i(3), (a, b) -> Np.unpackbits(a),
            "Np.unpackbits: takes an array of uint8, but this one has elements of float32; convert it with astype().");
        eager(z(3), i(3), (a, b) -> Np.zeros(-1),
            "Np.zeros: an array cannot have the shape (-1); give extents that are not negative.");
        eager(z(3), i(3), (a, b) -> Np.full(new int[] {2}, a),
            "Np.full: an array of shape (3) cannot be broadcast to the shape (2): where that has 2 elements, the array has 3, which is neither as many nor 1.");
        jitToo(z(3), i(3), (a, b) -> Np.arange(0, 3, 0),
            "Np.arange: the step is 0; give a number that leads from 0 to 3.");
        eager(z(3), i(3), (a, b) -> Np.linspace(0, 3, -1),
            "Np.linspace: the number of samples is -1; give one that is not negative.");
        eager(z(3), i(3), (a, b) -> Np.eye(-1),
            "Np.eye: an array cannot have the shape (-1, -1); give extents that are not negative.");
        jitToo(z(3), z(3), (a, b) -> Np.matmul(null, a),
            "Np.matmul: an array to multiply is null; give two arrays.");
        eager(z(3), z(3), (a, b) -> Np.concatenate(a, null),
            "Np.concatenate: array 1 of 2, counted from 0, is null; give an array.");
        jitToo(z(3), z(3), (a, b) -> Np.einsum(null, a),
            "Np.einsum: the expression is null; name the axes of each array, as in \"ij,jk->ik\".");
    }

    @Test
    void ofArrays() {
        eager(z(3), i(3), (a, b) -> a.not(),
            "NDArray.not: an array of float32 has no bits to work on; give integers or bool.");
        eager(of(DType.BOOL, 3), z(1), (a, b) -> a.neg(),
            "NDArray.neg, in negative: it has no meaning for an array of bool; use not(), or convert it with astype().");
        eager(of(DType.BOOL, 3), of(DType.BOOL, 3), (a, b) -> a.minus(b),
            "NDArray.minus, in subtract: it has no meaning for arrays of bool; use xor, or convert with astype().");
        eager(i(3), i(4), (a, b) -> Np.zeros(5, 5).get(a, b),
            "NDArray.get: index arrays: arrays of the shapes (3) and (4) cannot be combined: counted from the last axis, extents have to be equal or 1.");
        eager(z(3, 4), z(3), (a, b) -> Np.asarray(a.getDouble(1)),
            "NDArray.getDouble: an array of shape (3, 4) has no element at [1]; a place has a number for each axis, from 0 or from the end.");
        eager(z(3, 4), z(3), (a, b) -> Np.asarray(a.getDouble(5, 5)),
            "NDArray.getDouble: an array of shape (3, 4) has no element at [5, 5]; a place has a number for each axis, from 0 or from the end.");
        eager(z(3, 4), z(3), (a, b) -> Np.asarray(a.item()),
            "NDArray.item: an array of float32 of shape (3, 4) is not one real number; take one of its elements with get(), or all with toDoubleArray().");
        eager(z(3, 4), z(3), (a, b) -> a.toBoolean() ? a : b,
            "NDArray.toBoolean, in item: an array of float32 of shape (3, 4) is not one real number; take one of its elements with get(), or all with "
            + "toDoubleArray().");
        eager(z(3, 4), z(3), (a, b) -> Np.zeros(a.shape(5)),
            "NDArray.shape: an array of shape (3, 4) has no axis 5; there are 2.");
        jitToo(z(3), z(3), (a, b) -> a.plus((NDArray)null),
            "NDArray.plus: array 1 of 2, counted from 0, is null; give an array.");
        eager(z(3), z(3), (a, b) -> a.astype(null),
            "NDArray.astype: the type that an array of float32 is to be converted to is null; give one such as DType.F32.");
        eager(z(3), z(3), (a, b) -> a.reshape((int[])null),
            "NDArray.reshape: the shape is null; give one.");
    }
}
