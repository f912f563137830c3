// The fuzzing process: generates, compiles, compares; says in a file which program it is at, in case the JVM dies.
package dev.jacobi.fuzz;

import dev.jacobi.harness.Javac;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Arguments: first seed, number of programs, seconds, file for the current seed, modes. Ends with 0 when all is well, 1 after
 * failures (each printed with its seed and a small program), 3 when a program hangs. With a file name instead of a number of
 * programs, the source in it is run instead of the one that the seed gives.
 */
public final class FuzzMain {
    private static final int BATCH = 40;
    private static final int MOST_FAILURES = 5;
    private static final long HANG_MILLIS = 90_000;
    private final Javac javac = new Javac();
    private final List<Fuzzer> fuzzers;
    private final Path progress;
    private final Map<String, Integer> failures = new LinkedHashMap<>();
    private volatile long seed;
    private volatile long since;

    private FuzzMain(List<Fuzzer> fuzzers, Path progress) {
        this.fuzzers = fuzzers;
        this.progress = progress;
    }

    public static void main(String[] args) throws IOException, ClassNotFoundException {
        List<Fuzzer> fuzzers = Stream.of(args).skip(4).map(m -> new Fuzzer(Mode.valueOf(m))).toList();
        FuzzMain main = new FuzzMain(fuzzers, Path.of(args[3]));
        main.watch();
        if (Files.exists(Path.of(args[1]))) {
            main.one(Long.parseLong(args[0]), Files.readString(Path.of(args[1])));
        } else {
            main.run(Long.parseLong(args[0]), Integer.parseInt(args[1]), Long.parseLong(args[2]));
        }
        main.summary();
        System.exit(main.failures.isEmpty() ? 0 : 1);
    }

    private void watch() {
        since = System.currentTimeMillis();
        Thread watch = new Thread(() -> {
            while (System.currentTimeMillis() - since < HANG_MILLIS) {
                try {
                    Thread.sleep(1000);
                } catch (InterruptedException e) {
                    return;
                }
            }
            System.out.println("HANG at seed " + seed);
            Thread.getAllStackTraces().forEach((thread, stack) -> {
                if (thread.getName().equals("main")) {
                    Stream.of(stack).limit(40).forEach(System.out::println);
                }
            });
            Runtime.getRuntime().halt(3);
        }, "watch");
        watch.setDaemon(true);
        watch.start();
    }

    private void run(long first, int count, long seconds) throws IOException, ClassNotFoundException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (int at = 0; at < count && System.nanoTime() < end && failures.size() < MOST_FAILURES; at += BATCH) {
            List<Methods.Program> programs = new ArrayList<>();
            for (int i = at; i < Math.min(count, at + BATCH); i++) {
                programs.add(Methods.generate(first + i));
            }
            batch(programs);
        }
    }

    private void batch(List<Methods.Program> programs) throws IOException, ClassNotFoundException {
        Map<String, String> sources = new LinkedHashMap<>();
        programs.forEach(p -> sources.put(p.name(), p.source().toString()));
        Javac.Loader loader = Fuzzer.compile(javac, sources);
        for (Methods.Program p : programs) {
            for (Fuzzer f : fuzzers) {
                check(f, p, loader.loadClass(p.name()));
            }
        }
    }

    private void check(Fuzzer f, Methods.Program p, Class<?> type) throws IOException {
        seed = p.seed();
        since = System.currentTimeMillis();
        Files.writeString(progress, seed + " " + f.mode());
        Fuzzer.Failure failure = f.check(p, type);
        if (failure != null && failures.merge(failure.kind(), 1, Integer::sum) == 1) {
            System.out.println("FAILURE at seed " + seed + ": " + failure.kind() + "\n" + failure.details());
            since = System.currentTimeMillis() + 120_000;
            System.out.println("The smallest program that does the same:\n" + f.shrink(p, failure, javac));
        }
    }

    private void one(long number, String source) throws IOException, ClassNotFoundException {
        Methods.Program p = Methods.generate(number);
        Class<?> type = Fuzzer.compile(javac, Map.of(p.name(), source)).loadClass(p.name());
        for (Fuzzer f : fuzzers) {
            seed = number;
            Files.writeString(progress, number + " " + f.mode());
            Fuzzer.Failure failure = f.check(p, type);
            if (failure != null) {
                failures.merge(failure.kind(), 1, Integer::sum);
                System.out.println(failure.kind() + "\n" + failure.details());
            }
        }
    }

    private void summary() {
        for (Fuzzer f : fuzzers) {
            System.out.println("SUMMARY " + f.mode() + " programs=" + f.programs + " refused=" + f.refusals() + " accelerated=" + f.accelerated
                    + " exceptional=" + f.exceptional + " needless=" + f.needlessCalls());
            f.refused.forEach((reason, n) -> System.out.println("  refused " + n + ": " + reason));
            f.needless.forEach((reason, n) -> System.out.println("  fallback without need " + n + ": " + reason));
        }
        failures.forEach((kind, n) -> System.out.println("FAILED " + n + " times: " + kind));
    }
}
