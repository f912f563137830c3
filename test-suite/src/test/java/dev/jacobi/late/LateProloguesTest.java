// Classes get their prologues when the program spends time in them.
package dev.jacobi.late;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LateProloguesTest {
    private static final String KERNELS = "dev.jacobi.late.Late";
    private static final String OLD = "org.apache.commons.math3.util.MathArrays";

    private static final String REDEFINITIONS = "-Xlog:redefine+class+load=info:file=";

    /** Subclasses of what programs use everywhere: an ArrayList and a HashMap, a DoubleStream's first stage, a Random. */
    private static final List<String> FIRST_OF_THEIR_KIND = List.of("dev.jacobi.lift.heap.GrowableCollections$Grown", "java.util.stream.ReferencePipeline$6 ", "java.security.SecureRandom ");

    @TempDir
    private Path folder;

    /** Which program, the method that its time goes into, and an option of the JVM: where threads do not stop in loops, stacks do not show it, calls do. */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"arrays,dev.jacobi.late.Late.roots,-XX:+UseSerialGC", "arrays,dev.jacobi.late.Late.roots,-XX:+UseZGC", "shapes,dev.jacobi.late.Late.corners,-XX:+UseG1GC",
        "old," + OLD + ".convolve,-XX:+UseG1GC"})
    void whatCostsTimeIsCompiledToo(String program, String method, String option) throws Exception {
        whatCostsTimeIsCompiled(program, method, option);
    }

    @ParameterizedTest
    @CsvSource({"arrays,dev.jacobi.late.Late.roots,-XX:+UseG1GC", "objects,dev.jacobi.late.Late.series,-XX:+UseG1GC"})
    void whatCostsTimeIsCompiled(String program, String method, String option) throws Exception {
        String said = untilSaid(program, method, List.of(option));
        var states = new TreeMap<String, String>();
        for (var m : Json.methods(folder.resolve("report.json"))) {
            states.put(Json.name(m), (String) m.get("state"));
        }
        assertTrue(states.containsKey(method), states + said);
        assertTrue(!"compiled".equals(states.get(KERNELS + "." + program)) && !"compiled".equals(states.get(KERNELS + ".rarely")), states + said);
        if (option.contains("G1")) {
            assertEquals(1, redefinitions(method.substring(0, method.lastIndexOf('.'))), "the class changes when there is code, and only then: " + said);
        }
    }

    /**
     * A loop that waits for one result after the other, a method with objects that cannot be compiled, whatever the objects are, and one that threads do not stop in, so that
     * stacks show its calls only.
     */
    @ParameterizedTest
    @CsvSource({"serial,decay,NOT-WORTH-IT-YET", "names,joined,", "leaf,straight,NO-GAIN"})
    void whatDoesNotPayLeavesItsClassAsItIs(String program, String method, String code) throws Exception {
        Process p = start(program, List.of(REDEFINITIONS + folder.resolve("redefined"), "-Xlog:class+load:file=" + folder.resolve("loaded")));
        finish(p, said -> said.contains(KERNELS + "." + method + "("));
        String report = Files.readString(folder.resolve("report.json"));
        var m = Json.methods(report).stream().filter(r -> Json.name(r).equals(KERNELS + "." + method)).findFirst().orElseThrow(() -> new AssertionError(report));
        assertEquals("jvm", m.get("state"), report);
        assertTrue(code == null || String.valueOf(m.get("reason")).contains(code), report);
        assertEquals(0, redefinitions(KERNELS));
        String loaded = Files.readString(folder.resolve("loaded"));
        for (String first : FIRST_OF_THEIR_KIND) {
            assertTrue(!loaded.contains(first), first + " is loaded, for which the JVM throws code of the program away");
        }
    }

    /** How often the JVM has been given other code for a class. */
    private long redefinitions(String cls) throws IOException {
        try (var lines = Files.lines(folder.resolve("redefined"))) {
            return lines.filter(l -> l.contains("redefined name=" + cls + ",")).count();
        }
    }

    /** Runs a program until the log says that the method is compiled, and a while longer. Returns the log. */
    private String untilSaid(String program, String method, List<String> options) throws Exception {
        Path err = folder.resolve("err");
        List<String> all = new ArrayList<>(options);
        all.add(REDEFINITIONS + folder.resolve("redefined"));
        Process p = start(program, all);
        finish(p, said -> said.lines().anyMatch(l -> l.contains(method + "(") && l.contains(" is compiled")));
        return said(err);
    }

    /** Waits until the log is as expected, and a while longer, and has the program end. */
    private void finish(Process p, Predicate<String> expected) throws Exception {
        Path err = folder.resolve("err");
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
            while (p.isAlive() && !expected.test(said(err)) && System.nanoTime() < end) {
                Thread.sleep(20);
            }
            // calls are measured now, and most come out decided
            Thread.sleep(300);
            Files.createFile(folder.resolve("stop"));
            assertTrue(p.waitFor(60, TimeUnit.SECONDS), said(err));
            assertEquals(0, p.exitValue(), said(err));
            assertEquals("same true", new String(p.getInputStream().readAllBytes()).strip(), said(err));
            assertTrue(expected.test(said(err)), said(err));
        } finally {
            p.destroyForcibly();
        }
    }

    private Process start(String program, List<String> options) throws IOException {
        List<String> all = new ArrayList<>(options);
        all.add("-javaagent:" + Fork.agentJar() + "=policy=adaptive,log=info,report=" + folder.resolve("report.json") + ",include=" + KERNELS + ",include=" + OLD);
        return Fork.builder(Fork.command(all, System.getProperty("java.class.path"), List.of(Late.class.getName(), program, folder.resolve("stop").toString())))
                .redirectError(folder.resolve("err").toFile()).start();
    }

    private static String said(Path err) throws IOException {
        return Files.readString(err);
    }
}
