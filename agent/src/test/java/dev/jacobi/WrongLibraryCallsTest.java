// Calls of the other classes of functions, and indices, that do not fit.
package dev.jacobi;

import static dev.jacobi.WrongCalls.eager;
import static dev.jacobi.WrongCalls.i;
import static dev.jacobi.WrongCalls.jitToo;
import static dev.jacobi.WrongCalls.of;
import static dev.jacobi.WrongCalls.z;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each row: two arrays, a call, and the whole sentence; where it says jitToo, the compiled call says the same within its own sentence. */
class WrongLibraryCallsTest {
    @Test
    void ofArrays() {
        eager(z(3, 4), i(3), (a, b) -> a.get(1, 2, 3),
            "NDArray.get: there are 3 positions in [1, 2, 3], and an array of shape (3, 4) has 2 axes.");
        jitToo(z(3, 4), z(3), (a, b) -> a.get(b),
            "NDArray.get: the index [float32(3)] has an element that is no index; give integers, slices, arrays of integers or bool, NDArray.NEW_AXIS or "
            + "NDArray.ELLIPSIS.");
        jitToo(z(3, 4), z(3), (a, b) -> a.get(Slice.ALL, Slice.ALL, Slice.ALL),
            "NDArray.get: there are 3 positions in [:, :, :], and an array of shape (3, 4) has 2 axes.");
        eager(z(3, 4), z(3), (a, b) -> a.get(NDArray.ELLIPSIS, NDArray.ELLIPSIS),
            "NDArray.get: there is more than one ELLIPSIS in [ELLIPSIS, ELLIPSIS]; give one at most.");
        eager(z(3, 4), z(3), (a, b) -> a.get("x", 1),
            "NDArray.get: the index [x, 1] has an element that is no index; give integers, slices, arrays of integers or bool, NDArray.NEW_AXIS or "
            + "NDArray.ELLIPSIS.");
        jitToo(z(3, 4), of(DType.COMPLEX64), (a, b) -> a.get((Object)null),
            "NDArray.get: the index [null] has an element that is no index; give integers, slices, arrays of integers or bool, NDArray.NEW_AXIS or "
            + "NDArray.ELLIPSIS.");
        eager(z(3, 4), of(DType.COMPLEX64), (a, b) -> a.get(1.5, 2),
            "NDArray.get: the index [1.5, 2] has an element that is no index; give integers, slices, arrays of integers or bool, NDArray.NEW_AXIS or "
            + "NDArray.ELLIPSIS.");
    }

    @Test
    void ofIndexedArray() {
        jitToo(z(3, 4), z(5), (a, b) -> a.at(b.gt(0.0)).set(1.0),
            "IndexedArray.set: a mask of shape (5) does not fit an array of shape (3, 4); its extents are those of the first axes.");
        eager(z(3, 4), z(3), (a, b) -> a.at(0).set(b),
            "IndexedArray.set: an array of shape (3) cannot be put into a part of shape (4): counted from the last axis, extents have to be equal or 1.");
    }

    @Test
    void ofOther() {
        eager(z(3, 4), of(DType.COMPLEX64), (a, b) -> a.get(Slice.of(0, 3, 0)),
            "A slice with the step 0 has no end; give a positive or a negative step.");
    }

