// The generator itself: programs depend on the seed only, compile, end, and mostly end normally; shrinking finds the culprit.
package dev.jacobi.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Javac;
import dev.jacobi.harness.Outcome;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    @Test
    void aSeedIsAProgram() {
        assertEquals(Methods.generate(42).source().toString(), Methods.generate(42).source().toString());
        assertNotEquals(Methods.generate(42).source().toString(), Methods.generate(43).source().toString());
    }

    /** None of the small programs' forms, and none of the kinds, is gone, and the list of forms is whole. */
    @Test
    void everyFormOfEveryKindIsMade() {
        Map<Kind, Set<String>> forms = new TreeMap<>();
        Map<Kind, Integer> programs = new TreeMap<>();
        LongStream.range(0, 4000).mapToObj(Methods::generate).forEach(p -> {
            forms.computeIfAbsent(p.kind(), kind -> new TreeSet<>()).addAll(p.forms());
            programs.merge(p.kind(), 1, Integer::sum);
        });
        for (Kind kind : Kind.values()) {
            assertEquals(new TreeSet<>(kind.forms()), forms.get(kind), kind.toString());
            assertTrue(programs.get(kind) >= 900, programs.toString());
        }
    }

    @Test
    void programsCompileAndMostCallsEndNormally() throws ReflectiveOperationException {
        List<Methods.Program> programs = LongStream.range(0, 120).mapToObj(Methods::generate).toList();
        Map<String, String> sources = new LinkedHashMap<>();
        programs.forEach(p -> sources.put(p.name(), p.source().toString()));
        Javac.Loader loader = new Javac().compile(sources);
        int normal = 0;
        for (Methods.Program p : programs) {
            Method run = run(loader.loadClass(p.name()));
            for (int k = 0; k < Fuzzer.CALLS; k++) {
                Outcome a = outcome(run, Fuzzer.fresh(p, run, k));
                assertEquals(a, outcome(run, Fuzzer.fresh(p, run, k)));
                normal += a.normal() ? 1 : 0;
            }
        }
        assertTrue(normal > 120 * Fuzzer.CALLS / 2, "normal ends: " + normal);
    }

    private static Outcome outcome(Method m, Object[] args) {
        return Outcome.of(a -> {
            try {
                return m.invoke(null, a);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }, args);
    }

    @Test
    void reshapedClassesDoTheSame() throws ReflectiveOperationException {
        int changed = 0;
        for (long seed = 200; seed < 240; seed++) {
            Methods.Program p = Methods.generate(seed);
            Map<String, byte[]> classes = new Javac().compile(Map.of(p.name(), p.source().toString())).classes();
            Map<String, byte[]> other = new LinkedHashMap<>(classes);
            other.replaceAll((name, bytes) -> Reshape.reshape(bytes, 5));
            Method a = run(new Javac.Loader(classes).loadClass(p.name()));
            Method b = run(new Javac.Loader(other).loadClass(p.name()));
            for (int k = 0; k < Fuzzer.CALLS; k++) {
                assertEquals(nameless(outcome(a, Fuzzer.fresh(p, a, k))), nameless(outcome(b, Fuzzer.fresh(p, b, k))));
            }
            changed += Arrays.equals(classes.get(p.name()), other.get(p.name())) ? 0 : 1;
        }
        assertEquals(40, changed);
    }

    /** JDK 17's javac makes a class of the first program that the JVM rejects; what Reshape makes must not be one. */
    @Test
    void whatTheJvmRejectsAsCompiledIsLeftOut() throws ClassNotFoundException {
        Javac javac = new Javac();
        for (long seed : new long[] {2385, 42}) {
            Methods.Program p = Methods.generate(seed);
            Map<String, String> source = Map.of(p.name(), p.source().toString());
            boolean good = accepted(javac.compile(source), p.name());
            assertTrue(good || seed == 2385);
            assertEquals(good, Fuzzer.load(javac, javac.compile(source), p) != null);
        }
    }

    /** An error in a source is one; only what fails without any is left out. */
    @Test
    void errorsInProgramsAreNotTheCompilers() {
        assertFalse(assertThrows(Javac.CompileError.class, () -> new Javac().compile(Map.of("A", "class A { int x = true; }"))).isOfCompiler());
    }

    private static boolean accepted(ClassLoader loader, String name) throws ClassNotFoundException {
        try {
            Class.forName(name, true, loader);
            return true;
        } catch (VerifyError e) {
            return false;
        }
    }

    /** Without debug information, the JVM's messages about null cannot name variables. */
    private static String nameless(Outcome o) {
        return o.text().replaceAll("\"[^\"]*\"", "it");
    }

    private static Method run(Class<?> type) {
        return Stream.of(type.getMethods()).filter(m -> m.getName().equals("run")).findFirst().orElseThrow();
    }

    @Test
    void shrinkingKeepsWhatMattersOnly() {
        String small = Shrinker.shrink(Methods.generate(9).source(), s -> s.contains("fuel") && s.contains("return"), 10_000);
        assertTrue(small.contains("fuel") && small.length() < Methods.generate(9).source().toString().length() / 2, small);
    }

    @Test
    void outcomesTellResultsExceptionsArraysAndIdentityApart() {
        int[] a = {1};
        int[] b = {1};
        assertEquals(Outcome.of(x -> x[0], new Object[] {a}).text(), Outcome.of(x -> x[0], new Object[] {b}).text());
        assertNotEquals(Outcome.of(x -> ((int[]) x[0]).clone(), new Object[] {a}).text(), Outcome.of(x -> x[0], new Object[] {b}).text());
        assertNotEquals(Outcome.of(x -> 0.0, new Object[] {}).text(), Outcome.of(x -> -0.0, new Object[] {}).text());
        assertNotEquals(Outcome.of(x -> 1, new Object[] {a, a}).text(), Outcome.of(x -> 1, new Object[] {a, b}).text());
        assertFalse(Outcome.of(x -> {
            throw new IllegalStateException("why");
        }, new Object[] {}).normal());
        assertEquals(Outcome.of(x -> Float.NaN, new Object[] {}).text(), Outcome.of(x -> Float.intBitsToFloat(0x7fc00001), new Object[] {}).text());
    }

    /** C2 leaves out messages of exceptions from some call on, so that a method differs from itself: such a process would find failures that are none. */
    @Test
    void noProcessStartsInWhichMessagesComeAndGo() throws IOException {
        List<String> args = List.of(FuzzMain.class.getName(), File.createTempFile("jacobi-fuzz", ".bin").toString(), "1", "1", "0", "1", "1", "60");
        for (String option : FuzzMain.OPTIONS) {
            List<String> others = FuzzMain.OPTIONS.stream().filter(o -> !o.equals(option)).toList();
            Fork.Result without = Fork.java(others, System.getProperty("java.class.path"), 60, args);
            assertEquals(4, without.exit(), without.out());
            assertTrue(without.out().contains(option), without.out());
        }
        Fork.Result with = Fork.java(FuzzMain.OPTIONS, System.getProperty("java.class.path"), 60, args);
        assertEquals(0, with.exit(), with.out());
    }
}
