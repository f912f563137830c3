// The option math in whole runs: with jvm a program prints what it prints without Jacobi, in each mode of the JVM; else the summary says what may differ.
package dev.jacobi.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MathOptionTest {
    @TempDir
    Path folder;

    private static Fork.Result run(String agent, String argument, String... jvm) throws IOException {
        var options = new ArrayList<>(List.of(jvm));
        if (agent != null) {
            options.add("-javaagent:" + Fork.agentJar() + "=include=dev.jacobi.math.MathProgram,policy=always," + agent);
        }
        Fork.Result r = Fork.java(options, System.getProperty("java.class.path"), 120, List.of(MathProgram.class.getName(), argument));
        assertEquals(0, r.exit(), r.err());
        return r;
    }

    @Test
    void aRunHasTheBitsOfTheJvm() throws IOException {
        String plain = run(null, "plain").out();
        Path report = folder.resolve("report.json");
        Path kept = folder.resolve("kept");
        Fork.Result first = run("math=jvm,threads=2,cache=" + kept + ",report=" + report, "transformed");
        assertEquals(plain, first.out(), first.err());
        String text = Files.readString(report);
        var methods = Json.methods(text).stream().filter(m -> !((String) m.get("method")).endsWith(".main")).toList();
        assertEquals(2, methods.stream().filter(m -> "compiled".equals(m.get("state"))).count(), text);
        assertTrue(!text.contains("\"withinUlp\": true"), text);
        // kept code finds the routines where they are in this run, and is not taken for that of the other kind
        Fork.Result again = run("math=jvm,threads=2,cache=" + kept + ",report=" + report, "transformed", "-XX:TieredStopAtLevel=1");
        assertEquals(plain, again.out(), again.err());
        assertTrue(Files.readString(report).contains("\"cacheHit\": true"));
        Fork.Result other = run("cache=" + kept + ",report=" + report, "transformed");
        assertTrue(!Files.readString(report).contains("\"cacheHit\": true"), Files.readString(report));
        assertTrue(!other.out().equals(plain));
    }

    @Test
    void theSummaryNamesWhatMayDiffer() throws IOException {
        String usual = run("math=upl", "transformed").err();
        assertTrue(usual.contains("did you mean 'ulp'?"), usual);
        String line = usual.lines().filter(l -> l.contains("by 1 ulp")).findFirst().orElse(usual);
        assertTrue(line.contains("dev.jacobi.math.MathProgram.each") && line.contains("dev.jacobi.math.MathProgram.sum") && line.contains("math=jvm"), usual);
        String exact = run("math=jvm", "transformed").err();
        assertTrue(!exact.contains("by 1 ulp"), exact);
    }

    @Test
    void onADeviceSuchAMethodStaysWithTheJvm() throws IOException {
        Path report = folder.resolve("report.json");
        String out = run("math=jvm,backend=cuda,log=off,report=" + report, "transformed").out();
        assertEquals(run(null, "plain").out(), out);
    }
}
