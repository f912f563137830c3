package dev.jacobi.examples.mesh;

import static dev.jacobi.examples.mesh.Network.ROWS;
import static dev.jacobi.examples.mesh.Network.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.DType;
import dev.jacobi.Fn1;
import dev.jacobi.Fn3;
import dev.jacobi.Jacobi;
import dev.jacobi.Lax;
import dev.jacobi.Mesh;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.PartitionSpec;
import dev.jacobi.Tree;
import dev.jacobi.examples.mesh.Network.Weights;
import dev.jacobi.pjrt.client.CompileOptions;
import dev.jacobi.pjrt.client.Executable;
import dev.jacobi.pjrt.client.Plugin;
import dev.jacobi.pjrt.client.Topology;
import dev.jacobi.tpu.LiftedPrograms;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** StableHLO of programs on a mesh: what it says of the mesh, that it does not grow with it, and which collectives libtpu makes of it where there is one. */
class MeshTextsTest {
    private static Mesh mesh(String axis, int n) {
        return Mesh.of(Jacobi.devices("cpu:" + n), axis, n);
    }

    private static NDArray zeros(int... shape) {
        return Np.zeros(shape, DType.F32);
    }

    private static State<Weights> state() {
        return Tree.map((NDArray a) -> a.astype(DType.F32), Network.first(16, 32, 8));
    }

    private static String dataParallel(int devices) {
        Fn3<State<Weights>, NDArray, NDArray, State<Weights>> f = Jacobi.shardMap(Network::dataParallel, mesh("data", devices), List.of(WHOLE, ROWS, ROWS), WHOLE);
        return Jacobi.lower(f, state(), zeros(2 * devices, 16), zeros(2 * devices, 8)).text("stablehlo");
    }

    private static String fullySharded(int width) {
        Object all = Map.of("weights", ROWS, "velocity", ROWS, "loss", WHOLE);
        Fn3<State<Weights>, NDArray, NDArray, State<Weights>> f = Jacobi.shardMap(Network::fullySharded, mesh("data", 8), List.of(all, ROWS, ROWS), all);
        State<Weights> s = Tree.map((NDArray a) -> a.astype(DType.F32), Network.first(width, 2 * width, width));
        return Jacobi.lower(f, s, zeros(16, width), zeros(16, width)).text("stablehlo");
    }

    private static String pipeline() {
        Fn3<NDArray, NDArray, NDArray, NDArray> f = Jacobi.shardMap((NDArray w, NDArray x, NDArray y) -> Pipeline.staged((NDArray v, NDArray h) -> Np.tanh(Np.matmul(h, v)), w, x, y), mesh("stage", 8), List.of(PartitionSpec.of("stage"), WHOLE, WHOLE), WHOLE);
        return Jacobi.lower(Jacobi.grad(f), zeros(8, 8, 8), zeros(4, 4, 8), zeros(4, 4, 8)).text("stablehlo");
    }

    private static String shifted(int devices) {
        Fn1<NDArray, NDArray> f = Jacobi.shardMap((NDArray x) -> Lax.pshift(x, "data", 1, true), mesh("data", devices), ROWS, ROWS);
        return Jacobi.lower(f, zeros(devices, 4)).text("stablehlo");
    }

    @Test
    void saysHowArraysLie() {
        String text = fullySharded(16);
        assertTrue(text.contains("sdy.mesh @mesh = <[\"data\"=8]>"), text);
        assertTrue(text.contains("%arg0: tensor<16x32xf32> {sdy.sharding = #sdy.sharding<@mesh, [{\"data\"}, {}]>}"), text);
        assertTrue(text.contains("tensor<f32> {sdy.sharding = #sdy.sharding<@mesh, []>})"), text);
        assertFalse(shifted(8).contains("gather"), () -> shifted(8));
    }

    @Test
    void doesNotGrowWithTheMesh() {
        for (List<String> texts : List.of(List.of(dataParallel(16), dataParallel(4096)), List.of(shifted(16), shifted(4096)))) {
            assertEquals(texts.get(0).lines().count(), texts.get(1).lines().count());
            assertTrue(texts.get(1).length() < 1.05 * texts.get(0).length(), () -> texts.get(0) + texts.get(1));
        }
    }

    @Test
    void libtpuMakesTheCollectives() {
        Plugin libtpu = LiftedPrograms.libtpu();
        try (Topology chips = libtpu.topology("v5e:2x4", Map.of())) {
            collectives(chips, dataParallel(8), List.of("all-reduce"));
            String sharded = collectives(chips, fullySharded(256), List.of("all-gather", "reduce-scatter"));
            assertFalse(sharded.contains("all-to-all"), sharded);
            collectives(chips, pipeline(), List.of("collective-permute"));
        }
    }

    private static String collectives(Topology chips, String text, List<String> wanted) {
        try (Executable e = chips.compile(text, new CompileOptions(1, 8, true))) {
            String code = new String(e.optimized().code(), StandardCharsets.ISO_8859_1);
            wanted.forEach(w -> assertTrue(code.contains(w), () -> w + " in the program of " + text));
            return code;
        }
    }
}
