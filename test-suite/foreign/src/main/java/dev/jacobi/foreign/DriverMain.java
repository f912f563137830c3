// Runs one driver in a JVM of its own and writes down what it computed and what it cost.
package dev.jacobi.foreign;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code DriverMain DRIVER FILE ROUNDS SECONDS}: ends after that many rounds, or once that much time has passed, whichever is first. */
public final class DriverMain {
    private DriverMain() {
    }

    public static void main(String[] args) throws Exception {
        Driver driver = Drivers.named(args[0]);
        int rounds = Integer.parseInt(args[2]);
        long limit = (long) (Double.parseDouble(args[3]) * 1e9);
        long start = System.nanoTime();
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(args[1])))) {
            int round = 0;
            while (round < rounds && System.nanoTime() - start < limit) {
                Results results = new Results();
                driver.run(round, results);
                out.println("round " + results.line());
                round++;
            }
            out.println("wallMillis " + (System.nanoTime() - start) / 1_000_000);
            out.println("cpuMillis " + cpuMillis());
            out.println("peakKb " + peakKb());
        }
        // threads of the library need not end by themselves
        System.exit(0);
    }

    private static long cpuMillis() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1_000_000;
    }

    /** The most memory that the process has had so far, in kB; 0 where the system does not say. */
    private static long peakKb() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream().filter(l -> l.startsWith("VmHWM:")).findFirst()
                .map(l -> Long.parseLong(l.replaceAll("[^0-9]", ""))).orElse(0L);
    }
}
