package dev.jacobi.plots;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A plot. It never changes: each method gives another one, with a series or a title more, and may be called in any order. Arrays of numbers are what {@link Plots} says. */
public final class Plot {
    static final Plot EMPTY = new Plot(List.of(), new Look(null, null, null, false, false, 800, 600), null);

    private static final int MOST_CELLS = 1 << 18;
    private static final int MOST_PIXELS = 20_000;

    /** Everything but the series. */
    record Look(String title, String xLabel, String yLabel, boolean logX, boolean logY, int width, int height) {
    }

    private final List<Series> series;
    private final Look look;
    /** Where this plot was saved, or null. */
    private final Path saved;

    private Plot(List<Series> series, Look look, Path saved) {
        this.series = series;
        this.look = look;
        this.saved = saved;
    }

    private Plot with(Series s) {
        boolean image = s.kind() == Series.Kind.IMAGE || !series.isEmpty() && series.get(0).kind() == Series.Kind.IMAGE;
        if (image && !series.isEmpty()) {
            throw new IllegalArgumentException("An image takes no other series; this plot would be " + text() + " and " + s.text() + ".");
        }
        var all = new ArrayList<>(series);
        all.add(s);
        return new Plot(List.copyOf(all), look, null);
    }

    private Plot with(Look other) {
        return new Plot(series, other, null);
    }

