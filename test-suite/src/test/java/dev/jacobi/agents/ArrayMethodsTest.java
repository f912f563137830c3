package dev.jacobi.agents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Methods with {@code @Jit} that take or give NDArrays are compiled under the agent; what cannot be compiled runs as it was written, and the report says why. */
class ArrayMethodsTest {
    private static final String OUTPUT = """
        -1.5
        -3.0
        21.0 2.0
        Layer[w=[2. 4.], b=4.0]
        printed
        printed
        [2. 3.] [2. 3.]
        Index 3 out of bounds for length 2
        [ 1. -2.]
        """;
    @TempDir
    Path folder;

    private static String run(List<String> options) throws IOException {
        Fork.Result r = Fork.java(options, Fork.home(ArrayMain.class) + ":" + Fork.agentJar(), 300, List.of(ArrayMain.class.getName()));
        assertEquals(0, r.exit(), r.err());
        return r.out();
    }

    @Test
    void areCompiled() throws IOException {
        Path report = folder.resolve("report.json");
        assertEquals(OUTPUT, run(List.of("-javaagent:" + Fork.agentJar() + "=report=" + report)));
        String json = Files.readString(report);
        for (String method : List.of("loss", "mixed", "next")) {
            assertTrue(json.matches("(?s).*ArrayMain\\." + method + "\"[^\n]*\"state\": \"compiled\".*"), method + ": " + json);
        }
        assertTrue(json.matches("(?s).*ArrayMain\\.printing\"[^\n]*\"state\": \"jvm\"[^\n]*which is output.*"), json);
    }

    @Test
    void giveTheSameWithoutTheAgent() throws IOException {
        assertEquals(OUTPUT, run(List.of()));
    }
}
