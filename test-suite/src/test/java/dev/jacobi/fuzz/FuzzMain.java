// The fuzzing process: generates, compiles, compares; says in a file which program it is at, in case the JVM dies.
package dev.jacobi.fuzz;

import dev.jacobi.gpu.GpuTests;
import dev.jacobi.harness.Javac;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Arguments: a progress file and a {@link Share}, or a progress file, a seed, a mode and a file with a source to run instead of the one that
 * the seed gives. Ends with 0 when all is well, 1 after failures (each kind is printed once, with its seed and a small program), 3 when a
 * program hangs, 4 when it fails itself, 5 when a kernel has brought the GPU down.
 */
public final class FuzzMain {
    /**
     * Options without which the same method throws exceptions with a message in one call and without it in another, as soon as C2 has compiled it: C2 leaves messages out, unless told not to, and the JVM's own texts for null come and go from call
     * to call (seed 46727). A process that has not been given them would find failures that are none.
     */
    static final List<String> OPTIONS = List.of("-XX:-OmitStackTraceInFastThrow", "-XX:-ShowCodeDetailsInExceptionMessages");
    /** Programs that are compiled together; the compiler of Java takes a third less for each than for 40. */
    private static final int BATCH = 100;
    private static final int MOST_FAILURES = 5;
    private static final long SECOND = 1_000_000_000;
    /** A program for which this process has used so much time of the processors hangs: on a machine that does other things, time by the clock says nothing. */
    private static final long HANG = 120 * SECOND;
    private static final long SHRINK = 180 * SECOND;
    /** A process that waits uses none, so each second by the clock in which it runs at all counts as so much: it may wait for twenty minutes. */
    private static final long LEAST_OF_A_SECOND = SECOND / 10;
    /** Programs that take longer are named. */
    private static final long SLOW = Long.getLong("fuzz.slow", 20_000);
    private final Javac javac = new Javac();
    private final Counts counts = new Counts();
    private final Fuzzer fuzzer = new Fuzzer(new Mode.Engines(), counts);
    private final Progress progress;
    private final Set<String> failures = new HashSet<>();
    private final AtomicLong patience = new AtomicLong(HANG);

    /** A process's part of the programs with the seeds first .. first + programs: every jobs-th batch, from a seed on, within a time. */
    record Share(long first, long programs, int job, int jobs, long from, long seconds) {
        List<String> arguments() {
            return Stream.of(first, programs, job, jobs, from, seconds).map(Object::toString).toList();
        }

        static Share of(List<String> arguments) {
            List<Long> n = arguments.stream().map(Long::parseLong).toList();
            return new Share(n.get(0), n.get(1), n.get(2).intValue(), n.get(3).intValue(), n.get(4), n.get(5));
        }
    }

    private FuzzMain(Progress progress) {
        this.progress = progress;
    }

    public static void main(String[] args) throws IOException {
        FuzzMain main = null;
        try {
            if (!hasMessages()) {
                throw new IllegalStateException("Messages of exceptions come and go in this JVM. Start it with " + String.join(" ", OPTIONS));
            }
            main = new FuzzMain(new Progress(Path.of(args[0])));
            main.watch();
            if (args.length == 4) {
                main.one(Long.parseLong(args[1]), Mode.valueOf(args[2]), Files.readString(Path.of(args[3])));
            } else {
                main.run(Share.of(List.of(args).subList(1, args.length)));
            }
        } catch (Throwable t) {
            // Of itself the JVM would end with 1.
            t.printStackTrace(System.out);
            if (main != null) {
                main.counts.print();
            }
            System.exit(4);
        }
        main.counts.print();
        System.exit(main.failures.isEmpty() ? 0 : 1);
    }

