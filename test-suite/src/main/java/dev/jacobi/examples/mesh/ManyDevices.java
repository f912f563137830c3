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
import dev.jacobi.Tree;
import dev.jacobi.examples.Bound;
import dev.jacobi.examples.Example;
import dev.jacobi.examples.Session;
import dev.jacobi.examples.mesh.Network.State;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Each program on 2, 4 and 8 devices beside itself on one. All in 64 bits. The devices are simulated unless {@code -Dexamples.devices=tpu} names those of a plugin. */
public final class ManyDevices implements Example {
    private static final String DEVICES = System.getProperty("examples.devices", "cpu") + ":";
    private static final double SAME = 1e-10;

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

    @Override
    public void run(Session session) throws IOException {
        int steps = session.steps(50, 10);
        NDArray x = random(1, 64, 16);
        NDArray y = Np.sin(Np.matmul(x, random(2, 16, 8)));
        State first = Network.first(16, 32, 8);
        session.training(steps);
        State alone = first;
        Fn3<State, NDArray, NDArray, State> one = Jacobi.jit(Network::alone);
        for (int i = 0; i < steps; i++) {
            alone = one.apply(alone, x, y);
            session.loss(i, alone.loss());
        }
        List<Integer> sizes = session.pick(1, 0) == 1 ? List.of(2, 4, 8) : List.of(2, 8);
        for (int n : sizes) {
            train(session, "data parallel", Jacobi.shardMap(Network::dataParallel, mesh("data", n), List.of(WHOLE, ROWS, ROWS), WHOLE), n, alone, first, x, y, steps);
            Object all = Map.of("weights", ROWS, "velocity", ROWS, "loss", WHOLE);
            State sharded = train(session, "fully sharded", Jacobi.shardMap(Network::fullySharded, mesh("data", n), List.of(all, ROWS, ROWS), all), n, alone, first, x, y, steps);
            double whole = Jacobi.memory(List.of(first.weights(), first.velocity())).values().iterator().next();
            double most = Jacobi.memory(List.of(sharded.weights(), sharded.velocity())).values().stream().mapToLong(b -> b).max().orElse(0);
            session.check("fully sharded on " + n + ": most memory of a device, as a part of one device's", most / whole, Bound.atMost(1.0 / n + 0.1));
            Object units = Map.of("weights", HIDDEN, "velocity", HIDDEN, "loss", WHOLE);
            train(session, "tensor parallel", Jacobi.shardMap(Network::tensorParallel, mesh("data", n), List.of(units, WHOLE, WHOLE), units), n, alone, first, x, y, steps);
            pipeline(session, n);
            neighbours(session, n);
        }
    }

    private static State train(Session session, String form, Fn3<State, NDArray, NDArray, State> step, int n, State alone, State first, NDArray x, NDArray y, int steps) {
        Fn3<State, NDArray, NDArray, State> compiled = Jacobi.jit(step);
        State s = first;
        for (int i = 0; i < steps; i++) {
            s = compiled.apply(s, x, y);
        }
        session.check(form + " on " + n + ": difference of weights after " + steps + " steps", difference(alone.weights(), s.weights()), Bound.atMost(SAME));
        session.check(form + " on " + n + ": difference of losses", Math.abs(alone.loss().item() - s.loss().item()), Bound.atMost(SAME));
        return s;
    }

    private static void pipeline(Session session, int n) {
        int batches = 8;
        NDArray w = random(3, n, 8, 8).dividedBy(2);
        NDArray x = random(4, batches, 4, 8);
        NDArray y = random(5, batches, 4, 8);
        PartitionSpec stages = PartitionSpec.of("stage");
        Fn3<NDArray, NDArray, NDArray, NDArray> f = Jacobi.shardMap(Pipeline::staged, mesh("stage", n), List.of(stages, WHOLE, WHOLE), WHOLE);
        NDArray want = Jacobi.<NDArray, NDArray, NDArray, NDArray>grad(Pipeline::alone).apply(w, x, y);
        session.check("pipeline of " + n + " stages: difference of the loss", Math.abs(f.apply(w, x, y).item() - Pipeline.alone(w, x, y).item()), Bound.atMost(SAME));
        session.check("pipeline of " + n + " stages: difference of gradients", difference(want, Jacobi.jit(Jacobi.grad(f)).apply(w, x, y)), Bound.atMost(SAME));
        session.say("pipeline of %d stages, %d batches: %.0f %% of ticks are idle", n, batches, 100 * Pipeline.bubble(n, batches));
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
