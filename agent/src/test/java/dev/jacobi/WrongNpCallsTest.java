// Calls of functions of arrays that do not fit: products, shapes, axes and joins.
package dev.jacobi;

import static dev.jacobi.WrongCalls.eager;
import static dev.jacobi.WrongCalls.i;
import static dev.jacobi.WrongCalls.jitToo;
import static dev.jacobi.WrongCalls.of;
import static dev.jacobi.WrongCalls.z;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each row: two arrays, a call, and the whole sentence; where it says jitToo, the compiled call says the same within its own sentence. */
class WrongNpCallsTest {
    @Test
    void ofArrays() {
        jitToo(z(3, 4), z(5), (a, b) -> a.plus(b),
            "NDArray.plus, in add: arrays of the shapes (3, 4) and (5) cannot be combined: counted from the last axis, extents have to be equal or 1.");
        jitToo(z(3, 4), z(3), (a, b) -> a.matmul(b),
            "NDArray.matmul: arrays of the shapes (3, 4) and (3) cannot be multiplied: axis 1 of the first has 4 elements and axis 0 of the second 3.");
        eager(z(), z(3), (a, b) -> Np.outer(a, b).reshape(7),
            "NDArray.reshape: an array of shape (1, 3) cannot have the shape (7): they have 3 and 7 elements.");
        eager(z(3, 4), z(3), (a, b) -> a.reshape(5, 2),
            "NDArray.reshape: an array of shape (3, 4) cannot have the shape (5, 2): they have 12 and 10 elements.");
        eager(z(3, 4), z(3), (a, b) -> a.reshape(5, -1),
            "NDArray.reshape: an array of shape (3, 4) cannot have the shape (5, -1): it has 12 elements, no multiple of 5.");
        jitToo(z(3, 4), z(3), (a, b) -> a.reshape(-1, -1),
            "NDArray.reshape: [-1, -1] is no shape; extents are not negative, but for one of -1, which is worked out.");
        eager(z(3, 4), z(3), (a, b) -> a.reshape(-2, -6),
            "NDArray.reshape: [-2, -6] is no shape; extents are not negative, but for one of -1, which is worked out.");
        eager(z(3, 4), z(4), (a, b) -> a.sum(2),
            "NDArray.sum: there is no axis 2 where there are 2 axes; give one from -2 to 1.");
        eager(z(3, 4), z(4), (a, b) -> a.sum(-3),
            "NDArray.sum: there is no axis -3 where there are 2 axes; give one from -2 to 1.");
        jitToo(z(3, 4), z(4), (a, b) -> a.sum(new int[] {0, 0}),
            "NDArray.sum: the axes [0, 0] name one axis twice; give each once.");
        eager(z(3, 4), z(4), (a, b) -> a.sum(new int[] {1, -1}),
            "NDArray.sum: the axes [1, -1] name one axis twice; give each once.");
    }

