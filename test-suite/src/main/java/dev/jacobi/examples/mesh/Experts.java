package dev.jacobi.examples.mesh;

import dev.jacobi.Lax;
import dev.jacobi.NDArray;
import dev.jacobi.Np;

/** A mixture of experts: each device has one, and sends each of the others the examples that are meant for it. */
final class Experts {
    private Experts() {
    }

    /** All experts on one device. {@code w} is [experts, width, width], {@code x} [devices, experts, examples, width]: examples are sorted by the expert that is to see them, as many for each. */
    static NDArray alone(NDArray w, NDArray x) {
        NDArray y = Np.matmul(x, w);
        return Np.tanh(y);
    }

    /** A device has one expert and its own examples, of which it sends each expert its part and gets them back. */
    static NDArray routed(NDArray w, NDArray x) {
        NDArray own = x.get(0);
        NDArray mine = Lax.allToAll(own, "expert", 0, 0, true);
        NDArray seen = Np.tanh(Np.matmul(mine, w.get(0)));
        return Np.expandDims(Lax.allToAll(seen, "expert", 0, 0, true), 0);
    }
}