    @Test
    void ofLax() {
        jitToo(z(3), i(3), (a, b) -> Lax.reshape(a, 2),
            "Lax.reshape: an array of shape (3) cannot have the shape (2): they have 3 and 2 elements.");
        eager(z(3, 2), z(3), (a, b) -> Lax.dot(a, b),
            "Lax.dot: arrays of the shapes (3, 2) and (3) cannot be multiplied: axis 1 of the first has 2 elements and axis 0 of the second 3.");
        eager(z(3, 2), z(3, 4), (a, b) -> Lax.dotGeneral(a, b, new int[] {1}, new int[] {0}, new int[0], new int[0]),
            "Lax.dotGeneral: arrays of the shapes (3, 2) and (3, 4) cannot be multiplied: axis 1 of the first has 2 elements and axis 0 of the second 3.");
        eager(z(3, 2), z(3, 4), (a, b) -> Lax.dotGeneral(a, b, new int[] {0, 1}, new int[] {0}, new int[0], new int[0]),
            "Lax.dotGeneral: axes [0, 1] of the first array are summed over with axes [0] of the second, and axes [] go together with []; give as many of each.");
        eager(z(3, 2), z(3, 4), (a, b) -> Lax.dotGeneral(a, b, new int[][][] {{{0}, {0}}}),
            "Lax.dotGeneral: the axes are [[[0], [0]]]; give two pairs of lists: {{summed of lhs, summed of rhs}, {batch of lhs, batch of rhs}}.");
        jitToo(z(1, 3, 8, 8), z(4, 2, 3, 3), (a, b) -> Lax.conv(a, b, new int[] {1, 1}, "SAME"),
            "Lax.conv: the input of shape (1, 3, 8, 8) has 3 channels, and the kernel of shape (4, 2, 3, 3) takes 2 (shapes with batch or output, then channels, "
            + "in front); they have to be as many.");
        jitToo(z(1, 3, 8, 8), z(4, 3, 3, 3), (a, b) -> Lax.conv(a, b, new int[] {1, 1}, "EQUAL"),
            "Lax.conv: there is no padding 'EQUAL'; say 'SAME', 'SAME_LOWER' or 'VALID', or give widths for each axis.");
        jitToo(z(1, 3, 8, 8), z(4, 3, 3, 3), (a, b) -> Lax.conv(a, b, new int[] {1}, "SAME"),
            "Lax.conv: the strides [1] do not fit 2 axes; give a positive number for each.");
        jitToo(z(1, 3, 8, 8), z(4, 3, 3, 3), (a, b) -> Lax.conv(a, b, new int[] {0, 1}, "SAME"),
            "Lax.conv: the strides [0, 1] do not fit 2 axes; give a positive number for each.");
        jitToo(z(3, 8, 8), z(4, 3, 3, 3), (a, b) -> Lax.conv(a, b, new int[] {1, 1}, "SAME"),
            "Lax.conv: an array of shape (3, 8, 8) of float32 cannot be convolved with one of shape (4, 3, 3, 3) of float32; give two of one type with as many "
            + "axes, at least three.");
        jitToo(z(1, 3, 8, 8), z(4, 3, 3, 3), (a, b) -> Lax.convGeneralDilated(a, b, new int[] {1, 1}, "SAME", new String[] {"NCHW", "OIHX", "NCHW"}),
            "Lax.convGeneralDilated: the axes 'NCHW' are not made of the letters NCHX.");
        jitToo(z(1, 3, 8, 8), z(4, 3, 3, 3), (a, b) -> Lax.convGeneralDilated(a, b, new int[] {1, 1}, "SAME", 2),
            "Lax.convGeneralDilated: the input of shape (1, 3, 8, 8) has 3 channels, and the kernel of shape (4, 3, 3, 3) takes 3 in each of 2 groups (shapes with "
            + "batch or output, then channels, in front); they have to be as many.");
        jitToo(z(8), z(3), (a, b) -> Lax.slice(a, new int[] {2}, new int[] {9}),
            "Lax.slice: the part from 2 to 9 by 1 is not within axis 0 of an array of shape (8); give a limit that is at most the length.");
        jitToo(z(8), z(3), (a, b) -> Lax.slice(a, new int[] {2, 3}, new int[] {9, 3}),
            "Lax.slice: there are 2 starts for an array of shape (8); give one for each axis.");
        jitToo(z(8), z(3), (a, b) -> Lax.dynamicSlice(a, new int[] {2}, 9),
            "Lax.dynamicSlice: a part of shape (9) is larger than the array of shape (8); give a smaller one.");
        jitToo(z(8), z(3), (a, b) -> Lax.dynamicSlice(a, new int[] {2, 1}, 3),
            "Lax.dynamicSlice: there are 2 starts for an array of shape (8); give one for each axis.");
        jitToo(z(8), z(9), (a, b) -> Lax.dynamicUpdateSlice(a, b, 0),
            "Lax.dynamicUpdateSlice: a part of shape (9) is larger than the array of shape (8); give a smaller one.");
        jitToo(z(8), z(2, 2), (a, b) -> Lax.dynamicUpdateSlice(a, b, 0),
            "Lax.dynamicUpdateSlice: an array of shape (8) of float32 has no part of shape (2, 2) of float32; give one of that type with as many axes.");
        jitToo(z(8), z(2, 2), (a, b) -> Lax.pad(a, 0.0, new int[][] {{1, 1}}),
            "Lax.pad: [1, 1] is no padding of an axis; give three numbers: in front, behind, and, not negative, between.");
        jitToo(z(8), i(2), (a, b) -> Lax.concatenate(List.of(a, b), 0),
            "Lax.concatenate: the arrays have elements of float32 and int32; convert one with astype(), or use Np.concatenate.");
        eager(z(3), i(2), (a, b) -> Lax.broadcastInDim(a, new int[] {2, 4}, 1),
            "Lax.broadcastInDim: an array of shape (3) cannot be broadcast to the shape (2, 4): where that has 4 elements, the array has 3, which is neither as "
            + "many nor 1.");
        eager(z(3), i(2), (a, b) -> Lax.broadcastInDim(a, new int[] {2, 3}, 2),
            "Lax.broadcastInDim: the axes [2] are not rising axes of the shape [2, 3].");
        eager(z(3), i(2), (a, b) -> Lax.broadcastedIota(DType.I32, new int[] {2}, 1),
            "Lax.broadcastedIota: there is no axis 1 where there is one axis; give 0 or -1.");
        eager(z(3), z(3), (a, b) -> Lax.select(a, b, b),
            "Lax.select: the condition is an array of float32, the others of float32 and float32; give a condition of bool and two arrays of one type, or use "
            + "Np.where.");
        jitToo(z(3), z(4), (a, b) -> Lax.select(a.gt(0.0), b, a),
            "Lax.select: arrays of the shapes (3) and (4) cannot be combined: counted from the last axis, extents have to be equal or 1.");
    }

