package dev.jacobi;

import dev.jacobi.array.algorithms.Matmul;
import dev.jacobi.array.core.Products;
import dev.jacobi.array.lax.Convolution;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Functions of {@link Lax} that multiply and convolve arrays. */
abstract class LaxProducts extends LaxWindows {
    /**
     * The product of vectors or matrices.
     *
     * @param x an array
     * @param y another array
     * @return sums over the last axis of the first and the first axis of the second
     * @throws JacobiException if the shapes do not fit
     */
    public static NDArray dot(NDArray x, NDArray y) {
        if (x.rank() < 1 || x.rank() > 2 || y.rank() < 1 || y.rank() > 2) {
            throw new JacobiException("dot: arrays of the shapes " + x.shapeOf() + " and " + y.shapeOf() + " are no vectors or matrices; use matmul or dotGeneral.");
        }
        return Matmul.dot(x, y);
    }

    /**
     * Sums of products along pairs of axes, for each place of other pairs.
     *
     * @param lhs an array
     * @param rhs another array
     * @param dimensionNumbers two pairs of lists of axes: those summed over and those that go together, in each array
     * @return an array with the batch axes, then the other axes of the first and of the second
     * @throws JacobiException if axes that belong together have different lengths
     */
    public static NDArray dotGeneral(NDArray lhs, NDArray rhs, int[][][] dimensionNumbers) {
        if (dimensionNumbers.length != 2 || dimensionNumbers[0].length != 2 || dimensionNumbers[1].length != 2) {
            throw new JacobiException("dotGeneral: the axes are " + Arrays.deepToString(dimensionNumbers)
                + "; give two pairs of lists: {{summed of lhs, summed of rhs}, {batch of lhs, batch of rhs}}.");
        }
        int[][] sums = dimensionNumbers[0];
        int[][] batches = dimensionNumbers[1];
        return Products.dot(lhs, rhs, list(sums[0]), list(sums[1]), list(batches[0]), list(batches[1]));
    }

    /**
     * Sums of products along pairs of axes, for each place of other pairs; the same with lists of their own, which compiled functions can be given, too.
     *
     * @param lhs an array
     * @param rhs another array
     * @param lhsContracting axes of the first array that are summed over
     * @param rhsContracting the axes of the second that belong to them
     * @param lhsBatch axes of the first array that go together with axes of the second
     * @param rhsBatch the axes of the second that belong to them
     * @return an array with the batch axes, then the other axes of the first and of the second
     * @throws JacobiException if axes that belong together have different lengths, are not as many, or are none of the arrays'
     */
    public static NDArray dotGeneral(NDArray lhs, NDArray rhs, int[] lhsContracting, int[] rhsContracting, int[] lhsBatch, int[] rhsBatch) {
        return Products.dot(lhs, rhs, list(lhsContracting), list(rhsContracting), list(lhsBatch), list(rhsBatch));
    }

    /**
     * The products of matrices, which are the last two axes.
     *
     * @param lhs an array
     * @param rhs an array with the same axes before the last two
     * @return matrices for each place of the axes before
     * @throws JacobiException if the shapes do not fit
     */
    public static NDArray batchMatmul(NDArray lhs, NDArray rhs) {
        return Matmul.matmul(lhs, rhs);
    }

    /**
     * The convolution of images with kernels.
     *
     * @param lhs images: batch, channels, then the axes in which the kernel moves
     * @param rhs kernels: channels of the result, channels of the images, then the same axes
     * @param strides the distances of windows along each axis
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @return images: batch, channels, then the axes
     * @throws JacobiException if the shapes and settings do not fit
     */
    public static NDArray conv(NDArray lhs, NDArray rhs, int[] strides, String padding) {
        return Convolution.general("conv", lhs, rhs, new Convolution.Settings(strides, padding, null, null, null, 1, 1));
    }

