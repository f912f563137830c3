package dev.jacobi;

import dev.jacobi.array.algorithms.Histograms;
import dev.jacobi.array.core.Promotion;
import java.util.ArrayList;
import java.util.List;

/** Functions of {@link Np} that count elements by their values. */
abstract class NpHistograms extends NpSets {
    /**
     * How often each integer from 0 on occurs, outside of compiled functions.
     *
     * @param x integers along one axis; negative ones count as 0
     * @return integers
     * @throws JacobiException if they are no integers, or a function is being compiled
     */
    public static NDArray bincount(NDArray x) {
        return Histograms.bincount(x, null, 0, -1);
    }

    /**
     * How often each integer from 0 on occurs, or the sum of its weights, outside of compiled functions.
     *
     * @param x integers along one axis; negative ones count as 0
     * @param weights how much each counts; null means 1
     * @param minLength how many counts there are at least
     * @return the counts
     * @throws JacobiException if they are no integers, or a function is being compiled
     */
    public static NDArray bincount(NDArray x, NDArray weights, int minLength) {
        return Histograms.bincount(x, weights, minLength, -1);
    }

    /**
     * How often each integer from 0 on occurs, or the sum of its weights.
     *
     * @param x integers along one axis; negative ones count as 0
     * @param weights how much each counts; null means 1
     * @param minLength how many counts there are at least
     * @param length how many counts there are; integers from it on are left out
     * @return the counts
     * @throws JacobiException if they are no integers
     */
    public static NDArray bincount(NDArray x, NDArray weights, int minLength, int length) {
        return Histograms.bincount(x, weights, minLength, length);
    }

    /**
     * The borders of bins of equal width from the least to the greatest element.
     *
     * @param a the array
     * @param bins how many
     * @return one border more than bins
     * @throws JacobiException if there is no bin
     */
    public static NDArray histogramBinEdges(NDArray a, int bins) {
        return histogramBinEdges(a, bins, null);
    }

    /**
     * The borders of bins of equal width.
     *
     * @param a the array
     * @param bins how many
     * @param range the least and the greatest border; null means those of the elements
     * @return one border more than bins
     * @throws JacobiException if there is no bin
     */
    public static NDArray histogramBinEdges(NDArray a, int bins, NDArray range) {
        return Histograms.edges(a, bins, range);
    }

    /**
     * How many elements are in each of 10 bins from the least to the greatest.
     *
     * @param a the array
     * @return counts and borders
     */
    public static List<NDArray> histogram(NDArray a) {
        return histogram(a, 10);
    }

    /**
     * How many elements are in each bin of equal width from the least to the greatest.
     *
     * @param a the array
     * @param bins how many
     * @return counts and borders
     * @throws JacobiException if there is no bin
     */
    public static List<NDArray> histogram(NDArray a, int bins) {
        return histogram(a, bins, null, null, false);
    }

    /**
     * How many elements are in each bin of equal width, or the sum of their weights.
     *
     * @param a the array
     * @param bins how many
     * @param range the least and the greatest border; null means those of the elements
     * @param weights how much each counts; null means 1
     * @param density whether counts are parts of all per width
     * @return counts and borders
     * @throws JacobiException if there is no bin
     */
    public static List<NDArray> histogram(NDArray a, int bins, NDArray range, NDArray weights, boolean density) {
        return histogram(a, histogramBinEdges(a, bins, range), weights, density);
    }

    /**
     * How many elements are between borders.
     *
     * @param a the array
     * @param bins the borders, rising
     * @return counts and borders
     */
    public static List<NDArray> histogram(NDArray a, NDArray bins) {
        return histogram(a, bins, null, false);
    }

    /**
     * How many elements are between borders, or the sum of their weights.
     *
     * @param a the array
     * @param bins the borders, rising
     * @param weights how much each counts; null means 1
     * @param density whether counts are parts of all per width
     * @return counts and borders
     */
    public static List<NDArray> histogram(NDArray a, NDArray bins, NDArray weights, boolean density) {
        return List.of(Histograms.histogram(a, bins, weights, density), Promotion.inexact(a, bins).get(1));
    }

    /**
     * How many points are in each of the bins of equal width along two axes.
     *
     * @param x coordinates
     * @param y as many others
     * @param bins how many
     * @return counts, the borders along the first axis and those along the second
     * @throws JacobiException if there is no bin
     */
    public static List<NDArray> histogram2d(NDArray x, NDArray y, int bins) {
        return histogram2d(x, y, histogramBinEdges(x, bins), histogramBinEdges(y, bins), null, false);
    }

    /**
     * How many points are between borders along two axes, or the sum of their weights.
     *
     * @param x coordinates
     * @param y as many others
     * @param xBins the borders along the first axis
     * @param yBins the borders along the second
     * @param weights how much each counts; null means 1
     * @param density whether counts are parts of all per width
     * @return counts, the borders along the first axis and those along the second
     */
    public static List<NDArray> histogram2d(NDArray x, NDArray y, NDArray xBins, NDArray yBins, NDArray weights, boolean density) {
        NDArray counts = Histograms.histogram(stack(List.of(x, y), 1), List.of(xBins, yBins), weights, density);
        return List.of(counts, xBins, yBins);
    }

    /**
     * How many points are in each of the bins of equal width along all axes.
     *
     * @param sample the points, one in each row
     * @param bins how many
     * @return counts, and the borders along each axis
     * @throws JacobiException if there is no bin
     */
    public static List<NDArray> histogramdd(NDArray sample, int bins) {
        int axes = sample.shape(1);
        NDArray[] edges = new NDArray[axes];
        for (int k = 0; k < axes; k++) {
            edges[k] = histogramBinEdges(take(sample, k, 1), bins);
        }
        return histogramdd(sample, List.of(edges), null, false);
    }

    /**
     * How many points are between borders along all axes, or the sum of their weights.
     *
     * @param sample the points, one in each row
     * @param bins the borders along each axis
     * @param weights how much each counts; null means 1
     * @param density whether counts are parts of all per width
     * @return counts, and the borders along each axis
     */
    public static List<NDArray> histogramdd(NDArray sample, List<NDArray> bins, NDArray weights, boolean density) {
        var all = new ArrayList<>(List.of(Histograms.histogram(sample, bins, weights, density)));
        all.addAll(bins);
        return all;
    }
}
