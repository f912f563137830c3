// Random programs do under Jacobi what they do on the JVM: results, exceptions and arrays, on the interpreter and as machine code.
package dev.jacobi.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code -Dfuzz.programs=N} (2000), {@code -Dfuzz.seed=S} (1; {@code random}: the clock), {@code -Dfuzz.seconds=T}. It all runs in
 * JVMs of its own, so that a crash of compiled code is a failure with a seed and not the end of the tests.
 */
class FuzzTest {
    private static final int PROGRAMS = Integer.getInteger("fuzz.programs", 2000);
    private static final long SECONDS = Long.getLong("fuzz.seconds", Math.max(600L, PROGRAMS));
    private static final Pattern SUMMARY = Pattern.compile("SUMMARY (\\w+) programs=(\\d+) refused=(\\d+) accelerated=(\\d+) exceptional=(\\d+) needless=(\\d+)");

    private static final Pattern REFUSED = Pattern.compile("refused \\d+: ([A-Z-]+) .*");
    /** Why a generated program may be left to the JVM. */
    private static final Set<String> REFUSALS = Set.of("ALIASING", "ALWAYS-THROWS");

    /** Two processes of one half each: as many as the smallest machine has cores. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    @Execution(ExecutionMode.CONCURRENT)
    void compiledProgramsDoWhatTheJvmDoes(int half) throws IOException {
        String given = System.getProperty("fuzz.seed", "1");
        long seed = (given.equals("random") ? System.currentTimeMillis() * 1000 : Long.parseLong(given)) + half * (PROGRAMS / 2L);
        int programs = half == 0 ? PROGRAMS / 2 : PROGRAMS - PROGRAMS / 2;
        Path progress = Files.createTempFile("jacobi-fuzz", ".txt");
        try {
            Fork.Result result = fork(seed, Integer.toString(programs), progress, List.of(Mode.values()));
            System.out.println("fuzz seed " + seed + ", " + programs + " programs\n" + result.out());
            if (result.exit() != 0 && result.exit() != 1) {
                crashed(result, Files.readString(progress));
            }
            assertEquals(0, result.exit(), () -> result.out() + result.err());
            Matcher m = SUMMARY.matcher(result.out());
            int seen = 0;
            while (m.find()) {
                accelerated(m);
                seen++;
            }
            assertEquals(Mode.values().length, seen);
            Matcher refusal = REFUSED.matcher(result.out());
            while (refusal.find()) {
                assertTrue(REFUSALS.contains(refusal.group(1)), refusal.group());
            }
        } finally {
            Files.deleteIfExists(progress);
        }
    }

    private static Fork.Result fork(long seed, String programs, Path progress, List<Mode> modes) throws IOException {
        List<String> args = new ArrayList<>(List.of(FuzzMain.class.getName(), Long.toString(seed), programs, Long.toString(SECONDS), progress.toString()));
        modes.forEach(m -> args.add(m.name()));
        // C2 throws preallocated exceptions without a message from hot code, unless told not to: the messages are compared
        return Fork.java(List.of("-Xmx1g", "-Xss4m", "-XX:-OmitStackTraceInFastThrow", "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null"),
                System.getProperty("java.class.path"), SECONDS + 600, args);
    }

    /** The tests would be worth nothing if all was left to the JVM. */
    private static void accelerated(Matcher m) {
        int programs = Integer.parseInt(m.group(2));
        if (programs < 100) {
            return;
        }
        int refused = Integer.parseInt(m.group(3));
        int accelerated = Integer.parseInt(m.group(4));
        int needless = Integer.parseInt(m.group(6));
        assertTrue(refused <= programs / 20, () -> m.group() + ": too many programs refused");
        assertTrue(accelerated >= 2 * (programs - refused), () -> m.group() + ": too few calls ran compiled code");
        assertTrue(needless <= accelerated / 10, () -> m.group() + ": too many calls without need left to the JVM");
    }

    /** Says which program killed the JVM, and makes it smaller as long as it still does. */
    private static void crashed(Fork.Result result, String where) throws IOException {
        long seed = Long.parseLong(where.split(" ")[0]);
        Mode mode = Mode.valueOf(where.split(" ")[1]);
        Methods.Program program = Methods.generate(seed);
        Path file = Files.createTempFile("jacobi-fuzz", ".java");
        Path progress = Files.createTempFile("jacobi-fuzz", ".txt");
        String small = Shrinker.shrink(program.source(), source -> {
            try {
                Files.writeString(file, source);
                int exit = fork(seed, file.toString(), progress, List.of(mode)).exit();
                return exit != 0 && exit != 1;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }, 150);
        throw new AssertionError("The JVM died with exit code " + result.exit() + " at seed " + seed + " in mode " + mode
                + "; the smallest program that does it:\n" + small + "\n" + result.out() + result.err());
    }
}
