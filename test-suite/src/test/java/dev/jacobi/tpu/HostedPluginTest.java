// Programs are really run: in a JVM with Python inside, whose jaxlib is behind the plugin's functions. Skipped without -Djacobi.test.python=FILE.
package dev.jacobi.tpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.harness.Fork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostedPluginTest {
    @TempDir
    private Path folder;

    @Test
    void theClientComputes() throws IOException {
        Fork.Result r = Hosted.run(folder, List.of(), ClientCalls.class);
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        assertEquals(List.of("version 0.90", "platform cpu, kind cpu", "echo BOOL true", "echo I8 true", "echo I16 true", "echo U16 true", "echo I32 true",
            "echo I64 true", "echo BF16 true", "echo F16 true", "echo F32 true", "echo F64 true", "matmul [58.0, 64.0, 139.0, 154.0]",
            "kept [0] donated false [2, 4, 6, 8] 16", "kept [] donated true [2, 4, 6, 8] 16", "loaded again [10, 12, 14, 16]",
            "threads [0, 400, 800, 1200]", "error UNKNOWN at [Position[line=2, column=8]]", "left {}"), r.out().lines().toList(), r.err());
    }
}