    @Test
    void ofLax2() {
        eager(z(3), z(4), (a, b) -> Lax.bitcastConvertType(a, DType.F64),
            "Lax.bitcastConvertType, in bitcast: an array of float32 of shape (3) has not 2 elements along its last axis, which one of float64 has bits for.");
        eager(z(3), z(), (a, b) -> Lax.reduce(a, b, "sum", 0),
            "Lax.reduce: there is no operator 'sum'; say 'add', 'mul', 'max' or 'min'.");
        eager(z(3), z(), (a, b) -> Lax.reduceWindow(a, b, "add", new int[] {2, 2}, new int[] {1, 1}, "VALID"),
            "Lax.reduceWindow: the lengths of windows [2, 2] do not fit an array of shape (3); give a positive number for each axis.");
        eager(z(3), z(), (a, b) -> Lax.reduceWindow(a, b, "plus", new int[] {2}, new int[] {1}, "VALID"),
            "Lax.reduceWindow: there is no operator 'plus'; say 'add', 'mul', 'max' or 'min'.");
        jitToo(z(3), z(), (a, b) -> Lax.sort(a, 1),
            "Lax.sort: there is no axis 1 where there is one axis; give 0 or -1.");
        eager(z(3), z(), (a, b) -> Lax.argmax(a, 0, DType.F32),
            "Lax.argmax: places are integers, and float32 is no such type; give one of i8 to u64.");
        eager(z(3), z(3), (a, b) -> Lax.gather(a, b, 0),
            "Lax.gather: places are integers, and float32 is no such type; give one of i8 to u64.");
        jitToo(z(3), i(3), (a, b) -> Lax.scatter(a, b, Np.zeros(2)),
            "Lax.scatter: indices of shape (3) along axis 0 of an array of shape (3) need updates of shape (3), but these have the shape (2).");
        eager(i(3), i(3), (a, b) -> Lax.integerPow(a, -2),
            "Lax.integerPow: integers have no negative powers; give an array of reals.");
        eager(z(3), i(3), (a, b) -> Lax.psum(a, "i"),
            "Lax.psum: there is no axis 'i' here, as no vmap, pmap or shardMap around the call has named one so; name it with Axes.in(..).named(\"i\"), or run the function on a mesh that has it.");
        eager(z(3), z(3), (a, b) -> Lax.cond(a, x -> x, x -> x.times(2.0), b),
            "Lax.cond, in item: an array of float32 of shape (3) is not one real number; take one of its elements with get(), or all with toDoubleArray().");
        eager(z(3), z(4), (a, b) -> Lax.whileLoop(c -> c, c -> c, a),
            "Lax.whileLoop, in item: an array of float32 of shape (3) is not one real number; take one of its elements with get(), or all with toDoubleArray().");
        eager(z(3), z(4), (a, b) -> Lax.scan((NDArray c, List<NDArray> x) -> new Scanned<>(c, c), z(), List.of(a, b)).carry(),
            "Lax.scan: arrays that are gone through have first axes of different lengths: [float32[3], float32[4]].");
        eager(z(), z(4), (a, b) -> Lax.scan((NDArray c, NDArray x) -> new Scanned<>(c, c), z(), a).carry(),
            "Lax.scan: what is gone through is float32[]; each of its leaves has to be an array with an axis.");
        eager(z(), z(4), (a, b) -> Lax.map((NDArray x) -> x, a),
            "Lax.map, in scan: what is gone through is float32[]; each of its leaves has to be an array with an axis.");
        eager(i(), z(4), (a, b) -> Lax.switchCase(a, List.<Fn1<NDArray, NDArray>>of(), b),
            "Lax.switchCase: there is no branch; give at least one function.");
        eager(z(), z(4), (a, b) -> Lax.switchCase(a, List.of((NDArray x) -> x, (NDArray x) -> x), b),
            "Lax.switchCase: the number of the branch is an array of float32 of shape (); give one integer.");
    }

