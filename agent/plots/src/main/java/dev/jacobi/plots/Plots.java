package dev.jacobi.plots;

/**
 * Begins plots: {@code Plots.line(x, y).title("Loss").save("loss.svg")}. Where an argument is called an array of numbers it may be a Java array of any primitive type, a list of numbers, or an
 * n-dimensional array; nested arrays and lists have several axes. None may be empty or have a NaN or an infinity, which is an {@link IllegalArgumentException} that says where.
 */
public final class Plots {
    private Plots() {
    }

    /**
     * A line through points at 0, 1, 2 ...
     *
     * @param y array of n numbers
     * @return the plot
     */
    public static Plot line(Object y) {
        return Plot.EMPTY.line(y);
    }

    /**
     * A line through points.
     *
     * @param x array of n numbers
     * @param y array of n numbers
     * @return the plot
     */
    public static Plot line(Object x, Object y) {
        return Plot.EMPTY.line(x, y);
    }

    /**
     * Points.
     *
     * @param x array of n numbers
     * @param y array of n numbers
     * @return the plot
     */
    public static Plot scatter(Object x, Object y) {
        return Plot.EMPTY.scatter(x, y);
    }

    /**
     * How many of some numbers are in each of ten intervals of the same width.
     *
     * @param numbers array of numbers with any axes
     * @return the plot
     */
    public static Plot hist(Object numbers) {
        return Plot.EMPTY.hist(numbers, 10);
    }

    /**
     * How many of some numbers are in each of some intervals of the same width.
     *
     * @param numbers array of numbers with any axes
     * @param bins how many intervals, at least 1
     * @return the plot
     */
    public static Plot hist(Object numbers, int bins) {
        return Plot.EMPTY.hist(numbers, bins);
    }

    /**
     * A matrix as cells, each coloured by its number; the first row is at the top.
     *
     * @param rows array of m by n numbers, at most 262,144; 20,000 where it is saved as .svg
     * @return the plot, which takes no other series
     */
    public static Plot image(Object rows) {
        return Plot.EMPTY.image(rows);
    }
}
