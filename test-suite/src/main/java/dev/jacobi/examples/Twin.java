package dev.jacobi.examples;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the program in Python said that does the same by JAX.
 *
 * @param losses of all steps
 * @param stepsPerSecond by the median of steps, as ours
 * @param figures what else it found, by name
 */
record Twin(double[] losses, double stepsPerSecond, Map<String, Double> figures) {
    private static final int LINES = 8;
    private static final long LIMIT_SECONDS = 600;

    /** Runs {@code NAME.py FOLDER STEPS}, which reads what we shared and writes {@code twin.json}. */
    static Twin run(Path python, String name, Path folder, int steps) throws IOException {
        Path script = Examples.module().resolve("src/main/python/examples/" + name + ".py");
        Path answer = folder.resolve("twin.json");
        Path log = folder.resolve("twin.log");
        Files.deleteIfExists(answer);
        var builder = new ProcessBuilder(python.toString(), script.toString(), folder.toString(), Integer.toString(steps)).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putIfAbsent("JAX_PLATFORMS", "cpu");
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(script + " took longer than " + LIMIT_SECONDS + " s.");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new InterruptedIOException();
        }
        if (process.exitValue() != 0) {
            throw new IOException(script + " ended with exit code " + process.exitValue() + ":\n" + Files.readString(log));
        }
        return new Gson().fromJson(Files.readString(answer), Twin.class);
    }

    /** Prints losses and times side by side, and returns the largest relative difference of so many first losses. */
    double print(Training ours, int first, Session session) {
        double[] mine = ours.losses();
        session.say("  %8s %14s %14s %12s", "step", "Jacobi", "JAX", "difference");
        double largest = mine.length == losses.length ? 0 : Double.NaN;
        for (int i = 0; i < Math.min(mine.length, losses.length); i++) {
            double difference = Math.abs(mine[i] - losses[i]) / Math.abs(losses[i]);
            largest = i < first ? Math.max(largest, difference) : largest;
            if (i == 0 || i == first - 1 || i == mine.length - 1 || i % Math.max(1, mine.length / LINES) == 0) {
                session.say("  %8d %14.7g %14.7g %12.1e", i, mine[i], losses[i], difference);
            }
        }
        session.say("  %8s %14.1f %14.1f %11.2fx", "steps/s", ours.stepsPerSecond(), stepsPerSecond, ours.stepsPerSecond() / stepsPerSecond);
        figures.forEach((name, value) -> session.say("  JAX has %s: %s", name, Bound.text(value)));
        return largest;
    }
}