    @Test
    void ofNn() {
        jitToo(z(1, 8, 8, 3), z(3, 3, 2, 4), (a, b) -> Nn.conv2d(a, b, 1, "SAME"),
            "Nn.conv2d: the input of shape (1, 3, 8, 8) has 3 channels, and the kernel of shape (4, 2, 3, 3) takes 2 (shapes with batch or output, then channels, "
            + "in front); they have to be as many.");
        eager(z(3), z(4), (a, b) -> Nn.softmax(a, 1),
            "Nn.softmax: there is no axis 1 where there is one axis; give 0 or -1.");
        eager(z(3), z(4), (a, b) -> Nn.oneHot(a, -1),
            "Nn.oneHot: there cannot be -1 classes; give a number that is not negative.");
        jitToo(z(3), z(4), (a, b) -> Nn.glu(a),
            "Nn.glu: axis 0 of an array of shape (3) cannot be cut into 2 equal parts; use arraySplit.");
        jitToo(z(3, 4), z(5, 2), (a, b) -> Nn.linear(a, b),
            "Nn.linear, in matmul: arrays of the shapes (3, 4) and (5, 2) cannot be multiplied: axis 1 of the first has 4 elements and axis 0 of the second 5.");
        eager(z(3, 4), z(5), (a, b) -> Nn.layerNorm(a, b, b),
            "Nn.layerNorm, in mul: arrays of the shapes (3, 4) and (5) cannot be combined: counted from the last axis, extents have to be equal or 1.");
        eager(z(3, 4), z(5), (a, b) -> Nn.embedding(a, b),
            "Nn.embedding: places are integers, and float32 is no such type; give one of i8 to u64.");
        eager(z(3, 4), z(5), (a, b) -> Nn.maxPool(a, new int[] {2, 2}, new int[] {2, 2}, "SAME"),
            "Nn.maxPool, in pool: there are 2 lengths for images of shape (3, 4); give one for each axis but the first and the last.");
        eager(z(3, 4), z(5), (a, b) -> Nn.mse(a, b),
            "Nn.mse, in sub: arrays of the shapes (3, 4) and (5) cannot be combined: counted from the last axis, extents have to be equal or 1.");
        jitToo(z(3, 4), z(5, 4), (a, b) -> Nn.softmaxCrossEntropy(a, b),
            "Nn.softmaxCrossEntropy, in mul: arrays of the shapes (5, 4) and (3, 4) cannot be combined: counted from the last axis, extents have to be equal or 1.");
        jitToo(z(3, 4), i(5), (a, b) -> Nn.softmaxCrossEntropyWithIntegerLabels(a, b),
            "Nn.softmaxCrossEntropyWithIntegerLabels: labels of shape (5) are given for logits of shape (3, 4); give one label for each row of logits, so the same "
            + "shape without the last axis.");
        jitToo(z(3, 4), z(3), (a, b) -> Nn.softmaxCrossEntropyWithIntegerLabels(a, b),
            "Nn.softmaxCrossEntropyWithIntegerLabels: the labels are numbers of float32; give integers.");
        eager(z(1, 3, 2, 4), z(1, 3, 2, 5), (a, b) -> Nn.dotProductAttention(a, b, b),
            "Nn.dotProductAttention: arrays of the shapes (1, 3, 2, 1, 4) and (1, 3, 2, 5) cannot be multiplied: axis 4 of the first has 4 elements and axis 3 of "
            + "the second 5.");
        eager(z(3), z(4), (a, b) -> Nn.dropout(a, 1.5, b),
            "Nn.dropout, in bernoulli: a key is an array of two u32, and this is one of float32 with the shape (3); make one with Prng.key(seed), take one of "
            + "those that Prng.split gives, or use vmap for many keys.");
    }

