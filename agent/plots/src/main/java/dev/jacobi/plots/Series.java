package dev.jacobi.plots;

import java.util.Arrays;
import java.util.stream.IntStream;

/** What is drawn: points of lines and scatter plots, edges and counts of histograms (one edge more than counts), or a matrix. */
record Series(Kind kind, String name, double[] x, double[] y, double[][] rows) {
    enum Kind { LINE, SCATTER, HIST, IMAGE }

    Series named(String newName) {
        return new Series(kind, newName, x, y, rows);
    }

    /** What the series is, in a few words. */
    String text() {
        String what = switch (kind) {
            case LINE -> "line of " + points();
            case SCATTER -> "scatter of " + points();
            case HIST -> "histogram of " + (long) Arrays.stream(y).sum() + " numbers in " + y.length + (y.length == 1 ? " bin" : " bins");
            case IMAGE -> "image of " + rows.length + " x " + rows[0].length;
        };
        return name == null ? what : what + " \"" + name + "\"";
    }

    private String points() {
        return x.length + (x.length == 1 ? " point" : " points");
    }

    /**
     * The same line of fewer points, where there are many more than pixels: of each of so many parts the first, the lowest, the highest and the last. A line that goes back is left as it is.
     */
    Series thinned(int parts) {
        int n = x.length;
        for (int i = 1; i < n; i++) {
            if (x[i] < x[i - 1]) {
                return this;
            }
        }
        if (n <= 4 * parts) {
            return this;
        }
        int[] kept = IntStream.range(0, parts).flatMap(p -> {
            int from = (int) ((long) n * p / parts);
            int to = (int) ((long) n * (p + 1) / parts);
            int least = from;
            int most = from;
            for (int i = from; i < to; i++) {
                least = y[i] < y[least] ? i : least;
                most = y[i] > y[most] ? i : most;
            }
            return IntStream.of(from, least, most, to - 1).sorted().distinct();
        }).toArray();
        return new Series(kind, name, Arrays.stream(kept).mapToDouble(i -> x[i]).toArray(), Arrays.stream(kept).mapToDouble(i -> y[i]).toArray(), null);
    }

    static Series histogram(double[] numbers, int bins) {
        double least = Arrays.stream(numbers).min().getAsDouble();
        double most = Arrays.stream(numbers).max().getAsDouble();
        if (Double.isInfinite(most - least)) {
            throw new IllegalArgumentException("numbers are from " + least + " to " + most + ", too far from each other for a histogram.");
        }
        // numbers that are all alike stand in the middle of an interval
        double from = least == most ? least - 0.5 : least;
        double width = (least == most ? 1 : most - least) / bins;
        var edges = new double[bins + 1];
        var counts = new double[bins];
        for (int i = 0; i <= bins; i++) {
            edges[i] = i == bins && least != most ? most : from + i * width;
        }
        for (double v : numbers) {
            counts[Math.max(0, Math.min(bins - 1, (int) ((v - from) / width)))]++;
        }
        return new Series(Kind.HIST, null, edges, counts, null);
    }
}
