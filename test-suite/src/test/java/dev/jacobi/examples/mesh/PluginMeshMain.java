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
import dev.jacobi.Slice;
import dev.jacobi.Tree;
import dev.jacobi.ValueAndGrad;
import dev.jacobi.examples.mesh.Letters.Block;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Arguments: which programs, then numbers of devices. */
public final class PluginMeshMain {
    private static final int STEPS = 5;
    private static final int BATCHES = 8;
    private static final int WIDTH = 16;

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
        for (String count : Arrays.copyOfRange(args, 1, args.length)) {
            int n = Integer.parseInt(count);
            switch (args[0]) {
                case "network" -> network(n);
                case "transformer" -> transformer(n);
                case "pipelines" -> pipelines(n);
                case "neighbours" -> neighbours(n);
                default -> throw new IllegalArgumentException(args[0]);
            }
        }
    }

    private static void network(int n) {
        NDArray x = random(1, 64, 16);
        NDArray y = Np.sin(Np.matmul(x, random(2, 16, 8)));
        List<State<Network.Weights>> all = forms(n, Network.first(16, 32, 8), x, y, Network::alone, Network::dataParallel, Network::fullySharded, Network::tensorParallel, HIDDEN);
        for (State<Network.Weights> s : all) {
            NDArray w = s.weights().w1();
            System.out.println("  w1 " + w.device() + " " + w.sharding().spec() + " of " + List.of(w.shards().size(), w.shards().get(n - 1).start()[0], w.shards().get(n - 1).start()[1])
                + ", bytes " + Jacobi.memory(w).values().iterator().next());
        }
    }

    private static void transformer(int n) {
        NDArray text = Prng.randint(Prng.key(12), new int[] {16, Letters.PLACES + 1}, 0, Letters.ALPHABET);
        forms(n, Letters.first(2, WIDTH), text.get(Slice.ALL, Slice.to(-1)), text.get(Slice.ALL, Slice.from(1)), Letters::alone, Letters::dataParallel, Letters::fullySharded, Letters::tensorParallel,
            Letters.units(2));
    }

    private static <T> List<State<T>> forms(int n, State<T> first, NDArray x, NDArray y, Fn3<State<T>, NDArray, NDArray, State<T>> alone, Fn3<State<T>, NDArray, NDArray, State<T>> dataParallel,
            Fn3<State<T>, NDArray, NDArray, State<T>> fullySharded, Fn3<State<T>, NDArray, NDArray, State<T>> tensorParallel, Object parts) {
        State<T> one = after(Jacobi.jit(alone), first, x, y);
        Object all = Map.of("weights", ROWS, "velocity", ROWS, "loss", WHOLE);
        Object units = Map.of("weights", parts, "velocity", parts, "loss", WHOLE);
        Fn3<State<T>, NDArray, NDArray, State<T>> data = Jacobi.jit(Jacobi.shardMap(dataParallel, mesh("data", n), List.of(WHOLE, ROWS, ROWS), WHOLE));
        Fn3<State<T>, NDArray, NDArray, State<T>> fully = Jacobi.jit(Jacobi.shardMap(fullySharded, mesh("data", n), List.of(all, ROWS, ROWS), all));
        Fn3<State<T>, NDArray, NDArray, State<T>> tensor = Jacobi.jit(Jacobi.shardMap(tensorParallel, mesh("data", n), List.of(units, WHOLE, WHOLE), units));
        return List.of(train("data parallel", data, n, one, first, x, y), train("fully sharded", fully, n, one, first, x, y), train("tensor parallel", tensor, n, one, first, x, y));
    }

    private static <T> State<T> after(Fn3<State<T>, NDArray, NDArray, State<T>> step, State<T> first, NDArray x, NDArray y) {
        State<T> s = first;
        for (int i = 0; i < STEPS; i++) {
            s = step.apply(s, x, y);
        }
        return s;
    }

    private static <T> State<T> train(String form, Fn3<State<T>, NDArray, NDArray, State<T>> step, int n, State<T> one, State<T> first, NDArray x, NDArray y) {
        State<T> s = after(step, first, x, y);
        long copied = Jacobi.cacheInfo(step).downloads();
        print(form, n, Math.max(difference(one.weights(), s.weights()), Math.abs(one.loss().item() - s.loss().item())), step);
        System.out.println("  copied back in between " + copied);
        return s;
    }

    private static void pipelines(int n) {
        pipeline("layers", n, (NDArray w, NDArray h) -> Np.tanh(Np.matmul(h, w)), random(3, n, 8, 8).dividedBy(2), random(4, BATCHES, 4, 8), random(5, BATCHES, 4, 8));
        Block blocks = Jacobi.<NDArray, Block, NDArray, Block>vmap(key -> Letters.block(key, WIDTH)).apply(Prng.split(Prng.key(13), n));
        pipeline("blocks", n, Letters::through, blocks, random(14, BATCHES, 2, Letters.PLACES, WIDTH), random(15, BATCHES, 2, Letters.PLACES, WIDTH));
    }

    private static <T> void pipeline(String of, int n, Fn2<T, NDArray, NDArray> layer, T w, NDArray x, NDArray y) {
        PartitionSpec stages = PartitionSpec.of("stage");
        Fn3<T, NDArray, NDArray, NDArray> alone = (a, b, c) -> Pipeline.alone(layer, a, n, b, c);
        ValueAndGrad<NDArray, T> want = Jacobi.jit(Jacobi.valueAndGrad(alone)).apply(w, x, y);
        Fn3<T, NDArray, NDArray, NDArray> f = Jacobi.shardMap((T a, NDArray b, NDArray c) -> Pipeline.staged(layer, a, b, c), mesh("stage", n), List.of(stages, WHOLE, WHOLE), WHOLE);
        Fn3<T, NDArray, NDArray, ValueAndGrad<NDArray, T>> both = Jacobi.jit(Jacobi.valueAndGrad(f));
        ValueAndGrad<NDArray, T> got = both.apply(w, x, y);
        print("pipeline of " + of, n, Math.max(difference(want.value(), got.value()), difference(want.grad(), got.grad())), both);
        Fn3<T, NDArray, NDArray, Pipeline.Slopes<T>> turns = Jacobi.jit(Jacobi.shardMap((T a, NDArray b, NDArray c) -> Pipeline.inTurns(layer, a, b, c), mesh("stage", n), List.of(stages, WHOLE, WHOLE),
            Map.of("loss", WHOLE, "weights", stages)));
        Pipeline.Slopes<T> s = turns.apply(w, x, y);
        print("pipeline of " + of + " in turns", n, Math.max(difference(want.value(), s.loss()), difference(want.grad(), s.weights())), turns);
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