    @Test
    void ofLinalg() {
        jitToo(z(3, 3), z(4), (a, b) -> Linalg.solve(a, b),
            "Linalg.solve: matrices of the shape (3, 3) and right sides of the shape (4) do not go together; they need as many rows.");
        jitToo(z(3, 4), z(3), (a, b) -> Linalg.solve(a, b),
            "Linalg.solve: matrices of the shape (3, 4) are not square; the last two axes need the same length.");
        jitToo(z(3, 4), z(3), (a, b) -> Linalg.inv(a),
            "Linalg.inv: matrices of the shape (3, 4) are not square; the last two axes need the same length.");
        jitToo(z(3), z(3), (a, b) -> Linalg.inv(a),
            "Linalg.inv: an array of shape (3) is no matrix; give one with two axes or more.");
        jitToo(z(3, 4), z(3), (a, b) -> Linalg.det(a),
            "Linalg.det: matrices of the shape (3, 4) are not square; the last two axes need the same length.");
        jitToo(z(3, 4), z(3), (a, b) -> Linalg.cholesky(a),
            "Linalg.cholesky: matrices of the shape (3, 4) are not square; the last two axes need the same length.");
        eager(z(3, 4), z(3), (a, b) -> Linalg.eigh(a).eigenvalues(),
            "Linalg.eigh: matrices of the shape (3, 4) are not square; the last two axes need the same length.");
        eager(z(3, 3), z(3), (a, b) -> Linalg.eigh(a, "X").eigenvalues(),
            "Linalg.eigh: there is no half 'X' of a matrix; there are L and U.");
        eager(z(3), z(3), (a, b) -> Linalg.svdvals(a),
            "Linalg.svdvals: an array of shape (3) is no matrix; give one with two axes or more.");
        jitToo(z(3, 3), z(3), (a, b) -> Linalg.qr(a, "full").q(),
            "Linalg.qr: there is no mode 'full'; there are reduced, complete and r.");
        eager(z(3), z(3), (a, b) -> Linalg.norm(a, "nuc"),
            "Linalg.norm: vectors have no norm 'nuc'; give a number.");
        eager(z(3), z(3), (a, b) -> Linalg.norm(a, "abc"),
            "Linalg.norm: vectors have no norm 'abc'; give a number.");
        eager(z(3, 3, 3), z(3), (a, b) -> Linalg.norm(a, 2.0, new int[] {0, 1, 2}),
            "Linalg.norm: an array of shape (3, 3, 3) has 3 axes to take the norm of order 2.0 of; name one or two.");
        eager(z(3, 4), z(3), (a, b) -> Linalg.matrixPower(a, 2),
            "Linalg.matrixPower: matrices of the shape (3, 4) are not square; the last two axes need the same length.");
        jitToo(z(3, 4), z(3), (a, b) -> Linalg.expm(a),
            "Linalg.expm: matrices of the shape (3, 4) are not square; the last two axes need the same length.");
        eager(z(3, 4), z(5), (a, b) -> Linalg.lstsq(a, b).x(),
            "Linalg.lstsq, in matmul: arrays of the shapes (3, 3) and (5, 1) cannot be multiplied: axis 1 of the first has 3 elements and axis 0 of the second 5.");
        jitToo(z(3, 3), z(5), (a, b) -> Linalg.solveTriangular(a, b),
            "Linalg.solveTriangular: matrices of the shape (3, 3) and right sides of the shape (5) do not go together; they need as many rows.");
        jitToo(z(3, 3), z(3), (a, b) -> Linalg.solveTriangular(a, b, 7, true),
            "Linalg.solveTriangular: trans is 7; give 0, 1 or 2.");
        eager(z(3, 3), z(4, 3), (a, b) -> Linalg.multiDot(a, b),
            "Linalg.multiDot, in matmul: arrays of the shapes (3, 3) and (4, 3) cannot be multiplied: axis 1 of the first has 3 elements and axis 0 of the second "
            + "4.");
        jitToo(z(3, 3), z(4), (a, b) -> Linalg.tensorsolve(a, b),
            "Linalg.tensorsolve: arrays of the shapes (3, 3) and (4) make no square system.");
    }

