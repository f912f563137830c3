package dev.jacobi.examples.mesh;

import static dev.jacobi.examples.mesh.Network.HIDDEN;
import static dev.jacobi.examples.mesh.Network.ROWS;
import static dev.jacobi.examples.mesh.Network.WHOLE;

import dev.jacobi.DType;
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
import dev.jacobi.examples.Bound;
import dev.jacobi.examples.Example;
import dev.jacobi.examples.Session;
import dev.jacobi.examples.mesh.Letters.Block;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Each program on 2, 4 and 8 devices beside itself on one. All in 64 bits. The devices are simulated unless {@code -Dexamples.devices=tpu} names those of a plugin. */
public final class ManyDevices implements Example {
    private static final String DEVICES = System.getProperty("examples.devices", "cpu") + ":";
    private static final double SAME = 1e-10;
    private static final int BATCHES = 8;
    /** Elements of the transformer's vectors. */
    private static final int WIDTH = 32;

    @Override
    public String name() {
        return "mesh";
    }

    @Override
    public String purpose() {
        return "training, attention, heat and experts on meshes of 2, 4 and 8 devices, each equal to one device";
    }

    private static NDArray random(int seed, int... shape) {
        return Prng.normal(Prng.key(seed), shape, DType.F64);
    }

    private static Mesh mesh(String axis, int n) {
        return Mesh.of(Jacobi.devices(DEVICES + n), axis, n);
    }

    private static double difference(Object a, Object b) {
        return Tree.reduce((x, y) -> Np.maximum(x, y), Tree.map((NDArray x, NDArray y) -> x.minus(y).abs().max(), a, b), Np.zeros(new int[0], DType.F64)).item();
    }

    private record Forms<T>(String name, State<T> first, NDArray x, NDArray y, Fn3<State<T>, NDArray, NDArray, State<T>> alone, Fn3<State<T>, NDArray, NDArray, State<T>> dataParallel,
            Fn3<State<T>, NDArray, NDArray, State<T>> fullySharded, Fn3<State<T>, NDArray, NDArray, State<T>> tensorParallel, Object units) {
    }

    @Override
    public void run(Session session) throws IOException {
        int steps = session.steps(50, 10);
        NDArray x = random(1, 64, 16);
        var network = new Forms<>("network", Network.first(16, 32, 8), x, Np.sin(Np.matmul(x, random(2, 16, 8))), Network::alone, Network::dataParallel, Network::fullySharded, Network::tensorParallel, HIDDEN);
        NDArray text = Prng.randint(Prng.key(12), new int[] {16, Letters.PLACES + 1}, 0, Letters.ALPHABET);
        var letters = new Forms<>("transformer", Letters.first(2, WIDTH), text.get(Slice.ALL, Slice.to(-1)), text.get(Slice.ALL, Slice.from(1)), Letters::alone, Letters::dataParallel, Letters::fullySharded,
            Letters::tensorParallel, Letters.units(2));
        List<Integer> sizes = session.pick(1, 0) == 1 ? List.of(2, 4, 8) : List.of(4);
        train(session, network, sizes, steps, (i, loss) -> session.say("  network: step %d, loss %.5f", i, loss.item()));
        session.training(steps);
        train(session, letters, sizes, steps, session::loss);
        for (int n : sizes) {
            pipeline(session, "layers", n, (NDArray w, NDArray h) -> Np.tanh(Np.matmul(h, w)), random(3, n, 8, 8).dividedBy(2), random(4, BATCHES, 4, 8), random(5, BATCHES, 4, 8));
            Block blocks = Jacobi.<NDArray, Block, NDArray, Block>vmap(key -> Letters.block(key, WIDTH)).apply(Prng.split(Prng.key(13), n));
            pipeline(session, "transformer's blocks", n, Letters::through, blocks, random(14, BATCHES, 2, Letters.PLACES, WIDTH), random(15, BATCHES, 2, Letters.PLACES, WIDTH));
            neighbours(session, n);
        }
    }

    private interface Losses {
        void are(int step, NDArray loss) throws IOException;
    }

    private static <T> void train(Session session, Forms<T> f, List<Integer> sizes, int steps, Losses losses) throws IOException {
        State<T> alone = f.first();
        Fn3<State<T>, NDArray, NDArray, State<T>> one = Jacobi.jit(f.alone());
        for (int i = 0; i < steps; i++) {
            alone = one.apply(alone, f.x(), f.y());
            losses.are(i, alone.loss());
        }
        Object all = Map.of("weights", ROWS, "velocity", ROWS, "loss", WHOLE);
        Object units = Map.of("weights", f.units(), "velocity", f.units(), "loss", WHOLE);
        for (int n : sizes) {
            train(session, f, "data parallel", Jacobi.shardMap(f.dataParallel(), mesh("data", n), List.of(WHOLE, ROWS, ROWS), WHOLE), n, alone, steps);
            State<T> sharded = train(session, f, "fully sharded", Jacobi.shardMap(f.fullySharded(), mesh("data", n), List.of(all, ROWS, ROWS), all), n, alone, steps);
            double whole = Jacobi.memory(List.of(f.first().weights(), f.first().velocity())).values().iterator().next();
            double most = Jacobi.memory(List.of(sharded.weights(), sharded.velocity())).values().stream().mapToLong(b -> b).max().orElse(0);
            session.check(f.name() + ", fully sharded on " + n + ": most memory of a device, as a part of one device's", most / whole, Bound.atMost(1.0 / n + 0.1));
            train(session, f, "tensor parallel", Jacobi.shardMap(f.tensorParallel(), mesh("data", n), List.of(units, WHOLE, WHOLE), units), n, alone, steps);
        }
    }

