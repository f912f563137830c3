// A JVM put together by jlink of the fewest modules that an agent needs.
package dev.jacobi.robust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** It has no {@code java.management}, {@code jdk.jfr}, {@code java.logging}, {@code jdk.unsupported} or {@code jdk.attach}. */
class SmallImageTest {
    @TempDir
    private Path folder;

    @Test
    void methodsAndDerivativesAreCompiled() throws Exception {
        Optional<ToolProvider> jlink = ToolProvider.findFirst("jlink");
        assumeTrue(jlink.isPresent(), "this JDK has no jlink");
        Path image = folder.resolve("image");
        var said = new StringWriter();
        int code = jlink.get().run(new PrintWriter(said), new PrintWriter(said), "--add-modules", "java.base,java.instrument", "--output", image.toString());
        assumeTrue(code == 0, () -> "jlink can make no image here: " + said);
        Path report = folder.resolve("report.json");
        var command = List.of(image.resolve("bin/java").toString(),
            "-javaagent:" + Fork.agentJar() + "=policy=always,report=" + report + ",include=" + SmallImageMain.class.getName() + "::total",
            "-cp", System.getProperty("java.class.path"), SmallImageMain.class.getName());
        Process p = Fork.builder(command).redirectErrorStream(true).start();
        String out = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, p.waitFor(), out);
        assertTrue(out.contains("4950.0 6.0"), out);
        var total = Json.methods(report).stream().filter(m -> Json.name(m).endsWith(".total")).findFirst().orElseThrow();
        assertEquals("compiled", total.get("state"), total.toString());
        assertEquals(0, ((Number) total.get("fallbacks")).longValue());
    }
}
