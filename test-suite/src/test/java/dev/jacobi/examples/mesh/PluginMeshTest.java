// Programs on meshes run on the devices of a plugin, eight CPU devices of jaxlib's client here, with one device's results.
package dev.jacobi.examples.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import dev.jacobi.tpu.Hosted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginMeshTest {
    private static final Map<String, String> EIGHT = Map.of("JACOBI_TEST_DEVICES", "8");

    @TempDir
    private Path folder;

    @Test
    void eachProgramRunsOnAllDevicesWithTheResultsOfOne() throws IOException {
        Fork.Result r = Hosted.run(folder, List.of(), EIGHT, PluginMeshMain.class, "2", "8");
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        List<String> programs = r.out().lines().filter(l -> !l.startsWith(" ")).toList();
        List<String> names = Stream.of("data parallel", "fully sharded", "tensor parallel", "pipeline", "pipeline's gradient", "ring attention", "heat", "experts").toList();
        assertEquals(2 * names.size(), programs.size(), r.out());
        for (int k = 0; k < programs.size(); k++) {
            assertTrue(programs.get(k).startsWith(names.get(k % names.size()) + " on " + (k < names.size() ? 2 : 8) + " same [tpu] 0 "), () -> r.out() + r.err());
        }
    }
}
