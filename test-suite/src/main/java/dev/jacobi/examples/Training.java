package dev.jacobi.examples;

import dev.jacobi.plots.Plot;
import dev.jacobi.plots.Plots;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;

/** The losses of a training and how long its steps took, with a line on the console now and then. */
final class Training {
    private static final int LINES = 10;
    private static final int POINTS_OF_MEAN = 50;
    private final PrintStream out;
    private final double[] losses;
    private final double[] seconds;
    private int done;
    private long last = System.nanoTime();

    Training(int steps, PrintStream out) {
        this.out = out;
        losses = new double[steps];
        seconds = new double[steps];
    }

    /** Takes the loss of the next step; true if it was the last one. */
    boolean loss(int step, double loss) {
        if (step != done || step >= losses.length) {
            throw new IllegalStateException("The loss of step " + step + " was reported where " + (done < losses.length ? "that of step " + done + " was due." : "the training had ended."));
        }
        seconds[step] = (System.nanoTime() - last) / 1e9;
        losses[step] = loss;
        done++;
        if (step == 0) {
            line("  step %6d  loss %10.5g  first step (with compilation) %.2f s", step, loss, seconds[0]);
        } else if (done == losses.length || done % Math.max(1, losses.length / LINES) == 0) {
            line("  step %6d  loss %10.5g  %8.1f steps/s", step, loss, stepsPerSecond());
        }
        last = System.nanoTime();
        return done == losses.length;
    }

    private void line(String format, Object... args) {
        out.println(String.format(Locale.ROOT, format, args));
    }

    double[] losses() {
        return Arrays.copyOf(losses, done);
    }

    /** By the median of all steps but the first two, in which code is compiled; what else the machine does meanwhile matters little so. */
    double stepsPerSecond() {
        double[] times = Arrays.copyOfRange(seconds, Math.min(2, done - 1), done);
        Arrays.sort(times);
        return 1 / times[times.length / 2];
    }

    /** The losses, and their mean over parts of the training. */
    Plot plot(String title) {
        Plot plot = Plots.line(losses).named("loss of a step");
        int part = done / POINTS_OF_MEAN;
        if (part > 1) {
            double[] x = new double[POINTS_OF_MEAN];
            double[] y = new double[POINTS_OF_MEAN];
            for (int i = 0; i < POINTS_OF_MEAN; i++) {
                x[i] = (i + 0.5) * part;
                y[i] = Arrays.stream(losses, i * part, (i + 1) * part).average().orElseThrow();
            }
            plot = plot.line(x, y).named("mean of " + part + " steps");
        }
        plot = plot.title(title).xLabel("step").yLabel("loss");
        return Arrays.stream(losses).allMatch(l -> l > 0) ? plot.logY() : plot;
    }
}
