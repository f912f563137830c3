package dev.jacobi.examples.mesh;

import static dev.jacobi.examples.mesh.Forms.ofPart;
import static dev.jacobi.examples.mesh.Forms.ofWhole;

import dev.jacobi.DType;
import dev.jacobi.Lax;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.PartitionSpec;
import dev.jacobi.Prng;
import java.util.Map;

/** A network of two layers, and a step of its training in the forms in which devices can share it. */
final class Network {
    static final PartitionSpec WHOLE = PartitionSpec.of();
    static final PartitionSpec ROWS = PartitionSpec.of("data");
    /** Hidden units are divided: columns of the first layer, rows of the second. */
    static final Map<String, PartitionSpec> HIDDEN = Map.of("w1", PartitionSpec.of(null, "data"), "b1", ROWS, "w2", ROWS, "b2", WHOLE);

    private Network() {
    }

    /** Weights and biases of two layers; all extents are multiples of 8, so that up to 8 devices share them evenly. */
    record Weights(NDArray w1, NDArray b1, NDArray w2, NDArray b2) {
    }

    static State<Weights> first(int inputs, int hidden, int outputs) {
        NDArray keys = Prng.split(Prng.key(5));
        return State.first(new Weights(Prng.normal(keys.get(0), new int[] {inputs, hidden}, DType.F64).dividedBy(Math.sqrt(inputs)), Np.zeros(new int[] {hidden}, DType.F64),
            Prng.normal(keys.get(1), new int[] {hidden, outputs}, DType.F64).dividedBy(Math.sqrt(hidden)), Np.zeros(new int[] {outputs}, DType.F64)));
    }

    static NDArray loss(Weights w, NDArray x, NDArray y) {
        NDArray h = Np.tanh(Np.matmul(x, w.w1()).plus(w.b1()));
        return Np.square(Np.matmul(h, w.w2()).plus(w.b2()).minus(y)).mean();
    }

    /** Of a device's hidden units. */
    static NDArray lossOfUnits(Weights units, NDArray x, NDArray y) {
        NDArray h = Np.tanh(Np.matmul(x, units.w1()).plus(units.b1()));
        return Np.square(Lax.psum(Np.matmul(h, units.w2()), "data").plus(units.b2()).minus(y)).mean();
    }

    static Weights own(Weights g) {
        return new Weights(ofPart(g.w1()), ofPart(g.b1()), ofPart(g.w2()), ofWhole(g.b2()));
    }

    static State<Weights> alone(State<Weights> s, NDArray x, NDArray y) {
        return Forms.alone(Network::loss, s, x, y);
    }

    static State<Weights> dataParallel(State<Weights> s, NDArray x, NDArray y) {
        return Forms.dataParallel(Network::loss, s, x, y);
    }

    static State<Weights> fullySharded(State<Weights> s, NDArray x, NDArray y) {
        return Forms.fullySharded(Network::loss, s, x, y);
    }

    static State<Weights> tensorParallel(State<Weights> s, NDArray x, NDArray y) {
        return Forms.tensorParallel(Network::lossOfUnits, Network::own, s, x, y);
    }
}
