package dev.jacobi.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One run of the benchmark.
 *
 * @param rows the names of the rows; all when there are none
 * @param rounds how many times are taken of each form
 * @param seconds after which a row ends with fewer
 * @param python a Python that has JAX, or empty
 * @param folder where the tables go
 */
public record PeerRun(List<String> rows, int rounds, double seconds, String python, Path folder) {
    /** What system properties ask for. */
    public static PeerRun asked() {
        List<String> rows = Stream.of(System.getProperty("bench.rows", "").split(",")).map(String::trim).filter(s -> !s.isEmpty()).toList();
        String folder = System.getProperty("bench.folder", "");
        return new PeerRun(rows, Integer.parseInt(number("bench.rounds", "15")), Double.parseDouble(number("bench.seconds", "4")), System.getProperty("python", ""),
            folder.isEmpty() ? module().resolve("target/bench") : Path.of(folder));
    }

    private static String number(String property, String otherwise) {
        String given = System.getProperty(property, "");
        return given.isEmpty() ? otherwise : given;
    }

    /** The folder of this module, seen from itself or from that of the project. */
    private static Path module() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("test-suite")) ? here.resolve("test-suite") : here;
    }

    /** Runs the rows and writes the tables; whether all results are right. */
    public boolean run() throws IOException {
        Map<String, Supplier<PeerRow>> all = PeerRows.all();
        List<String> unknown = rows.stream().filter(r -> !all.containsKey(r)).toList();
        if (!unknown.isEmpty()) {
            System.err.println("There is no row " + String.join(", ", unknown) + ". There are: " + String.join(", ", all.keySet()) + ".");
            return false;
        }
        Files.createDirectories(folder);
        MachinePeaks peaks = MachinePeaks.measured();
        List<PeerTimes> done = new ArrayList<>();
        try (PeerTwin twin = python.isEmpty() ? null : PeerTwin.start(Path.of(python), module().resolve("src/main/python/bench/peers.py"), folder)) {
            var report = new PeerReport(peaks, twin == null ? "" : twin.version());
            System.out.print(report.head());
            for (var row : all.entrySet()) {
                if (rows.isEmpty() || rows.contains(row.getKey())) {
                    PeerTimes times = PeerTimes.of(row.getValue().get(), twin, rounds, seconds);
                    done.add(times);
                    System.out.print(report.line(times));
                }
            }
            System.out.print(report.summary(done));
            Files.writeString(folder.resolve("peers.md"), report.markdown(done));
            Files.writeString(folder.resolve("peers.json"), report.json(done));
            Files.writeString(folder.resolve("peers.svg"), PeerPlot.svg(done));
            System.out.println("The same as files: " + folder.resolve("peers.md").normalize() + ", .json and .svg");
        }
        return done.stream().allMatch(PeerTimes::right);
    }
}
