// Runs the fuzzing processes: as many as there are cores, watched, started again behind a program that kills one.
package dev.jacobi.fuzz;

import dev.jacobi.gpu.GpuTests;
import dev.jacobi.harness.Fork;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** One run over a range of seeds. */
final class FuzzRun {
    private static final long SAY_MILLIS = 60_000;
    private static final int MOST_CRASHES = 5;
    private static final int SHRINK_ATTEMPTS = 150;
    /** Programs of one process from which on C2 pays: what it compiles in the first two minutes makes Jacobi and javac run twice as fast. */
    private static final int C2_PAYS = 10_000;
    /** It leaves the generated programs alone, each of which runs for a moment only. */
    private static final String DIRECTIVES = "[{ match: [\"F*.*\"], c2: { Exclude: true } }]";
    private final long first;
    private final long programs;
    private final int jobs;
    private final long seconds;
    private final long began = System.nanoTime();
    private final Counts counts = new Counts();
    /** By job, what the processes before the current one have done. */
    private final Map<Integer, Long> before = new ConcurrentHashMap<>();
    private final List<Progress> progress = new ArrayList<>();
    private Path directives;

    FuzzRun(long first, long programs, int jobs, long seconds) {
        this.first = first;
        this.programs = programs;
        this.jobs = jobs;
        this.seconds = seconds;
    }

    /** Runs all; failures are printed when they come, and counted. */
    Counts go() throws IOException {
        List<Path> files = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        directives = Files.createTempFile("jacobi-fuzz", ".json");
        files.add(directives);
        Files.writeString(directives, DIRECTIVES);
        try {
            for (int job = 0; job < jobs; job++) {
                Path file = Files.createTempFile("jacobi-fuzz", ".bin");
                files.add(file);
                progress.add(new Progress(file));
                int j = job;
                threads.add(new Thread(() -> job(j, file), "fuzz-" + job));
            }
            threads.forEach(Thread::start);
            watch(threads);
            return counts;
        } finally {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void watch(List<Thread> threads) throws IOException {
        long next = System.currentTimeMillis() + SAY_MILLIS;
        try {
            for (Thread t : threads) {
                while (t.isAlive()) {
                    t.join(Math.max(1, next - System.currentTimeMillis()));
                    if (System.currentTimeMillis() >= next) {
                        next += SAY_MILLIS;
                        System.out.println(where());
                    }
                }
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    private String where() {
        long done = before.values().stream().mapToLong(n -> n).sum() + progress.stream().mapToLong(Progress::done).sum();
        long all = progress.stream().mapToLong(Progress::seed).filter(s -> s > 0).min().orElse(first);
        double each = (System.nanoTime() - began) / 1e6 / Math.max(1, done);
        return String.format("fuzz: %d of %d programs, %.0f ms each with %d processes, %.0f minutes to go, %d failures; all below seed %d are done, "
                + "the others: -Dfuzz.seed=%d -Dfuzz.programs=%d", done, programs, each, jobs, each * (programs - done) / 60_000, counts.sum("failed "),
                all, all, first + programs - all);
    }

    private void job(int job, Path file) {
        Progress p = progress.get(job);
        long from = first;
        try {
            for (int crashes = 0; crashes < MOST_CRASHES; crashes++) {
                before.merge(job, p.done(), Long::sum);
                p.begin(from);
                long left = seconds - (System.nanoTime() - began) / 1_000_000_000L;
                FuzzMain.Share share = new FuzzMain.Share(first, programs, job, jobs, from, left);
                int exit = fork(file, share.arguments(), left + 600);
                if (exit == 0 || exit == 1) {
                    return;
                }
                long seed = p.seed();
                Mode mode = p.mode();
                counts.add("failed " + (exit == 3 ? "a program hangs" : "the JVM dies with exit code " + exit) + " in mode " + mode);
                System.out.println("FAILURE: exit code " + exit + " at seed " + seed + " in mode " + mode + ". " + FuzzMain.again(seed));
                if (exit != 3) {
                    System.out.println(shrink(seed, mode));
                }
                from = seed + 1;
            }
        } catch (IOException | RuntimeException e) {
            counts.add("failed " + e);
        }
    }

    private int fork(Path file, List<String> arguments, long limit) throws IOException {
        List<String> args = new ArrayList<>(List.of(FuzzMain.class.getName(), file.toString()));
        args.addAll(arguments);
        List<String> options = new ArrayList<>(List.of("-Xmx1g", "-Xms512m", "-Xss4m", "-XX:+UseSerialGC", "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null",
                // adapters for ever new signatures are never freed
                "-XX:ReservedCodeCacheSize=400m"));
        options.addAll(FuzzMain.OPTIONS);
        options.addAll(programs / jobs < C2_PAYS ? List.of("-XX:TieredStopAtLevel=1")
                : List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:CompilerDirectivesFile=" + directives));
        System.getProperties().stringPropertyNames().stream().filter(k -> k.startsWith("fuzz.") || k.equals(GpuTests.PROPERTY)).forEach(k -> options.add("-D" + k + "=" + System.getProperty(k)));
        return Fork.java(options, System.getProperty("java.class.path"), limit, args, line -> {
            if (!counts.read(line)) {
                System.out.println(line);
            }
        });
    }

    private String shrink(long seed, Mode mode) throws IOException {
        Path source = Files.createTempFile("jacobi-fuzz", ".java");
        Path progress = Files.createTempFile("jacobi-fuzz", ".bin");
        List<String> args = List.of(FuzzMain.class.getName(), progress.toString(), Long.toString(seed), mode.name(), source.toString());
        Predicate<String> kills = text -> {
            try {
                Files.writeString(source, text);
                List<String> options = new ArrayList<>(FuzzMain.OPTIONS);
                options.addAll(List.of("-Xmx1g", "-Xss4m", "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null"));
                int exit = Fork.java(options, System.getProperty("java.class.path"), 120, args).exit();
                return exit != 0 && exit != 1;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        try {
            Node program = Methods.generate(seed).source();
            return kills.test(program.toString()) ? "The smallest program that does the same:\n" + Shrinker.shrink(program, kills, SHRINK_ATTEMPTS)
                    : "Alone it does not do it; perhaps programs before it have done harm.";
        } finally {
            Files.deleteIfExists(source);
            Files.deleteIfExists(progress);
        }
    }
}
