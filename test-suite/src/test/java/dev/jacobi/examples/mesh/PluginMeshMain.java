// The programs on meshes with the devices of a plugin: a line for each with how far its results are from one device's, and what it ran on.
package dev.jacobi.examples.mesh;

import static dev.jacobi.examples.mesh.Network.HIDDEN;
import static dev.jacobi.examples.mesh.Network.ROWS;
import static dev.jacobi.examples.mesh.Network.WHOLE;

import dev.jacobi.DType;
import dev.jacobi.Fn;
import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Jacobi;
import dev.jacobi.Mesh;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.PartitionSpec;
import dev.jacobi.Prng;
import dev.jacobi.Tree;
import dev.jacobi.examples.mesh.Network.State;
import java.util.List;
import java.util.Map;

/** Arguments: numbers of devices. */
public final class PluginMeshMain {
    private static final int STEPS = 5;

    private PluginMeshMain() {
    }

    private static NDArray random(int seed, int... shape) {
        return Prng.normal(Prng.key(seed), shape, DType.F64);
    }

    private static Mesh mesh(String axis, int n) {
        return Mesh.of(Jacobi.devices("tpu:" + n), axis, n);
    }

    private static double difference(Object a, Object b) {
        return Tree.reduce((x, y) -> Np.maximum(x, y), Tree.map((NDArray x, NDArray y) -> x.minus(y).abs().max(), a, b), Np.zeros(new int[0], DType.F64)).item();
    }

    private static void print(String name, int n, double difference, Fn f) {
        var info = Jacobi.cacheInfo(f);
        System.out.println(name + " on " + n + " " + (difference <= 1e-10 ? "same" : "differs by " + difference) + " " + info.backends() + " " + info.fallbacks() + " " + info.reasons());
    }

    public static void main(String[] args) {
        NDArray x = random(1, 64, 16);
        NDArray y = Np.sin(Np.matmul(x, random(2, 16, 8)));
        State first = Network.first(16, 32, 8);
        State alone = first;
        Fn3<State, NDArray, NDArray, State> one = Jacobi.jit(Network::alone);
        for (int i = 0; i < STEPS; i++) {
            alone = one.apply(alone, x, y);
        }
        for (String count : args) {
            int n = Integer.parseInt(count);
            train("data parallel", Jacobi.shardMap(Network::dataParallel, mesh("data", n), List.of(WHOLE, ROWS, ROWS), WHOLE), n, alone, first, x, y);
            Object all = Map.of("weights", ROWS, "velocity", ROWS, "loss", WHOLE);
            train("fully sharded", Jacobi.shardMap(Network::fullySharded, mesh("data", n), List.of(all, ROWS, ROWS), all), n, alone, first, x, y);
            Object units = Map.of("weights", HIDDEN, "velocity", HIDDEN, "loss", WHOLE);
            train("tensor parallel", Jacobi.shardMap(Network::tensorParallel, mesh("data", n), List.of(units, WHOLE, WHOLE), units), n, alone, first, x, y);
            pipeline(n);
            neighbours(n);
        }
    }

    private static void train(String form, Fn3<State, NDArray, NDArray, State> step, int n, State alone, State first, NDArray x, NDArray y) {
        Fn3<State, NDArray, NDArray, State> compiled = Jacobi.jit(step);
        State s = first;
        for (int i = 0; i < STEPS; i++) {
            s = compiled.apply(s, x, y);
        }
        var info = Jacobi.cacheInfo(compiled);
        long copied = info.downloads();
        print(form, n, Math.max(difference(alone.weights(), s.weights()), Math.abs(alone.loss().item() - s.loss().item())), compiled);
        NDArray w = s.weights().w1();
        System.out.println("  w1 " + w.device() + " " + w.sharding().spec() + " of " + List.of(w.shards().size(), w.shards().get(n - 1).start()[0], w.shards().get(n - 1).start()[1])
            + ", copied " + info.uploads() + " " + copied + ", bytes " + Jacobi.memory(w).values().iterator().next());
    }

    private static void pipeline(int n) {
        int batches = 8;
        NDArray w = random(3, n, 8, 8).dividedBy(2);
        NDArray x = random(4, batches, 4, 8);
        NDArray y = random(5, batches, 4, 8);
        PartitionSpec stages = PartitionSpec.of("stage");
        Fn3<NDArray, NDArray, NDArray, NDArray> f = Jacobi.shardMap(Pipeline::staged, mesh("stage", n), List.of(stages, WHOLE, WHOLE), WHOLE);
        Fn3<NDArray, NDArray, NDArray, NDArray> slope = Jacobi.jit(Jacobi.grad(f));
        print("pipeline", n, difference(Pipeline.alone(w, x, y), f.apply(w, x, y)), f);
        print("pipeline's gradient", n, difference(Jacobi.<NDArray, NDArray, NDArray, NDArray>grad(Pipeline::alone).apply(w, x, y), slope.apply(w, x, y)), slope);
    }

    private static void neighbours(int n) {
        NDArray q = random(6, 32, 8);
        NDArray k = random(7, 32, 8);
        NDArray v = random(8, 32, 8);
        PartitionSpec places = PartitionSpec.of("ring");
        Fn3<NDArray, NDArray, NDArray, NDArray> attention = Jacobi.shardMap(Ring::ringAttention, mesh("ring", n), places, places);
        print("ring attention", n, difference(Ring.attention(q, k, v), attention.apply(q, k, v)), attention);
        Mesh plate = Mesh.of(Jacobi.devices("tpu:" + n), "y", 2, "x", n / 2);
        PartitionSpec blocks = PartitionSpec.of("y", "x");
        NDArray u = random(9, 16, 24);
        Fn1<NDArray, NDArray> heat = Jacobi.shardMap((NDArray t) -> Ring.heatOfBlock(t, 20), plate, blocks, blocks);
        print("heat", n, difference(Ring.heat(u, 20), heat.apply(u)), heat);
        NDArray w = random(10, n, 8, 8);
        NDArray examples = random(11, n, n, 3, 8);
        PartitionSpec experts = PartitionSpec.of("expert");
        Fn2<NDArray, NDArray, NDArray> routed = Jacobi.shardMap(Experts::routed, mesh("expert", n), experts, experts);
        print("experts", n, difference(Experts.alone(w, examples), routed.apply(w, examples)), routed);
    }
}
