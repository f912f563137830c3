// Runs one program in a JVM of its own: warms it up until its time is steady, times it, and writes what it found to a file.
package dev.jacobi.demo;

import dev.jacobi.harness.Arrays;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Arguments: program name, folder for {@code result.properties} and the values of programs with a bound, {@link Form}, whether it runs under the agent. */
final class ProgramMain {
    private ProgramMain() {
    }

    public static void main(String[] args) throws IOException {
        Program program = Programs.all().stream().filter(p -> p.name().equals(args[0])).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no program called " + args[0] + "."));
        Path folder = Path.of(args[1]);
        Form form = Form.valueOf(args[2]);
        boolean agent = Boolean.parseBoolean(args[3]);
        Workload work = program.make().get();
        long first = time(work);
        String firstDigest = Arrays.digest(work.outputs());
        if (program.bound() > 0) {
            write(folder.resolve("first.bin"), work.outputs());
        }
        int warmRuns = warmUp(work, form, agent);
        double millis = median(measure(work, form)) / 1e6;
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
    private static int warmUp(Workload work, Form form, boolean agent) {
        long begin = System.nanoTime();
        double last = Double.MAX_VALUE;
        for (int runs = 0; ; ) {
            List<Long> window = new ArrayList<>();
            long start = System.nanoTime();
            while (window.size() < 3 || System.nanoTime() - start < form.windowNanos()) {
                window.add(time(work));
            }
            runs += window.size();
            double now = median(window);
            long passed = System.nanoTime() - begin;
            boolean steady = Math.abs(now - last) <= 0.05 * last && passed > form.warmNanos(agent);
            // before so many runs, half of them may be the original's, which the agent still compares
            if (runs >= form.warmRuns(agent) && (steady || passed > form.limitNanos(agent))) {
                return runs;
            }
            last = now;
        }
    }

    private static List<Long> measure(Workload work, Form form) {
        List<Long> times = new ArrayList<>();
        long start = System.nanoTime();
        while (times.size() < form.leastRuns() || System.nanoTime() - start < form.measureNanos()) {
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
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (Object array : outputs) {
                for (double value : (double[]) array) {
                    out.writeDouble(value);
                }
            }
        }
    }
}
