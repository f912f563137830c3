// Libraries that know nothing of Jacobi, as plain Java and under the agent: results, CPU time, memory, and what was decided when.
package dev.jacobi.foreign;

import dev.jacobi.harness.Fork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code java -Dforeign.seconds=10 -Dforeign.only=ejml dev.jacobi.foreign.Foreign}: per library plain Java for that long, then the same rounds
 * under {@code policy=always} (a fifth of them) and {@code adaptive}. Exits with 1 when a result is wrong, never because of a cost.
 */
public final class Foreign {
    private static final long LIMIT_SECONDS = 600;
    /** How long the hottest methods may be undecided. */
    private static final double DECIDED_SECONDS = 5;
    private static final int HOTTEST = 3;
    private static final String ROW = "%-14s %6s  %-11s %-11s %8s %8s %7s %8s %8s %7s  %s%n";

    private final Path folder;
    private final double seconds;
    private boolean wrong;

    private Foreign(Path folder, double seconds) {
        this.folder = folder;
        this.seconds = seconds;
    }

    public static void main(String[] args) throws IOException {
        String only = System.getProperty("foreign.only", "");
        Foreign f = new Foreign(Files.createTempDirectory("jacobi-foreign"), Double.parseDouble(System.getProperty("foreign.seconds", "10")));
        System.out.println("Each library in JVMs of its own, with the same rounds; CPU in seconds of all threads, memory as its peak in MB. Hottest: the methods in which");
        System.out.println("plain Java spends most time of those that can be compiled, their state after " + DECIDED_SECONDS + " s, and their share of the samples.");
        System.out.printf(Locale.ROOT, ROW, "library", "rounds", "always", "adaptive", "CPU java", "adaptive", "ratio", "MB java", "adaptive", "more", "hottest");
        for (Driver driver : Drivers.all()) {
            if (only.isEmpty() || List.of(only.split(",")).contains(driver.name())) {
                f.row(driver);
            }
        }
        System.out.println("Reports are in " + f.folder);
        System.exit(f.wrong ? 1 : 0);
    }

    private void row(Driver driver) throws IOException {
        try {
            Path profile = file(driver, "plain.jfr");
            Run.fork(driver, Profile.options(profile), file(driver, "profile"), Integer.MAX_VALUE, DECIDED_SECONDS, LIMIT_SECONDS);
            Run plain = Run.fork(driver, List.of(), file(driver, "plain"), Integer.MAX_VALUE, seconds, LIMIT_SECONDS);
            Run always = Run.fork(driver, agent(driver, "always"), file(driver, "always"), Math.max(1, plain.rounds() / 5), 1e6, LIMIT_SECONDS);
            Run adaptive = Run.fork(driver, agent(driver, "adaptive"), file(driver, "adaptive"), plain.rounds(), 1e6, LIMIT_SECONDS);
            List<String> early = new ArrayList<>(agent(driver, "adaptive"));
            early.replaceAll(o -> o.replace("adaptive.json", "early.json"));
            Run first = Run.fork(driver, early, file(driver, "early"), Integer.MAX_VALUE, DECIDED_SECONDS, LIMIT_SECONDS);
            print(driver, plain, always, adaptive, first, Profile.hottest(profile, file(driver, "always.json"), HOTTEST));
        } catch (IOException e) {
            wrong = true;
            System.out.println(driver.name() + ": FAILED: " + e.getMessage());
        }
    }

    private void print(Driver driver, Run plain, Run always, Run adaptive, Run first, List<Profile.Hot> hottest) throws IOException {
        String checkAlways = plain.compare(always);
        String checkAdaptive = plain.compare(adaptive).startsWith("WRONG") ? plain.compare(adaptive) : plain.compare(first).startsWith("WRONG") ? plain.compare(first)
                : plain.compare(adaptive);
        wrong |= checkAlways.startsWith("WRONG") || checkAdaptive.startsWith("WRONG");
        Map<String, String> states = Profile.states(file(driver, "early.json"));
        String hot = hottest.stream()
                .map(h -> String.format(Locale.ROOT, "%s %s %.0f %%", h.shortName(), states.getOrDefault(h.method(), "not met"), 100 * h.share()))
                .collect(Collectors.joining("; "));
        System.out.printf(Locale.ROOT, ROW, driver.name(), plain.rounds(), checkAlways, checkAdaptive, seconds(plain), seconds(adaptive),
                String.format(Locale.ROOT, "%.2f", (double) adaptive.cpuMillis() / plain.cpuMillis()), plain.peakKb() / 1024, adaptive.peakKb() / 1024,
                (adaptive.peakKb() - plain.peakKb()) / 1024, hot);
    }

    private static String seconds(Run run) {
        return String.format(Locale.ROOT, "%.2f", run.cpuMillis() / 1000.0);
    }

    private Path file(Driver driver, String what) {
        return folder.resolve(driver.name() + "-" + what);
    }

    private List<String> agent(Driver driver, String policy) {
        String include = driver.include().stream().map(i -> ",include=" + i).collect(Collectors.joining());
        return List.of("-javaagent:" + Fork.agentJar() + "=policy=" + policy + ",report=" + file(driver, policy + ".json") + include);
    }
}