    @Test
    void ofFft() {
        eager(z(3), z(3), (a, b) -> Fft.fft(a, null, 1),
            "Fft.fft: there is no axis 1 where there is one axis; give 0 or -1.");
        eager(z(3), z(3), (a, b) -> Fft.fft(a, 0),
            "Fft.fft: a transform of the length 0 has no elements; give a length of 1 or more.");
        eager(z(3), z(3), (a, b) -> Fft.fft(a, 3, 0, "unit"),
            "Fft.fft: there is no norm 'unit'; there are backward, ortho and forward.");
        jitToo(of(DType.COMPLEX64, 3), z(3), (a, b) -> Fft.rfft(a),
            "Fft.rfft: the array is one of complex64; give reals, or use fft.");
        eager(z(3), z(3), (a, b) -> Fft.fft2(a),
            "Fft.fft2: there is no axis -2 where there is one axis; give 0 or -1.");
        eager(z(3, 3), z(3), (a, b) -> Fft.fftn(a, null, new int[] {0, 0}),
            "Fft.fftn: the axes [0, 0] name one axis twice; give each once.");
        eager(z(3, 3), z(3), (a, b) -> Fft.fftn(a, new int[] {3}, new int[] {0, 1}),
            "Fft.fftn: there are 1 lengths for 2 axes; give as many.");
        eager(z(), z(3), (a, b) -> Fft.fft(a),
            "Fft.fft: there is no axis -1 where there are no axes; give an array with axes.");
        jitToo(z(), z(3), (a, b) -> Fft.fftfreq(0),
            "Fft.fftfreq: a transform of the length 0 has no frequencies; give a length of 1 or more.");
    }

    @Test
    void ofSpecial() {
        eager(of(DType.COMPLEX64, 3), z(3), (a, b) -> Special.gammaln(a),
            "Special.gammaln: it is a function of real numbers, and an operand is an array of complex64; use its real or imaginary part.");
        eager(z(3), z(4), (a, b) -> Special.betainc(a, b, b),
            "Special.betainc: arrays of the shapes (3) and (4) cannot be combined: counted from the last axis, extents have to be equal or 1.");
        jitToo(of(DType.COMPLEX64, 3), z(4), (a, b) -> Special.erfinv(a),
            "Special.erfinv: it is a function of real numbers, and an operand is an array of complex64; use its real or imaginary part.");
    }

    @Test
    void ofStats() {
        eager(z(3), z(4), (a, b) -> Stats.normPdf(a, b, a),
            "Stats.normPdf: arrays of the shapes (3) and (4) cannot be combined: counted from the last axis, extents have to be equal or 1.");
        eager(of(DType.COMPLEX64, 3), z(4), (a, b) -> Stats.normPdf(a),
            "Stats.normPdf: it is a function of real numbers, and an operand is an array of complex64; use its real or imaginary part.");
    }