    @Test
    void ofNp() {
        eager(z(3, 4), z(2, 4), (a, b) -> Np.add(a, b),
            "Np.add: arrays of the shapes (3, 4) and (2, 4) cannot be combined: counted from the last axis, extents have to be equal or 1.");
        eager(z(3), z(4), (a, b) -> Np.where(a.gt(0.0), b, b),
            "Np.where, in select: arrays of the shapes (3) and (4) cannot be combined: counted from the last axis, extents have to be equal or 1.");
        eager(z(3), z(4), (a, b) -> Np.clip(a, b, b),
            "Np.clip, in maximum: arrays of the shapes (4) and (3) cannot be combined: counted from the last axis, extents have to be equal or 1.");
        jitToo(z(3, 4), z(5, 6), (a, b) -> Np.matmul(a, b),
            "Np.matmul: arrays of the shapes (3, 4) and (5, 6) cannot be multiplied: axis 1 of the first has 4 elements and axis 0 of the second 5.");
        jitToo(z(3, 4), z(), (a, b) -> Np.matmul(a, b),
            "Np.matmul: an array of shape () has too few axes; give one with 1 axis or more.");
        jitToo(z(2, 3, 4), z(3, 4, 5), (a, b) -> Np.matmul(a, b),
            "Np.matmul: arrays of the shapes (2, 3, 4) and (3, 4, 5) cannot be multiplied: axis 0 of the first has 2 elements and axis 0 of the second 3.");
        eager(z(3, 4), z(3, 4), (a, b) -> Np.dot(a, b),
            "Np.dot: arrays of the shapes (3, 4) and (3, 4) cannot be multiplied: axis 1 of the first has 4 elements and axis 0 of the second 3.");
        eager(z(3), z(4), (a, b) -> Np.vdot(a, b),
            "Np.vdot, in dot: arrays of the shapes (3) and (4) cannot be multiplied: axis 0 of the first has 3 elements and axis 0 of the second 4.");
        jitToo(z(2, 3), z(2, 4), (a, b) -> Np.inner(a, b),
            "Np.inner: arrays of the shapes (2, 3) and (2, 4) cannot be multiplied: axis 1 of the first has 3 elements and axis 1 of the second 4.");
        eager(z(2, 3), z(2, 4), (a, b) -> Np.vecdot(a, b),
            "Np.vecdot: arrays of the shapes (2, 3) and (2, 4) cannot be multiplied: axis 1 of the first has 3 elements and axis 1 of the second 4.");
        eager(z(2, 3), z(2), (a, b) -> Np.matvec(a, b),
            "Np.matvec, in matmul: arrays of the shapes (2, 3) and (2, 1) cannot be multiplied: axis 1 of the first has 3 elements and axis 0 of the second 2.");
        eager(z(2, 3), z(2, 4), (a, b) -> Np.tensordot(a, b, 1),
            "Np.tensordot: arrays of the shapes (2, 3) and (2, 4) cannot be multiplied: axis 1 of the first has 3 elements and axis 0 of the second 2.");
        eager(z(2, 3), z(2, 4), (a, b) -> Np.tensordot(a, b, new int[] {0, 1}, new int[] {0}),
            "Np.tensordot: 2 axes of the first array cannot go together with 1 of the second; give pairs.");
        jitToo(z(2, 3), z(2, 4), (a, b) -> Np.tensordot(a, b, 5),
            "Np.tensordot: arrays of the shapes (2, 3) and (2, 4) have no 5 axes to sum over.");
        eager(z(2, 3), z(2, 4), (a, b) -> Np.einsum("ij,jk,kl->il", a, b),
            "Np.einsum: 'ij,jk,kl->il' is for 3 arrays, but 2 are given.");
        eager(z(2, 3), z(2, 4), (a, b) -> Np.einsum("ijk,jk->i", a, b),
            "Np.einsum: 'ijk' in 'ijk,jk->i' does not name the axes of an array of shape (2, 3).");
        eager(z(2, 3), z(2, 4), (a, b) -> Np.einsum("ij,jk->ik", a, b),
            "Np.einsum: in 'ij,jk->ik' with arrays of the shapes [(2, 3), (2, 4)] axes of one name have 3 and 2 elements.");
        eager(z(2, 3), z(3, 4), (a, b) -> Np.einsum("ij,jk->iz", a, b),
            "Np.einsum: the result of 'ij,jk->iz' has an axis that no array has, or one twice.");
        jitToo(z(2, 3), z(3, 4), (a, b) -> Np.einsum("i1,1k->ik", a, b),
            "Np.einsum: '1' in 'i1,1k->ik' is no name of an axis; use letters, and three dots for all other axes.");
        eager(z(4), z(4), (a, b) -> Np.cross(a, b),
            "Np.cross: vectors have two or three elements, but here are 4 along axis 0 of an array of shape (4).");
        eager(z(3, 4), z(3), (a, b) -> Np.transpose(a, 0, 0),
            "Np.transpose: the axes [0, 0] name one axis twice; give each once.");
        eager(z(3, 4), z(3), (a, b) -> Np.transpose(a, 0),
            "Np.transpose: the axes [0] are not those of an array of shape (3, 4); name each once.");
        eager(z(3, 4), z(3), (a, b) -> Np.transpose(a, 0, 2),
            "Np.transpose: there is no axis 2 where there are 2 axes; give one from -2 to 1.");
        jitToo(z(3, 4), z(3), (a, b) -> Np.swapaxes(a, 0, 2),
            "Np.swapaxes: there is no axis 2 where there are 2 axes; give one from -2 to 1.");
        eager(z(3, 4), z(3), (a, b) -> Np.moveaxis(a, new int[] {0, 1}, new int[] {0}),
            "Np.moveaxis: 2 axes cannot be moved to 1 places; give as many.");
        eager(z(3, 4), z(3), (a, b) -> Np.moveaxis(a, new int[] {0, 0}, new int[] {0, 1}),
            "Np.moveaxis: the axes [0, 0] name one axis twice; give each once.");
        eager(z(3, 4), z(3), (a, b) -> Np.expandDims(a, 1, 1),
            "Np.expandDims: the axes [1, 1] name one axis twice; give each once.");
        eager(z(3, 4), z(3), (a, b) -> Np.expandDims(a, 5),
            "Np.expandDims: there is no axis 5 where there are 3 axes; give one from -3 to 2.");
    }