    /**
     * The convolution of images, whose elements may have gaps between them, with kernels, which may have gaps.
     *
     * @param lhs images: batch, channels, then the axes in which the kernel moves
     * @param rhs kernels: channels of the result, channels of the images, then the same axes
     * @param strides the distances of windows along each axis
     * @param padding two widths, in front and behind, for each axis
     * @param lhsDilation the distances of elements of the images, or null
     * @param rhsDilation the distances of elements of the kernels, or null
     * @return images: batch, channels, then the axes
     * @throws JacobiException if the shapes and settings do not fit
     */
    public static NDArray convWithGeneralPadding(NDArray lhs, NDArray rhs, int[] strides, int[][] padding, int[] lhsDilation, int[] rhsDilation) {
        return Convolution.general("convWithGeneralPadding", lhs, rhs, new Convolution.Settings(strides, padding, lhsDilation, rhsDilation, null, 1, 1));
    }

    /**
     * The convolution of images with kernels.
     *
     * @param lhs images: batch, channels, then the axes in which the kernel moves
     * @param rhs kernels: channels of the result, channels of the images, then the same axes
     * @param strides the distances of windows along each axis
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @return images: batch, channels, then the axes
     * @throws JacobiException if the shapes and settings do not fit
     */
    public static NDArray convGeneralDilated(NDArray lhs, NDArray rhs, int[] strides, String padding) {
        return Convolution.general("convGeneralDilated", lhs, rhs, new Convolution.Settings(strides, padding, null, null, null, 1, 1));
    }

    /**
     * The convolution of images with gaps.
     *
     * @param lhs images: batch, channels, then the axes in which the kernel moves
     * @param rhs kernels: channels of the result, channels of the images, then the same axes
     * @param strides the distances of windows along each axis
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @param lhsDilation the distances of elements of the images, or null
     * @return images: batch, channels, then the axes
     * @throws JacobiException if the shapes and settings do not fit
     */
    public static NDArray convGeneralDilated(NDArray lhs, NDArray rhs, int[] strides, String padding, int[] lhsDilation) {
        return Convolution.general("convGeneralDilated", lhs, rhs, new Convolution.Settings(strides, padding, lhsDilation, null, null, 1, 1));
    }

    /**
     * The convolution of images with gaps and kernels with gaps.
     *
     * @param lhs images: batch, channels, then the axes in which the kernel moves
     * @param rhs kernels: channels of the result, channels of the images, then the same axes
     * @param strides the distances of windows along each axis
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @param lhsDilation the distances of elements of the images, or null
     * @param rhsDilation the distances of elements of the kernels, or null
     * @return images: batch, channels, then the axes
     * @throws JacobiException if the shapes and settings do not fit
     */
    public static NDArray convGeneralDilated(NDArray lhs, NDArray rhs, int[] strides, String padding, int[] lhsDilation, int[] rhsDilation) {
        return Convolution.general("convGeneralDilated", lhs, rhs, new Convolution.Settings(strides, padding, lhsDilation, rhsDilation, null, 1, 1));
    }

    /**
     * The convolution of images and kernels with axes in a given order.
     *
     * @param lhs images: batch, channels, then the axes in which the kernel moves
     * @param rhs kernels: channels of the result, channels of the images, then the same axes
     * @param strides the distances of windows along each axis
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @param dimensionNumbers the axes of images, kernels and results in letters, such as NHWC, HWIO, NHWC; null for NCHW, OIHW, NCHW
     * @return images: batch, channels, then the axes
     * @throws JacobiException if the shapes and settings do not fit
     */
    public static NDArray convGeneralDilated(NDArray lhs, NDArray rhs, int[] strides, String padding, String[] dimensionNumbers) {
        return Convolution.general("convGeneralDilated", lhs, rhs, new Convolution.Settings(strides, padding, null, null, dimensionNumbers, 1, 1));
    }

    /**
     * The convolution of groups of channels.
     *
     * @param lhs images: batch, channels, then the axes in which the kernel moves
     * @param rhs kernels: channels of the result, channels of the images, then the same axes
     * @param strides the distances of windows along each axis
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @param featureGroupCount into how many groups channels are divided, each with kernels of its own
     * @return images: batch, channels, then the axes
     * @throws JacobiException if the shapes and settings do not fit
     */
    public static NDArray convGeneralDilated(NDArray lhs, NDArray rhs, int[] strides, String padding, int featureGroupCount) {
        return Convolution.general("convGeneralDilated", lhs, rhs, new Convolution.Settings(strides, padding, null, null, null, featureGroupCount, 1));
    }

