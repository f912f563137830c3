// Arrays of many lengths by backend=tpu: few programs serve them all, and results, exceptions and what was written are those of plain Java.
package dev.jacobi.tpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LengthsTest {
    private static final Set<String> EXACT = Set.of("reversed", "doubled", "around", "every", "triangle");
    /** Of methods of one array: two for their own shapes, an empty one, and those up to 4, 8, 16, 32, 64 and 160. */
    private static final int MOST = 9;
    /** Of methods of two lengths, each of which has its buckets. */
    private static final int MOST_OF_TWO = 23;
    @TempDir
    private Path folder;

    private Map<String, Map<String, Object>> run(String options, int most) throws IOException {
        String agent = "-javaagent:" + Fork.agentJar() + "=backend=tpu,policy=always,include=" + LengthKernels.class.getName() + ",report=" + folder.resolve("report.json") + ",dump="
            + folder.resolve("dump") + options;
        Fork.Result r = Hosted.run(folder, List.of(agent), LengthsMain.class, "" + most);
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        Fork.Result plain = Fork.java(List.of(), System.getProperty("java.class.path"), 60, List.of(LengthsMain.class.getName(), "" + most));
        Lines.same(plain.out().lines().toList(), r.out().lines().toList(), 1e-6, r.err());
        Map<String, Map<String, Object>> report = Json.byName(folder.resolve("report.json"));
        report.forEach((name, m) -> assertEquals("compiled", m.get("state"), () -> name + ": " + m));
        return report;
    }

    private long programs(String method) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("dump"))) {
            return all.filter(p -> p.toString().endsWith(".mlir") && p.getParent().getFileName().toString().contains("." + method + "-")).count();
        }
    }

    @Test
    void aProgramServesAllLengthsUpToTheNextBucket() throws IOException {
        var report = run("", 40);
        assertEquals(22, report.size());
        for (var e : report.entrySet()) {
            String name = e.getKey();
            boolean two = Set.of("saxpy", "table", "rows", "columns", "times").contains(name);
            long programs = programs(name);
            assertTrue(programs <= (two ? MOST_OF_TWO : MOST), () -> name + ": " + programs);
            assertEquals(!EXACT.contains(name), e.getValue().get("note").toString().contains("one program serves several lengths"), name);
        }
    }

    @Test
    void alsoFromTheFirstCallOnAndInFastMode() throws IOException {
        run(",pjrt.buckets=always,fp=fast", 9);
        assertTrue(programs("sum") <= MOST);
    }

    @Test
    void orNotAtAll() throws IOException {
        assertTrue(run(",pjrt.buckets=off", 3).values().stream().noneMatch(m -> m.get("note").toString().contains("several lengths")));
    }
}