    @Test
    void ofPrng() {
        eager(z(3), z(3), (a, b) -> Prng.key(a),
            "Prng.key: the seed is an array of float32 with the shape (3); give one integer.");
        eager(z(3), z(3), (a, b) -> Prng.uniform(a, 3),
            "Prng.uniform: a key is an array of two u32, and this is one of float32 with the shape (3); make one with Prng.key(seed), take one of those that "
            + "Prng.split gives, or use vmap for many keys.");
        eager(Prng.key(0), z(3), (a, b) -> Prng.uniform(a, -3),
            "Prng.uniform: an array cannot have the shape (-3); give extents that are not negative.");
        eager(Prng.key(0), z(3), (a, b) -> Prng.uniform(a, new int[] {3}, DType.I32),
            "Prng.uniform: numbers of this distribution are real, and int32 is no such type; give bf16, f16, f32 or f64.");
        jitToo(Prng.key(0), z(3), (a, b) -> Prng.split(a, -3),
            "Prng.split: an array cannot have the shape (-3); give extents that are not negative.");
        eager(Prng.key(0), z(3), (a, b) -> Prng.gamma(a, b, new int[] {4}),
            "Prng.gamma: a parameter of shape (3) cannot be broadcast to the shape (4) of the numbers to draw; give parameters that can.");
        jitToo(Prng.key(0), z(3), (a, b) -> Prng.randint(a, new int[] {3}, b, b),
            "Prng.randint: a bound is an array of float32; give integers.");
        jitToo(Prng.key(0), z(3), (a, b) -> Prng.randint(a, new int[] {3}, 0, 5, DType.F32),
            "Prng.randint: numbers of this distribution are integers, and float32 is no such type; give one of i8 to u64.");
        eager(Prng.key(0), z(3), (a, b) -> Prng.permutation(a, b, 1),
            "Prng.permutation: there is no axis 1 where there is one axis; give 0 or -1.");
        jitToo(Prng.key(0), z(3), (a, b) -> Prng.choice(a, b, new int[] {5}, false),
            "Prng.choice: 5 of 3 elements cannot be taken without taking one twice; ask for fewer, or give more.");
        eager(Prng.key(0), z(3), (a, b) -> Prng.choice(a, 5, new int[] {5}, true, b),
            "Prng.choice: the probabilities have the shape (3) for 5 elements; give one for each.");
        eager(Prng.key(0), z(0), (a, b) -> Prng.choice(a, b),
            "Prng.choice: 1 of 0 elements cannot be taken; ask for fewer, or give more.");
        eager(Prng.key(0), z(3), (a, b) -> Prng.categorical(a, b, 1),
            "Prng.categorical: there is no axis 1 where there is one axis; give 0 or -1.");
        eager(Prng.key(0), z(3), (a, b) -> Prng.multivariateNormal(a, b, Np.eye(4)),
            "Prng.multivariateNormal, in add: arrays of the shapes (3) and (4) cannot be combined: counted from the last axis, extents have to be equal or 1.");
        jitToo(Prng.key(0), z(), (a, b) -> Prng.dirichlet(a, b),
            "Prng.dirichlet: alpha is one number; give a vector of them.");
        eager(Prng.split(Prng.key(0)), z(), (a, b) -> Prng.normal(a, 3),
            "Prng.normal: a key is an array of two u32, and this is one of uint32 with the shape (2, 2); make one with Prng.key(seed), take one of those that "
            + "Prng.split gives, or use vmap for many keys.");
        eager(Prng.key(0), z(), (a, b) -> Prng.bits(a, new int[] {3}, DType.F32),
            "Prng.bits: random bits are unsigned integers, and float32 is no such type; give u8, u16, u32 or u64.");
        eager(Prng.key(0), i(3), (a, b) -> Prng.bernoulli(a, b),
            "Prng.bernoulli: the probability is an array of int32; give real numbers.");
        eager(Prng.key(0), z(3), (a, b) -> Prng.foldIn(a, b),
            "Prng.foldIn: the number is an array of float32 with the shape (3); give one integer.");
    }
}