    /**
     * The convolution with all settings.
     *
     * @param lhs images: batch, channels, then the axes in which the kernel moves
     * @param rhs kernels: channels of the result, channels of the images, then the same axes
     * @param strides the distances of windows along each axis
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @param lhsDilation the distances of elements of the images, or null
     * @param rhsDilation the distances of elements of the kernels, or null
     * @param dimensionNumbers the axes of images, kernels and results in letters, such as NHWC, HWIO, NHWC; null for NCHW, OIHW, NCHW
     * @param featureGroupCount into how many groups channels are divided, each with kernels of its own
     * @param batchGroupCount into how many groups images are divided, each with kernels of its own
     * @return images: batch, channels, then the axes
     * @throws JacobiException if the shapes and settings do not fit
     */
    public static NDArray convGeneralDilated(NDArray lhs, NDArray rhs, int[] strides, String padding, int[] lhsDilation, int[] rhsDilation,
        String[] dimensionNumbers, int featureGroupCount, int batchGroupCount) {
        return Convolution.general("convGeneralDilated", lhs, rhs, new Convolution.Settings(strides, padding, lhsDilation, rhsDilation, dimensionNumbers,
            featureGroupCount, batchGroupCount));
    }

    /**
     * The convolution of images with kernels.
     *
     * @param lhs images: batch, channels, then the axes in which the kernel moves
     * @param rhs kernels: channels of the result, channels of the images, then the same axes
     * @param strides the distances of windows along each axis
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @return images: batch, channels, then the axes
     * @throws JacobiException if the shapes and settings do not fit
     */
    public static NDArray convGeneralDilated(NDArray lhs, NDArray rhs, int[] strides, int[][] padding) {
        return Convolution.general("convGeneralDilated", lhs, rhs, new Convolution.Settings(strides, padding, null, null, null, 1, 1));
    }

    /**
     * The convolution of images with gaps.
     *
     * @param lhs images: batch, channels, then the axes in which the kernel moves
     * @param rhs kernels: channels of the result, channels of the images, then the same axes
     * @param strides the distances of windows along each axis
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @param lhsDilation the distances of elements of the images, or null
     * @return images: batch, channels, then the axes
     * @throws JacobiException if the shapes and settings do not fit
     */
    public static NDArray convGeneralDilated(NDArray lhs, NDArray rhs, int[] strides, int[][] padding, int[] lhsDilation) {
        return Convolution.general("convGeneralDilated", lhs, rhs, new Convolution.Settings(strides, padding, lhsDilation, null, null, 1, 1));
    }

    /**
     * The convolution of images with gaps and kernels with gaps.
     *
     * @param lhs images: batch, channels, then the axes in which the kernel moves
     * @param rhs kernels: channels of the result, channels of the images, then the same axes
     * @param strides the distances of windows along each axis
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @param lhsDilation the distances of elements of the images, or null
     * @param rhsDilation the distances of elements of the kernels, or null
     * @return images: batch, channels, then the axes
     * @throws JacobiException if the shapes and settings do not fit
     */
    public static NDArray convGeneralDilated(NDArray lhs, NDArray rhs, int[] strides, int[][] padding, int[] lhsDilation, int[] rhsDilation) {
        return Convolution.general("convGeneralDilated", lhs, rhs, new Convolution.Settings(strides, padding, lhsDilation, rhsDilation, null, 1, 1));
    }

    /**
     * The convolution of images and kernels with axes in a given order.
     *
     * @param lhs images: batch, channels, then the axes in which the kernel moves
     * @param rhs kernels: channels of the result, channels of the images, then the same axes
     * @param strides the distances of windows along each axis
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @param dimensionNumbers the axes of images, kernels and results in letters, such as NHWC, HWIO, NHWC; null for NCHW, OIHW, NCHW
     * @return images: batch, channels, then the axes
     * @throws JacobiException if the shapes and settings do not fit
     */
    public static NDArray convGeneralDilated(NDArray lhs, NDArray rhs, int[] strides, int[][] padding, String[] dimensionNumbers) {
        return Convolution.general("convGeneralDilated", lhs, rhs, new Convolution.Settings(strides, padding, null, null, dimensionNumbers, 1, 1));
    }

