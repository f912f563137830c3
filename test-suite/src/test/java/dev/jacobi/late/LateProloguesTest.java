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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LateProloguesTest {
    private static final String KERNELS = "dev.jacobi.late.Late";
    private static final String OLD = "org.apache.commons.math3.util.MathArrays";

    private static final String REDEFINITIONS = "-Xlog:redefine+class+load=info:file=";

    @TempDir
    private Path folder;

    /** Which program, the method that its time goes into, and an option of the JVM: where threads do not stop in loops, stacks do not show it, calls do. */
    @ParameterizedTest
    @CsvSource({"arrays,dev.jacobi.late.Late.roots,-XX:+UseG1GC", "arrays,dev.jacobi.late.Late.roots,-XX:+UseSerialGC", "arrays,dev.jacobi.late.Late.roots,-XX:+UseZGC",
        "objects,dev.jacobi.late.Late.series,-XX:+UseG1GC", "old," + OLD + ".convolve,-XX:+UseG1GC"})
    void whatCostsTimeIsCompiled(String program, String method, String option) throws Exception {
        String said = untilSaid(program, method, List.of(option));
        var states = new TreeMap<String, String>();
        for (var m : Json.methods(Files.readString(folder.resolve("report.json")))) {
            states.put(Json.name(m), (String) m.get("state"));
        }
        assertTrue(states.containsKey(method), states + said);
        assertTrue(!"compiled".equals(states.get(KERNELS + "." + program)) && !"compiled".equals(states.get(KERNELS + ".rarely")), states + said);
        if (option.contains("G1")) {
            assertEquals(1, redefinitions(method.substring(0, method.lastIndexOf('.'))), "the class changes when there is code, and only then: " + said);
        }
    }

    /** A loop that waits for one result after the other, and methods with objects that cannot be compiled, whatever the objects are. */
    @ParameterizedTest
    @CsvSource({"serial,decay,NOT-WORTH-IT-YET", "names,joined,", "shapes,corners,NOT-WORTH-IT-YET"})
    void whatDoesNotPayLeavesItsClassAsItIs(String program, String method, String code) throws Exception {
        Process p = start(program, List.of(REDEFINITIONS + folder.resolve("redefined")));
        try {
            Thread.sleep(3_500);
            Files.createFile(folder.resolve("stop"));
            assertTrue(p.waitFor(60, TimeUnit.SECONDS));
            assertEquals("same true", new String(p.getInputStream().readAllBytes()).strip());
        } finally {
            p.destroyForcibly();
        }
        String report = Files.readString(folder.resolve("report.json"));
        var m = Json.methods(report).stream().filter(r -> Json.name(r).equals(KERNELS + "." + method)).findFirst().orElseThrow(() -> new AssertionError(report));
        assertEquals("jvm", m.get("state"), report);
        assertTrue(code == null || String.valueOf(m.get("reason")).contains(code), report);
        assertEquals(0, redefinitions(KERNELS));
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
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
            while (p.isAlive() && !said(err).contains(method + "(") && System.nanoTime() < end) {
                Thread.sleep(20);
            }
            // calls are measured now, and most come out decided
            Thread.sleep(300);
            Files.createFile(folder.resolve("stop"));
            assertTrue(p.waitFor(60, TimeUnit.SECONDS), said(err));
            assertEquals(0, p.exitValue(), said(err));
            assertEquals("same true", new String(p.getInputStream().readAllBytes()).strip(), said(err));
            assertTrue(said(err).lines().anyMatch(l -> l.contains(method + "(") && l.contains(" is compiled")), said(err));
            return said(err);
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