    private static <T> State<T> train(Session session, Forms<T> f, String form, Fn3<State<T>, NDArray, NDArray, State<T>> step, int n, State<T> alone, int steps) {
        Fn3<State<T>, NDArray, NDArray, State<T>> compiled = Jacobi.jit(step);
        State<T> s = f.first();
        for (int i = 0; i < steps; i++) {
            s = compiled.apply(s, f.x(), f.y());
        }
        session.check(f.name() + ", " + form + " on " + n + ": difference of weights after " + steps + " steps", difference(alone.weights(), s.weights()), Bound.atMost(SAME));
        session.check(f.name() + ", " + form + " on " + n + ": difference of losses", Math.abs(alone.loss().item() - s.loss().item()), Bound.atMost(SAME));
        return s;
    }

    private static <T> void pipeline(Session session, String of, int n, Fn2<T, NDArray, NDArray> layer, T w, NDArray x, NDArray y) {
        Mesh mesh = mesh("stage", n);
        PartitionSpec stages = PartitionSpec.of("stage");
        Fn3<T, NDArray, NDArray, NDArray> alone = (a, b, c) -> Pipeline.alone(layer, a, n, b, c);
        ValueAndGrad<NDArray, T> want = Jacobi.jit(Jacobi.valueAndGrad(alone)).apply(w, x, y);
        Fn3<T, NDArray, NDArray, NDArray> f = Jacobi.shardMap((T a, NDArray b, NDArray c) -> Pipeline.staged(layer, a, b, c), mesh, List.of(stages, WHOLE, WHOLE), WHOLE);
        ValueAndGrad<NDArray, T> got = Jacobi.jit(Jacobi.valueAndGrad(f)).apply(w, x, y);
        String name = "pipeline of " + n + " " + of;
        session.check(name + ": difference of the loss", Math.abs(got.value().item() - want.value().item()), Bound.atMost(SAME));
        session.check(name + ": difference of gradients", difference(want.grad(), got.grad()), Bound.atMost(SAME));
        Fn3<T, NDArray, NDArray, Pipeline.Slopes<T>> turns = Jacobi.shardMap((T a, NDArray b, NDArray c) -> Pipeline.inTurns(layer, a, b, c), mesh, List.of(stages, WHOLE, WHOLE), Map.of("loss", WHOLE, "weights", stages));
        Pipeline.Slopes<T> s = Jacobi.jit(turns).apply(w, x, y);
        session.check(name + ", one forward and one backward: difference of the loss", Math.abs(s.loss().item() - want.value().item()), Bound.atMost(SAME));
        session.check(name + ", one forward and one backward: difference of gradients", difference(want.grad(), s.weights()), Bound.atMost(SAME));
        session.say("%s, %d batches: %.0f %% of ticks are idle; a device keeps what it got for %d batches, and for %d when each goes back as soon as it can", name, BATCHES, 100 * Pipeline.bubble(n, BATCHES), BATCHES,
            2 * n - 1);
    }

    private static void neighbours(Session session, int n) {
        NDArray q = random(6, 32, 8);
        NDArray k = random(7, 32, 8);
        NDArray v = random(8, 32, 8);
        PartitionSpec places = PartitionSpec.of("ring");
        Fn3<NDArray, NDArray, NDArray, NDArray> attention = Jacobi.shardMap(Ring::ringAttention, mesh("ring", n), places, places);
        session.check("attention around a ring of " + n + ": difference", difference(Ring.attention(q, k, v), attention.apply(q, k, v)), Bound.atMost(SAME));
        Mesh plate = Mesh.of(Jacobi.devices(DEVICES + n), "y", 2, "x", n / 2);
        PartitionSpec blocks = PartitionSpec.of("y", "x");
        NDArray u = random(9, 16, 24);
        session.check("heat on a plate of " + n + ": difference after 20 steps", difference(Ring.heat(u, 20), Jacobi.shardMap((NDArray t) -> Ring.heatOfBlock(t, 20), plate, blocks, blocks).apply(u)),
            Bound.atMost(SAME));
        NDArray w = random(10, n, 8, 8);
        NDArray examples = random(11, n, n, 3, 8);
        PartitionSpec experts = PartitionSpec.of("expert");
        Fn2<NDArray, NDArray, NDArray> routed = Jacobi.shardMap(Experts::routed, mesh("expert", n), experts, experts);
        session.check("experts on " + n + ": difference", difference(Experts.alone(w, examples), routed.apply(w, examples)), Bound.atMost(SAME));
    }
}
