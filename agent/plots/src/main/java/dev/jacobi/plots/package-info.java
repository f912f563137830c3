/**
 * Plots of arrays as files. {@link dev.jacobi.plots.Plots} begins one, {@link dev.jacobi.plots.Plot} has the rest: more series, titles, axes, and {@link dev.jacobi.plots.Plot#save}.
 *
 * <p>{@code Values} reads what is drawn from arrays, lists and n-dimensional arrays; {@code Drawing} makes XChart's chart of a plot, and the bytes of a file of that. No display is needed.
 */
package dev.jacobi.plots;
