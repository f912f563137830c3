package dev.jacobi.examples;

import dev.jacobi.ArrayFiles;
import dev.jacobi.Fn;
import dev.jacobi.CacheInfo;
import dev.jacobi.Jacobi;
import dev.jacobi.NDArray;
import dev.jacobi.plots.Plot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a program reports to while it runs: losses, figures to be checked, pictures, and what its twin needs.
 *
 * <pre>{@code
 * int steps = session.steps(2000, 50);
 * session.training(steps);
 * for (int i = 0; i < steps; i++) {
 *     ...
 *     session.loss(i, loss);          // the time between two of these is that of a step
 * }
 * session.check("accuracy on held-out digits", accuracy, Bound.atLeast(session.pick(0.97, 0.5)));
 * session.compare(20, 1e-4);
 * }</pre>
 */
public final class Session {
    private final Example example;
    private final Path folder;
    private final Length length;
    private final String python;
    private final PrintStream out;
    private final List<String> missed = new ArrayList<>();
    private final List<Compiled> compiled = new ArrayList<>();
    private Training training;

    /** A function that was compiled, and the arguments of a call. */
    record Compiled(String name, Fn function, List<Object> arguments) {
    }

    private Session(Example example, Path folder, Length length, String python, PrintStream out) {
        this.example = example;
        this.folder = folder;
        this.length = length;
        this.python = python;
        this.out = out;
    }

    /**
     * A session for one run of a program.
     *
     * @param folder a folder that exists, in which it gets one of its own
     * @param python a Python that has JAX, to run the twin by; empty for none
     */
    static Session of(Example example, Path folder, Length length, String python, PrintStream out) throws IOException {
        return new Session(example, Files.createDirectories(folder.resolve(example.name())), length, python, out);
    }

    /** Runs the program, and says whether all figures were reached. */
    boolean run() throws IOException {
        long start = System.nanoTime();
        say("%n== %s: %s", example.name(), example.purpose());
        example.run(this);
        say("  %s in %.1f s; files are in %s", missed.isEmpty() ? "all right" : "MISSED: " + String.join(", ", missed), (System.nanoTime() - start) / 1e9, folder);
        return missed.isEmpty();
    }

    /** Prints a line. */
    public void say(String format, Object... args) {
        out.println(String.format(Locale.ROOT, format, args));
    }

    /** How many steps a training has: so many, or fewer in a small run, or what the user said. */
    public int steps(int full, int small) {
        return length.steps() > 0 ? length.steps() : length.small() ? small : full;
    }

    /** One of two numbers, such as how many examples there are, or what a figure must reach: the second one in a small run. */
    public int pick(int full, int small) {
        return length.small() ? small : full;
    }

    /** One of two numbers: the second one in a small run. */
    public double pick(double full, double small) {
        return length.small() ? small : full;
    }

    /** Where the program's files belong. */
    public Path folder() {
        return folder;
    }

    /** Begins a training of so many steps, whose losses come by {@link #loss}. */
    public void training(int steps) {
        training = new Training(steps, out);
    }

    /**
     * Takes the loss of a step; behind the last one the curve is drawn.
     *
     * @param step its number, from 0, each once and in order
     * @param loss one number
     */
    public void loss(int step, NDArray loss) throws IOException {
        loss(step, loss.item());
    }

    /** The same for a number of Java's. */
    public void loss(int step, double loss) throws IOException {
        if (training.loss(step, loss)) {
            draw("loss", training.plot(example.name()));
        }
    }

    /** The losses so far of the training that was begun last. */
    public double[] losses() {
        return training.losses();
    }

    /** Writes a picture {@code NAME.svg}. */
    public void draw(String name, Plot plot) {
        plot.save(folder.resolve(name + ".svg"));
    }

    /**
     * Compares a figure with what it must reach.
     *
     * @param figure what it is, in words
     * @param value what came out
     * @param bound what it must be at least or at most
     */
    public void check(String figure, double value, Bound bound) {
        boolean good = bound.holds(value);
        say("  %s %s: %s, %s", good ? "ok    " : "MISSED", figure, Bound.text(value), bound);
        if (!good) {
            missed.add(figure);
        }
    }

    /** Demands that a function has been compiled, and that no call of it fell back to Java. The arguments are those of a call, for who wants to see the function's program. */
    public void compiled(String name, Fn f, Object... arguments) {
        compiled.add(new Compiled(name, f, List.of(arguments)));
        CacheInfo info = Jacobi.cacheInfo(f);
        boolean good = info.calls() > 0 && info.fallbacks() == 0 && info.refusals() == 0;
        say("  %s %s: compiled %s, %d calls, %d fallbacks, %d refusals", good ? "ok    " : "MISSED", name,
            info.compilations() == 1 ? "once" : info.compilations() + " times", info.calls(), info.fallbacks(), info.refusals());
        if (!good) {
            missed.add(name + " is compiled");
        }
    }

    /** The functions of which {@link #compiled(String, Fn, Object...)} was told. */
    List<Compiled> compiled() {
        return List.copyOf(compiled);
    }

    /**
     * Gives the twin arrays: data, parameters to begin with, anything that it does not make by itself from the same key.
     *
     * @param name of the file {@code NAME.npz}
     * @param arrays by names
     */
    public void share(String name, Map<String, NDArray> arrays) throws IOException {
        ArrayFiles.saveNpz(folder.resolve(name + ".npz"), arrays);
    }

    /**
     * Runs the twin, if there is a Python, for as many steps as the last training had, and prints losses and steps per second of both.
     *
     * @param steps in so many first steps losses must agree; later ones are printed only
     * @param tolerance how far two losses may be from each other, as a part of the twin's
     */
    public void compare(int steps, double tolerance) throws IOException {
        if (python.isEmpty()) {
            return;
        }
        Twin twin = Twin.run(Path.of(python), example.name(), folder, training.losses().length);
        int first = Math.min(steps, training.losses().length);
        double difference = twin.print(training, first, this);
        check("difference from JAX in the first " + first + " losses", difference, Bound.atMost(tolerance));
    }
}
