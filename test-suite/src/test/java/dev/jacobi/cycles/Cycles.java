package dev.jacobi.cycles;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What libtpu expects methods of the table to take, beside the recorded estimates of their twins in JAX ({@code jax.txt}, made by {@code cycles.py jax}). As a main it prints a line for each:
 * {@code -Djacobi.test.python=VENV/bin/python}, with names for some of them only.
 */
public final class Cycles {
    private static final Path SCRIPT = Path.of("src/test/python/cycles/cycles.py");

    private Cycles() {
    }

    /**
     * A program's estimate.
     *
     * @param cycles all of it; those of a loop as often as it runs
     * @param loops how many loops there are
     * @param trips of the loop that makes most of them
     */
    record Estimate(long cycles, int loops, int trips) {
        static Estimate of(String[] words) {
            return new Estimate(Long.parseLong(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3].replace("?", "")));
        }
    }

    /** A method's estimate and its twin's. */
    record Row(String name, Estimate ours, Estimate theirs) {
        double ratio() {
            return (double) ours.cycles / Math.max(1, theirs.cycles);
        }

        @Override
        public String toString() {
            return String.format("%-18s %10d cycles, %d loops of up to %d trips; JAX %10d, %d of up to %d; ratio %.2f", name, ours.cycles, ours.loops, ours.trips, theirs.cycles, theirs.loops,
                theirs.trips, ratio());
        }
    }

    /** The twins' estimates by name. */
    static Map<String, Estimate> recorded() throws IOException {
        var out = new LinkedHashMap<String, Estimate>();
        try (var in = new BufferedReader(new InputStreamReader(Cycles.class.getResourceAsStream("jax.txt"), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                out.put(words[0], Estimate.of(words));
            }
        }
        return out;
    }

    /** Has the texts of these methods, or of all, written to the folder and compiled by libtpu of a Python; each row is shown as soon as it is known. */
    static List<Row> measured(String python, Path folder, Collection<String> names, Consumer<Row> show) throws Exception {
        Map<String, Estimate> twins = recorded();
        var command = new ArrayList<>(List.of(python, SCRIPT.toAbsolutePath().toString()));
        for (var method : CycleMethods.all(false).entrySet()) {
            if (names.isEmpty() || names.contains(method.getKey())) {
                Path text = folder.resolve(method.getKey() + ".mlir");
                Files.writeString(text, method.getValue().call().text("stablehlo"));
                command.add(text.toString());
            }
        }
        Path errors = folder.resolve("errors");
        var builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().put("CYCLES_TWINS", Path.of(Cycles.class.getResource("jax.txt").toURI()).toString());
        Process process = builder.start();
        var rows = new ArrayList<Row>();
        try (var in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                if (words[1].equals("-")) {
                    throw new AssertionError("libtpu does not compile " + line);
                }
                rows.add(new Row(words[0], Estimate.of(words), twins.get(words[0])));
                show.accept(rows.get(rows.size() - 1));
            }
        }
        if (process.waitFor() != 0 || rows.size() != command.size() - 2) {
            throw new AssertionError(rows.size() + " of " + (command.size() - 2) + " methods are estimated: " + Files.readString(errors));
        }
        return rows;
    }

    public static void main(String[] args) throws Exception {
        List<Row> rows = measured(System.getProperty("jacobi.test.python"), Files.createTempDirectory("jacobi-cycles"), List.of(args), System.out::println);
        System.out.println(rows.stream().filter(r -> r.ratio() <= 2).count() + " of " + rows.size() + " take at most twice their twin's cycles");
    }
}
