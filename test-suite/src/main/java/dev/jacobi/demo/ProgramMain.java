// Runs one program in a JVM of its own: warms it up until its time is steady, times it, and writes what it found to a file.
package dev.jacobi.demo;

import dev.jacobi.harness.Arrays;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Arguments: program name, folder for {@code result.properties} and the values of programs with a bound. */
final class ProgramMain {
    /** The agent decides after some ten calls of each kind: this many runs leave room for that. */
    private static final int WARM_RUNS = 26;
    private static final long WARM_NANOS = 2_000_000_000L;
    private static final long WARM_LIMIT = 8_000_000_000L;
    private static final long MEASURE_NANOS = 1_200_000_000L;
    private static final int MIN_RUNS = 7;

    private ProgramMain() {
    }

    public static void main(String[] args) throws IOException {
        Program program = Programs.all().stream().filter(p -> p.name().equals(args[0])).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no program called " + args[0] + "."));
        Path folder = Path.of(args[1]);
        Workload work = program.make().get();
        long first = time(work);
        String firstDigest = Arrays.digest(work.outputs());
        if (program.bound() > 0) {
            write(folder.resolve("first.bin"), work.outputs());
        }
        int warmRuns = warmUp(work);
        double millis = median(measure(work)) / 1e6;
        if (program.bound() > 0) {
            write(folder.resolve("last.bin"), work.outputs());
        }
        Properties found = new Properties();
        found.setProperty("millis", Double.toString(millis));
        found.setProperty("firstMillis", Double.toString(first / 1e6));
        found.setProperty("warmRuns", Integer.toString(warmRuns));
        found.setProperty("digest", Arrays.digest(work.outputs()));
        found.setProperty("firstDigest", firstDigest);
        try (OutputStream out = Files.newOutputStream(folder.resolve("result.properties"))) {
            found.store(out, program.name());
        }
    }

    private static long time(Workload work) {
        work.reset();
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    /** Until two windows in a row agree within 5 % and enough time has passed for C2 and for the agent's decision. */
    private static int warmUp(Workload work) {
        long begin = System.nanoTime();
        double last = Double.MAX_VALUE;
        for (int runs = 0; ; ) {
            List<Long> window = new ArrayList<>();
            long start = System.nanoTime();
            while (window.size() < 3 || System.nanoTime() - start < 300_000_000L) {
                window.add(time(work));
            }
            runs += window.size();
            double now = median(window);
            long passed = System.nanoTime() - begin;
            boolean steady = Math.abs(now - last) <= 0.05 * last && passed > WARM_NANOS && runs >= WARM_RUNS;
            if (steady || passed > WARM_LIMIT) {
                return runs;
            }
            last = now;
        }
    }

    private static List<Long> measure(Workload work) {
        List<Long> times = new ArrayList<>();
        long start = System.nanoTime();
        while (times.size() < MIN_RUNS || System.nanoTime() - start < MEASURE_NANOS) {
            times.add(time(work));
        }
        return times;
    }

    private static double median(List<Long> times) {
        List<Long> sorted = times.stream().sorted().toList();
        int mid = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(mid) : (sorted.get(mid - 1) + sorted.get(mid)) / 2.0;
    }

    private static void write(Path file, List<Object> outputs) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new java.io.BufferedOutputStream(Files.newOutputStream(file)))) {
            for (Object array : outputs) {
                for (double value : (double[]) array) {
                    out.writeDouble(value);
                }
            }
        }
    }
}
