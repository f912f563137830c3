package dev.jacobi.examples.mesh;

import static dev.jacobi.examples.mesh.Network.HIDDEN;
import static dev.jacobi.examples.mesh.Network.ROWS;
import static dev.jacobi.examples.mesh.Network.WHOLE;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.DType;
import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Jacobi;
import dev.jacobi.Mesh;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.PartitionSpec;
import dev.jacobi.Prng;
import dev.jacobi.Tree;
import dev.jacobi.pjrt.client.CompileOptions;
import dev.jacobi.pjrt.client.Executable;
import dev.jacobi.pjrt.client.Plugin;
import dev.jacobi.pjrt.client.Topology;
import dev.jacobi.tpu.LiftedPrograms;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The steps of all programs on a mesh, compiled by libtpu for 8 and 16 TPUs: devices exchange what the form of the program is known for. */
class MeshStepsTest {
    private static final Object ALL = Map.of("weights", ROWS, "velocity", ROWS, "loss", WHOLE);
    private static final PartitionSpec STAGE = PartitionSpec.of("stage");

    private final Map<String, String> texts = new LinkedHashMap<>();
    private DType type;
    private int devices;

    private Mesh mesh(String axis) {
        return Mesh.of(Jacobi.devices("cpu:" + devices), axis, devices);
    }

    private <T> T typed(T tree) {
        return Tree.map((NDArray a) -> a.astype(type), tree);
    }

    private NDArray zeros(int... shape) {
        return Np.zeros(shape, type);
    }

    private <T> void step(String name, Fn3<State<T>, NDArray, NDArray, State<T>> f, Object state, PartitionSpec examples, State<T> s, NDArray x, NDArray y) {
        texts.put(name, Jacobi.lower(Jacobi.shardMap(f, mesh("data"), List.of(state, examples, examples), state), typed(s), x, y).text("stablehlo"));
    }

    private static Object state(Object weights) {
        return Map.of("weights", weights, "velocity", weights, "loss", WHOLE);
    }

    private void training() {
        int width = 32 * devices;
        State<Network.Weights> n = Network.first(width, 2 * width, width);
        NDArray x = zeros(32, width);
        step("network all-reduce", Network::dataParallel, WHOLE, ROWS, n, x, x);
        step("network all-gather reduce-scatter", Network::fullySharded, ALL, ROWS, n, x, x);
        step("network, by units all-reduce", Network::tensorParallel, state(HIDDEN), WHOLE, n, x, x);
        State<Letters.Weights> l = Letters.first(2, width);
        NDArray text = Np.zeros(new int[] {32, Letters.PLACES}, DType.I32);
        step("letters all-reduce", Letters::dataParallel, WHOLE, ROWS, l, text, text);
        step("letters all-gather reduce-scatter", Letters::fullySharded, ALL, ROWS, l, text, text);
        step("letters, by units all-reduce", Letters::tensorParallel, state(Letters.units(2)), WHOLE, l, text, text);
    }

    private <T> void pipeline(String name, Fn2<T, NDArray, NDArray> layer, T w, int... batch) {
        NDArray x = zeros(batch);
        List<Object> specs = List.of(STAGE, WHOLE, WHOLE);
        Fn3<T, NDArray, NDArray, NDArray> loss = Jacobi.shardMap((T a, NDArray b, NDArray c) -> Pipeline.staged(layer, a, b, c), mesh("stage"), specs, WHOLE);
        texts.put(name + " collective-permute", Jacobi.lower(Jacobi.grad(loss), w, x, x).text("stablehlo"));
        Fn3<T, NDArray, NDArray, Pipeline.Slopes<T>> turns = Jacobi.shardMap((T a, NDArray b, NDArray c) -> Pipeline.inTurns(layer, a, b, c), mesh("stage"), specs, Map.of("loss", WHOLE, "weights", STAGE));
        texts.put(name + " in turns collective-permute", Jacobi.lower(turns, w, x, x).text("stablehlo"));
    }

    private void neighbours() {
        PartitionSpec ring = PartitionSpec.of("ring");
        texts.put("attention collective-permute", Jacobi.lower(Jacobi.shardMap(Ring::ringAttention, mesh("ring"), ring, ring), zeros(64, 8), zeros(64, 8), zeros(64, 8)).text("stablehlo"));
        Mesh plate = Mesh.of(Jacobi.devices("cpu:" + devices), "y", 2, "x", devices / 2);
        PartitionSpec blocks = PartitionSpec.of("y", "x");
        texts.put("heat collective-permute", Jacobi.lower(Jacobi.shardMap((NDArray t) -> Ring.heatOfBlock(t, 5), plate, blocks, blocks), zeros(16, 64)).text("stablehlo"));
        PartitionSpec experts = PartitionSpec.of("expert");
        texts.put("experts all-to-all", Jacobi.lower(Jacobi.shardMap(Experts::routed, mesh("expert"), experts, experts), zeros(devices, 8, 8), zeros(devices, devices, 4, 8)).text("stablehlo"));
    }

    @ParameterizedTest
    @CsvSource({"v5e:2x4, 8, F32", "v5e:2x4, 8, BF16", "v5e:4x4, 16, F32", "v5e:4x4, 16, BF16"})
    @Tag("slow")
    void exchangeWhatTheirFormIsKnownFor(String topology, int n, DType t) {
        Plugin libtpu = LiftedPrograms.libtpu();
        devices = n;
        type = t;
        training();
        pipeline("pipeline", (NDArray w, NDArray h) -> Np.tanh(Np.matmul(h, w)), zeros(n, 8, 8), 8, 4, 8);
        Letters.Block blocks = Jacobi.<NDArray, Letters.Block, NDArray, Letters.Block>vmap(key -> Letters.block(key, 32)).apply(Prng.split(Prng.key(13), n));
        pipeline("blocks", Letters::through, typed(blocks), 8, 2, Letters.PLACES, 32);
        neighbours();
        try (Topology chips = libtpu.topology(topology, Map.of())) {
            texts.forEach((name, text) -> compiled(chips, name, text));
        }
    }

    private void compiled(Topology chips, String name, String text) {
        try (Executable e = chips.compile(text, new CompileOptions(1, devices, true))) {
            String code = new String(e.optimized().code(), StandardCharsets.ISO_8859_1);
            for (String wanted : List.of("all-reduce", "all-gather", "reduce-scatter", "collective-permute", "all-to-all")) {
                // what 16 TPUs add, libtpu lets each of them have as a whole first, also of JAX's programs
                if (name.contains(wanted) && !(devices == 16 && wanted.equals("reduce-scatter"))) {
                    assertTrue(code.contains(wanted), () -> wanted + " in the program of " + name + ": " + text);
                }
            }
            assertFalse(name.contains("reduce-scatter") && code.contains("all-to-all"), () -> name + ": " + text);
        }
    }
}