    @Test
    void ofNp2() {
        jitToo(z(3, 4), z(3), (a, b) -> Np.squeeze(a, 0),
            "Np.squeeze: axis 0 of an array of shape (3, 4) has more than one element; only axes of one element can be left out.");
        eager(z(3, 4), z(3), (a, b) -> Np.squeeze(a, 4),
            "Np.squeeze: there is no axis 4 where there are 2 axes; give one from -2 to 1.");
        jitToo(z(3, 4), z(3), (a, b) -> Np.broadcastTo(a, 3, 5),
            "Np.broadcastTo: an array of shape (3, 4) cannot be broadcast to the shape (3, 5): where that has 5 elements, the array has 4, which is neither as "
            + "many nor 1.");
        jitToo(z(3, 4), z(3), (a, b) -> Np.broadcastTo(a, 4),
            "Np.broadcastTo: an array of shape (3, 4) has more axes than the shape (4).");
        eager(z(3), z(4), (a, b) -> Np.broadcastArrays(a, b).get(0),
            "Np.broadcastArrays: arrays of the shapes (3) and (4) cannot be combined: counted from the last axis, extents have to be equal or 1.");
        jitToo(z(3), z(4), (a, b) -> Np.flip(a, 1),
            "Np.flip: there is no axis 1 where there is one axis; give 0 or -1.");
        eager(z(3), z(4), (a, b) -> Np.rot90(a),
            "Np.rot90: there is no axis 1 where there is one axis; give 0 or -1.");
        eager(z(3), z(4), (a, b) -> Np.roll(a, 1, 2),
            "Np.roll: there is no axis 2 where there is one axis; give 0 or -1.");
        jitToo(z(3, 4), z(3, 5), (a, b) -> Np.concatenate(a, b),
            "Np.concatenate: arrays of the shapes (3, 4) and (3, 5) cannot be joined along axis 0: their other axes differ.");
        jitToo(z(3, 4), z(3), (a, b) -> Np.concatenate(a, b),
            "Np.concatenate: arrays of the shapes (3, 4), (3) cannot be joined; they need the same number of axes.");
        eager(z(3, 4), z(3, 4), (a, b) -> Np.concatenate(List.of(a, b), 2),
            "Np.concatenate: there is no axis 2 where there are 2 axes; give one from -2 to 1.");
        jitToo(z(), z(), (a, b) -> Np.concatenate(a, b),
            "Np.concatenate: there is no axis 0 where there are no axes; give an array with axes.");
        eager(z(), z(), (a, b) -> Np.concatenate(),
            "Np.concatenate: there are no arrays to join; give at least one.");
        eager(z(3), z(4), (a, b) -> Np.stack(a, b),
            "Np.stack: arrays of the shapes (1, 3) and (1, 4) cannot be joined along axis 0: their other axes differ.");
        jitToo(z(3), z(4), (a, b) -> Np.vstack(a, b),
            "Np.vstack: arrays of the shapes (1, 3) and (1, 4) cannot be joined along axis 0: their other axes differ.");
        eager(z(7), z(4), (a, b) -> Np.split(a, 3).get(0),
            "Np.split: axis 0 of an array of shape (7) cannot be cut into 3 equal parts; use arraySplit.");
        eager(z(7), z(4), (a, b) -> Np.split(a, 0).get(0),
            "Np.split: an array cannot be cut into 0 parts.");
        eager(z(), z(4), (a, b) -> Np.hsplit(a, 2).get(0),
            "Np.hsplit: there is no axis 1 where there are no axes; give an array with axes.");
        eager(z(2, 3), z(4), (a, b) -> Np.append(a, b, 0),
            "Np.append: arrays of the shapes (2, 3), (4) cannot be joined; they need the same number of axes.");
        jitToo(z(3), z(4), (a, b) -> Np.insert(a, 9, b.sum()),
            "Np.insert: place 9 is outside of an axis of 3 elements.");
        eager(z(3), z(4), (a, b) -> Np.delete(a, 9),
            "Np.delete, in insert: place 9 is outside of an axis of 3 elements.");
        eager(z(3), z(4), (a, b) -> Np.tile(a, -1),
            "Np.tile: an array cannot be repeated [-1] times; give numbers that are not negative.");
        jitToo(z(3), z(4), (a, b) -> Np.repeat(a, -1),
            "Np.repeat: elements cannot be repeated -1 times; give a number that is not negative.");
        jitToo(z(3), z(4), (a, b) -> Np.repeat(a, new int[] {1, 2}, 0),
            "Np.repeat: there are 2 numbers of repeats for axis 0 of an array of shape (3); give one for each slice, or one for all.");
        jitToo(z(3), z(4), (a, b) -> Np.pad(a, -1),
            "Np.pad: [-1, -1] are no widths of an axis; give how many elements come before and behind it.");
        jitToo(z(3), z(4), (a, b) -> Np.pad(a, new int[][] {{1, 1}}, "funny"),
            "Np.pad: there is no mode 'funny'; there are constant, edge, reflect, symmetric, wrap, linear_ramp, maximum, minimum, mean, median, empty.");
        jitToo(z(3), z(4), (a, b) -> Np.pad(a, new int[][] {{1, 1}, {1, 1}}),
            "Np.pad: there are 2 pairs of widths for an array of shape (3); give one for each axis, or one for all.");
    }