    /** Whether the JVM has been given {@link #OPTIONS}. */
    private static boolean hasMessages() {
        var hotspot = ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class);
        return OPTIONS.stream().map(o -> o.substring("-XX:-".length())).allMatch(o -> hotspot.getVMOption(o).getValue().equals("false"));
    }

    /** How a program is run again. */
    static String again(long seed) {
        String full = System.getProperty("fuzz.full");
        return "To run it again: mvn -Pfuzz -Dfuzz.seed=" + seed + " -Dfuzz.programs=1" + (full == null ? "" : " -Dfuzz.full=" + full)
                + (Mode.asked().contains(Mode.GPU) ? " -Dfuzz.gpu=true -D" + GpuTests.PROPERTY + "=" + System.getProperty(GpuTests.PROPERTY, "emulated") : "");
    }

    private void watch() {
        Thread watch = new Thread(() -> {
            var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long before = system.getProcessCpuTime();
            while (patience.get() > 0) {
                try {
                    Thread.sleep(1000);
                } catch (InterruptedException e) {
                    return;
                }
                long now = system.getProcessCpuTime();
                patience.addAndGet(-Math.max(now - before, LEAST_OF_A_SECOND));
                before = now;
            }
            System.out.println("HANG at seed " + progress.seed() + " in mode " + progress.mode() + ". " + again(progress.seed()));
            Thread.getAllStackTraces().forEach((thread, stack) -> {
                if (thread.getName().equals("main")) {
                    Stream.of(stack).limit(40).forEach(System.out::println);
                }
            });
            counts.print();
            System.out.flush();
            Runtime.getRuntime().halt(3);
        }, "watch");
        watch.setDaemon(true);
        watch.start();
    }

    private void run(Share s) throws IOException, ClassNotFoundException {
        long end = System.nanoTime() + s.seconds() * SECOND;
        for (long at = (long) s.job() * BATCH; at < s.programs() && System.nanoTime() < end && failures.size() < MOST_FAILURES; at += (long) s.jobs() * BATCH) {
            List<Methods.Program> programs = new ArrayList<>();
            for (long seed = s.first() + at; seed < s.first() + Math.min(s.programs(), at + BATCH); seed++) {
                if (seed >= s.from()) {
                    programs.add(Methods.generate(seed));
                }
            }
            if (!programs.isEmpty()) {
                batch(programs);
            }
        }
    }

    private void batch(List<Methods.Program> programs) throws ClassNotFoundException {
        Map<String, String> sources = new LinkedHashMap<>();
        programs.forEach(p -> sources.put(p.name(), p.source().toString()));
        patience.set(HANG);
        Javac.Loader loader;
        try {
            loader = Fuzzer.compile(javac, sources);
        } catch (Javac.CompileError e) {
            halves(programs, e);
            return;
        }
        for (Methods.Program p : programs) {
            progress.at(p.seed(), Mode.LIFTED);
            Class<?> type = Fuzzer.load(javac, loader, p);
            if (type == null) {
                counts.add("rejected by the JVM");
                progress.oneMore();
                continue;
            }
            for (Mode mode : Mode.asked(p)) {
                check(p, type, mode);
            }
            progress.oneMore();
        }
    }

    /** JDK 17's compiler fails on some programs: half as many are compiled at a time until it is found which, and that one is left out. */
    private void halves(List<Methods.Program> programs, Javac.CompileError e) throws ClassNotFoundException {
        if (!e.isOfCompiler()) {
            throw e;
        }
        if (programs.size() == 1) {
            counts.add("rejected by the compiler");
            progress.oneMore();
            return;
        }
        batch(programs.subList(0, programs.size() / 2));
        batch(programs.subList(programs.size() / 2, programs.size()));
    }

    private void check(Methods.Program p, Class<?> type, Mode mode) {
        progress.at(p.seed(), mode);
        patience.set(HANG);
        long start = System.nanoTime();
        Fuzzer.Failure failure = fuzzer.check(p, type, mode);
        ifLost(mode);
        long millis = (System.nanoTime() - start) / 1_000_000;
        if (millis > SLOW) {
            say("Seed " + p.seed() + " took " + millis + " ms in mode " + mode);
        }
        if (failure == null) {
            return;
        }
        counts.add("failed " + failure.kind());
        if (failures.add(failure.kind())) {
            say("FAILURE at seed " + p.seed() + ": " + failure.kind() + "\n" + failure.details() + "\n" + again(p.seed()));
            patience.set(HANG + SHRINK);
            say("The smallest program that does the same:\n" + fuzzer.shrink(p, mode, failure, javac));
        }
    }

    /** A GPU that kernels have brought down is none for the programs behind: the process ends as one that dies, so that it is said at which program, and the next ones run. */
    private void ifLost(Mode mode) {
        if (mode == Mode.GPU && GpuTests.isLost()) {
            counts.print();
            System.out.flush();
            Runtime.getRuntime().halt(5);
        }
    }

    private void one(long seed, Mode mode, String source) throws ClassNotFoundException {
        Methods.Program p = Methods.generate(seed);
        progress.at(seed, mode);
        Fuzzer.Failure failure = fuzzer.check(p, Fuzzer.compile(javac, Map.of(p.name(), source)).loadClass(p.name()), mode);
        ifLost(mode);
        if (failure != null) {
            failures.add(failure.kind());
            say(failure.kind() + "\n" + failure.details());
        }
    }

    /** In one piece. */
    private static void say(String text) {
        System.out.println(text);
        System.out.flush();
    }
}
