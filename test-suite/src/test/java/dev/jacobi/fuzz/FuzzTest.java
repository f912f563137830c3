// Random programs do under Jacobi what they do on the JVM: results, exceptions and arrays, on the interpreter and as machine code.
package dev.jacobi.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.gpu.GpuTests;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * {@code -Dfuzz.programs=N} (2000), {@code -Dfuzz.seed=S} (1; {@code random}: the clock), {@code -Dfuzz.jobs=N} processes (all cores),
 * {@code -Dfuzz.seconds=T}, {@code -Dfuzz.gpu=true}: on a GPU ({@link GpuTests}). The programs run in JVMs of their own, so that a crash of compiled code
 * is a failure with a seed and not the end of the tests.
 */
class FuzzTest {
    private static final List<String> GPU_REFUSALS = List.of("StrictMath.", "an array that one thread of a GPU makes leaves it");
    private static final int PROGRAMS = Integer.getInteger("fuzz.programs", 2000);
    /** Fewer programs do not pay for the start of a process. */
    private static final int LEAST = 250;
    /** Why a generated program may be left to the JVM. */
    private static final Set<String> REFUSALS = Set.of("ALIASING", "ALWAYS-THROWS", "IDENTITY", "ROW-STORE", "depends on how threads divide it");

    /** What some of the programs must come to; the rarest of these is in one program of 100. */
    private static final Set<String> COMMON = Set.of("map", "for", "while", "cond", "reduce", "hist", "call", "check INDEX", "check DIVISION", "check NEGATIVE_SIZE",
            "check THROW", "check NULL", "check MEMORY", "index PROMISED", "update PROMISED", "map at depth 3", "while at depth 3", "full", "copy", "slice", "dim", "convert",
            "bitcast", "select", "fma", "mulhi", "popcnt", "clz", "ctz", "rem", "ushr", "index u16", "index i8", "index bool", "update f32", "update i16", "reduce max");

    @Test
    void compiledProgramsDoWhatTheJvmDoes() throws IOException {
        if (Mode.asked().contains(Mode.GPU)) {
            GpuTests.device();
        }
        String given = System.getProperty("fuzz.seed", "1");
        long seed = given.equals("random") ? System.currentTimeMillis() * 1000 : Long.parseLong(given);
        int cores = Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), (PROGRAMS + LEAST - 1) / LEAST));
        FuzzRun run = new FuzzRun(seed, PROGRAMS, Integer.getInteger("fuzz.jobs", cores), Long.getLong("fuzz.seconds", Math.max(600L, PROGRAMS)));
        Counts counts = run.go();
        summary(seed, counts);
        assertEquals(Map.of(), counts.under("failed "), "Failures, printed above");
        assertTrue(counts.get(Mode.asked().get(0) + " programs") > 0, "no program was run to its end");
        assertTrue(counts.sum("rejected ") <= PROGRAMS / 500 + 1, "too many programs that the compiler or the JVM rejects");
        if (counts.get(Mode.RAISED + " programs") >= 2000 && System.getProperty("fuzz.kind") == null) {
            COMMON.forEach(what -> assertTrue(counts.get(Mode.RAISED + " has " + what) > 0, () -> "No program has " + what + " any more"));
        }
        for (Mode mode : Mode.asked()) {
            kinds(counts, mode);
            accelerated(counts, mode);
            counts.under(mode + " refused ").forEach((why, n) -> assertTrue(isKnown(mode, why), () -> "refused " + n + ": " + why));
        }
    }

    private static boolean isKnown(Mode mode, String why) {
        return mode == Mode.GPU && why.contains("NOT-EMITTED") && GPU_REFUSALS.stream().anyMatch(why::contains) || REFUSALS.stream().anyMatch(why::contains);
    }

    private static void summary(long seed, Counts counts) {
        System.out.println("fuzz: seeds " + seed + " to " + (seed + PROGRAMS - 1));
        System.out.println("Rejected: " + counts.under("rejected "));
        for (Mode mode : Mode.asked()) {
            System.out.println(mode + ": " + line(counts, mode));
            counts.under(mode + " refused ").forEach((why, n) -> System.out.println("  refused " + n + ": " + why));
            counts.under(mode + " needless ").forEach((why, n) -> System.out.println("  fallback without need " + n + ": " + why));
        }
        for (Mode mode : Mode.asked()) {
            System.out.println(mode + ", programs by kind: " + counts.under(mode + " programs of "));
        }
        Map<String, Long> has = new TreeMap<>(counts.under(Mode.RAISED + " has "));
        has.keySet().removeIf(k -> k.contains(" "));
        System.out.println("Programs that have, when raised: " + has.toString().replaceAll("[{}]", ""));
    }

    private static String line(Counts counts, Mode mode) {
        return counts.get(mode + " programs") + " programs, " + counts.sum(mode + " refused at once ") + " refused; calls: " + counts.get(mode + " accelerated")
                + " compiled, " + counts.get(mode + " exceptional") + " with an exception, " + counts.sum(mode + " needless ") + " without need left to the JVM";
    }

    /** Compiled code has run most of the small programs, and each of their forms. */
    private static void kinds(Counts counts, Mode mode) {
        for (Kind kind : Kind.values()) {
            long programs = counts.get(mode + " programs of " + kind);
            if (kind != Kind.GENERAL && programs >= 100) {
                long ran = counts.get(mode + " ran " + kind);
                assertTrue(ran >= programs * 3 / 4, () -> mode + ": compiled code ran only " + ran + " of " + programs + " programs of the kind " + kind);
                if (programs < 400) {
                    continue;
                }
                kind.forms().forEach(form -> assertTrue(counts.get(mode + " ran " + kind + ": " + form) > 0, () -> mode + " has compiled no program of the kind " + kind + " with: " + form));
            }
        }
    }

    /** The tests would be worth nothing if all was left to the JVM. */
    private static void accelerated(Counts counts, Mode mode) {
        long programs = counts.get(mode + " programs");
        if (programs < 100) {
            return;
        }
        long refused = counts.sum(mode + " refused at once ");
        long accelerated = counts.get(mode + " accelerated");
        // a GPU has no StrictMath.sin and the like
        assertTrue(refused <= programs / (mode == Mode.GPU ? 10 : 20), () -> line(counts, mode) + ": too many programs refused");
        assertTrue(accelerated >= 2 * (programs - refused), () -> line(counts, mode) + ": too few calls ran compiled code");
        assertTrue(counts.sum(mode + " needless ") <= accelerated / 10, () -> line(counts, mode) + ": too many calls without need left to the JVM");
    }
}
