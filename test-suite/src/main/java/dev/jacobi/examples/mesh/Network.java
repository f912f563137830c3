package dev.jacobi.examples.mesh;

import dev.jacobi.DType;
import dev.jacobi.Jacobi;
import dev.jacobi.Lax;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.PartitionSpec;
import dev.jacobi.Prng;
import dev.jacobi.Tree;
import dev.jacobi.ValueAndGrad;
import java.util.Map;

/** A network of two layers, and a step of its training in the forms in which devices can share it. */
final class Network {
    private static final double RATE = 0.1;
    private static final double MOMENTUM = 0.9;
    static final PartitionSpec WHOLE = PartitionSpec.of();
    static final PartitionSpec ROWS = PartitionSpec.of("data");
    /** Hidden units are divided: columns of the first layer, rows of the second. */
    static final Map<String, PartitionSpec> HIDDEN = Map.of("w1", PartitionSpec.of(null, "data"), "b1", ROWS, "w2", ROWS, "b2", WHOLE);

    private Network() {
    }

    /** Weights and biases of two layers; all extents are multiples of 8, so that up to 8 devices share them evenly. */
    record Weights(NDArray w1, NDArray b1, NDArray w2, NDArray b2) {
    }

    /** Weights and their moving sum of slopes after a step, and the loss before it. */
    record State(Weights weights, Weights velocity, NDArray loss) {
    }

    static State first(int inputs, int hidden, int outputs) {
        NDArray keys = Prng.split(Prng.key(5));
        var w = new Weights(Prng.normal(keys.get(0), new int[] {inputs, hidden}, DType.F64).dividedBy(Math.sqrt(inputs)), Np.zeros(new int[] {hidden}, DType.F64),
            Prng.normal(keys.get(1), new int[] {hidden, outputs}, DType.F64).dividedBy(Math.sqrt(hidden)), Np.zeros(new int[] {outputs}, DType.F64));
        return new State(w, Tree.zerosLike(w), Np.zeros(new int[0], DType.F64));
    }

    static NDArray loss(Weights w, NDArray x, NDArray y) {
        NDArray h = Np.tanh(Np.matmul(x, w.w1()).plus(w.b1()));
        return Np.square(Np.matmul(h, w.w2()).plus(w.b2()).minus(y)).mean();
    }

    private static State moved(State s, Weights slope, NDArray loss) {
        Weights v = Tree.map((a, g) -> a.times(MOMENTUM).plus(g), s.velocity(), slope);
        return new State(Tree.map((a, b) -> a.minus(b.times(RATE)), s.weights(), v), v, loss);
    }

    /** On one device. */
    static State alone(State s, NDArray x, NDArray y) {
        ValueAndGrad<NDArray, Weights> g = Jacobi.<Weights, NDArray, NDArray, NDArray>valueAndGrad(Network::loss).apply(s.weights(), x, y);
        return moved(s, g.grad(), g.value());
    }

    /** Data parallel: each device has all weights and a part of the examples. */
    static State dataParallel(State s, NDArray x, NDArray y) {
        ValueAndGrad<NDArray, Weights> g = Jacobi.<Weights, NDArray, NDArray, NDArray>valueAndGrad(Network::loss).apply(s.weights(), x, y);
        return moved(s, Tree.map(a -> Lax.pmean(a, "data"), g.grad()), Lax.pmean(g.value(), "data"));
    }

    private static NDArray lossOfParts(Weights parts, NDArray x, NDArray y) {
        return loss(Tree.map(a -> Lax.allGather(a, "data", 0, true), parts), x, y);
    }

    /** Fully sharded: each device has a part of the weights, of the optimiser's state and of the examples; weights are gathered where they are used, and the derivative of that scatters slopes. */
    static State fullySharded(State s, NDArray x, NDArray y) {
        ValueAndGrad<NDArray, Weights> g = Jacobi.<Weights, NDArray, NDArray, NDArray>valueAndGrad(Network::lossOfParts).apply(s.weights(), x, y);
        int n = Lax.psum(1, "data");
        return moved(s, Tree.map(a -> a.dividedBy(n), g.grad()), Lax.pmean(g.value(), "data"));
    }

    private static NDArray lossOfUnits(Weights units, NDArray x, NDArray y) {
        NDArray h = Np.tanh(Np.matmul(x, units.w1()).plus(units.b1()));
        return Np.square(Lax.psum(Np.matmul(h, units.w2()), "data").plus(units.b2()).minus(y)).mean();
    }

    /** Tensor parallel: each device has a part of the hidden units, and all examples. A device's slopes are those of the sum of all devices' losses, which are alike. */
    static State tensorParallel(State s, NDArray x, NDArray y) {
        ValueAndGrad<NDArray, Weights> g = Jacobi.<Weights, NDArray, NDArray, NDArray>valueAndGrad(Network::lossOfUnits).apply(s.weights(), x, y);
        int n = Lax.psum(1, "data");
        Weights own = new Weights(g.grad().w1().dividedBy(n), g.grad().b1().dividedBy(n), g.grad().w2().dividedBy(n), Lax.pmean(g.grad().b2(), "data"));
        return moved(s, own, Lax.pmean(g.value(), "data"));
    }
}