    /**
     * Adds a line through points at 0, 1, 2 ...
     *
     * @param y array of n numbers
     * @return the plot with the line
     */
    public Plot line(Object y) {
        double[] ys = Values.vector(y, "y");
        var xs = new double[ys.length];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = i;
        }
        return with(new Series(Series.Kind.LINE, null, xs, ys.clone(), null));
    }

    /**
     * Adds a line through points.
     *
     * @param x array of n numbers
     * @param y array of n numbers
     * @return the plot with the line
     */
    public Plot line(Object x, Object y) {
        return with(points(Series.Kind.LINE, x, y));
    }

    /**
     * Adds points.
     *
     * @param x array of n numbers
     * @param y array of n numbers
     * @return the plot with the points
     */
    public Plot scatter(Object x, Object y) {
        return with(points(Series.Kind.SCATTER, x, y));
    }

    private static Series points(Series.Kind kind, Object x, Object y) {
        double[] xs = Values.vector(x, "x");
        double[] ys = Values.vector(y, "y");
        if (xs.length != ys.length) {
            throw new IllegalArgumentException("x has " + xs.length + " numbers and y has " + ys.length + "; a point needs one of each.");
        }
        return new Series(kind, null, xs.clone(), ys.clone(), null);
    }

    /**
     * Adds a histogram: how many of some numbers are in each of some intervals of the same width. On a logarithmic axis intervals without a number are drawn at a half.
     *
     * @param numbers array of numbers with any axes
     * @param bins how many intervals, 1 to 100,000
     * @return the plot with the histogram
     */
    public Plot hist(Object numbers, int bins) {
        if (bins < 1 || bins > 100_000) {
            throw new IllegalArgumentException("A histogram has 1 to 100000 bins, not " + bins + ".");
        }
        return with(Series.histogram(Values.of(numbers, "numbers").numbers(), bins));
    }

    /**
     * Makes an empty plot an image, of a matrix as cells coloured by their numbers; the first row is at the top.
     *
     * @param rows array of m by n numbers, at most 262,144; 20,000 where it is saved as .svg
     * @return the plot with the image
     */
    public Plot image(Object rows) {
        double[][] m = Values.matrix(rows, "rows");
        if ((long) m.length * m[0].length > MOST_CELLS) {
            throw new IllegalArgumentException("rows has " + m.length + " x " + m[0].length + " numbers; an image has at most " + MOST_CELLS + " cells. Draw every second row and column, or means of them.");
        }
        return with(new Series(Series.Kind.IMAGE, null, null, null, m));
    }

    /**
     * Names the series that was added last; the legend shows it.
     *
     * @param name the name
     * @return the plot with the name
     * @throws IllegalStateException if nothing was added yet
     */
    public Plot named(String name) {
        if (series.isEmpty()) {
            throw new IllegalStateException("There is no series to be named \"" + name + "\": add one before.");
        }
        var all = new ArrayList<>(series);
        all.set(all.size() - 1, all.get(all.size() - 1).named(name));
        return new Plot(List.copyOf(all), look, null);
    }

    /**
     * Sets what stands above the plot.
     *
     * @param text the title
     * @return the plot with the title
     */
    public Plot title(String text) {
        return with(new Look(text, look.xLabel, look.yLabel, look.logX, look.logY, look.width, look.height));
    }

    /**
     * Sets what stands below the horizontal axis.
     *
     * @param text the label
     * @return the plot with the label
     */
    public Plot xLabel(String text) {
        return with(new Look(look.title, text, look.yLabel, look.logX, look.logY, look.width, look.height));
    }

    /**
     * Sets what stands beside the vertical axis.
     *
     * @param text the label
     * @return the plot with the label
     */
    public Plot yLabel(String text) {
        return with(new Look(look.title, look.xLabel, text, look.logX, look.logY, look.width, look.height));
    }

    /**
     * Makes the horizontal axis logarithmic, for numbers above 0.
     *
     * @return the plot with that axis
     */
    public Plot logX() {
        return with(new Look(look.title, look.xLabel, look.yLabel, true, look.logY, look.width, look.height));
    }

    /**
     * Makes the vertical axis logarithmic, for numbers above 0.
     *
     * @return the plot with that axis
     */
    public Plot logY() {
        return with(new Look(look.title, look.xLabel, look.yLabel, look.logX, true, look.width, look.height));
    }

    /**
     * Sets how large the plot is; unless it is called, 800 by 600.
     *
     * @param width pixels, 50 to 20,000
     * @param height pixels, 50 to 20,000
     * @return the plot of that size
     */
    public Plot size(int width, int height) {
        if (Math.min(width, height) < 50 || Math.max(width, height) > MOST_PIXELS) {
            throw new IllegalArgumentException("A plot has 50 to " + MOST_PIXELS + " pixels in width and height, not " + width + " x " + height + ".");
        }
        return with(new Look(look.title, look.xLabel, look.yLabel, look.logX, look.logY, width, height));
    }

    List<Series> series() {
        return series;
    }

    Look look() {
        return look;
    }

    /**
     * Writes the plot to a file, which is there when it is whole; what was there is replaced.
     *
     * @param file its name, which ends in {@code .svg} or {@code .png}
     * @return this plot, whose text says where it was saved
     * @throws IllegalArgumentException if the name ends otherwise, or a number cannot be on a logarithmic axis
     * @throws UncheckedIOException if the file cannot be written
     */
    public Plot save(String file) {
        return save(Path.of(file));
    }

    /**
     * Writes the plot to a file, which is there when it is whole; what was there is replaced.
     *
     * @param file its name, which ends in {@code .svg} or {@code .png}
     * @return this plot, whose text says where it was saved
     * @throws IllegalArgumentException if the name ends otherwise, or a number cannot be on a logarithmic axis
     * @throws UncheckedIOException if the file cannot be written
     */
    public Plot save(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        boolean vector = name.endsWith(".svg");
        if (!vector && !name.endsWith(".png")) {
            throw new IllegalArgumentException("A plot is saved as .svg or .png; the name " + file + " ends in neither.");
        }
        Path target = file.toAbsolutePath().normalize();
        byte[] bytes = Drawing.bytes(this, vector);
        Path beside = target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()) + ".part");
        try {
            try {
                Files.write(beside, bytes);
                Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot save the plot in " + target + ": " + reason(e, target) + ".", e);
        }
        return new Plot(series, look, target);
    }

    private static String reason(IOException e, Path target) {
        if (e instanceof NoSuchFileException) {
            return "the folder " + target.getParent() + " does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return "the folder " + target.getParent() + " may not be written to";
        }
        return Files.isDirectory(target) ? "it is a folder" : e.getMessage();
    }

    private String text() {
        return series.isEmpty() ? "nothing" : series.stream().map(Series::text).collect(Collectors.joining(", "));
    }

    /** What the plot shows, and where it was saved. */
    @Override
    public String toString() {
        return "Plot" + (look.title == null ? "" : " \"" + look.title + "\"") + ": " + text() + "; " + (saved == null ? "not saved: save(\"name.svg\") or save(\"name.png\") does." : "saved in " + saved);
    }
}