    /**
     * The convolution of groups of channels.
     *
     * @param lhs images: batch, channels, then the axes in which the kernel moves
     * @param rhs kernels: channels of the result, channels of the images, then the same axes
     * @param strides the distances of windows along each axis
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @param featureGroupCount into how many groups channels are divided, each with kernels of its own
     * @return images: batch, channels, then the axes
     * @throws JacobiException if the shapes and settings do not fit
     */
    public static NDArray convGeneralDilated(NDArray lhs, NDArray rhs, int[] strides, int[][] padding, int featureGroupCount) {
        return Convolution.general("convGeneralDilated", lhs, rhs, new Convolution.Settings(strides, padding, null, null, null, featureGroupCount, 1));
    }

    /**
     * The convolution with all settings.
     *
     * @param lhs images: batch, channels, then the axes in which the kernel moves
     * @param rhs kernels: channels of the result, channels of the images, then the same axes
     * @param strides the distances of windows along each axis
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @param lhsDilation the distances of elements of the images, or null
     * @param rhsDilation the distances of elements of the kernels, or null
     * @param dimensionNumbers the axes of images, kernels and results in letters, such as NHWC, HWIO, NHWC; null for NCHW, OIHW, NCHW
     * @param featureGroupCount into how many groups channels are divided, each with kernels of its own
     * @param batchGroupCount into how many groups images are divided, each with kernels of its own
     * @return images: batch, channels, then the axes
     * @throws JacobiException if the shapes and settings do not fit
     */
    public static NDArray convGeneralDilated(NDArray lhs, NDArray rhs, int[] strides, int[][] padding, int[] lhsDilation, int[] rhsDilation,
        String[] dimensionNumbers, int featureGroupCount, int batchGroupCount) {
        return Convolution.general("convGeneralDilated", lhs, rhs, new Convolution.Settings(strides, padding, lhsDilation, rhsDilation, dimensionNumbers,
            featureGroupCount, batchGroupCount));
    }

    /**
     * The transposed convolution, by which images become larger.
     *
     * @param lhs images: batch, the axes in which the kernel moves, then channels
     * @param rhs kernels: the same axes, then channels of the images, then of the result
     * @param strides how far apart elements of the images are put
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @return images in the same order of axes
     * @throws JacobiException if the shapes and settings do not fit
     */
    public static NDArray convTranspose(NDArray lhs, NDArray rhs, int[] strides, String padding) {
        return Convolution.transposed(lhs, rhs, strides, padding, null, null);
    }

    /**
     * The transposed convolution, by which images become larger.
     *
     * @param lhs images: batch, the axes in which the kernel moves, then channels
     * @param rhs kernels: the same axes, then channels of the images, then of the result
     * @param strides how far apart elements of the images are put
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @return images in the same order of axes
     * @throws JacobiException if the shapes and settings do not fit
     */
    public static NDArray convTranspose(NDArray lhs, NDArray rhs, int[] strides, int[][] padding) {
        return Convolution.transposed(lhs, rhs, strides, padding, null, null);
    }

    /**
     * The transposed convolution with all settings.
     *
     * @param lhs images: batch, the axes in which the kernel moves, then channels
     * @param rhs kernels: the same axes, then channels of the images, then of the result
     * @param strides how far apart elements of the images are put
     * @param padding 'SAME', 'SAME_LOWER' or 'VALID', or two widths, in front and behind, for each axis
     * @param rhsDilation the distances of elements of the kernels, or null
     * @param dimensionNumbers the axes of images, kernels and results in letters; null for NHWC, HWIO, NHWC
     * @return images in the order of axes asked for
     * @throws JacobiException if the shapes and settings do not fit
     */
    public static NDArray convTranspose(NDArray lhs, NDArray rhs, int[] strides, String padding, int[] rhsDilation, String[] dimensionNumbers) {
        return Convolution.transposed(lhs, rhs, strides, padding, rhsDilation, dimensionNumbers);
    }

    private static List<Integer> list(int[] axes) {
        return IntStream.of(axes).boxed().toList();
    }
}
