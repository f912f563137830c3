package dev.jacobi;

import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.core.Indexing;
import dev.jacobi.array.lax.Convolution;
import dev.jacobi.array.nn.Attention;
import dev.jacobi.array.nn.Layers;

/** Functions of {@link Nn} that layers of networks consist of. */
abstract class NnLayers extends NnLosses {
    /**
     * The products of vectors, the last axis, with a matrix.
     *
     * @param x an array
     * @param weights a matrix with as many rows as vectors have elements
     * @return vectors as long as the matrix has columns
     */
    public static NDArray linear(NDArray x, NDArray weights) {
        return x.matmul(weights);
    }

    /**
     * The products of vectors, the last axis, with a matrix, and a summand.
     *
     * @param x an array
     * @param weights a matrix with as many rows as vectors have elements
     * @param bias the summand
     * @return vectors as long as the matrix has columns
     */
    public static NDArray linear(NDArray x, NDArray weights, NDArray bias) {
        return x.matmul(weights).plus(bias);
    }

    /**
     * The same as {@link #linear(NDArray, NDArray, NDArray)}.
     *
     * @param x an array
     * @param weights a matrix
     * @param bias the summand
     * @return vectors as long as the matrix has columns
     */
    public static NDArray dense(NDArray x, NDArray weights, NDArray bias) {
        return linear(x, weights, bias);
    }

    /**
     * Rows of a table.
     *
     * @param table a matrix
     * @param indices integers
     * @return an array with the axes of the indices, then that of rows
     */
    public static NDArray embedding(NDArray table, NDArray indices) {
        AxisNumbers.integers("embedding", indices.dtype());
        return Indexing.take(table, indices, AxisNumbers.of("embedding", 0, table.rank()));
    }

    /**
     * The convolution of images of 1 axis, with channels last.
     *
     * @param x images: batch, the axes in which kernels move, channels
     * @param kernel kernels: the axes in which they move, channels, channels of the result
     * @param stride the distance of windows
     * @param padding 'SAME' or 'VALID'
     * @return images in the same order of axes
     */
    public static NDArray conv1d(NDArray x, NDArray kernel, int stride, String padding) {
        return Convolution.general("conv1d", x, kernel, new Convolution.Settings(new int[] {stride}, padding, null, null, new String[] {"NHC", "HIO", "NHC"}, 1, 1));
    }

    /**
     * The convolution of images of 2 axes, with channels last.
     *
     * @param x images: batch, the axes in which kernels move, channels
     * @param kernel kernels: the axes in which they move, channels, channels of the result
     * @param stride the distance of windows
     * @param padding 'SAME' or 'VALID'
     * @return images in the same order of axes
     */
    public static NDArray conv2d(NDArray x, NDArray kernel, int stride, String padding) {
        return Convolution.general("conv2d", x, kernel, new Convolution.Settings(new int[] {stride, stride}, padding, null, null, new String[] {"NHWC", "HWIO",
            "NHWC"}, 1, 1));
    }

    /**
     * The greatest elements of windows.
     *
     * @param x images: batch, axes, channels
     * @param window the lengths of windows
     * @param strides the distances of windows along each axis
     * @param padding 'SAME' or 'VALID'
     * @return images in the same order of axes
     */
    public static NDArray maxPool(NDArray x, int[] window, int[] strides, String padding) {
        return Layers.pool(x, "max", window, strides, padding);
    }

    /**
     * The smallest elements of windows.
     *
     * @param x images: batch, axes, channels
     * @param window the lengths of windows
     * @param strides the distances of windows along each axis
     * @param padding 'SAME' or 'VALID'
     * @return images in the same order of axes
     */
    public static NDArray minPool(NDArray x, int[] window, int[] strides, String padding) {
        return Layers.pool(x, "min", window, strides, padding);
    }

    /**
     * The means of windows, in which padding counts as zeros.
     *
     * @param x images: batch, axes, channels
     * @param window the lengths of windows
     * @param strides the distances of windows along each axis
     * @param padding 'SAME' or 'VALID'
     * @return images in the same order of axes
     */
    public static NDArray avgPool(NDArray x, int[] window, int[] strides, String padding) {
        return Layers.average(x, window, strides, padding);
    }

    /**
     * Means of values, weighted by the softmax of products of queries and keys.
     *
     * @param query batch (may lack), places, heads, elements
     * @param key batch, places, heads, elements; heads divide those of the query
     * @param value an array of the shape of the key
     * @return an array of the shape of the query
     * @throws JacobiException if the shapes do not fit
     */
    public static NDArray dotProductAttention(NDArray query, NDArray key, NDArray value) {
        return dotProductAttention(query, key, value, null, null, null, false);
    }

    /**
     * The same, which may look back only.
     *
     * @param query batch (may lack), places, heads, elements
     * @param key batch, places, heads, elements; heads divide those of the query
     * @param value an array of the shape of the key
     * @param isCausal whether places of the key behind that of the query do not count
     * @return an array of the shape of the query
     * @throws JacobiException if the shapes do not fit
     */
    public static NDArray dotProductAttention(NDArray query, NDArray key, NDArray value, boolean isCausal) {
        return dotProductAttention(query, key, value, null, null, null, isCausal);
    }

    /**
     * The same with a factor of the products.
     *
     * @param query batch (may lack), places, heads, elements
     * @param key batch, places, heads, elements; heads divide those of the query
     * @param value an array of the shape of the key
     * @param scale a factor of the products, or null for 1 / sqrt(elements)
     * @return an array of the shape of the query
     * @throws JacobiException if the shapes do not fit
     */
    public static NDArray dotProductAttention(NDArray query, NDArray key, NDArray value, double scale) {
        return dotProductAttention(query, key, value, null, null, scale, false);
    }

    /**
     * The same with all settings.
     *
     * @param query batch (may lack), places, heads, elements
     * @param key batch, places, heads, elements; heads divide those of the query
     * @param value an array of the shape of the key
     * @param bias what is added to the products: batch, heads, places of the query, places of the key; or null
     * @param mask bool, of such axes: which pairs count; or null
     * @param scale a factor of the products, or null for 1 / sqrt(elements)
     * @param isCausal whether places of the key behind that of the query do not count
     * @return an array of the shape of the query
     * @throws JacobiException if the shapes do not fit
     */
    public static NDArray dotProductAttention(NDArray query, NDArray key, NDArray value, NDArray bias, NDArray mask, Double scale, boolean isCausal) {
        return Attention.dotProduct(query, key, value, bias, mask, scale, isCausal);
    }

    /**
     * Sines and cosines of places, of falling frequencies: sines at even, cosines at odd places of vectors.
     *
     * @param length how many places there are
     * @param size how long vectors are
     * @return a matrix
     */
    public static NDArray positionalEncoding(int length, int size) {
        return Layers.positions(length, size);
    }
}
