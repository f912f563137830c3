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
            int at = k;
            assertTrue(programs.get(at).startsWith(names.get(at % names.size()) + " on " + (at < names.size() ? 2 : 8) + " same [tpu] 0 "), () -> programs.get(at) + r.err());
        }
        // what goes to the devices in five steps are nine arrays of the state, and the examples, as far as they do not lie there from an earlier program; nothing comes back
        String eight = "  w1 pjrt-cpu:0,1,2,3,4,5,6,7 PartitionSpec";
        assertEquals(List.of(eight + "() of [8, 0, 0], copied 11 0, bytes 4096", eight + "(data) of [8, 14, 0], copied 8 0, bytes 512", eight + "(null, data) of [8, 0, 28], copied 4 0, bytes 512"),
            r.out().lines().filter(l -> l.startsWith(eight)).toList());
    }
}