    @Test
    void ofNp3() {
        eager(z(3, 4), z(4), (a, b) -> Np.mean(a, 2),
            "Np.mean: there is no axis 2 where there are 2 axes; give one from -2 to 1.");
        eager(z(0), z(4), (a, b) -> Np.max(a),
            "Np.max: an array of shape (0) has no elements along axis 0, and nothing is the max of none.");
        eager(z(0), z(4), (a, b) -> Np.argmax(a),
            "Np.argmax: an array of shape (0) has no elements along axis 0, and nothing is the argmax of none.");
        jitToo(z(3), z(4), (a, b) -> Np.argmax(a, 1),
            "Np.argmax: there is no axis 1 where there is one axis; give 0 or -1.");
        eager(of(DType.COMPLEX64, 3), z(4), (a, b) -> Np.max(a),
            "Np.max: complex numbers have no order; take real(), imag() or abs() first.");
        eager(of(DType.COMPLEX64, 3), of(DType.COMPLEX64, 3), (a, b) -> Np.floorDivide(a, b),
            "Np.floorDivide: it has no meaning for complex numbers; use the real and imaginary parts.");
        eager(z(3), z(4), (a, b) -> Np.cumsum(a, 1),
            "Np.cumsum: there is no axis 1 where there is one axis; give 0 or -1.");
        eager(z(3), z(4), (a, b) -> Np.diff(a, -1, 0),
            "Np.diff: an array of shape (3) has no differences of order -1; give one with an axis, and an order that is not negative.");
        jitToo(z(), z(4), (a, b) -> Np.diff(a),
            "Np.diff: an array of shape () has no differences of order 1; give one with an axis, and an order that is not negative.");
        eager(z(3), z(4), (a, b) -> Np.sort(a, 1),
            "Np.sort: there is no axis 1 where there is one axis; give 0 or -1.");
        eager(z(), z(4), (a, b) -> Np.sort(a),
            "Np.sort: there is no axis -1 where there are no axes; give an array with axes.");
        jitToo(z(3), z(4), (a, b) -> Np.topK(a, 5).get(0),
            "Np.topK: there are no 5 greatest elements along axis 0 of an array of shape (3); ask for as many as there are, or fewer.");
    }
}
