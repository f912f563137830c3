// An index that another thread changes between its check and its use never ends the process.
package dev.jacobi.robust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link ChangedIndices} in a JVM of its own. */
class ChangedIndicesTest {
    private static final String PATH = System.getProperty("java.class.path");

    @ParameterizedTest
    @ValueSource(strings = {"strict", "fast"})
    void processStays(String fp) throws IOException {
        Fork.Result r = Fork.java(List.of("-Xmx256m", "-javaagent:" + Fork.agentJar() + "=policy=always,report=off,fp=" + fp + ",include=" + ChangedIndices.Kernels.class.getName()), PATH, 120,
            List.of(ChangedIndices.class.getName(), "0.2"));
        assertEquals(0, r.exit(), r.out() + r.err());
        assertTrue(r.out().contains("calls: "), r.out() + r.err());
    }
}
