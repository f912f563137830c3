// Programs on meshes run on the devices of a plugin, eight CPU devices of jaxlib's client here, with one device's results.
package dev.jacobi.examples.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import dev.jacobi.tpu.Hosted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginMeshTest {
    private static final List<String> FORMS = List.of("data parallel", "fully sharded", "tensor parallel");

    @TempDir
    private Path folder;

    /** Each program, in turn for each number of devices, has run on the plugin and given the same; the other lines. */
    private List<String> run(String which, List<String> programs, int... devices) throws IOException {
        var args = new ArrayList<>(List.of(which));
        for (int n : devices) {
            args.add(String.valueOf(n));
        }
        Fork.Result r = Hosted.run(folder, List.of(), Map.of("JACOBI_TEST_DEVICES", "8"), PluginMeshMain.class, args.toArray(new String[0]));
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        List<String> lines = r.out().lines().filter(l -> !l.startsWith(" ")).toList();
        assertEquals(programs.size() * devices.length, lines.size(), r.out());
        for (int k = 0; k < lines.size(); k++) {
            String line = lines.get(k);
            assertTrue(line.startsWith(programs.get(k % programs.size()) + " on " + devices[k / programs.size()] + " same [tpu] 0 "), () -> line + r.err());
        }
        return r.out().lines().filter(l -> l.startsWith(" ")).toList();
    }

    @Test
    void aNetworkIsTrainedInThreeForms() throws IOException {
        List<String> more = run("network", FORMS, 2, 8);
        String eight = "  w1 pjrt-cpu:0,1,2,3,4,5,6,7 PartitionSpec";
        assertEquals(List.of(eight + "() of [8, 0, 0], bytes 4096", eight + "(data) of [8, 14, 0], bytes 512", eight + "(null, data) of [8, 0, 28], bytes 512"), more.stream().filter(l -> l.startsWith(eight)).toList());
        assertEquals(6, more.stream().filter("  copied back in between 0"::equals).count());
    }

    @Test
    void neighboursExchangeBlocks() throws IOException {
        run("neighbours", List.of("ring attention", "heat", "experts"), 2, 8);
    }

    @Test
    void aTransformerIsTrainedInThreeForms() throws IOException {
        Assumptions.assumeTrue(Boolean.getBoolean("stablehlo.full"), "not all is asked for");
        run("transformer", FORMS, 2, 8);
    }

    @Test
    void pipelinesGoBatchByBatch() throws IOException {
        Assumptions.assumeTrue(Boolean.getBoolean("stablehlo.full"), "not all is asked for");
        run("pipelines", List.of("pipeline of layers", "pipeline of layers in turns", "pipeline of blocks", "pipeline of blocks in turns"), 2, 8);
    }
}
