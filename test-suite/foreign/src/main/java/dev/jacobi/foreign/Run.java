// One run of a driver: started, and its file read again.
package dev.jacobi.foreign;

import dev.jacobi.harness.Fork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a run computed and cost: the results of its rounds, milliseconds, and the most memory in kB. */
public record Run(List<Round> results, long wallMillis, long cpuMillis, long peakKb) {
    /** A digest of the integers, one of the reals, the sum of their absolute values, and a sum of them with weights below 1. */
    private record Round(String integers, String reals, double size, double weighted) {
        boolean closeTo(Round other) {
            return integers.equals(other.integers) && Math.abs(size - other.size) <= BOUND * size && Math.abs(weighted - other.weighted) <= BOUND * size;
        }
    }

    /** Results of functions that Java allows an ulp may differ by this much, relative to their sum. */
    private static final double BOUND = 1e-9;

    /** Forks a JVM with these options for at most {@code rounds} rounds or {@code seconds} seconds. */
    public static Run fork(Driver driver, List<String> options, Path file, int rounds, double seconds, long limitSeconds) throws IOException {
        Fork.Result result = Fork.java(options, System.getProperty("java.class.path"), limitSeconds,
                List.of(DriverMain.class.getName(), driver.name(), file.toString(), Integer.toString(rounds), Double.toString(seconds)));
        if (result.exit() != 0) {
            throw new IOException(driver.name() + " with " + options + (result.exit() < 0 ? " took longer than " + limitSeconds + " s"
                    : " ended with exit code " + result.exit()) + "\n" + result.out() + result.err());
        }
        return read(file);
    }

    private static Run read(Path file) throws IOException {
        List<Round> rounds = new ArrayList<>();
        long[] costs = new long[3];
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "round" -> rounds.add(new Round(words[1], words[2], Double.parseDouble(words[3]), Double.parseDouble(words[4])));
                case "wallMillis" -> costs[0] = Long.parseLong(words[1]);
                case "cpuMillis" -> costs[1] = Long.parseLong(words[1]);
                case "peakKb" -> costs[2] = Long.parseLong(words[1]);
                default -> throw new IOException("A line that no run writes: " + line);
            }
        }
        return new Run(rounds, costs[0], costs[1], costs[2]);
    }

    public int rounds() {
        return results.size();
    }

    /** "equal", "last place" where sums of reals agree to the bound, or a text that starts with WRONG; as far as both went. */
    public String compare(Run other) {
        String found = "equal";
        for (int i = 0; i < Math.min(rounds(), other.rounds()); i++) {
            if (!results.get(i).equals(other.results.get(i))) {
                if (!results.get(i).closeTo(other.results.get(i))) {
                    return "WRONG in round " + i;
                }
                found = "last place";
            }
        }
        return found;
    }
}
